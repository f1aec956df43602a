/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why one attempt came to nothing, with the endpoint in its message. */
final class AttemptFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What it says about what comes next. */
    enum Kind {
        /** It may be over soon. */
        PASSING(true),
        /** The time of an attempt ran out. */
        SLOW(true),
        /** The time of the call ran out, which need not be the endpoint's fault. */
        LATE(false),
        /** Of our own making, such as that all connections are in use. */
        OWN(false),
        /** This endpoint cannot be used, whatever is tried: its certificate, say. */
        HOPELESS_ENDPOINT(true),
        /** The secret for this endpoint cannot be had. */
        NO_SECRET(false),
        /** Its answer cannot be used, and no other would be better. */
        HOPELESS_CALL(false);

        private final boolean countsAgainstEndpoint;

        Kind(boolean countsAgainstEndpoint) {
            this.countsAgainstEndpoint = countsAgainstEndpoint;
        }
    }

    private final Kind kind;
    private final boolean begun;

    AttemptFailedException(Endpoint endpoint, String why, Kind kind, boolean begun, @Nullable Throwable cause) {
        super(endpoint + ": " + why, cause);
        this.kind = kind;
        this.begun = begun;
    }

    Kind kind() {
        return kind;
    }

    /** Whether the server may have begun with the request. */
    boolean begun() {
        return begun;
    }

    /** Whether the endpoint is of no use for the whole call. */
    boolean endpointIsHopeless() {
        return kind == Kind.HOPELESS_ENDPOINT || kind == Kind.NO_SECRET;
    }

    boolean ranOutOfTime() {
        return kind == Kind.SLOW || kind == Kind.LATE;
    }

    boolean countsAgainstEndpoint() {
        return kind.countsAgainstEndpoint;
    }
}
