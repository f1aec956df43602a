/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.io.IOException;

/** A connection of the pool turned out to be of no use before anything was sent over it. */
final class StaleConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    StaleConnectionException(String message) {
        super(message);
    }
}
