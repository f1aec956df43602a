/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the memory and the file store share: they differ in when a call is served and what makes it durable. */
abstract sealed class RevisionedStore implements Store permits FileStore, MemoryStore {
    /** Changes kept for watches that begin in the past. */
    static final int DEFAULT_HISTORY = 4096;

    final InstantSource clock;

    /** Touched only where calls are served. */
    final StoreState state;

    private final List<RunningWatch> watches = new ArrayList<>();

    RevisionedStore(StoreState state, InstantSource clock) {
        this.state = state;
        this.clock = clock;
    }

    /** Queues a call; it is served later, in order. Answers {@code false}, and does nothing, when the store is closed. */
    abstract boolean enqueue(Call call);

    @Override
    public final CompletionStage<Optional<Entry>> get(String key) {
        Objects.requireNonNull(key, "key");
        return ask(false, current -> current.get(key));
    }

    @Override
    public final CompletionStage<Page> range(String prefix, String after, int limit) {
        Objects.requireNonNull(prefix, "prefix");
        Objects.requireNonNull(after, "after");
        if (limit < 1) {
            throw new IllegalArgumentException("A page of " + limit + " entries was asked for: ask for at least 1");
        }
        return ask(false, current -> current.range(prefix, after, limit));
    }

    @Override
    public final CompletionStage<CommitResult> commit(Transaction transaction) {
        int operations = transaction.operations();
        int bytes = transaction.bytes();
        if (operations > MAX_OPERATIONS || bytes > MAX_BYTES) {
            return CompletableFuture.failedStage(new StoreException(
                    StoreException.Kind.TOO_LARGE,
                    "A transaction of " + operations + " operations and " + bytes + " bytes is over the limit of "
                            + MAX_OPERATIONS + " operations and " + MAX_BYTES + " bytes: split it"));
        }
        return ask(true, current -> current.commit(transaction));
    }

    @Override
    public final CompletionStage<Lease> grant(Duration timeToLive) {
        if (timeToLive.isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException("A lease of " + timeToLive + " was asked for: it must be positive");
        }
        return ask(true, current -> current.grant(timeToLive, clock.instant()));
    }

    @Override
    public final CompletionStage<Boolean> keepAlive(Lease lease) {
        long id = lease.id();
        return ask(false, current -> current.keepAlive(id, clock.instant()));
    }

    @Override
    public final CompletionStage<Boolean> revoke(Lease lease) {
        long id = lease.id();
        return ask(true, current -> current.end(id));
    }

    @Override
    public final Watch watch(String prefix, long fromRevision, WatchListener listener) {
        if (fromRevision < 1) {
            throw new IllegalArgumentException(
                    "A watch from revision " + fromRevision + " was asked for: revisions begin at 1");
        }
        RunningWatch watch = new RunningWatch(
                Objects.requireNonNull(prefix, "prefix"), fromRevision, Objects.requireNonNull(listener, "listener"));
        if (!enqueue(new Begin(watch))) {
            throw closed();
        }
        return watch;
    }

    static StoreException closed() {
        return new StoreException(StoreException.Kind.CLOSED, "The store is closed: open it again");
    }

    /** Tells the watches of settled changes. */
    final void deliver(List<Event> events) {
        if (!events.isEmpty()) {
            List.copyOf(watches).forEach(watch -> watch.offer(events));
        }
    }

    /** Ends all watches. */
    final void closeWatches(@Nullable Throwable cause) {
        List.copyOf(watches).forEach(watch -> watch.end(cause));
    }

    private <T> CompletionStage<T> ask(boolean writes, Function<StoreState, T> question) {
        Question<T> call = new Question<>(writes, question);
        if (!enqueue(call)) {
            return CompletableFuture.failedStage(closed());
        }
        return call.answer.minimalCompletionStage();
    }

    /** One call on its way: first it runs on the state, then, when that is settled, it replies. */
    interface Call {
        /** Whether the call may change what is kept durably. */
        default boolean writes() {
            return false;
        }

        default void run(StoreState current) {}

        void reply();

        /** Replies with a failure instead. */
        void fail(StoreException failure);
    }

    private static final class Question<T> implements Call {
        private final CompletableFuture<T> answer = new CompletableFuture<>();
        private final boolean writes;
        private final Function<StoreState, T> question;
        private @Nullable T result;
        private @Nullable RuntimeException failure;

        Question(boolean writes, Function<StoreState, T> question) {
            this.writes = writes;
            this.question = question;
        }

        @Override
        public boolean writes() {
            return writes;
        }

        @Override
        public void run(StoreState current) {
            try {
                result = question.apply(current);
            } catch (RuntimeException e) {
                failure = e;
            }
        }

        @Override
        public void reply() {
            T value = result;
            if (value != null) {
                answer.complete(value);
            } else {
                answer.completeExceptionally(Objects.requireNonNull(failure, "neither result nor failure"));
            }
        }

        @Override
        public void fail(StoreException reason) {
            answer.completeExceptionally(reason);
        }
    }

    /** The begin of a watch: a call whose reply is the history it asked for. */
    private static final class Begin implements Call {
        private final RunningWatch watch;

        Begin(RunningWatch watch) {
            this.watch = watch;
        }

        @Override
        public void reply() {
            watch.begin();
        }

        @Override
        public void fail(StoreException failure) {
            watch.end(failure.kind() == StoreException.Kind.CLOSED ? null : failure);
        }
    }

    /** The end of a watch, wanted by its owner. */
    private static final class End implements Call {
        private final RunningWatch watch;

        End(RunningWatch watch) {
            this.watch = watch;
        }

        @Override
        public void reply() {
            watch.end(null);
        }

        @Override
        public void fail(StoreException failure) {
            watch.end(null);
        }
    }

    /** One watch; its listener is called only where calls are served. */
    private final class RunningWatch implements Watch {
        private final String prefix;
        private final WatchListener listener;
        private long fromRevision;
        private boolean ended;

        RunningWatch(String prefix, long fromRevision, WatchListener listener) {
            this.prefix = prefix;
            this.fromRevision = fromRevision;
            this.listener = listener;
        }

        void begin() {
            watches.add(this);
            Optional<List<Event>> past = state.eventsFrom(fromRevision);
            if (past.isPresent()) {
                offer(past.get());
            } else {
                fromRevision = state.revision() + 1;
                tell(() -> listener.onGap(fromRevision));
            }
        }

        void offer(List<Event> events) {
            List<Event> mine = events.stream()
                    .filter(event ->
                            event.revision() >= fromRevision && event.key().startsWith(prefix))
                    .toList();
            if (!ended && !mine.isEmpty()) {
                tell(() -> listener.onEvents(mine));
            }
        }

        private void tell(Runnable news) {
            try {
                news.run();
            } catch (RuntimeException e) {
                end(e);
            }
        }

        void end(@Nullable Throwable cause) {
            if (!ended) {
                ended = true;
                watches.remove(this);
                try {
                    listener.onClosed(cause);
                } catch (RuntimeException e) {
                    // There is nobody left to tell: this was the listener's last call.
                }
            }
        }

        @Override
        public void close() {
            // When the store is closed, it has ended this watch or is about to.
            enqueue(new End(this));
        }
    }
}
