/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.Transport;

/** What all that is done over one transport shares. Thread-safe. */
final class Link implements Transport {
    private final Transport transport;
    private final Duration awaitTimeout;
    private final Pace pace;
    private final Waits waits;
    private final Followers followers;
    private volatile boolean closed;

    Link(Transport transport, Duration awaitTimeout, Duration longestPoll, Executor callbacks, Pace pace) {
        this.transport = transport;
        this.awaitTimeout = awaitTimeout;
        this.pace = pace;
        waits = new Waits(pace, longestPoll);
        followers = new Followers(callbacks, pace);
    }

    Pace pace() {
        return pace;
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this client was closed");
        }
    }

    @Override
    public RestReply exchange(RestCall call) {
        checkOpen();
        return transport.exchange(call);
    }

    <T> T await(Watched<T> watched) {
        return await(watched, awaitTimeout);
    }

    <T> T await(Watched<T> watched, Duration timeout) {
        checkOpen();
        return waits.await(watched, timeout);
    }

    <T> CompletableFuture<T> follow(Watched<T> watched) {
        checkOpen();
        return followers.follow(watched);
    }

    @Override
    public void close() {
        closed = true;
        followers.close();
        transport.close();
    }
}
