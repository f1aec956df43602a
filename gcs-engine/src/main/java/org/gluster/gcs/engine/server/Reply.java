/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.util.Objects;

/**
 * What a request is answered with.
 *
 * @param status the HTTP status
 * @param body JSON
 */
public record Reply(int status, String body) {

    /** Checks that the body is there. */
    public Reply {
        Objects.requireNonNull(body, "body");
    }
}
