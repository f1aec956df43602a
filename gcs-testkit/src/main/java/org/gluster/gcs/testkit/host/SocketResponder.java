/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.util.Optional;
import org.gluster.gcs.block.host.Bytes;

/** Answers requests on the local socket of a modelled process. Stateless, since a machine's copies share it. */
@FunctionalInterface
public interface SocketResponder {

    /**
     * Answers one request.
     *
     * @param machine what it may read and change
     * @param pid the process whose socket it is
     * @param request with its record mark
     * @return the reply, one part with its record mark; empty when the process closes the connection instead
     */
    Optional<Bytes> respond(FakeMachine machine, long pid, Bytes request);
}
