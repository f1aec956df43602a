/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.time.Duration;

/**
 * What clients of a port can cost.
 *
 * @param firstByte how long a new connection may stay silent
 * @param head how long a request may take from its first byte until its headers are complete, a TLS handshake included
 * @param body how long its body may take from then on
 * @param reply how long a client may take to read an answer
 * @param idle how long a connection stays open between two requests
 * @param connections most at once; beyond it, those that were silent longest give way
 * @param perAddress most of one remote address, likewise
 * @param surplus how many more are held, for a short time, to be told that there are too many
 * @param headBytes longest head of a request
 * @param bodyBytes longest body of a request
 * @param bodiesBytes most that all bodies take that are not answered yet
 */
record PortLimits(
        Duration firstByte,
        Duration head,
        Duration body,
        Duration reply,
        Duration idle,
        int connections,
        int perAddress,
        int surplus,
        int headBytes,
        int bodyBytes,
        long bodiesBytes) {

    /**
     * First byte 5 s, head 10 s, body 30 s, reply 30 s, idle 75 s; 4096 connections, 2048 of one address; 8 KiB of head, 1 MiB
     * of body, 64 MiB of bodies.
     */
    static final PortLimits DEFAULT = new PortLimits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            Duration.ofSeconds(75),
            4096,
            2048,
            64,
            8 << 10,
            1 << 20,
            64L << 20);

    /** The same with another bound for all bodies together. */
    PortLimits withBodies(long bytes) {
        return new PortLimits(
                firstByte, head, body, reply, idle, connections, perAddress, surplus, headBytes, bodyBytes, bytes);
    }
}
