/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.architecture;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** Breaks each convention of the public API, the optional ones in both ways. */
public class UnconventionalApi {
    @SuppressWarnings("OptionalUsedAsFieldOrParameterType")
    private final Optional<String> field = Optional.empty();

    UnconventionalApi() {}

    /** Throws what must be declared. */
    public void declares() throws IOException {
        throw new IOException(field.orElse(""));
    }

    /** Takes what should be overloads. */
    public long takes(OptionalLong limit) {
        return limit.orElse(0);
    }
}
