/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.time.Duration;

/**
 * What peers of an {@link RpcService} can cost.
 *
 * @param connections most at once over TCP of an {@link RpcServer}, and as many again over Unix sockets; beyond it the oldest one that has not
 *     yet made a call gives way, or else the new one is closed at once
 * @param recordBytes longest message accepted
 * @param queuedBytes most that waits to be sent on one connection; a peer that does not read is closed beyond it
 * @param callsInFlight most calls of one connection that are being worked on; beyond it the connection is not read
 * @param deadline how long a message may take from its first byte to its last, a new connection until its first message,
 *     and a peer to read something; who takes longer is closed. Connections that are merely idle stay.
 */
public record RpcLimits(int connections, int recordBytes, int queuedBytes, int callsInFlight, Duration deadline) {
    /** 1024 connections, messages of 1 MiB, 8 MiB queued, 64 calls in flight, 10 s. */
    public static final RpcLimits DEFAULT =
            new RpcLimits(1024, RecordMark.MAX_RECORD, 8 * 1024 * 1024, 64, Duration.ofSeconds(10));

    /** @throws IllegalArgumentException when one of them is not positive */
    public RpcLimits {
        if (connections < 1 || recordBytes < 1 || queuedBytes < 1 || callsInFlight < 1 || deadline.toMillis() < 1) {
            throw new IllegalArgumentException("limits of an RPC server are positive");
        }
    }
}
