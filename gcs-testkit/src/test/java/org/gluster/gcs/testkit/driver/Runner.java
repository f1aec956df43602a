/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.driver;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;

/** The least loop that runs a driver: observe, decide, act, until done. Can be stopped dead after so many effects. */
final class Runner {
    private static final int MAX_STEPS = 500;
    private static final Step NOTHING_YET = Step.retry("nothing was decided yet");
    private static final Duration POLL = Duration.ofMillis(20);

    private final Host host;
    private int effectsLeft;
    private int effects;

    Runner(Host host, int effectsLeft) {
        this.host = host;
        this.effectsLeft = effectsLeft;
    }

    /** The agent died. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** How many effects were performed. */
    int effects() {
        return effects;
    }

    boolean exists(Path path) {
        return call(new HostCall.StatFile(path)).isPresent();
    }

    <W, S> void converge(Driver<W, S> driver, W want) {
        Step last = NOTHING_YET;
        long since = System.nanoTime();
        List<Step> steps = new ArrayList<>();
        while (steps.size() < MAX_STEPS) {
            Step step = driver.next(want, observe(driver.observe(want)));
            if (!step.equals(last)) {
                last = step;
                since = System.nanoTime();
                steps.add(step);
                try {
                    if (perform(driver, step)) {
                        return;
                    }
                } catch (HostException failure) {
                    Step after = driver.failed(want, failure);
                    if (!(after instanceof Step.Retry)) {
                        throw new AssertionError(want + ": " + after, failure);
                    }
                    last = NOTHING_YET; // so that the same step is tried again
                    pause();
                }
                continue;
            }
            if (step instanceof Step.Act act && act.otherwise().isPresent()) {
                if (elapsed(since).compareTo(act.patience()) > 0) {
                    effect(driver, act.otherwise().get());
                    since = System.nanoTime();
                }
            } else if (step instanceof Step.Wait wait) {
                if (elapsed(since).compareTo(wait.patience()) > 0) {
                    throw new AssertionError(want + " gave up: " + wait.reason());
                }
            } else if (elapsed(since).compareTo(Duration.ofSeconds(5)) > 0) {
                throw new AssertionError(want + " makes no progress with " + step);
            } else {
                last = NOTHING_YET; // perform it again
            }
            pause();
        }
        throw new AssertionError(want + " did not converge: " + steps.subList(MAX_STEPS - 5, MAX_STEPS));
    }

    private <S> S observe(Observation<S> observation) {
        List<Object> results = new ArrayList<>();
        for (HostCall<?> reading : observation.readings()) {
            results.add(call(reading));
        }
        return observation.seen(results);
    }

    private boolean perform(Driver<?, ?> driver, Step step) {
        if (step instanceof Step.Done) {
            return true;
        }
        if (step instanceof Step.Act act) {
            effect(driver, act.call());
        } else if (step instanceof Step.Sequence sequence) {
            sequence.calls().forEach(call -> effect(driver, call));
        } else if (step instanceof Step.Impossible impossible) {
            throw new AssertionError(impossible.problem().message());
        }
        return false;
    }

    private void effect(Driver<?, ?> driver, HostCall<?> call) {
        if (effectsLeft-- <= 0) {
            throw new Crash();
        }
        effects++;
        driver.check(call, call(call));
    }

    private <R> R call(HostCall<R> call) {
        try {
            return host.call(call)
                    .toCompletableFuture()
                    .orTimeout(1, TimeUnit.MINUTES)
                    .join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof HostException known) {
                throw known;
            }
            throw failure;
        }
    }

    private static Duration elapsed(long since) {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    private static void pause() {
        LockSupport.parkNanos(POLL.toNanos());
    }
}
