/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gluster.gcs.block.host.HostException.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LocalHostTest {
    private static final Duration LONG = Duration.ofMinutes(1);
    private static final Executor DIRECT = Runnable::run;

    private final LocalHost host = LocalHost.builder()
            .loop(DIRECT)
            .marks(Marks.command("c", "host-test", "i"))
            .workers(2)
            .build();

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void run_hasAMinimalEnvironmentAndNoInput() {
        String environment = run(Command.of("env")).output();

        assertThat(environment.lines().sorted())
                .containsExactly(
                        "GCS_CLUSTER=c",
                        "GCS_INCARNATION=i",
                        "GCS_NODE=host-test",
                        "LC_ALL=C",
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        assertThat(run(Command.of("cat")).output()).isEmpty();
    }

    @Test
    void daemon_hasItsOwnMarksAndAFewHeaps() {
        String environment = get(new HostCall.StartDaemon(Command.of("env"), Marks.daemon("c", "host-test", "d")))
                .output();

        assertThat(environment.lines().sorted())
                .containsExactly(
                        "GCS_CLUSTER=c",
                        "GCS_DAEMON=d",
                        "GCS_NODE=host-test",
                        "LC_ALL=C",
                        "MALLOC_ARENA_MAX=" + Math.max(2, Runtime.getRuntime().availableProcessors()),
                        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
    }

    @Test
    void run_keepsOutputUpToTheCapAndReadsTheRest() {
        assertThat(run(Command.of("seq", "100000")).output())
                .hasSize(Command.MAX_OUTPUT)
                .startsWith("1\n2\n");
    }

    @Test
    void run_whenTheDeadlinePasses_killsTheTreeAndTheOutcomeIsUnknown() {
        Command slow = Command.of("sh", "-c", "sleep 600 & wait").within(Duration.ofMillis(100));

        assertFails(new HostCall.Run(slow), Kind.UNKNOWN_OUTCOME, "PT0.1S");
        assertThat(mine()).isEmpty();
    }

    @Test
    void run_whenAGrandchildKeepsThePipe_endsWithItsProgram() {
        assertThat(run(Command.of("sh", "-c", "sleep 600 & echo started")).output())
                .isEqualTo("started\n");

        List<HostCall.ProcessEntry> left = mine();
        assertThat(left)
                .singleElement()
                .satisfies(process -> assertThat(process.arguments()).endsWith("600"));
        HostCall.ProcessEntry process = left.get(0);
        assertThat(get(new HostCall.SendSignal(process.pid(), process.startTime() + 1, HostCall.Signal.KILL)))
                .isFalse();
        assertThat(get(new HostCall.SendSignal(process.pid(), process.startTime(), HostCall.Signal.KILL)))
                .isTrue();
    }

    @Test
    void run_whenTheProgramIsMissing_namesItsPackage() {
        assertFails(new HostCall.Run(Command.of("/nowhere/mkfs.xfs")), Kind.PROGRAM_MISSING, "xfsprogs");
        assertFails(new HostCall.Run(Command.of("no-such-program")), Kind.PROGRAM_MISSING, "no-such-program");
    }

    @Test
    void run_whenTheProgramFails_carriesStatusAndWords() {
        assertThatThrownBy(() -> run(Command.of("sh", "-c", "echo No space left on device >&2; exit 7")))
                .isInstanceOfSatisfying(HostException.class, failure -> {
                    assertThat(failure.kind()).isEqualTo(Kind.NO_SPACE);
                    assertThat(failure.exitStatus()).isEqualTo(7);
                });
    }

    @Test
    void exclusiveCommands_ofSeveralHosts_neverOverlapAndHoldNoWorker() {
        try (LocalHost other = LocalHost.builder().loop(DIRECT).workers(1).build()) {
            Command alone =
                    Command.of("sh", "-c", "date +%s%N; sleep 0.01; date +%s%N").exclusively("host-test");
            List<CompletionStage<CommandResult>> stages = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                stages.add((i % 2 == 0 ? host : other).call(new HostCall.Run(alone)));
            }
            List<Long> times = stages.stream()
                    .flatMap(
                            stage -> stage.toCompletableFuture().join().output().lines())
                    .map(Long::valueOf)
                    .toList();
            assertThat(times).hasSize(12).isSorted();
        }
    }

    @Test
    void close_killsWhatRuns_failsWhatWaits_andLeavesNoThread() throws Exception {
        List<CompletionStage<CommandResult>> stages = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            stages.add(host.call(new HostCall.Run(Command.of("sleep", "600").within(LONG))));
        }
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (processesOfThisTest().count() < 2 && System.nanoTime() < limit) {
            Thread.onSpinWait();
        }
        host.close();
        host.close();

        assertThat(stages.stream().map(LocalHostTest::kind))
                .containsExactly(Kind.UNKNOWN_OUTCOME, Kind.UNKNOWN_OUTCOME, Kind.FAILED, Kind.FAILED);
        assertThat(kind(host.call(new HostCall.Run(Command.of("true"))))).isEqualTo(Kind.FAILED);
        assertThat(processesOfThisTest()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("gcs-host-host-test"));
    }

    private static Stream<ProcessHandle> processesOfThisTest() {
        return ProcessHandle.current().children().filter(ProcessHandle::isAlive);
    }

    private static Kind kind(CompletionStage<?> stage) {
        try {
            stage.toCompletableFuture().join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof HostException cause) {
                return cause.kind();
            }
            throw failure;
        }
        throw new AssertionError("did not fail");
    }

    private List<HostCall.ProcessEntry> mine() {
        return get(new HostCall.Processes(Marks.command("c", "host-test", "i")));
    }

    private CommandResult run(Command command) {
        return get(new HostCall.Run(command));
    }

    private void assertFails(HostCall<?> call, Kind kind, String words) {
        assertThatThrownBy(() -> get(call))
                .isInstanceOfSatisfying(
                        HostException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind))
                .hasMessageContaining(words);
    }

    private <R> R get(HostCall<R> call) {
        try {
            return host.call(call)
                    .toCompletableFuture()
                    .orTimeout(60, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof HostException cause) {
                throw cause;
            }
            throw failure;
        }
    }
}
