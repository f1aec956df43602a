/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.CommandResult;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;

/**
 * A {@link Host} over a {@link FakeMachine}. Each call takes its latency of scheduled time; then, in one event, it has
 * its effect and its stage completes. A program is a live process of the machine for that long. When its latency is
 * beyond its deadline it is killed at the deadline, without effect, and its outcome is reported as unknown.
 *
 * <p>One JVM's life: after {@link #crash} nothing that it was asked ever completes, commands that it began live on in
 * the machine, and a new host over the same machine is the restarted JVM. Used on one thread, the scheduler's.
 */
public final class FakeHost implements Host {

    /** Where events are put; they run later on the one thread of the simulation, never inside this call. */
    @FunctionalInterface
    public interface Schedule {
        /** Runs the event when this much simulated time has passed. */
        void schedule(Duration delay, Runnable event);
    }

    private final FakeMachine machine;
    private final SortedMap<String, String> marks;
    private final Schedule schedule;
    private final LongSupplier latency;
    private boolean crashed;

    /**
     * A host.
     *
     * @param machine whose state it reads and changes
     * @param marks of its commands, see {@code Marks.command}
     * @param schedule puts events
     * @param latencyNanos asked once for each call, in order
     */
    public FakeHost(
            FakeMachine machine, SortedMap<String, String> marks, Schedule schedule, LongSupplier latencyNanos) {
        this.machine = machine;
        this.marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
        this.schedule = schedule;
        this.latency = latencyNanos;
    }

    /** What it runs on. */
    public FakeMachine machine() {
        return machine;
    }

    /** The JVM is killed: no stage of this host completes any more. See {@link FakeMachine#crash} for what lives on. */
    public void crash() {
        crashed = true;
    }

    @Override
    public <R> CompletionStage<R> call(HostCall<R> call) {
        CompletableFuture<R> stage = new CompletableFuture<>();
        if (crashed) {
            return stage;
        }
        Duration delay = Duration.ofNanos(latency.getAsLong());
        if (call instanceof HostCall.Run run) {
            program(run, run.command(), delay, stage);
        } else if (call instanceof HostCall.StartDaemon start) {
            program(start, start.command(), delay, stage);
        } else {
            event(delay, stage, () -> machine.apply(call));
        }
        return stage;
    }

    @SuppressWarnings("unchecked") // calls that run a program answer a command's result
    private <R> void program(
            HostCall.Effect<CommandResult> call, Command command, Duration delay, CompletableFuture<R> stage) {
        long pid;
        try {
            pid = machine.begin(call, marks);
        } catch (HostException failure) {
            event(delay, stage, () -> {
                throw failure;
            });
            return;
        }
        if (delay.compareTo(command.deadline()) <= 0) {
            event(delay, stage, () -> (R) machine.complete(pid));
            return;
        }
        event(command.deadline(), stage, () -> {
            machine.end(pid);
            throw new HostException(
                    HostException.Kind.UNKNOWN_OUTCOME,
                    command.program() + " was killed: it took longer than " + command.deadline() + "; whether it took"
                            + " effect is unknown (" + command.line() + ")");
        });
    }

    private <R> void event(Duration delay, CompletableFuture<R> stage, Supplier<R> action) {
        schedule.schedule(delay, () -> {
            if (crashed) {
                return;
            }
            R result;
            try {
                result = action.get();
            } catch (HostException failure) {
                stage.completeExceptionally(failure);
                return;
            }
            stage.complete(result);
        });
    }
}
