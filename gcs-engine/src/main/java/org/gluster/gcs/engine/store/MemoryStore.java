/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory: the reference for all others. Deterministic: it has no thread, clock or randomness of its own.
 *
 * <p>Each call is one task on the executor it was given: there the call is applied, watches hear of it and its stage
 * completes. Calls are served one at a time in the order they were made, whatever the executor does with the tasks.
 */
public final class MemoryStore extends RevisionedStore {
    private final Executor executor;
    private final LeaseTimer timer;
    private final Object stateLock = new Object();

    private final Object queueLock = new Object();
    private final Deque<Call> queue = new ArrayDeque<>();
    private boolean serving;
    private int owed;
    private boolean closed;

    private @Nullable Instant armedFor;

    /** An empty store whose leases end only when they are revoked. */
    public MemoryStore(Executor executor) {
        this(executor, InstantSource.fixed(Instant.EPOCH), (delay, task) -> {});
    }

    /** An empty store whose leases end by a clock; the timer wakes the store for that. */
    public MemoryStore(Executor executor, InstantSource clock, LeaseTimer timer) {
        this(executor, clock, timer, DEFAULT_HISTORY);
    }

    /**
     * An empty store.
     *
     * @param historyLimit how many of the last changes are kept for watches that begin in the past
     */
    public MemoryStore(Executor executor, InstantSource clock, LeaseTimer timer, int historyLimit) {
        this(executor, clock, timer, new StoreState(historyLimit));
    }

    private MemoryStore(Executor executor, InstantSource clock, LeaseTimer timer, StoreState state) {
        super(state, Objects.requireNonNull(clock, "clock"));
        this.executor = Objects.requireNonNull(executor, "executor");
        this.timer = Objects.requireNonNull(timer, "timer");
    }

    /**
     * Another store with the same entries, revision and history and a life of its own. Leases and watches stay behind:
     * entries that hung on a lease are plain entries in the copy. Calls not served yet are not in the copy.
     */
    public MemoryStore copy(Executor executorOfCopy) {
        synchronized (stateLock) {
            return new MemoryStore(executorOfCopy, clock, timer, new StoreState(state));
        }
    }

    /** {@link #copy(Executor)} on the executor of this store. */
    public MemoryStore copy() {
        return copy(executor);
    }

    /** The revision now; for simulators and tests. */
    public long revision() {
        synchronized (stateLock) {
            return state.revision();
        }
    }

    @Override
    boolean enqueue(Call call) {
        synchronized (queueLock) {
            if (closed) {
                return false;
            }
            queue.add(call);
        }
        executor.execute(this::step);
        return true;
    }

    /** Serves one call, and those whose tasks came while another thread or a frame below was serving. */
    private void step() {
        synchronized (queueLock) {
            if (serving) {
                owed++;
                return;
            }
            serving = true;
        }
        while (true) {
            Call call;
            boolean late;
            synchronized (queueLock) {
                call = queue.poll();
                late = closed;
            }
            if (call != null) {
                serve(call, late);
            }
            synchronized (queueLock) {
                if (owed == 0) {
                    serving = false;
                    return;
                }
                owed--;
            }
        }
    }

    private void serve(Call call, boolean late) {
        if (call instanceof Close) {
            closeWatches(null);
        } else if (late) {
            call.fail(closed());
        } else {
            apply(call);
        }
    }

    private void apply(Call call) {
        List<Event> events;
        Optional<Instant> deadline;
        synchronized (stateLock) {
            state.expire(clock.instant());
            call.run(state);
            events = state.settle();
            deadline = state.nextDeadline();
        }
        deadline.ifPresent(this::arm);
        deliver(events);
        call.reply();
    }

    private void arm(Instant deadline) {
        if (armedFor == null || deadline.isBefore(armedFor)) {
            armedFor = deadline;
            timer.after(Duration.between(clock.instant(), deadline), () -> enqueue(new Wake()));
        }
    }

    @Override
    public void close() {
        synchronized (queueLock) {
            if (closed) {
                return;
            }
            closed = true;
            queue.add(new Close());
        }
        executor.execute(this::step);
    }

    /** A look at the leases. */
    private final class Wake implements Call {
        @Override
        public boolean writes() {
            return true;
        }

        @Override
        public void run(StoreState current) {
            armedFor = null;
        }

        @Override
        public void reply() {}

        @Override
        public void fail(StoreException failure) {}
    }

    /** The last call. */
    private static final class Close implements Call {
        @Override
        public void reply() {}

        @Override
        public void fail(StoreException failure) {}
    }
}
