/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gluster.gcs.block.host.CommandResult;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.LoopEntry;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.engine.catalogue.Codec;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.StatusRecord;
import org.gluster.gcs.engine.catalogue.StatusRecord.Trouble;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.Store.Guard;
import org.gluster.gcs.engine.store.Transaction;
import org.gluster.gcs.testkit.sim.CrashEnumeration.Change;
import org.gluster.gcs.testkit.sim.RandomRuns.Outcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The proof notices what it is there to notice: the real engine, broken in one way between it and its ports, is found out
 * by the enumeration of crash points and by random histories. Each way is a rule of the engine that somebody might one day
 * take for superfluous.
 */
class BrokenEngineTest {
    private static final long SEED = 1;
    private static final int HISTORIES = 300;
    private static final Pattern INVARIANT = Pattern.compile("\\bI[1-8]\\b");

    /** One rule, broken; the change in which the enumeration finds it out, and the number of the contract that it breaks. */
    enum Broken {
        COMMANDS_OF_A_KILLED_JVM_ARE_NOT_REAPED(Change.CREATE, "I1") {
            @Override
            Defect defect() {
                return onHost(NoReaping::new);
            }
        },
        REPORTS_ARE_NOT_GUARDED(Change.DELETE, "I1") {
            @Override
            Defect defect() {
                return onStore(transaction -> without(
                        transaction,
                        guard -> transaction.puts().keySet().stream().allMatch(key -> key.startsWith(Keys.STATUS))));
            }
        },
        A_RECORD_IS_DELETED_BEFORE_ITS_RESOURCES_ARE_GONE(Change.DELETE, "I1") {
            @Override
            Defect defect() {
                return onStore(BrokenEngineTest::believeGone);
            }
        },
        LOOP_DEVICES_ARE_ATTACHED_BLINDLY(Change.CREATE, "I6") {
            @Override
            Defect defect() {
                return onHost(BlindAttach::new);
            }
        },
        TRANSACTIONS_ARE_NOT_GUARDED_BY_THE_EPOCH(Change.CREATE, "I6") {
            @Override
            Defect defect() {
                return onStore(transaction -> transaction.puts().containsKey(Keys.EPOCH)
                        ? transaction
                        : without(transaction, guard -> guard.key().equals(Keys.EPOCH)));
            }
        };

        final Change change;
        final String invariant;

        Broken(Change change, String invariant) {
            this.change = change;
            this.invariant = invariant;
        }

        abstract Defect defect();
    }

    @ParameterizedTest
    @EnumSource
    void theEnumerationNotices(Broken broken) {
        String violation = CrashEnumeration.firstViolation(broken.change, SEED, broken.defect(), 1)
                .orElse("");
        System.out.println("broken: " + broken + " is found by " + violation);

        assertThat(invariants(violation)).as(violation).contains(broken.invariant);
    }

    @ParameterizedTest
    @EnumSource
    void randomHistoriesNotice(Broken broken) {
        Optional<Outcome> found = Optional.empty();
        for (long seed = SEED; found.isEmpty() && seed < SEED + HISTORIES; seed++) {
            found = Optional.of(RandomRuns.run(seed, broken.defect()))
                    .filter(outcome -> !outcome.violations().isEmpty());
        }
        System.out.println("broken: " + broken + " is found by "
                + found.map(outcome -> "seed " + outcome.seed() + ": " + outcome.violations())
                        .orElse("none of " + HISTORIES + " random histories"));

        assertThat(found).isPresent();
        assertThat(RandomRuns.run(found.orElseThrow().seed()).violations())
                .as("the sound engine")
                .isEmpty();
    }

    private static List<String> invariants(String violation) {
        List<String> numbers = new ArrayList<>();
        Matcher matcher = INVARIANT.matcher(violation);
        while (matcher.find()) {
            numbers.add(matcher.group());
        }
        return numbers;
    }

    // ---- on the way to the store
    // --------------------------------------------------------------------------------------

    private static Defect onStore(UnaryOperator<Transaction> change) {
        return new Defect() {
            @Override
            public Store store(Store sound) {
                return new BrokenStore(sound, change);
            }
        };
    }

    private static Transaction without(Transaction transaction, Predicate<Guard> dropped) {
        return changed(transaction, dropped).build();
    }

    private static Transaction.Builder changed(Transaction transaction, Predicate<Guard> dropped) {
        Transaction.Builder other = Transaction.builder();
        transaction.guards().stream().filter(dropped.negate()).forEach(other::guard);
        transaction.puts().forEach(other::put);
        transaction.deletes().forEach(other::delete);
        return other;
    }

    /** A volume that is to be gone counts as gone, on all nodes. */
    private static Transaction believeGone(Transaction transaction) {
        Transaction.Builder other = changed(transaction, guard -> false);
        transaction.puts().forEach((key, value) -> {
            if (key.startsWith(Keys.VOLUMES)) {
                VolumeRecord volume = Codec.VOLUME.read(key, value);
                if (volume.intent() == Intent.ABSENT) {
                    String gone = Codec.STATUS.write(
                            StatusRecord.ofVolume(volume.generation(), true, Trouble.NONE, List.of()));
                    volume.nodes().forEach(node -> other.put(Keys.status(node, volume), gone));
                }
            }
        });
        return other.build();
    }

    // ---- on the way to the machines
    // -----------------------------------------------------------------------------------

    private static Defect onHost(UnaryOperator<Host> broken) {
        return new Defect() {
            @Override
            public Host host(Host sound) {
                return broken.apply(sound);
            }
        };
    }

    /** Shows no commands, only daemons. */
    private static final class NoReaping implements Host {
        private final Host sound;

        NoReaping(Host sound) {
            this.sound = sound;
        }

        @Override
        public <R> CompletionStage<R> call(HostCall<R> call) {
            CompletionStage<R> answer = sound.call(call);
            return call instanceof HostCall.Processes
                    ? answer.thenApply(found -> only(found, ProcessEntry.class, BrokenEngineTest::isDaemon))
                    : answer;
        }
    }

    private static boolean isDaemon(ProcessEntry process) {
        return !process.marks().containsKey(Marks.INCARNATION);
    }

    /** Shows only the loop devices that this very life attached. */
    private static final class BlindAttach implements Host {
        private final Host sound;
        private final List<String> own = new ArrayList<>();

        BlindAttach(Host sound) {
            this.sound = sound;
        }

        @Override
        public <R> CompletionStage<R> call(HostCall<R> call) {
            CompletionStage<R> answer = sound.call(call);
            if (call instanceof HostCall.Loops) {
                return answer.thenApply(found -> only(found, LoopEntry.class, loop -> own.contains(loop.device())));
            }
            if (call instanceof HostCall.Run run && run.command().line().contains("--show")) {
                return answer.thenApply(result -> {
                    own.add(((CommandResult) result).output().strip());
                    return result;
                });
            }
            return answer;
        }
    }

    @SuppressWarnings("unchecked") // a list of the same kind as before
    private static <R, E> R only(R list, Class<E> kind, Predicate<E> shown) {
        return (R) ((List<?>) list).stream().map(kind::cast).filter(shown).toList();
    }
}
