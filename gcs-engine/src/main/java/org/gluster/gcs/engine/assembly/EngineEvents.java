/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.assembly;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.gluster.gcs.engine.catalogue.FloorRecord;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.coordinator.Coordinator;
import org.gluster.gcs.event.ClusterEvent;
import org.gluster.gcs.event.EventListener;
import org.gluster.gcs.event.EventPage;
import org.gluster.gcs.event.EventQuery;
import org.gluster.gcs.event.EventSubscription;
import org.gluster.gcs.event.EventType;
import org.gluster.gcs.event.Events;
import org.jspecify.annotations.Nullable;

/** Events of a coordinator. Subscriptions have no thread: each asks for the next page when it has told the one before. */
final class EngineEvents implements Events {
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final Coordinator coordinator;
    private final Executor callbacks;

    EngineEvents(Coordinator coordinator, Executor callbacks) {
        this.coordinator = coordinator;
        this.callbacks = callbacks;
    }

    private static <T> T answer(CompletableFuture<T> stage) {
        return Waits.get(stage, ANSWER, "the events", () -> "no answer");
    }

    @Override
    public EventPage await(EventQuery query, Duration patience) {
        boolean wait = !patience.isZero() && !patience.isNegative();
        CompletableFuture<EventPage> page = coordinator.events(query, wait);
        if (!wait) {
            return answer(page);
        }
        try {
            return page.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException none) {
            coordinator.noLonger(page);
            return answer(page);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            coordinator.noLonger(page);
            return answer(page); // which throws that it was interrupted
        } catch (ExecutionException failure) {
            throw Waits.rethrown(failure.getCause() == null ? failure : failure.getCause());
        }
    }

    @Override
    public EventSubscription subscribe(EventQuery query, EventListener listener) {
        Objects.requireNonNull(listener, "listener");
        long since = query.since().isPresent()
                ? query.since().getAsLong()
                : answer(coordinator.ask(EngineEvents::newest).toCompletableFuture());
        Subscribed subscribed = new Subscribed(query, since, listener);
        subscribed.next();
        return subscribed;
    }

    private static long newest(View view) {
        long newest =
                view.find(FloorRecord.class, Keys.FLOOR).map(FloorRecord::id).orElse(0L);
        for (long id : view.eventRecords().values()) {
            newest = Math.max(newest, id);
        }
        return newest;
    }

    private final class Subscribed implements EventSubscription {
        private final EventQuery query;
        private final EventListener listener;
        private final AtomicBoolean ended = new AtomicBoolean();
        private long last;
        private volatile boolean closed;
        private volatile @Nullable CompletableFuture<EventPage> asked;

        Subscribed(EventQuery query, long since, EventListener listener) {
            this.query = query;
            this.listener = listener;
            last = since;
        }

        /** One page is asked for, told, and then the next: so all is told in order, by one thread at a time. */
        void next() {
            CompletableFuture<EventPage> page = coordinator.events(
                    EventQuery.of(more -> more.since(last)
                            .types(query.types().toArray(new EventType[0]))
                            .limit(query.limit())),
                    true);
            asked = page;
            page.whenComplete((told, failure) -> {
                try {
                    callbacks.execute(() -> tell(told, failure));
                } catch (RejectedExecutionException shut) {
                    end(shut);
                }
            });
            if (closed) {
                coordinator.noLonger(page);
            }
        }

        private void tell(@Nullable EventPage page, @Nullable Throwable failure) {
            if (closed) {
                end(null);
                return;
            }
            if (page == null) {
                end(Waits.rethrown(failure == null ? new IllegalStateException("no page") : failure));
                return;
            }
            try {
                page.gap().ifPresent(listener::onGap);
                for (ClusterEvent event : page.events()) {
                    if (closed) {
                        break;
                    }
                    listener.onEvent(event);
                }
            } catch (RuntimeException thrown) {
                end(thrown);
                return;
            }
            last = page.last();
            if (closed) {
                end(null);
            } else {
                next();
            }
        }

        private void end(@Nullable Throwable cause) {
            closed = true;
            if (ended.compareAndSet(false, true)) {
                listener.onClosed(cause);
            }
        }

        @Override
        public boolean closed() {
            return closed;
        }

        @Override
        public void close() {
            closed = true;
            CompletableFuture<EventPage> page = asked;
            if (page != null) {
                coordinator.noLonger(page);
            }
        }
    }
}
