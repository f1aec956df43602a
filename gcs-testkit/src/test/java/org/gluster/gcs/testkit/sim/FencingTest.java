/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.gluster.gcs.AlreadyExistsException;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.UnreachableException;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.StoreException;
import org.gluster.gcs.volume.VolumeRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * I7: two coordinators on one store. The one that claimed the epoch last decides; the other's transactions are refused,
 * also one that was under way when the epoch passed on, and its callers are told. Nothing is decided twice.
 */
class FencingTest {
    private static final int RUNS = Math.min(60, Integer.getInteger("gcs.runs", 30));

    private static World base = World.empty(Runnable::run);

    @BeforeAll
    static void makeBase() {
        base = Worlds.empty(3, Capacity.ofGiB(50), 1);
    }

    /** What a caller was told. */
    private static final class Answer {
        @Nullable
        OperationRecord operation;

        @Nullable
        Throwable failure;
    }

    private static Answer ask(SimulatedEngine engine, Decision<OperationRecord> decision) {
        Answer answer = new Answer();
        engine.engine().coordinator().submit(decision).whenComplete((operation, failure) -> {
            answer.operation = operation;
            answer.failure = failure;
        });
        return answer;
    }

    @Test
    void aDeposedCoordinatorRefusesWithATypedError() {
        Run run = Run.from(base, 1, EventLog.off());
        SimulatedEngine first = run.openCoordinator();
        run.settle();
        SimulatedEngine second = run.open(Cuts.none());
        run.settle();

        Answer refused = ask(first, Worlds.create("v1", true));
        run.settle();
        Answer refusedAgain = ask(first, Worlds.create("v1", true));
        run.settle();

        assertThat(refused.failure)
                .isInstanceOf(UnreachableException.class)
                .hasMessage("another coordinator took over this cluster's store; this one commits nothing any more");
        assertThat(refusedAgain.failure).isInstanceOf(UnreachableException.class);
        assertThat(run.stored()).noneMatch(entry -> entry.key().startsWith("volume/"));
        Run.succeeded(run.perform(second, Worlds.create("v1", true)));
        first.kill();
        assertThat(run.violations()).isEmpty();
    }

    private static CompletableFuture<Integer> countVolumes(SimulatedEngine engine) {
        return engine.engine().coordinator().ask(view -> view.volumes().size()).toCompletableFuture();
    }

    @Test
    void aDeposedCoordinatorAnswersNoReads_thoughNothingWasAskedOfItToCommit() {
        Run run = Run.from(base, 1, EventLog.off());
        SimulatedEngine first = run.openCoordinator();
        run.settle();
        CompletableFuture<Integer> before = countVolumes(first);
        run.settle();
        SimulatedEngine second = run.open(Cuts.none());
        run.settle();
        Run.succeeded(run.perform(second, Worlds.create("v1", true)));
        int commits = first.commits();

        CompletableFuture<Integer> after = countVolumes(first);
        run.settle();

        assertThat(before).isCompletedWithValue(0);
        assertThat(first.commits()).isEqualTo(commits);
        assertThatThrownBy(after::join)
                .hasCauseInstanceOf(UnreachableException.class)
                .hasMessageContaining("another coordinator took over this cluster's store");
        CompletableFuture<Integer> present = countVolumes(second);
        run.settle();
        assertThat(present).isCompletedWithValue(1);
    }

    /** The window there is: until the store has delivered the other's claim here, and no longer. */
    @Test
    void readsAreAnsweredFromMemory_untilTheClaimOfTheOtherIsDelivered() {
        Run run = Run.from(base, 1, EventLog.off());
        Watches watches = new Watches();
        SimulatedEngine first = run.openCoordinator(watches);
        run.settle();
        watches.hold();
        SimulatedEngine second = run.open(Cuts.none());
        run.settle();
        Run.succeeded(run.perform(second, Worlds.create("v1", true)));

        CompletableFuture<Integer> within = countVolumes(first);
        run.settle();
        watches.deliver();
        CompletableFuture<Integer> after = countVolumes(first);
        run.settle();

        assertThat(within).isCompletedWithValue(0);
        assertThat(after).isCompletedExceptionally();
    }

    @Test
    void readsWaitWhileTheWatchIsBroken_andAreAnsweredFromTheStore() {
        Run run = Run.from(base, 1, EventLog.off());
        Watches watches = new Watches();
        SimulatedEngine only = run.openCoordinator(watches);
        run.settle();
        watches.breakAll();
        run.steps(5);
        CompletableFuture<Integer> waiting = countVolumes(only);
        run.steps(5);
        assertThat(waiting).isNotDone();

        run.settle();

        assertThat(waiting).isCompletedWithValue(0);
    }

    @Test
    void aCoordinatorWhoseWatchBroke_findsOutThatItWasDeposed() {
        Run run = Run.from(base, 1, EventLog.off());
        Watches watches = new Watches();
        SimulatedEngine first = run.openCoordinator(watches);
        run.settle();
        watches.hold();
        run.open(Cuts.none());
        run.settle();
        watches.breakAll();
        run.steps(5);
        CompletableFuture<Integer> waiting = countVolumes(first);
        run.settle();

        assertThatThrownBy(waiting::join).hasCauseInstanceOf(UnreachableException.class);
    }

    /** A commit that was on its way when the watch had a gap is in what is read afterwards: nothing is decided without it. */
    @Test
    void everythingIsReadAgainAfterAGap_butNotBeforeTheCommitUnderWayReturned() {
        Run run = Run.from(base, 1, EventLog.off());
        Watches watches = new Watches();
        SimulatedEngine only = run.open(Cuts.none());
        run.settle();
        only.kill();
        SimulatedEngine slow = run.openCoordinator(watches);
        run.settle();
        slow.slowCommits(Duration.ofSeconds(2));
        Answer one = ask(slow, Worlds.create("v1", false));
        run.simulation().run(Duration.ofMillis(1));
        watches.gap();
        Answer two = ask(
                slow,
                VolumeRequests.create(
                        VolumeRequest.of(volume -> volume.name("v1").capacity(Capacity.ofMiB(900))),
                        Requested.withKey("another")));
        run.settle();

        assertThat(one.operation).isNotNull();
        assertThat(two.failure).isInstanceOf(AlreadyExistsException.class);
    }

    /** Holds back, breaks and interrupts the watches of a life. */
    private static final class Watches implements Defect {
        private final List<Held> held = new ArrayList<>();
        private boolean holding;

        /** From now on nothing is delivered. */
        void hold() {
            holding = true;
        }

        void deliver() {
            holding = false;
            held.forEach(Held::deliver);
        }

        void breakAll() {
            List.copyOf(held)
                    .forEach(watch -> watch.listener.onClosed(
                            new StoreException(StoreException.Kind.UNAVAILABLE, "simulated: the connection broke")));
        }

        void gap() {
            List.copyOf(held).forEach(watch -> watch.listener.onGap(1));
        }

        @Override
        public Store store(Store sound) {
            return new BrokenStore(sound, transaction -> transaction) {
                @Override
                public Watch watch(String prefix, long fromRevision, WatchListener listener) {
                    Held watch = new Held(listener);
                    held.add(watch);
                    return super.watch(prefix, fromRevision, watch);
                }
            };
        }

        private final class Held implements Store.WatchListener {
            private final Store.WatchListener listener;
            private final List<Store.Event> events = new ArrayList<>();

            Held(Store.WatchListener listener) {
                this.listener = listener;
            }

            void deliver() {
                if (!events.isEmpty()) {
                    listener.onEvents(List.copyOf(events));
                    events.clear();
                }
            }

            @Override
            public void onEvents(List<Store.Event> more) {
                events.addAll(more);
                if (!holding) {
                    deliver();
                }
            }

            @Override
            public void onGap(long nextRevision) {
                listener.onGap(nextRevision);
            }

            @Override
            public void onClosed(@Nullable Throwable cause) {
                listener.onClosed(cause);
            }
        }
    }

    @Test
    void aCommitUnderWayWhenTheEpochPassesOnIsRefused() {
        Run run = Run.from(base, 1, EventLog.off());
        SimulatedEngine paused = run.openCoordinator();
        run.settle();
        paused.slowCommits(Duration.ofSeconds(2));
        Answer late = ask(paused, Worlds.create("v1", false));
        run.simulation().run(Duration.ofMillis(1));
        assertThat(paused.commits()).isGreaterThan(1); // its claim, and the create that is under way

        SimulatedEngine second = run.open(Cuts.none());
        run.simulation().run(Duration.ofMillis(30));
        Answer own = ask(second, Worlds.create("v1", false));
        run.settle();

        assertThat(late.operation).isNull();
        assertThat(late.failure).isInstanceOf(UnreachableException.class);
        assertThat(own.operation).isNotNull();
        paused.kill();
        assertThat(run.violations()).isEmpty();
    }

    /** Agents of the deposed engine go on with what is stored, whoever decided it: the data plane has one agent a node. */
    @Test
    void theNewCoordinatorDecidesForTheAgentsThatAreThere() {
        Run run = Run.from(base, 1, EventLog.off());
        SimulatedEngine first = run.open(Cuts.none());
        run.settle();
        SimulatedEngine second = run.openCoordinator();
        run.settle();

        Run.succeeded(run.perform(second, Worlds.create("v1", true)));
        Answer refused = ask(first, Worlds.create("v2", true));
        run.settle();

        assertThat(refused.failure).isInstanceOf(UnreachableException.class);
        assertThat(run.violations()).isEmpty();
        first.kill();
        second.kill();
        run.settle();
        run.open(Cuts.none());
        run.settle();
        assertThat(run.violations()).isEmpty();
    }

    @Test
    void nothingIsDecidedTwiceInRandomHandovers() {
        String given = System.getProperty("gcs.seed", "");
        long from = given.isEmpty() ? ThreadLocalRandom.current().nextLong(1L << 40) : Long.parseLong(given);
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        List<String> failures = LongStream.range(from, from + (given.isEmpty() ? RUNS : 1))
                .parallel()
                .mapToObj(seed -> {
                    try {
                        handover(seed, answered, refused);
                        return "";
                    } catch (AssertionError | RuntimeException failure) {
                        return "replay with -Dgcs.seed=" + seed + ": " + failure;
                    }
                })
                .filter(failure -> !failure.isEmpty())
                .toList();
        System.out.println("random handovers from seed " + from + ": " + answered
                + " requests answered by a coordinator" + " that was deposed, " + refused + " refused");
        assertThat(failures).isEmpty();
        if (given.isEmpty()) {
            assertThat(answered).hasPositiveValue();
            assertThat(refused).hasPositiveValue();
        }
    }

    private static void handover(long seed, AtomicInteger answered, AtomicInteger refused) {
        SplittableRandom random = new SplittableRandom(seed);
        Run run = Run.from(base, seed, EventLog.off());
        boolean firstHasAgents = random.nextBoolean();
        SimulatedEngine first = firstHasAgents ? run.open(Cuts.none()) : run.openCoordinator();
        run.settle();
        first.slowCommits(Duration.ofMillis(1 + random.nextInt(20)));
        List<Answer> toFirst = new ArrayList<>();
        List<Answer> toSecond = new ArrayList<>();
        List<Decision<OperationRecord>> requests = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            toFirst.add(ask(first, Worlds.create("v" + i, i % 2 == 0)));
            requests.add(Worlds.create("v" + i, i % 2 == 0));
            run.simulation().run(Duration.ofNanos(random.nextInt(8_000_000)));
        }
        SimulatedEngine second = firstHasAgents ? run.openCoordinator() : run.open(Cuts.none());
        for (Decision<OperationRecord> request : requests) {
            run.simulation().run(Duration.ofNanos(random.nextInt(8_000_000)));
            toSecond.add(ask(second, request));
        }
        run.settle();
        Answer last = ask(first, Worlds.create("v9", false));
        run.settle();
        assertThat(last.failure).isInstanceOf(UnreachableException.class);
        first.kill();
        second.kill();
        run.settle();
        SimulatedEngine third = run.open(Cuts.none());
        run.settle();

        assertThat(run.violations()).isEmpty();
        TreeMap<String, String> decided = new TreeMap<>();
        for (int i = 0; i < requests.size(); i++) {
            Answer one = toFirst.get(i);
            Answer two = toSecond.get(i);
            assertThat(two.operation).as("the second answers %s", two.failure).isNotNull();
            String id = two.operation == null ? "" : two.operation.id();
            if (one.operation == null) {
                assertThat(one.failure).isInstanceOf(UnreachableException.class);
                refused.incrementAndGet();
            } else {
                assertThat(one.operation.id()).isEqualTo(id);
                answered.incrementAndGet();
            }
            assertThat(Worlds.operation(run, id).state()).isEqualTo("SUCCEEDED");
            decided.put(id, "v" + i);
        }
        assertThat(decided).hasSize(requests.size());
        assertThat(run.stored())
                .filteredOn(entry -> entry.key().startsWith("operation/"))
                .filteredOn(entry -> entry.value().contains("CREATE_VOLUME"))
                .hasSize(requests.size());
        Run.succeeded(run.perform(third, VolumeRequests.delete("v0", true, false, Requested.PLAIN)));
        assertThat(run.violations()).isEmpty();
    }
}
