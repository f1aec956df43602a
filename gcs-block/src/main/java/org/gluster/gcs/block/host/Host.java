/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One machine, seen as a list of small calls: one command, one file operation, one process start or signal, one framed
 * request on a local socket, one reading of mounts, loop devices or processes.
 *
 * <p>A call never blocks its caller. The returned stage completes <em>as an event on the loop the host was made for</em>,
 * normally with the call's result, exceptionally with a {@link HostException} (never wrapped) that says what failed and
 * whether the outcome is unknown. There is no ordering between calls that are in flight together.
 *
 * <p>Whoever holds a host may make a test double of it; all doubles and the real one are held to one agreement kit.
 */
@FunctionalInterface
public interface Host {

    /**
     * Performs one call.
     *
     * @param call what to do or to read
     * @param <R> what the call answers
     * @return completes on the host's loop; never {@code null}
     */
    <R> CompletionStage<R> call(HostCall<R> call);

    /**
     * Makes several readings. They are made side by side here; a host may make them one after another where that costs less.
     *
     * @return their results, in order; fails with the first failure after all of them have returned
     */
    default CompletionStage<List<?>> readAll(List<? extends HostCall<?>> readings) {
        CompletableFuture<List<?>> done = new CompletableFuture<>();
        if (readings.isEmpty()) {
            done.complete(List.of());
            return done;
        }
        List<@Nullable Object> results = new ArrayList<>();
        readings.forEach(reading -> results.add(null));
        List<Throwable> failures = new ArrayList<>();
        int[] missing = {readings.size()};
        for (int i = 0; i < readings.size(); i++) {
            int at = i;
            call(readings.get(i)).whenComplete((result, problem) -> {
                if (problem == null) {
                    results.set(at, result);
                } else {
                    failures.add(problem);
                }
                if (--missing[0] == 0) {
                    if (failures.isEmpty()) {
                        done.complete(results);
                    } else {
                        done.completeExceptionally(failures.get(0));
                    }
                }
            });
        }
        return done;
    }

    /**
     * Performs calls one after another; the next begins when the one before has returned and its answer was accepted.
     *
     * @param calls at least one
     * @param check refuses an answer by throwing a {@link HostException}; pure, called on any thread
     * @param goOn asked after each call but the last, on any thread: whether to begin the next
     * @return completes when the last that was begun has returned; fails as the call that failed or was refused
     */
    default CompletionStage<Void> inOrder(List<? extends HostCall<?>> calls, Check check, BooleanSupplier goOn) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        inOrder(calls, 0, check, goOn, done);
        return done;
    }

    private void inOrder(
            List<? extends HostCall<?>> calls,
            int at,
            Check check,
            BooleanSupplier goOn,
            CompletableFuture<Void> done) {
        HostCall<?> call = calls.get(at);
        call(call).whenComplete((answer, problem) -> {
            if (problem != null) {
                done.completeExceptionally(problem);
                return;
            }
            try {
                check.check(call, answer);
            } catch (HostException refused) {
                done.completeExceptionally(refused);
                return;
            }
            if (at + 1 < calls.size() && goOn.getAsBoolean()) {
                inOrder(calls, at + 1, check, goOn, done);
            } else {
                done.complete(null);
            }
        });
    }

    /** Accepts the answer of a call, or not. */
    @FunctionalInterface
    interface Check {
        /**
         * Looks at an answer.
         *
         * @throws HostException when the call is to be taken for failed
         */
        void check(HostCall<?> call, Object answer);
    }
}
