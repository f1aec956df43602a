/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.util.Objects;

/**
 * Who makes a request.
 *
 * @param name what its credentials say it is; a word in brackets when it needed none
 * @param role what it may do
 * @param requestId the random id that the server gave this request; goes out as {@code X-Request-Id}
 */
public record Caller(String name, Role role, String requestId) {

    /** Checks that all is there. */
    public Caller {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(requestId, "requestId");
    }

    /** What callers may do; each includes the ones before it. */
    public enum Role {
        /** Nothing but what needs no credentials. */
        NONE,
        /** Reads everything that is no secret. */
        READ,
        /** Makes, changes and deletes volumes too. */
        PROVISION,
        /** Everything: peers, devices, the cluster's own options. */
        ADMIN;

        /** Whether this role includes that one. */
        public boolean includes(Role other) {
            return compareTo(other) >= 0;
        }
    }
}
