/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.gluster.gcs.block.host.HostException;

/** What a host answers to readings. */
final class Readings {
    private Readings() {}

    /** The host's own exception in whatever a stage failed with. */
    static HostException hostException(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        return cause instanceof HostException failure
                ? failure
                : new HostException(
                        HostException.Kind.UNKNOWN_OUTCOME,
                        Optional.ofNullable(cause.getMessage()).orElse(cause.toString()));
    }
}
