/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.gluster.gcs.Capability;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeRequest;

/**
 * Many mixed operations - create, start, stop, delete, options, edits, reads - by several threads, each told apart as done,
 * refused or in doubt, and checked against what is read during the run and at its end.
 *
 * <p>Each thread has names of its own, whose history is exact. Besides, all threads create some volumes together, with one key
 * for all (which makes one volume) or one each (of which one may win). Everything that is asked for follows from the seed and
 * from the answers.
 */
public final class MixedOperations {
    private static final Duration PATIENCE = Duration.ofMinutes(60);
    private static final int MOST_DOUBTS = 2;
    private static final int LARGEST_GENERATION = 1_000_000;

    private final Gcs gcs;
    private final long seed;
    private final int operations;
    private final int threads;
    private final int namesPerThread;
    private final boolean keyed;
    private final int asksAgain;
    private final String optionKey;
    private final List<String> optionValues;
    private final Duration awaitTimeout;
    private final AtomicInteger left;
    private final SortedMap<String, AtomicLong> counts = new ConcurrentSkipListMap<>();
    private final List<String> violations = Collections.synchronizedList(new ArrayList<>());
    private final List<NameHistory> histories = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Shared> shared = new ConcurrentHashMap<>();
    private final Map<String, OperationId> byKey = new ConcurrentHashMap<>();
    private final AtomicLong longestAwait = new AtomicLong();
    private final AtomicLong longestCall = new AtomicLong();

    /** A volume that several threads create. */
    private static final class Shared {
        private final SortedSet<String> ids = new TreeSet<>();
        private final SortedSet<String> winners = new TreeSet<>();
        private boolean doubtful;
    }

    private MixedOperations(Builder builder) {
        gcs = builder.gcs;
        seed = builder.seed;
        operations = builder.operations;
        threads = builder.threads;
        namesPerThread = builder.namesPerThread;
        keyed = builder.keyed;
        asksAgain = builder.asksAgain;
        optionKey = builder.optionKey;
        optionValues = builder.optionValues;
        awaitTimeout = builder.awaitTimeout;
        left = new AtomicInteger(operations);
    }

    /** Operations over that cluster, which has devices and nothing else. */
    public static Builder over(Gcs gcs) {
        return new Builder(gcs);
    }

    /** How a run is made; not thread-safe. */
    public static final class Builder {
        private final Gcs gcs;
        private long seed = 1;
        private int operations = 300;
        private int threads = 4;
        private int namesPerThread = 4;
        private boolean keyed = true;
        private int asksAgain = 5;
        private String optionKey = "cluster.heal-timeout";
        private List<String> optionValues = List.of("500", "600", "700");
        private Duration awaitTimeout = Duration.ofSeconds(20);

        private Builder(Gcs gcs) {
            this.gcs = gcs;
        }

        /** What all choices come from; 1 unless said otherwise. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** How many operations in all; 300 unless said otherwise. */
        public Builder operations(int operations) {
            this.operations = operations;
            return this;
        }

        /** How many threads; 4 unless said otherwise. */
        public Builder threads(int threads) {
            this.threads = threads;
            return this;
        }

        /** How many names each thread has at a time; 4 unless said otherwise. */
        public Builder namesPerThread(int names) {
            this.namesPerThread = names;
            return this;
        }

        /** Says that only creates can have a key, as with GlusterD2, so that nothing else is asked for again. */
        public Builder keysForCreatesOnly() {
            this.keyed = false;
            this.asksAgain = 0;
            return this;
        }

        /** The option that is changed, and its values. */
        public Builder option(String key, String... values) {
            this.optionKey = key;
            this.optionValues = List.of(values);
            return this;
        }

        /** How long an operation is waited for; 20 s unless said otherwise. */
        public Builder awaitTimeout(Duration timeout) {
            this.awaitTimeout = timeout;
            return this;
        }

        /** Makes it; {@link MixedOperations#run} runs it, once. */
        public MixedOperations build() {
            return new MixedOperations(this);
        }
    }

    /**
     * What came of a run.
     *
     * @param counts how many operations were asked for, done, refused by code, left in doubt, asked for again
     * @param violations what cannot be explained
     * @param longestAwait the longest that waiting for an operation took
     * @param longestCall the longest that any other call took
     */
    public record Report(
            SortedMap<String, Long> counts, List<String> violations, Duration longestAwait, Duration longestCall) {
        /** Copies. */
        public Report {
            counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
            violations = List.copyOf(violations);
        }

        @Override
        public String toString() {
            return counts + ", longest wait " + longestAwait.toMillis() + " ms, longest call " + longestCall.toMillis()
                    + " ms, " + violations.size() + " violations";
        }
    }

    /** Runs all operations; returns when every thread has ended. */
    public MixedOperations run() {
        List<Thread> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Worker worker = new Worker(i);
            Thread thread = new Thread(worker, "gcs-workload-" + i);
            thread.setDaemon(true);
            running.add(thread);
        }
        running.forEach(Thread::start);
        long end = System.nanoTime() + PATIENCE.toNanos();
        try {
            for (Thread thread : running) {
                thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
                if (thread.isAlive()) {
                    violations.add(thread.getName() + " hangs: " + List.of(thread.getStackTrace()));
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            violations.add("interrupted");
        }
        return this;
    }

    /**
     * Compares what was told with what is there at the end.
     *
     * @param truth the same cluster without anything in between, with nothing under way
     */
    public Report report(Gcs truth) {
        SortedMap<String, Volume> there = new TreeMap<>();
        truth.volumes().list().forEach(volume -> there.put(volume.name().value(), volume));
        for (NameHistory history : histories) {
            history.read(Optional.ofNullable(there.remove(history.name())));
            violations.addAll(history.violations());
        }
        shared.forEach((name, created) -> {
            Optional<Volume> volume = Optional.ofNullable(there.remove(name));
            volume.ifPresent(found -> created.ids.add(found.id().toString()));
            if (created.ids.size() > 1) {
                violations.add(name + ": creates made " + created.ids);
            }
            if (created.winners.size() > 1) {
                violations.add(name + ": created by " + created.winners);
            }
            if (volume.isPresent() && created.winners.isEmpty() && !created.doubtful) {
                violations.add(name + ": is there, though every create was refused");
            }
            if (volume.isEmpty() && !created.winners.isEmpty()) {
                violations.add(name + ": is not there, though its create was done");
            }
        });
        there.keySet().forEach(name -> violations.add(name + ": nobody asked for it"));
        SortedMap<String, Long> told = new TreeMap<>();
        counts.forEach((what, count) -> told.put(what, count.get()));
        return new Report(told, violations, Duration.ofNanos(longestAwait.get()), Duration.ofNanos(longestCall.get()));
    }

    private void count(String what) {
        counts.computeIfAbsent(what, none -> new AtomicLong()).incrementAndGet();
    }

    private <T> T timed(AtomicLong longest, Supplier<T> call) {
        long begun = System.nanoTime();
        try {
            return call.get();
        } finally {
            longest.accumulateAndGet(System.nanoTime() - begun, Math::max);
        }
    }

    private static Capacity capacity(SplittableRandom random) {
        return Capacity.ofMiB(400 + 100L * random.nextInt(4));
    }

    /** One thread's share. */
    private final class Worker implements Runnable {
        private final int number;
        private final SplittableRandom random;
        private final List<NameHistory> mine = new ArrayList<>();
        private int names;
        private int keys;
        private int generation;

        Worker(int number) {
            this.number = number;
            random = new SplittableRandom(seed * LARGEST_GENERATION + number);
        }

        @Override
        public void run() {
            try {
                for (int i = 0; i < namesPerThread; i++) {
                    mine.add(fresh());
                }
                while (left.getAndDecrement() > 0) {
                    step();
                }
            } catch (RuntimeException defect) {
                violations.add("thread " + number + " met " + defect + " at " + List.of(defect.getStackTrace()));
            }
        }

        private NameHistory fresh() {
            NameHistory history = new NameHistory("v" + number + "-" + names++, optionKey);
            histories.add(history);
            return history;
        }

        private void step() {
            count("asked");
            int choice = random.nextInt(100);
            if (choice < 4) {
                createShared();
                return;
            }
            if (choice < 10) {
                readAll();
                return;
            }
            int which = random.nextInt(mine.size());
            NameHistory name = mine.get(which);
            if (choice < 30) {
                read(name);
            } else {
                change(name, changeFor(name, choice));
            }
            if (name.doubts() >= MOST_DOUBTS) {
                mine.set(which, fresh());
            }
        }

        private Change changeFor(NameHistory name, int choice) {
            boolean create = !name.mayBeThere() ? random.nextInt(10) > 0 : random.nextInt(20) == 0;
            if (create) {
                return new Change(Change.Kind.CREATE, "");
            }
            generation++;
            if (choice < 45) {
                return new Change(Change.Kind.START, "");
            }
            if (choice < 57) {
                return new Change(Change.Kind.STOP, "");
            }
            if (choice < 72) {
                return new Change(Change.Kind.DELETE, random.nextInt(4) > 0 ? Change.STOP_FIRST : "");
            }
            return choice < 86
                    ? new Change(Change.Kind.OPTION, optionValues.get(random.nextInt(optionValues.size())))
                    : new Change(Change.Kind.EDIT, "n" + generation);
        }

        private void read(NameHistory name) {
            try {
                name.read(timed(longestCall, () -> gcs.volumes().find(name.name())));
                count("done");
            } catch (GcsException failure) {
                unread(failure, name.name());
            }
        }

        private void readAll() {
            try {
                List<Volume> all = timed(longestCall, () -> gcs.volumes().list());
                SortedMap<String, Volume> byName = new TreeMap<>();
                all.forEach(volume -> {
                    if (byName.put(volume.name().value(), volume) != null) {
                        violations.add(volume.name() + " is listed twice");
                    }
                });
                mine.forEach(name -> name.read(Optional.ofNullable(byName.get(name.name()))));
                count("done");
            } catch (GcsException failure) {
                unread(failure, "the list");
            }
        }

        /** A read may fail for want of an answer, and for nothing else. */
        private void unread(GcsException failure, String what) {
            count("not read " + failure.code());
            if (failure.code() != ErrorCode.UNREACHABLE && failure.code() != ErrorCode.TIMEOUT) {
                violations.add("reading " + what + ": " + failure);
            }
        }

        private void change(NameHistory name, Change change) {
            String key = "key-" + seed + "-" + number + "-" + keys++;
            name.begun(change);
            SplittableRandom details = random.split();
            VolumeRequest create = request(name.name(), key, details);
            boolean doubtful = false;
            for (int again = 0; ; again++) {
                try {
                    Optional<Volume> result = ask(name.name(), change, key, create);
                    count("done");
                    name.done(change, result);
                    return;
                } catch (GcsException failure) {
                    boolean unknown =
                            failure.code() == ErrorCode.OUTCOME_UNKNOWN || failure.code() == ErrorCode.TIMEOUT;
                    doubtful |= unknown;
                    if (doubtful && again < asksAgain) {
                        count("asked again");
                        continue;
                    }
                    if (doubtful) {
                        count("in doubt");
                        name.unknown(change);
                    } else {
                        count("refused " + failure.code());
                        name.refused(change, failure.code());
                    }
                    return;
                }
            }
        }

        private VolumeRequest request(String name, String key, SplittableRandom details) {
            return VolumeRequest.of(volume -> volume.name(name)
                    .capacity(capacity(details))
                    .redundancy(Redundancy.replicated(3))
                    .idempotencyKey(key));
        }

        private Optional<Volume> ask(String name, Change change, String key, VolumeRequest create) {
            return switch (change.kind()) {
                case CREATE -> ended(key, () -> gcs.volumes().create(create));
                case START -> ended(key, () -> keyed(key).volume(name).start());
                case STOP -> ended(key, () -> keyed(key).volume(name).stop());
                case DELETE -> {
                    ended(
                            key,
                            () -> gcs.volume(name).delete(delete -> {
                                if (change.value().equals(Change.STOP_FIRST)) {
                                    delete.stopFirst();
                                }
                                if (keyed) {
                                    delete.idempotencyKey(key);
                                }
                            }));
                    yield Optional.empty();
                }
                case OPTION ->
                    ended(
                            key,
                            () -> gcs.volume(name).changeOptions(options -> {
                                options.set(optionKey, change.value());
                                if (keyed) {
                                    options.idempotencyKey(key);
                                }
                            }));
                case EDIT ->
                    ended(
                            key,
                            () -> gcs.volume(name).edit(edit -> {
                                edit.metadata(NameHistory.NOTE, change.value());
                                if (keyed) {
                                    edit.idempotencyKey(key);
                                }
                            }));
            };
        }

        private Gcs keyed(String key) {
            return keyed ? gcs.withIdempotencyKey(key) : gcs;
        }

        private <T> Optional<Volume> ended(String key, Supplier<Operation<T>> asking) {
            Operation<T> operation = timed(longestCall, asking);
            OperationId before = keyed ? byKey.putIfAbsent(key, operation.id()) : null;
            if (before != null && !before.equals(operation.id())) {
                violations.add("the key " + key + " began the operations " + before + " and " + operation.id());
            }
            T result = timed(longestAwait, () -> operation.await(awaitTimeout));
            return result instanceof Volume volume ? Optional.of(volume) : Optional.empty();
        }

        /** One volume for many threads: with one key for all, or with one each. */
        private void createShared() {
            int round = Math.max(0, operations - left.get()) / (threads * 25);
            boolean oneKey = round % 2 == 0;
            String name = (oneKey ? "together-" : "contended-") + round;
            String key = oneKey ? name + "-" + seed : name + "-" + seed + "-" + number + "-" + keys++;
            Shared created = shared.computeIfAbsent(name, none -> new Shared());
            VolumeRequest request = request(name, key, new SplittableRandom(round));
            try {
                Volume volume =
                        timed(longestCall, () -> gcs.volumes().create(request)).await(awaitTimeout);
                count("done");
                synchronized (created) {
                    created.ids.add(volume.id().toString());
                    created.winners.add(key);
                }
            } catch (GcsException failure) {
                boolean unknown = failure.code() == ErrorCode.OUTCOME_UNKNOWN || failure.code() == ErrorCode.TIMEOUT;
                count(unknown ? "in doubt" : "refused " + failure.code());
                synchronized (created) {
                    created.doubtful |= unknown;
                }
                boolean expected = switch (failure.code()) {
                    case OUTCOME_UNKNOWN, TIMEOUT, UNREACHABLE, NO_FIT -> true;
                    case ALREADY_EXISTS -> !oneKey;
                    case VOLUME_NOT_FOUND -> !keyed;
                    default -> false;
                };
                if (!expected) {
                    violations.add(name + ": create with the key " + key + " failed: " + failure);
                }
            }
        }
    }

    /** Whether that cluster takes keys for every change. */
    public static boolean takesKeys(Gcs gcs) {
        return gcs.capabilities().contains(Capability.IDEMPOTENCY_KEYS);
    }
}
