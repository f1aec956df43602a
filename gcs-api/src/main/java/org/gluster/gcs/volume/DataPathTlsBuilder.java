/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Keeps what was said until it is checked as a whole. */
final class DataPathTlsBuilder implements DataPathTls.Builder {

    String certificate = DataPathTls.CERTIFICATE;
    String key = DataPathTls.KEY;
    String authorities = DataPathTls.AUTHORITIES;
    final List<String> subjects = new ArrayList<>();

    @Override
    public DataPathTls.Builder certificate(String path) {
        certificate = Objects.requireNonNull(path, "path");
        return this;
    }

    @Override
    public DataPathTls.Builder key(String path) {
        key = Objects.requireNonNull(path, "path");
        return this;
    }

    @Override
    public DataPathTls.Builder authorities(String path) {
        authorities = Objects.requireNonNull(path, "path");
        return this;
    }

    @Override
    public DataPathTls.Builder allowSubjects(String... names) {
        subjects.addAll(List.of(names));
        return this;
    }

    @Override
    public DataPathTls build() {
        return new DataPathTls(this);
    }
}
