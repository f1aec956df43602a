/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.wire.EventsJson;
import org.gluster.gcs.event.ClusterEvent;
import org.gluster.gcs.event.EventListener;
import org.gluster.gcs.event.EventPage;
import org.gluster.gcs.event.EventQuery;
import org.gluster.gcs.event.EventSubscription;
import org.gluster.gcs.event.EventType;
import org.gluster.gcs.event.Events;
import org.jspecify.annotations.Nullable;

/**
 * Events over long polls. A subscription has one daemon thread, which waits at the server; after an outage it goes on from the
 * last event that it told, and a gap is told as one.
 */
final class ExtensionEvents implements Events {
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final ExtensionCalls calls;

    ExtensionEvents(ExtensionCalls calls) {
        this.calls = calls;
    }

    @Override
    public EventPage await(EventQuery query, Duration patience) {
        long end = calls.link().pace().nanoTime() + patience.toNanos();
        EventPage page = ask(query, query.since().orElse(0), query.since().isPresent(), patience);
        while (page.events().isEmpty() && page.gap().isEmpty()) {
            Duration left = Duration.ofNanos(end - calls.link().pace().nanoTime());
            if (left.isNegative() || left.isZero()) {
                return page;
            }
            page = ask(query, page.last(), true, left);
        }
        return page;
    }

    private EventPage ask(EventQuery query, long after, boolean said, Duration patience) {
        Duration wait = patience.compareTo(calls.link().longestPoll()) > 0
                ? calls.link().longestPoll()
                : patience;
        long seconds = wait.isZero() || wait.isNegative() ? 0 : Math.max(1, wait.toSeconds());
        String types = query.types().stream().map(EventType::word).collect(Collectors.joining(","));
        String target = "events?limit=" + query.limit() + "&wait=" + seconds + (said ? "&after=" + after : "")
                + (types.isEmpty() ? "" : "&types=" + types);
        RestCall call = RestCall.get(ExtensionCalls.PREFIX + target).within(ANSWER.plusSeconds(seconds));
        return calls.get(call, EventsJson.class).toPage();
    }

    @Override
    public EventSubscription subscribe(EventQuery query, EventListener listener) {
        Objects.requireNonNull(listener, "listener");
        long since = query.since().isPresent()
                ? query.since().getAsLong()
                : list(last -> last.since(0).limit(1).types(EventType.OTHER)).last();
        Polling polling = new Polling(query, since, listener);
        calls.link().events(polling);
        return polling;
    }

    private final class Polling implements EventSubscription, Runnable {
        private final EventQuery query;
        private final EventListener listener;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final Waits.Pauses pauses = new Waits.Pauses();
        private long last;
        private volatile boolean closed;
        private volatile @Nullable Thread thread;

        Polling(EventQuery query, long since, EventListener listener) {
            this.query = query;
            this.listener = listener;
            last = since;
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            Throwable cause = null;
            try {
                while (!closed) {
                    poll();
                }
            } catch (RuntimeException failure) {
                cause = closed || calls.link().closed() ? null : failure; // the link closes a moment before us
            } catch (InterruptedException stopped) {
                cause = null;
            }
            thread = null;
            Thread.interrupted();
            end(cause);
        }

        private void poll() throws InterruptedException {
            long begin = calls.link().pace().nanoTime();
            EventPage page;
            try {
                page = ask(query, last, true, calls.link().longestPoll());
            } catch (GcsException failure) {
                if (closed || !Waits.passing(failure)) {
                    throw failure;
                }
                calls.link().pace().pause(pauses.after(calls.link().pace().nanoTime() - begin));
                return;
            }
            tell(page);
            last = page.last();
        }

        /** On the callers' executor, and waited for: so all is told in order, one at a time. */
        private void tell(EventPage page) throws InterruptedException {
            if (page.events().isEmpty() && page.gap().isEmpty()) {
                return;
            }
            calls.link().onCallbacks(() -> {
                page.gap().ifPresent(listener::onGap);
                for (ClusterEvent event : page.events()) {
                    if (closed) {
                        return;
                    }
                    listener.onEvent(event);
                }
            });
        }

        private void end(@Nullable Throwable cause) {
            closed = true;
            if (ended.compareAndSet(false, true)) {
                try {
                    calls.link().callbacks().execute(() -> listener.onClosed(cause));
                } catch (RejectedExecutionException shut) {
                    listener.onClosed(cause);
                }
            }
        }

        @Override
        public boolean closed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
            Thread waiting = thread;
            if (waiting != null && waiting != Thread.currentThread()) {
                waiting.interrupt();
            }
        }
    }
}
