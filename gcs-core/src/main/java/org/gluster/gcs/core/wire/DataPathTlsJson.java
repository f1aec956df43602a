/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import org.gluster.gcs.volume.DataPathTls;
import org.jspecify.annotations.Nullable;

/** With which files the bricks of a volume talk TLS: paths on the nodes; what is absent is as usual. */
public record DataPathTlsJson(
        @Nullable String certificate,
        @Nullable String key,
        @Nullable String authorities,
        @Nullable List<String> subjects) {

    /** Returns the JSON of it. */
    public static DataPathTlsJson of(DataPathTls tls) {
        return new DataPathTlsJson(tls.certificate(), tls.key(), tls.authorities(), tls.subjects());
    }

    void fill(DataPathTls.Builder tls) {
        Given.when(certificate, tls::certificate);
        Given.when(key, tls::key);
        Given.when(authorities, tls::authorities);
        Given.list(subjects).forEach(tls::allowSubjects);
    }
}
