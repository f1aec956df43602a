/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.io.IOException;

/** An answer came, and is of no use. */
final class UnusableReplyException extends IOException {
    private static final long serialVersionUID = 1L;

    UnusableReplyException(String message) {
        super(message);
    }
}
