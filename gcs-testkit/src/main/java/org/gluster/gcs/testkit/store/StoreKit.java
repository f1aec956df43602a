/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.gluster.gcs.testkit.store.Calls.assertFails;
import static org.gluster.gcs.testkit.store.Calls.await;
import static org.gluster.gcs.testkit.store.Calls.commit;
import static org.gluster.gcs.testkit.store.Calls.list;
import static org.gluster.gcs.testkit.store.Calls.put;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.groups.Tuple;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.Store.CommitResult;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.engine.store.Store.Event;
import org.gluster.gcs.engine.store.Store.Guard;
import org.gluster.gcs.engine.store.Store.Lease;
import org.gluster.gcs.engine.store.Store.Page;
import org.gluster.gcs.engine.store.Store.Watch;
import org.gluster.gcs.engine.store.StoreException;
import org.gluster.gcs.engine.store.Transaction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link Store} does alike. A subclass says how one is opened and how time passes for it. */
public abstract class StoreKit {
    /** The store under test, new and empty for each test. */
    protected Store store;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected StoreKit() {}

    /** Opens a new, empty store. */
    protected abstract Store open() throws Exception;

    /** Lets at least this much time pass for the leases of the store. */
    protected abstract void elapse(Duration time) throws Exception;

    /** A time to live for leases that the store measures well. */
    protected Duration timeToLive() {
        return Duration.ofSeconds(10);
    }

    /** Makes the store forget the history of what was committed so far. */
    protected void forgetHistory() {
        for (int i = 0; i < 60; i++) {
            Transaction.Builder filler = Transaction.builder();
            for (int key = 0; key < 100; key++) {
                filler.put("filler/" + key, Integer.toString(i));
            }
            commit(store, filler);
        }
    }

    /** Opens the store under test. */
    @BeforeEach
    protected void openStore() throws Exception {
        store = open();
    }

    /** Closes the store under test. */
    @AfterEach
    protected void closeStore() throws Exception {
        store.close();
    }

    @Test
    void anEmptyStoreHasNothingAndRevisionZero() {
        assertThat(await(store.get("a"))).isEmpty();
        assertThat(await(store.range("", "", 10))).isEqualTo(new Page(List.of(), false, 0));
    }

    @Test
    void put_thenGet_answersTheEntryWithItsRevisions() {
        long first = put(store, "a", "1");
        long second = put(store, "b", "1");
        long third = put(store, "a", "2");

        assertThat(List.of(first, second, third)).containsExactly(1L, 2L, 3L);
        assertThat(await(store.get("a"))).contains(new Entry("a", "2", 1, 3));
        assertThat(await(store.get("b"))).contains(new Entry("b", "1", 2, 2));
    }

    @Test
    void delete_thenPut_beginsANewEntry() {
        put(store, "a", "1");
        commit(store, Transaction.builder().delete("a"));
        assertThat(await(store.get("a"))).isEmpty();
        put(store, "a", "2");
        assertThat(await(store.get("a"))).contains(new Entry("a", "2", 3, 3));
    }

    @Test
    void aTransactionThatChangesNothingKeepsTheRevision() {
        long revision = put(store, "a", "1");
        assertThat(commit(store, Transaction.builder().delete("none"))).isEqualTo(revision);
        assertThat(commit(store, Transaction.builder().ifUnchanged("a", revision)))
                .isEqualTo(revision);
        assertThat(commit(store, Transaction.builder())).isEqualTo(revision);
    }

    @Test
    void valuesAndKeysMayBeAnyText() {
        String text = "\u0000 line\nline \u00e9 \u20ac \uD83D\uDE00 \"{}\"";
        put(store, text, text);
        put(store, "empty", "");
        assertThat(await(store.get(text)).map(Entry::value)).contains(text);
        assertThat(await(store.get("empty")).map(Entry::value)).contains("");
    }

    @Test
    void textThatIsNoTextIsRefusedBeforeItIsSent() {
        Transaction.Builder builder = Transaction.builder();
        assertThatThrownBy(() -> builder.put("", "v")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.put("\uD83D", "v")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.put("k", "\uDE00")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> builder.ifAbsent("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void range_pagesThroughAPrefixByUtf8Order() {
        List<String> keys = List.of("p/", "p/a", "p/a/b", "p/b", "p/\u00e9", "p/\uFFFD", "p/\uD83D\uDE00");
        for (int i = keys.size() - 1; i >= 0; i--) {
            put(store, keys.get(i), "v");
        }
        put(store, "o", "v");
        put(store, "q", "v");

        for (int pageSize = 1; pageSize <= keys.size() + 1; pageSize++) {
            assertThat(list(store, "p/", pageSize)).extracting(Entry::key).containsExactlyElementsOf(keys);
        }
        Page page = await(store.range("p/", "p/a", 2));
        assertThat(page.entries()).extracting(Entry::key).containsExactly("p/a/b", "p/b");
        assertThat(page.more()).isTrue();
        assertThat(page.revision()).isEqualTo(9);
        assertThat(await(store.range("p/", "zz", 2)).entries()).isEmpty();
        assertThat(await(store.range("p/", "p/\uFFFD", 1)).more()).isFalse();
        assertThatThrownBy(() -> store.range("p/", "", 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void guards_whenOneFails_nothingIsAppliedAndItIsNamed() {
        long revision = put(store, "a", "1");
        Guard wrong = new Guard.Unchanged("a", revision + 1);

        assertThat(await(store.commit(Transaction.builder()
                        .ifAbsent("b")
                        .guard(wrong)
                        .put("b", "1")
                        .delete("a")
                        .build())))
                .isEqualTo(new CommitResult.Refused(wrong, revision));
        assertThat(await(store.commit(
                        Transaction.builder().ifAbsent("a").put("b", "1").build())))
                .isEqualTo(new CommitResult.Refused(new Guard.Absent("a"), revision));
        assertThat(await(store.commit(
                        Transaction.builder().ifUnchanged("b", 1).put("b", "1").build())))
                .isInstanceOf(CommitResult.Refused.class);
        assertThat(list(store, "", 10)).containsExactly(new Entry("a", "1", revision, revision));
    }

    @Test
    void guards_whenAllHold_everythingIsAppliedAtOneRevision() {
        long before = put(store, "a", "1");
        long revision = commit(
                store,
                Transaction.builder()
                        .ifUnchanged("a", before)
                        .ifAbsent("b")
                        .put("a", "2")
                        .put("b", "2")
                        .delete("c"));
        assertThat(list(store, "", 10))
                .containsExactly(new Entry("a", "2", before, revision), new Entry("b", "2", revision, revision));
    }

    @Test
    void ofSeveralPutsAndDeletesOfOneKeyTheLastCounts() {
        commit(
                store,
                Transaction.builder().put("a", "1").put("a", "2").delete("b").put("b", "1"));
        commit(store, Transaction.builder().put("c", "1").delete("c"));
        assertThat(list(store, "", 10))
                .extracting(Entry::key, Entry::value)
                .containsExactly(pair("a", "2"), pair("b", "1"));
    }

    private static Tuple pair(String key, String value) {
        return Tuple.tuple(key, value);
    }

    @Test
    void limits_areInclusiveAndSaySo() {
        Transaction.Builder most = Transaction.builder();
        for (int i = 0; i < Store.MAX_OPERATIONS; i++) {
            most.put("key/" + i, "v");
        }
        long revision = commit(store, most);
        assertFails(store.commit(most.put("one/more", "v").build()), StoreException.Kind.TOO_LARGE);

        String large = "x".repeat(Store.MAX_BYTES - 1);
        assertThat(put(store, "l", large)).isEqualTo(revision + 1);
        assertFails(store.commit(Transaction.builder().put("l", large + "x").build()), StoreException.Kind.TOO_LARGE);
        assertFails(
                store.commit(Transaction.builder()
                        .put("l", "\u20ac".repeat(Store.MAX_BYTES / 3 + 1))
                        .build()),
                StoreException.Kind.TOO_LARGE);
        assertThat(await(store.get("l"))).map(entry -> entry.value().length()).contains(large.length());
        assertThat(await(store.get("one/more"))).isEmpty();
    }

    @Test
    void watch_fromARevision_hearsHistoryAndThenNews() throws Exception {
        put(store, "a/1", "old");
        long from = put(store, "a/2", "1");
        put(store, "b/1", "1");
        Recorder heard = new Recorder();
        Watch watch = store.watch("a/", from, heard);
        commit(store, Transaction.builder().put("a/3", "1").delete("a/2").put("c", "1"));
        heard.await(all -> all.events().size() == 3);
        assertThat(heard.events())
                .containsExactlyInAnyOrder(
                        new Event("a/2", Optional.of(new Entry("a/2", "1", from, from)), from),
                        new Event("a/3", Optional.of(new Entry("a/3", "1", from + 2, from + 2)), from + 2),
                        new Event("a/2", Optional.empty(), from + 2));
        assertThat(heard.events()).extracting(Event::revision).isSorted();

        watch.close();
        heard.await(all -> !all.closings().isEmpty());
        put(store, "a/4", "1");
        assertThat(heard.events()).hasSize(3);
        assertThat(heard.closings()).containsExactly("null");
        assertThat(heard.isMisused()).isFalse();
        assertThat(heard.gaps()).isEmpty();
    }

    @Test
    void watch_fromTheFuture_waitsForIt() throws Exception {
        Recorder heard = new Recorder();
        try (Watch watch = store.watch("", 3, heard)) {
            assertThat(watch).isNotNull();
            put(store, "a", "1");
            put(store, "a", "2");
            put(store, "a", "3");
            heard.await(all -> !all.events().isEmpty());
            assertThat(heard.events()).containsExactly(new Event("a", Optional.of(new Entry("a", "3", 1, 3)), 3));
        }
        assertThatThrownBy(() -> store.watch("", 0, heard)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void watch_whenHistoryIsGone_hearsOfTheGapAndGoesOn() throws Exception {
        put(store, "a", "1");
        forgetHistory();
        long now = await(store.range("", "", 1)).revision();
        Recorder heard = new Recorder();
        try (Watch watch = store.watch("a", 1, heard)) {
            assertThat(watch).isNotNull();
            heard.await(all -> !all.gaps().isEmpty());
            assertThat(heard.gaps()).containsExactly(now + 1);
            long next = put(store, "a", "2");
            heard.await(all -> !all.events().isEmpty());
            assertThat(heard.events()).extracting(Event::revision).containsExactly(next);
        }
    }

    @Test
    void watch_whenItsListenerThrows_isClosedAndOthersHearOn() throws Exception {
        Recorder broken = new Recorder() {
            @Override
            public synchronized void onEvents(List<Event> heard) {
                throw new IllegalStateException("broken listener");
            }
        };
        Recorder whole = new Recorder();
        try (Watch one = store.watch("", 1, broken);
                Watch two = store.watch("", 1, whole)) {
            assertThat(one).isNotSameAs(two);
            put(store, "a", "1");
            put(store, "a", "2");
            whole.await(all -> all.events().size() == 2);
            broken.await(all -> !all.closings().isEmpty());
        }
        assertThat(broken.closings()).singleElement().asString().contains("broken listener");
    }

    @Test
    void watch_whenItsListenerCommits_everyWatchHearsInOrder() throws Exception {
        Recorder second = new Recorder();
        Recorder first = new Recorder() {
            @Override
            public synchronized void onEvents(List<Event> heard) {
                super.onEvents(heard);
                long revision = heard.get(heard.size() - 1).revision();
                if (revision < 20) {
                    store.commit(Transaction.builder()
                            .put("a", Long.toString(revision + 1))
                            .build());
                }
            }
        };
        try (Watch one = store.watch("", 1, first);
                Watch two = store.watch("", 1, second)) {
            assertThat(one).isNotSameAs(two);
            put(store, "a", "1");
            second.await(all -> all.events().size() == 20);
        }
        assertThat(second.events())
                .extracting(Event::revision)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 20).mapToObj(Long::valueOf).toList());
    }

    @Test
    void lease_whenItsTimeIsOver_takesItsEntriesAlong() throws Exception {
        Lease lease = await(store.grant(timeToLive()));
        commit(store, Transaction.builder().put("leased", "1").put("freed", "1").lease(lease));
        put(store, "freed", "2");
        put(store, "other", "1");
        Recorder heard = new Recorder();
        try (Watch watch = store.watch("leased", 1, heard)) {
            assertThat(watch).isNotNull();
            elapse(timeToLive().multipliedBy(2));
            await(store.get("leased"));
            heard.await(all -> all.events().size() == 2);
        }
        assertThat(heard.events().get(1).entry()).isEmpty();
        assertThat(list(store, "", 10)).extracting(Entry::key).containsExactly("freed", "other");
        assertThat(await(store.keepAlive(lease))).isFalse();
        assertThat(await(store.revoke(lease))).isFalse();
        assertFails(
                store.commit(Transaction.builder().put("late", "1").lease(lease).build()),
                StoreException.Kind.LEASE_ENDED);
        assertThat(await(store.get("late"))).isEmpty();
    }

    @Test
    void lease_whenKeptAlive_livesOn() throws Exception {
        Lease lease = await(store.grant(timeToLive()));
        commit(store, Transaction.builder().put("leased", "1").lease(lease));
        for (int i = 0; i < 4; i++) {
            elapse(timeToLive().dividedBy(2));
            assertThat(await(store.keepAlive(lease))).isTrue();
        }
        assertThat(await(store.get("leased"))).isPresent();
    }

    @Test
    void lease_whenRevoked_takesItsEntriesAlongAtOneRevision() {
        Lease one = await(store.grant(timeToLive()));
        Lease two = await(store.grant(timeToLive()));
        assertThat(one.id()).isNotEqualTo(two.id());
        commit(store, Transaction.builder().put("a", "1").put("b", "1").lease(one));
        long before = commit(store, Transaction.builder().put("c", "1").lease(two));
        assertThat(await(store.revoke(one))).isTrue();
        assertThat(await(store.range("", "", 10)).revision()).isEqualTo(before + 1);
        assertThat(list(store, "", 10)).extracting(Entry::key).containsExactly("c");
        assertThatThrownBy(() -> store.grant(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void close_endsWatchesOnceAndFailsLaterCalls() throws Exception {
        Recorder heard = new Recorder();
        Watch watch = store.watch("", 1, heard);
        put(store, "a", "1");
        store.close();
        store.close();
        watch.close();
        heard.await(all -> !all.closings().isEmpty());
        assertFails(store.get("a"), StoreException.Kind.CLOSED);
        assertFails(store.range("", "", 1), StoreException.Kind.CLOSED);
        assertFails(store.commit(Transaction.builder().put("a", "2").build()), StoreException.Kind.CLOSED);
        assertFails(store.grant(timeToLive()), StoreException.Kind.CLOSED);
        assertThatThrownBy(() -> store.watch("", 1, heard)).isInstanceOf(StoreException.class);
        watch.close();
        assertThat(heard.closings()).containsExactly("null");
        assertThat(heard.events()).hasSize(1);
    }

    @Test
    void close_whileCallsArePending_answersEachOfThem() {
        List<CompletionStage<CommitResult>> pending = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            pending.add(store.commit(Transaction.builder().put("k" + i, "v").build()));
        }
        store.close();
        long last = 0;
        for (CompletionStage<CommitResult> stage : pending) {
            Optional<CommitResult> result = await(stage.handle((done, failure) -> Optional.ofNullable(done)));
            if (result.isPresent()) {
                assertThat(result).contains(new CommitResult.Committed(++last));
            } else {
                assertFails(stage, StoreException.Kind.CLOSED);
            }
        }
    }

    @Test
    void stages_completeInTheOrderOfTheirRevisions() {
        List<Long> order = new ArrayList<>();
        CompletionStage<Void> last = CompletableFuture.completedStage(null);
        for (int i = 0; i < 500; i++) {
            last = store.commit(Transaction.builder().put("k", "v" + i).build()).thenAccept(done -> {
                synchronized (order) {
                    order.add(((CommitResult.Committed) done).revision());
                }
            });
        }
        await(last);
        synchronized (order) {
            assertThat(order).hasSize(500).isSorted();
        }
    }

    @Test
    void manyThreadsIncrementingUnderGuardsLoseNothing() throws Exception {
        int threads = 8;
        int increments = 60;
        put(store, "counter", "0");
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            Callable<Void> work = () -> {
                for (int done = 0; done < increments; ) {
                    Entry seen = await(store.get("counter")).orElseThrow();
                    CommitResult result = await(store.commit(Transaction.builder()
                            .ifUnchanged("counter", seen.modRevision())
                            .put("counter", Integer.toString(Integer.parseInt(seen.value()) + 1))
                            .build()));
                    done += result instanceof CommitResult.Committed ? 1 : 0;
                }
                return null;
            };
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(pool.submit(work));
            }
            for (Future<Void> one : running) {
                one.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(await(store.get("counter")))
                .contains(new Entry("counter", Integer.toString(threads * increments), 1, threads * increments + 1));
    }

    @Test
    void randomHistories_agreeWithAModel() throws Exception {
        long seed = Seeds.next();
        Random random = new Random(seed);
        Recorder heard = new Recorder();
        NavigableMap<String, Entry> model = new TreeMap<>();
        List<String> log = new ArrayList<>();
        try (Watch watch = store.watch("", 1, heard)) {
            assertThat(watch).isNotNull();
            long revision = 0;
            for (int step = 0; step < 600; step++) {
                Transaction transaction = randomTransaction(random, model);
                log.add(transaction.guards() + " " + transaction.puts() + " " + transaction.deletes());
                boolean holds = transaction.guards().stream().allMatch(guard -> holds(guard, model.get(guard.key())));
                CommitResult result = await(store.commit(transaction));
                assertThat(result instanceof CommitResult.Committed)
                        .as("seed %d, step %d: %s", seed, step, log.get(step))
                        .isEqualTo(holds);
                if (holds) {
                    revision = apply(transaction, model, revision);
                    assertThat(((CommitResult.Committed) result).revision()).isEqualTo(revision);
                }
            }
            assertThat(list(store, "", 1 + random.nextInt(10)))
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(model.values());
            String prefix = "k" + random.nextInt(3);
            assertThat(list(store, prefix, 3))
                    .as("seed %d, prefix %s", seed, prefix)
                    .containsExactlyElementsOf(model.values().stream()
                            .filter(entry -> entry.key().startsWith(prefix))
                            .toList());
            long last = revision;
            heard.await(all -> !all.events().isEmpty()
                    && all.events().get(all.events().size() - 1).revision() == last);
            assertThat(replay(heard.events())).as("seed %d: events", seed).isEqualTo(model);
        }
    }

    private static Transaction randomTransaction(Random random, NavigableMap<String, Entry> model) {
        Transaction.Builder builder = Transaction.builder();
        for (int i = random.nextInt(3); i > 0; i--) {
            String key = randomKey(random);
            Entry entry = model.get(key);
            if (random.nextInt(8) == 0) {
                builder.ifUnchanged(key, 1 + random.nextInt(50));
            } else if (entry == null) {
                builder.ifAbsent(key);
            } else {
                builder.ifUnchanged(key, entry.modRevision());
            }
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            if (random.nextInt(3) == 0) {
                builder.delete(randomKey(random));
            } else {
                builder.put(randomKey(random), "v" + random.nextInt(1000));
            }
        }
        return builder.build();
    }

    private static String randomKey(Random random) {
        return "k" + random.nextInt(3) + "/" + random.nextInt(8);
    }

    private static boolean holds(Guard guard, @Nullable Entry entry) {
        return guard instanceof Guard.Unchanged unchanged
                ? entry != null && entry.modRevision() == unchanged.modRevision()
                : entry == null;
    }

    private static long apply(Transaction transaction, NavigableMap<String, Entry> model, long revision) {
        boolean changes =
                !transaction.puts().isEmpty() || transaction.deletes().stream().anyMatch(model::containsKey);
        long next = changes ? revision + 1 : revision;
        transaction
                .puts()
                .forEach((key, value) -> model.merge(
                        key,
                        new Entry(key, value, next, next),
                        (old, put) -> new Entry(key, value, old.createRevision(), next)));
        transaction.deletes().forEach(model::remove);
        return next;
    }

    private static Map<String, Entry> replay(List<Event> events) {
        NavigableMap<String, Entry> state = new TreeMap<>();
        for (Event event : events) {
            event.entry().ifPresentOrElse(entry -> state.put(event.key(), entry), () -> state.remove(event.key()));
        }
        return state;
    }
}
