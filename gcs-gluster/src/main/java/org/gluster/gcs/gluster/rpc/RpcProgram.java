/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.util.SortedSet;
import java.util.concurrent.CompletionStage;
import org.gluster.gcs.block.host.Bytes;

/**
 * One program in one version, served by an {@link RpcService}. Its methods are called for one call of a connection at a time, and
 * for several connections at once: they are thread-safe, never block, and answer at once or by a stage that any thread may
 * complete.
 */
public interface RpcProgram {

    /** A name for people. */
    String name();

    /** The program's number. */
    int number();

    /** The program's version. */
    int version();

    /** Which procedures there are. The service refuses others, and answers procedure 0 itself. */
    SortedSet<Integer> procedures();

    /**
     * Performs one procedure.
     *
     * @param procedure one of {@link #procedures}
     * @param arguments its arguments; valid during this call only
     * @param connection who asks
     * @return the encoded results; a failed stage, or a thrown exception, is answered as {@code SYSTEM_ERR}
     * @throws RpcException when the arguments cannot be read; answered as {@code GARBAGE_ARGS}
     */
    CompletionStage<Bytes> dispatch(int procedure, XdrReader arguments, RpcConnection connection);

    /** A connection is closed, by whomever. Called once for each connection of the service. */
    default void closed(RpcConnection connection) {}
}
