/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.util.Optional;
import java.util.UUID;

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

    /** The id of the volume of this name, for clients that ask for it; it is no secret. */
    default Optional<UUID> volumeId(String volume) {
        return Optional.empty();
    }
}
