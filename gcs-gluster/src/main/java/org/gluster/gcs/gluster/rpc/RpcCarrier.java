/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

/**
 * What carries the bytes of one {@link RpcConnection}: a socket, or something that knows one. Its methods are called by any thread,
 * several at once, also from within calls of the carrier to the connection. They never block.
 */
public interface RpcCarrier {

    /** There is {@link RpcConnection#output} to send, or {@link RpcConnection#wantsInput} has changed. */
    void wake();

    /** The connection has ended: close what carries it. Called once. */
    void close();
}
