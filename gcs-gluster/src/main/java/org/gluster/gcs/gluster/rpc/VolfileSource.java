/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.net.SocketAddress;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Where {@link HandshakeProgram} gets volfiles from. Called on the server's thread: answers from memory, never blocks. */
public interface VolfileSource {

    /**
     * The volfile of this key.
     *
     * @param key as asked for, without a leading slash, e.g. {@code vol}, {@code shd/vol}
     * @param local whether it is asked for over the Unix socket; only then may the answer hold credentials
     * @return empty when there is none, or none for this asker; it cannot tell which
     */
    Optional<Volfile> volfile(String key, boolean local);

    /**
     * Whether whoever asks from this address may have the volfile of this key; asked before {@link #volfile}. A refusal is
     * answered with errno 13 (EACCES).
     *
     * @param key as for {@link #volfile}
     * @param asker where the connection comes from
     * @return completes on any thread, and never exceptionally
     */
    default CompletionStage<Boolean> admits(String key, SocketAddress asker, boolean local) {
        return CompletableFuture.completedFuture(true);
    }

    /** The id of the volume of this name, for clients that ask for it; it is no secret. */
    default Optional<UUID> volumeId(String volume) {
        return Optional.empty();
    }
}
