/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.Transport;
import org.gluster.gcs.event.EventSubscription;
import org.jspecify.annotations.Nullable;

/** What all that is done over one transport shares. Thread-safe. */
final class Link implements Transport {
    private static final long LEAST = Duration.ofMillis(1).toNanos();

    private final Transport transport;
    private final Duration awaitTimeout;
    private final Pace pace;
    private final Duration longestPoll;
    private final Waits waits;
    private final Followers followers;
    /** Until when requests of this thread may go on, while it is in {@link #within}. */
    private final ThreadLocal<@Nullable Long> ends = new ThreadLocal<>();

    private final Executor callbacks;
    private final Set<EventSubscription> subscriptions = ConcurrentHashMap.newKeySet();
    private final Set<Thread> listening = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Link(Transport transport, Duration awaitTimeout, Duration longestPoll, Executor callbacks, Pace pace) {
        this.transport = transport;
        this.awaitTimeout = awaitTimeout;
        this.pace = pace;
        this.longestPoll = longestPoll;
        waits = new Waits(pace, longestPoll);
        this.callbacks = callbacks;
        followers = new Followers(callbacks, pace);
    }

    Pace pace() {
        return pace;
    }

    /** How long one request may wait at the server. */
    Duration longestPoll() {
        return longestPoll;
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("this client was closed");
        }
    }

    @Override
    public RestReply exchange(RestCall call) {
        checkOpen();
        Long end = ends.get();
        if (end == null) {
            return transport.exchange(call);
        }
        Duration left = Duration.ofNanos(Math.max(end - pace.nanoTime(), LEAST));
        Duration own = call.deadline();
        return transport.exchange(call.within(own == null || own.compareTo(left) > 0 ? left : own));
    }

    /** Does it with that limit for all the requests that it makes on this thread. */
    <T> T within(Duration limit, Supplier<T> requests) {
        Long outer = ends.get();
        ends.set(pace.nanoTime() + limit.toNanos());
        try {
            return requests.get();
        } finally {
            ends.set(outer);
        }
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

    Executor callbacks() {
        return callbacks;
    }

    /** Does it on the callers' executor and waits for it; what it throws is thrown. */
    void onCallbacks(Runnable action) throws InterruptedException {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            callbacks.execute(() -> {
                try {
                    action.run();
                    done.complete(null);
                } catch (RuntimeException thrown) {
                    done.completeExceptionally(thrown);
                }
            });
            done.get();
        } catch (ExecutionException thrown) {
            throw thrown.getCause() instanceof RuntimeException known ? known : new IllegalStateException(thrown);
        }
    }

    /** Follows events with a daemon thread of its own, until it ends or this is closed. */
    <T extends EventSubscription & Runnable> void events(T subscription) {
        checkOpen();
        subscriptions.add(subscription);
        Thread thread = new Thread(
                () -> {
                    try {
                        subscription.run();
                    } finally {
                        subscriptions.remove(subscription);
                        listening.remove(Thread.currentThread());
                    }
                },
                "gcs-remote-events");
        thread.setDaemon(true);
        listening.add(thread);
        thread.start();
        if (closed) {
            subscription.close();
        }
    }

    /** Whether this was closed, or is about to be. */
    boolean closed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        subscriptions.forEach(EventSubscription::close);
        followers.close();
        Followers.join(listening);
        transport.close();
    }
}
