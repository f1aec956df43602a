/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.coordinator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.engine.catalogue.Catalogue;
import org.gluster.gcs.engine.catalogue.ClusterRecord;
import org.gluster.gcs.engine.catalogue.Codec;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.Stored;
import org.gluster.gcs.engine.catalogue.Subject;
import org.gluster.gcs.engine.catalogue.Unreadable;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.loop.FairQueue;
import org.gluster.gcs.engine.loop.Loop;
import org.gluster.gcs.engine.operation.BulkSettle;
import org.gluster.gcs.engine.operation.Prune;
import org.gluster.gcs.engine.operation.PruneEvents;
import org.gluster.gcs.engine.operation.Settle;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.Store.CommitResult;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.engine.store.Store.Event;
import org.gluster.gcs.engine.store.StoreException;
import org.gluster.gcs.engine.store.StoreException.Kind;
import org.gluster.gcs.engine.store.Transaction;
import org.gluster.gcs.event.EventPage;
import org.gluster.gcs.event.EventQuery;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cluster's one allocator. Requests queue; as many as fit are decided one after another on a draft of the catalogue
 * and committed in one transaction that is guarded by this coordinator's epoch (group commit). What agents report is
 * followed by a watch, and what they have all reached is confirmed by further decisions on the same queue.
 *
 * <p>Reads are answered from memory, and only while this coordinator has no reason to think that it is not the one: it
 * follows the epoch's key, and ends with a typed error as soon as it hears that another claimed it. What it then still
 * answers wrongly is what is asked between the other's commit of the epoch and the arrival of that event here: one
 * delivery of the store's watch. While the watch is broken, nothing is answered before the epoch and all records were read
 * again. An answer may be older than the newest commit of another coordinator by that delivery, never by more; what was
 * read here and decided upon elsewhere must therefore be guarded, as every transaction here is.
 *
 * <p>When the outcome of a commit is unknown, everything is read again from the store, exactly as at the start, and the
 * requests are decided again: they recognise what was committed by their own operation ids.
 *
 * <p>All methods may be called from any thread; stages complete on the coordinator's loop.
 */
public final class Coordinator {
    private static final Logger log = LoggerFactory.getLogger(Coordinator.class);
    private static final int BATCH = 64;
    private static final int PAGE = 500;
    private static final Duration RETRY = Duration.ofMillis(100);
    private static final Duration PRUNING = Duration.ofHours(1);
    private static final Duration EVENT_PRUNING = Duration.ofMinutes(1);
    private static final Duration KEPT = Duration.ofDays(7);
    private static final int MOST_KEPT = 10_000;
    private static final int MOST_WAITING = 4096;
    private static final int MOST_OF_ONE = 1024;

    /** Hears of peers, on the coordinator's loop. */
    public interface PeerListener {
        /** This peer was loaded or changed. */
        void present(PeerRecord peer);

        /** This peer's record was deleted. */
        void gone(String name);
    }

    private enum Phase {
        STARTING,
        LEADING,
        ENDED
    }

    private static final class Pending<T> {
        private final Decision<T> decision;
        private final CompletableFuture<T> answer;
        private boolean doubtful;

        Pending(Decision<T> decision, CompletableFuture<T> answer) {
            this.decision = decision;
            this.answer = answer;
        }

        /** It will not be decided any more; it may have been, when the outcome of its commit is unknown. */
        void fail(GcsException why) {
            answer.completeExceptionally(
                    doubtful
                            ? Errors.of(
                                    ErrorCode.OUTCOME_UNKNOWN,
                                    why.getMessage() + "; whether this request was committed before is unknown: look"
                                            + " before you ask again, or ask again with the same idempotency key")
                            : why);
        }
    }

    private record Decided(Pending<?> pending, Runnable onCommitted) {}

    private final Loop loop;
    private final Store store;
    private final RandomGenerator random;
    private final Catalogue catalogue = new Catalogue();
    private final FairQueue<Pending<?>> queue = new FairQueue<>();
    private final Bulks bulks = new Bulks();
    private final int transactionSize;
    private final Map<String, List<CompletableFuture<OperationRecord>>> waiters = new TreeMap<>();
    private final List<Waiting> eventWaiters = new ArrayList<>();
    private final Duration eventsKept;

    /** Up to which revision events are known here, and which one has the latest of our own. */
    private long eventsSeen;

    private long eventsOwn;
    private final TreeSet<String> settling = new TreeSet<>();
    private final PeerListener peers;
    private final List<Runnable> untilLoaded = new ArrayList<>();
    private final CompletableFuture<ClusterRecord> started = new CompletableFuture<>();
    private Phase phase = Phase.STARTING;
    private boolean busy;
    private boolean pumping;
    private boolean reading;
    private boolean readAgain;
    private long epochRevision;
    private final List<Store.Watch> watches = new ArrayList<>();
    private int following;
    private @Nullable GcsException ending;

    /**
     * Makes a coordinator; it does nothing before {@link #start}.
     *
     * @param peers hears of each peer that was loaded, changed or removed
     * @param eventsKept for how long events are kept
     * @param transactionSize most operations of one transaction; what is larger goes by a journal
     */
    public Coordinator(
            Loop loop,
            Store store,
            RandomGenerator random,
            PeerListener peers,
            Duration eventsKept,
            int transactionSize) {
        this.transactionSize = transactionSize;
        this.eventsKept = eventsKept;
        this.loop = loop;
        this.store = store;
        this.random = random;
        this.peers = peers;
    }

    /** Claims the epoch, so that an earlier coordinator's transactions are refused, and loads the catalogue. */
    public CompletionStage<ClusterRecord> start() {
        loop.execute(this::reload);
        loop.upkeep(PRUNING, this::prune);
        loop.upkeep(EVENT_PRUNING, this::pruneEvents);
        return started;
    }

    /** Ends it: what is queued fails, nothing further is committed. Idempotent. */
    public void stop() {
        loop.execute(() -> end(Errors.of(ErrorCode.UNREACHABLE, "this GCS was closed; open it again to go on")));
    }

    /** Asks for a decision; the stage completes when it is durable, or fails with a {@link GcsException}. */
    public <T> CompletionStage<T> submit(Decision<T> decision) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            if (ending != null) {
                answer.completeExceptionally(ending);
                return;
            }
            queue(new Pending<>(decision, answer));
        });
        return answer;
    }

    /** Lets it wait its turn, or refuses it when too much waits already. */
    private void queue(Pending<?> pending) {
        Optional<String> caller = pending.decision.caller();
        if (caller.isEmpty()) {
            queue.addUrgent(pending);
        } else if (queue.size(caller.get()) >= MOST_OF_ONE || queue.size() >= MOST_WAITING) {
            pending.answer.completeExceptionally(Errors.of(
                    ErrorCode.OVERLOADED,
                    queue.size() + " requests wait to be decided, " + queue.size(caller.get())
                            + " of them of this caller, and that is the most that may (" + MOST_WAITING + ", "
                            + MOST_OF_ONE + " of one caller): nothing was begun; wait a second and ask again, or ask"
                            + " for many volumes by one call"));
            return;
        } else {
            queue.add(caller.get(), pending);
        }
        pumpSoon();
    }

    /** Reads from the committed catalogue; waits while the store's watches are broken. Fails when another coordinator took over. */
    public <T> CompletionStage<T> ask(Function<View, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        whenLoaded(() -> {
            if (ending != null) {
                answer.completeExceptionally(ending);
                return;
            }
            try {
                answer.complete(question.apply(catalogue));
            } catch (GcsException refused) {
                answer.completeExceptionally(refused);
            }
        });
        return answer;
    }

    /** Completes when the operation has ended, with its final record. Fails when there is no such operation. */
    public CompletionStage<OperationRecord> whenEnded(String operation) {
        CompletableFuture<OperationRecord> end = new CompletableFuture<>();
        whenLoaded(() -> {
            Optional<OperationRecord> known = catalogue.operation(operation);
            if (ending != null) {
                end.completeExceptionally(ending);
            } else if (known.isEmpty()) {
                end.completeExceptionally(Errors.of(
                        ErrorCode.OPERATION_NOT_FOUND,
                        operation,
                        "there is no operation " + operation + ": list the operations to see which there are"));
            } else if (known.get().terminal()) {
                end.complete(known.get());
            } else {
                waiters.computeIfAbsent(operation, id -> new ArrayList<>()).add(end);
            }
        });
        return end;
    }

    /** Runs on the loop, not before the catalogue is known. */
    private void whenLoaded(Runnable action) {
        loop.execute(() -> {
            if (phase == Phase.STARTING) {
                untilLoaded.add(action);
            } else {
                action.run();
            }
        });
    }

    private void loadedNow() {
        List<Runnable> waiting = List.copyOf(untilLoaded);
        untilLoaded.clear();
        waiting.forEach(Runnable::run);
    }

    // ---- start: the same path after a lost reply --------------------------------------------------------------------

    private void claim() {
        if (phase == Phase.ENDED) {
            return;
        }
        unfollow();
        onLoop(store.get(Keys.EPOCH), this::claimFrom);
    }

    private void claimFrom(Optional<Entry> held) {
        if (epochRevision != 0) { // we led before: only our own epoch may go on, or a deposed one would depose its heir
            if (ours(held)) {
                load("", new ArrayList<>(), 0);
            } else {
                deposed(List.of());
            }
            return;
        }
        Transaction.Builder claim = Transaction.builder();
        long next = 1;
        if (held.isPresent()) {
            next = Long.parseLong(held.get().value()) + 1;
            claim.ifUnchanged(Keys.EPOCH, held.get().modRevision());
        } else {
            claim.ifAbsent(Keys.EPOCH);
        }
        claim.put(Keys.EPOCH, Long.toString(next));
        onLoop(store.commit(claim.build()), result -> {
            if (result instanceof CommitResult.Committed committed) {
                epochRevision = committed.revision();
                load("", new ArrayList<>(), 0);
            } else {
                claim(); // another claimed meanwhile, or our own claim whose reply was lost: claim the next epoch
            }
        });
    }

    private void load(String after, List<Entry> loaded, long firstRevision) {
        onLoop(store.range("", after, PAGE), page -> {
            loaded.addAll(page.entries());
            long revision = firstRevision == 0 ? page.revision() : firstRevision;
            if (page.more()) {
                load(page.entries().get(page.entries().size() - 1).key(), loaded, revision);
            } else {
                loaded(loaded, revision);
            }
        });
    }

    private void loaded(List<Entry> entries, long revision) {
        if (!ours(
                entries.stream().filter(entry -> entry.key().equals(Keys.EPOCH)).findFirst())) {
            deposed(List.of());
            return;
        }
        List<Entry> journal = entries.stream()
                .filter(entry -> entry.key().startsWith(Keys.JOURNAL))
                .toList();
        if (!journal.isEmpty()) {
            onLoop(journal().recover(journal), done -> claim());
            return;
        }
        catalogue.clear();
        entries.forEach(this::takeIn);
        eventsSeen = Math.max(eventsSeen, revision);
        Unreadable identity = catalogue.unreadable().get(Keys.CLUSTER);
        if (identity != null) {
            end(Errors.of(ErrorCode.INTERNAL, identity.why()));
            return;
        }
        catalogue.unreadable().values().forEach(left -> log.warn("{}; {}", left.why(), Unreadable.REMEDY));
        follow(revision + 1);
        if (catalogue.find(ClusterRecord.class, Keys.CLUSTER).isEmpty()) {
            found();
        } else {
            lead();
        }
    }

    private void takeIn(Entry entry) {
        if (entry.key().startsWith(Keys.EVENTS)) {
            catalogue.putEvents(entry.key(), entry.value(), entry.modRevision());
        } else {
            catalogue.put(entry.key(), entry.value());
        }
    }

    private void found() {
        Draft draft = new Draft(catalogue, loop.now(), random);
        ClusterRecord cluster =
                new ClusterRecord(Stored.SCHEMA, draft.newId(), loop.now().toString(), new TreeMap<>(), Map.of());
        Transaction founding = Transaction.builder()
                .ifUnchanged(Keys.EPOCH, epochRevision)
                .ifAbsent(Keys.CLUSTER)
                .put(Keys.CLUSTER, Codec.CLUSTER.write(cluster))
                .build();
        onLoop(store.commit(founding), result -> {
            if (result instanceof CommitResult.Committed) {
                catalogue.put(Keys.CLUSTER, cluster);
                lead();
            } else {
                claim();
            }
        });
    }

    private void lead() {
        reading = false;
        if (readAgain) {
            reload();
            return;
        }
        phase = Phase.LEADING;
        catalogue.find(ClusterRecord.class, Keys.CLUSTER).ifPresent(started::complete);
        catalogue.peers().values().forEach(peers::present);
        for (String operation : List.copyOf(waiters.keySet())) {
            catalogue.operation(operation).ifPresentOrElse(this::ended, () -> waiters.remove(operation));
        }
        loadedNow();
        tellOfEvents();
        settling.clear();
        catalogue.all(Subject.class, "").values().forEach(this::review);
        bulks.clear();
        catalogue.operations().values().stream()
                .filter(operation -> operation.bulk() && !operation.terminal())
                .forEach(this::reviewBulks);
        pump();
    }

    private void follow(long fromRevision) {
        unfollow();
        watches.add(store.watch(Keys.EPOCH, fromRevision, new Follower(this::epochChanged)));
        watches.add(store.watch(Keys.STATUS, fromRevision, new Follower(this::reported)));
        watches.add(store.watch(Keys.EVENTS, fromRevision, new Follower(this::happened)));
    }

    private void unfollow() {
        following++;
        List<Store.Watch> before = List.copyOf(watches);
        watches.clear();
        before.forEach(Store.Watch::close);
    }

    /**
     * One watch. When it breaks or has a gap, what is in memory may not be the present any more: nothing is answered or
     * decided before everything was read again, and what is still to come of the watches there were is passed over.
     */
    private final class Follower implements Store.WatchListener {
        private final int number = following;
        private final Consumer<Event> changed;

        Follower(Consumer<Event> changed) {
            this.changed = changed;
        }

        private void onLoop(Runnable action) {
            loop.execute(() -> {
                if (number == following) {
                    action.run();
                }
            });
        }

        @Override
        public void onEvents(List<Event> events) {
            onLoop(() -> {
                events.forEach(changed);
                tellOfEvents();
            });
        }

        @Override
        public void onGap(long nextRevision) {
            onLoop(Coordinator.this::reload);
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            if (cause != null) {
                onLoop(Coordinator.this::reloadLater);
            }
        }
    }

    private void epochChanged(Event event) {
        if (event.key().equals(Keys.EPOCH) && !ours(event.entry())) {
            deposed(List.of());
        }
    }

    private boolean ours(Optional<Entry> epoch) {
        return epoch.isPresent() && epoch.get().modRevision() == epochRevision;
    }

    /** Forgets, now and then, what ended long ago. */
    private void prune() {
        if (phase != Phase.ENDED) {
            submit(new Prune(KEPT, MOST_KEPT))
                    .whenComplete(
                            (more, failure) -> loop.upkeep(Boolean.TRUE.equals(more) ? RETRY : PRUNING, this::prune));
        }
    }

    /** Reads everything again: at once, or when the commit or the reading that is under way has returned. */
    private void reload() {
        if (phase == Phase.ENDED) {
            return;
        }
        phase = Phase.STARTING;
        unfollow();
        readAgain = busy || reading;
        if (!readAgain) {
            reading = true;
            claim();
        }
    }

    private void reloadLater() {
        if (phase != Phase.ENDED) {
            phase = Phase.STARTING;
            unfollow();
            loop.after(RETRY, this::reload);
        }
    }

    // ---- decisions --------------------------------------------------------------------------------------------------

    /** Decides what is queued after the events that have arrived already: what came together is committed together. */
    private void pumpSoon() {
        if (!pumping) {
            pumping = true;
            loop.execute(() -> {
                pumping = false;
                pump();
            });
        }
    }

    private void pump() {
        if (busy || phase != Phase.LEADING || queue.isEmpty()) {
            return;
        }
        Draft draft = new Draft(catalogue, loop.now(), random);
        List<Decided> batch = new ArrayList<>();
        Transaction transaction = decideAll(draft, batch);
        if (draft.size() == 0) {
            batch.forEach(decided -> decided.onCommitted().run());
            if (!queue.isEmpty()) {
                pumpSoon();
            }
            return;
        }
        busy = true;
        Journal journal = journal();
        boolean large = journal.needed(transaction);
        (large ? journal.commit(transaction) : store.commit(transaction))
                .whenComplete((result, failure) -> loop.execute(() -> {
                    if (failure != null) {
                        doubtful(batch, failure);
                    } else if (result instanceof CommitResult.Committed committed) {
                        if (!draft.changes().tailMap(Keys.EVENTS).isEmpty()
                                && draft.changes()
                                        .tailMap(Keys.EVENTS)
                                        .firstKey()
                                        .startsWith(Keys.EVENTS)) {
                            eventsOwn = committed.revision();
                        }
                        committed(draft, batch);
                    } else {
                        batch.forEach(decided -> decided.pending().doubtful |= large);
                        deposed(batch);
                    }
                }));
    }

    /** Each record is written as text once, however many decisions share the transaction. */
    private Transaction decideAll(Draft draft, List<Decided> batch) {
        Transaction.Builder transaction = Transaction.builder().ifUnchanged(Keys.EPOCH, epochRevision);
        for (Pending<?> next = queue.peek(); next != null && batch.size() < BATCH; next = queue.peek()) {
            Draft attempt = draft.child();
            Decided decided = decide(next, attempt);
            if (attempt.size() > 0) {
                SortedMap<String, Optional<String>> texts = attempt.texts();
                if (!batch.isEmpty() && !transaction.fits(texts, transactionSize, Store.MAX_BYTES)) {
                    break;
                }
                draft.merge(attempt);
                transaction.all(texts);
            }
            queue.poll();
            batch.add(decided);
        }
        return transaction.build();
    }

    private Journal journal() {
        return new Journal(loop, store, epochRevision, transactionSize);
    }

    private <T> Decided decide(Pending<T> pending, Draft attempt) {
        try {
            T answer = pending.decision.decide(attempt);
            return new Decided(pending, () -> pending.answer.complete(answer));
        } catch (GcsException refused) {
            attempt.changes().clear();
            return new Decided(pending, () -> pending.answer.completeExceptionally(refused));
        }
    }

    private void committed(Draft draft, List<Decided> batch) {
        busy = false;
        draft.changes().forEach((key, stored) -> {
            if (key.startsWith(Keys.STATUS) || key.startsWith(Keys.EVENTS)) {
                return; // reports and events are followed by watches alone
            }
            stored.ifPresentOrElse(record -> catalogue.put(key, record), () -> catalogue.remove(key));
        });
        batch.forEach(decided -> decided.onCommitted().run());
        draft.changes().forEach((key, stored) -> {
            if (stored.isPresent()) {
                changed(stored.get());
            } else if (key.startsWith(Keys.PEERS)) {
                peers.gone(key.substring(Keys.PEERS.length()));
            }
        });
        if (readAgain) {
            reload();
        } else {
            pump();
        }
    }

    private void changed(Stored stored) {
        if (stored instanceof OperationRecord operation) {
            ended(operation);
            reviewBulks(operation);
        } else if (stored instanceof PeerRecord peer) {
            peers.present(peer);
        }
        if (stored instanceof Subject subject) {
            review(subject);
        }
    }

    private void ended(OperationRecord operation) {
        if (operation.terminal()) {
            List<CompletableFuture<OperationRecord>> waiting = waiters.remove(operation.id());
            if (waiting != null) {
                waiting.forEach(end -> end.complete(operation));
            }
        }
    }

    private void doubtful(List<Decided> batch, Throwable failure) {
        log.debug("the outcome of a commit is unknown, reading back", failure);
        busy = false;
        boolean unknown = !(failure instanceof StoreException store) || store.kind() == Kind.UNKNOWN_OUTCOME;
        batch.forEach(decided -> decided.pending().doubtful |= unknown);
        undecided(batch);
        reloadLater();
    }

    /** Nobody was answered yet: these are decided again, or fail when this coordinator has ended. */
    private void undecided(List<Decided> batch) {
        for (int i = batch.size() - 1; i >= 0; i--) {
            Pending<?> pending = batch.get(i).pending();
            if (ending == null) {
                queue.putBack(pending);
            } else {
                pending.fail(ending);
            }
        }
    }

    private void deposed(List<Decided> batch) {
        busy = false;
        undecided(batch);
        end(Errors.of(
                ErrorCode.UNREACHABLE,
                "another coordinator took over this cluster's store; this one commits nothing any more"));
    }

    private void end(GcsException why) {
        if (phase == Phase.ENDED) {
            return;
        }
        phase = Phase.ENDED;
        ending = why;
        started.completeExceptionally(why);
        unfollow();
        queue.drain().forEach(pending -> pending.fail(why));
        waiters.values().forEach(waiting -> waiting.forEach(end -> end.completeExceptionally(why)));
        waiters.clear();
        eventWaiters.forEach(waiting -> waiting.page.completeExceptionally(why));
        eventWaiters.clear();
        loadedNow();
    }

    // ---- events ----------------------------------------------------------------------------------------------------

    private static final class Waiting {
        private final EventQuery query;
        private final boolean patient;
        private final CompletableFuture<EventPage> page = new CompletableFuture<>();

        Waiting(EventQuery query, boolean patient) {
            this.query = query;
            this.patient = patient;
        }
    }

    /**
     * Events that a query asks for, those of all that this coordinator has answered included.
     *
     * @param wait whether to wait for one while there is none, until {@link #noLonger}
     */
    public CompletableFuture<EventPage> events(EventQuery query, boolean wait) {
        Waiting waiting = new Waiting(query, wait);
        whenLoaded(() -> {
            if (ending != null) {
                waiting.page.completeExceptionally(ending);
            } else {
                eventWaiters.add(waiting);
                tellOfEvents();
            }
        });
        return waiting.page;
    }

    /** Waits no longer: the page is told as it is, empty when there is no event. */
    @SuppressWarnings("ReferenceEquality") // this very page
    public void noLonger(CompletableFuture<EventPage> page) {
        loop.execute(() -> eventWaiters.removeIf(waiting -> {
            if (waiting.page != page) {
                return false;
            }
            page.complete(catalogue.events(waiting.query));
            return true;
        }));
    }

    private void happened(Event event) {
        eventsSeen = Math.max(eventsSeen, event.revision());
        if (event.entry().isPresent()) {
            Entry entry = event.entry().get();
            catalogue.putEvents(entry.key(), entry.value(), entry.modRevision());
        } else {
            catalogue.remove(event.key());
        }
    }

    /** Tells who waits, when all is known that was answered here; in the order of commits, whoever committed. */
    private void tellOfEvents() {
        if (phase != Phase.LEADING || eventsSeen < eventsOwn) {
            return;
        }
        List<Waiting> told = new ArrayList<>();
        for (Waiting waiting : List.copyOf(eventWaiters)) {
            EventPage page = catalogue.events(waiting.query);
            if (!waiting.patient || !page.events().isEmpty() || page.gap().isPresent()) {
                told.add(waiting);
                waiting.page.complete(page);
            }
        }
        eventWaiters.removeAll(told);
    }

    private void pruneEvents() {
        if (phase == Phase.ENDED) {
            return;
        }
        if (phase == Phase.LEADING && PruneEvents.due(catalogue, loop.now(), eventsKept)) {
            submit(new PruneEvents(eventsKept))
                    .whenComplete((done, failure) -> loop.upkeep(EVENT_PRUNING, this::pruneEvents));
        } else {
            loop.upkeep(EVENT_PRUNING, this::pruneEvents);
        }
    }

    // ---- reports ----------------------------------------------------------------------------------------------------

    private void reported(Event event) {
        if (event.entry().isPresent()) {
            catalogue.put(event.key(), event.entry().get().value());
        } else {
            catalogue.remove(event.key());
        }
        catalogue.subjectOfStatus(event.key()).ifPresent(this::review);
    }

    private void review(Subject subject) {
        if (phase == Phase.LEADING && Settle.due(catalogue, subject) && settling.add(subject.key())) {
            submit(new Settle(subject.key())).whenComplete((done, failure) -> {
                settling.remove(subject.key());
                catalogue.find(Subject.class, subject.key()).ifPresent(this::review);
            });
        }
    }

    /** Settles those of several changes together for which something follows from this operation. */
    private void reviewBulks(OperationRecord operation) {
        for (String id : bulks.changed(catalogue, operation)) {
            String key = Keys.operation(id);
            if (settling.add(key)) {
                submit(new BulkSettle(id)).whenComplete((done, failure) -> {
                    settling.remove(key);
                    catalogue.operation(id).ifPresent(this::reviewBulks);
                });
            }
        }
    }

    // ---- helpers ----------------------------------------------------------------------------------------------------

    private <R> void onLoop(CompletionStage<R> stage, Consumer<R> then) {
        stage.whenComplete((result, failure) -> loop.execute(() -> {
            if (phase == Phase.ENDED) {
                return;
            }
            if (failure == null) {
                then.accept(result);
            } else if (failure instanceof StoreException store && store.kind() == Kind.CORRUPT) {
                end(Errors.of(ErrorCode.INTERNAL, String.valueOf(store.getMessage())));
            } else {
                log.debug("the store does not answer, trying again", failure);
                loop.after(RETRY, this::claim);
            }
        }));
    }
}
