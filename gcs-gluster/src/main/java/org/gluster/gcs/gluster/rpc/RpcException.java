/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

/** Bytes that are no sound message, or a call that the other side refused. The only exception of the codecs. */
public final class RpcException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** With what is wrong and where. */
    public RpcException(String message) {
        super(message);
    }
}
