/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.Telemetry;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.engine.loop.Loop;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes resources as wanted, one after another: observe, decide, act, observe, until each is done. Whatever fails is tried
 * again, from the first resource on, after a back-off; what cannot be is reported and looked at again later. It ends when
 * all are done, or when it is called off.
 */
final class Chain {
    private static final Logger log = LoggerFactory.getLogger(Chain.class);

    private static final Duration FIRST_POLL = Duration.ofMillis(5);
    private static final Duration LONGEST_POLL = Duration.ofMillis(100);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);
    private static final int FAILURES_BEFORE_REPORT = 8;
    private static final int SAME_ACTS = 3;

    /** Hears how a chain fares, on the loop. */
    interface Listener {
        /** Nobody listens. */
        Listener NONE = new Listener() {
            @Override
            public void reached() {}

            @Override
            public void trouble(Problem problem) {}

            @Override
            public void calledOff() {}
        };

        /** All resources are as wanted. The chain has ended. */
        void reached();

        /** Something stands in the way; the chain goes on trying. */
        void trouble(Problem problem);

        /** It was called off and does nothing any more. */
        void calledOff();
    }

    private final Loop loop;
    private final Host host;
    private final Turns turns;
    private final List<Resource<?, ?>> resources;
    private final Trace trace;
    private final Listener listener;

    private int index;
    private int failures;
    private volatile boolean calledOff; // read between the calls of a sequence, by whoever performs them
    private boolean ended;
    private Loop.@Nullable Cancellable pausing;
    private Telemetry.Scope waiting = Telemetry.noop().begin("wait", "none", Collections.emptySortedMap());
    private Telemetry.Scope working = waiting;

    // what was last done about the resource at hand
    private @Nullable Step last;
    private int repeats;
    private long deadline;
    private Duration poll = FIRST_POLL;

    Chain(Loop loop, Host host, Turns turns, List<Resource<?, ?>> resources, Trace trace, Listener listener) {
        this.loop = loop;
        this.turns = turns.as(resources.stream()
                .map(Resource::turn)
                .min(Comparator.naturalOrder())
                .orElse(Resource.Turn.TAKES));
        this.resources = List.copyOf(resources);
        this.trace = trace;
        this.listener = listener;
        this.host = trace.over(host, this::key);
    }

    /** Of the resource at hand. */
    private String key() {
        return index < resources.size() ? resources.get(index).key() : "";
    }

    void begin() {
        waiting = trace.waiting("turn", key());
        turns.enter(loop, () -> {
            waiting.end();
            next();
        });
    }

    /** Calls it off; {@link Listener#calledOff} follows when the call that is under way has returned. */
    void callOff() {
        if (ended || calledOff) {
            return;
        }
        calledOff = true;
        if (pausing != null) {
            pausing.cancel();
            pausing = null;
            end();
        }
    }

    private void end() {
        ended = true;
        listener.calledOff();
    }

    private void next() {
        last = null;
        if (calledOff) {
            turns.leave();
            end();
        } else if (index == resources.size()) {
            ended = true;
            turns.leave();
            listener.reached();
        } else {
            waiting = trace.waiting("hold", key());
            turns.hold(key(), () -> {
                waiting.end();
                working = trace.working(key());
                look();
            });
        }
    }

    private void look() {
        if (calledOff) {
            working.end();
            turns.release(resources.get(index).key());
            turns.leave();
            end();
            return;
        }
        look(resources.get(index));
    }

    private <W, S> void look(Resource<W, S> resource) {
        W want = resource.want().get();
        Observation<S> observation = resource.driver().observe(want);
        host.readAll(observation.readings()).whenComplete((results, failure) -> {
            if (failure == null) {
                decide(resource, want, resource.driver().next(want, observation.seen(results)));
            } else {
                failed(resource.driver(), want, Readings.hostException(failure));
            }
        });
    }

    private <W, S> void decide(Resource<W, S> resource, W want, Step step) {
        if (step instanceof Step.Done) {
            working.end();
            turns.release(resource.key());
            index++;
            next();
        } else if (step instanceof Step.Act act) {
            act(resource, want, act);
        } else if (step instanceof Step.Sequence sequence) {
            if (again(sequence) && repeats >= SAME_ACTS) {
                retry("no effect was seen of " + sequence.calls().get(0));
            } else {
                perform(resource, want, sequence.calls(), sequence.unanswered());
            }
        } else if (step instanceof Step.Wait wait) {
            if (!again(wait)) {
                deadline = loop.nanos() + wait.patience().toNanos();
            }
            pollUntilDeadline(() -> retry(wait.reason()));
        } else if (step instanceof Step.Retry retry) {
            retry(retry.reason());
        } else if (step instanceof Step.Impossible impossible) {
            impossible(impossible.problem());
        }
    }

    private <W, S> void act(Resource<W, S> resource, W want, Step.Act act) {
        boolean again = again(act);
        if (act.patience().isZero()) {
            if (again && repeats >= SAME_ACTS) {
                retry("no effect was seen of " + act.call());
            } else {
                perform(resource, want, List.of(act.call()), Optional.empty());
            }
        } else if (!again) {
            deadline = loop.nanos() + act.patience().toNanos();
            perform(resource, want, List.of(act.call()), Optional.empty());
        } else {
            pollUntilDeadline(() -> {
                deadline = loop.nanos() + act.patience().toNanos();
                perform(
                        resource,
                        want,
                        List.of(act.otherwise().<HostCall<?>>map(call -> call).orElse(act.call())),
                        Optional.empty());
            });
        }
    }

    /** Whether this step is the one that was taken last; remembers it. */
    private boolean again(Step step) {
        if (step.equals(last)) {
            repeats++;
            return true;
        }
        last = step;
        repeats = 0;
        poll = FIRST_POLL;
        return false;
    }

    private void pollUntilDeadline(Runnable late) {
        if (loop.nanos() - deadline >= 0) {
            late.run();
            return;
        }
        waiting = trace.waiting("poll", key());
        loop.after(poll, () -> {
            waiting.end();
            look();
        });
        Duration longer = poll.multipliedBy(3).dividedBy(2);
        poll = longer.compareTo(LONGEST_POLL) > 0 ? LONGEST_POLL : longer;
    }

    private <W, S> void perform(
            Resource<W, S> resource, W want, List<HostCall<?>> calls, Optional<HostCall<?>> unanswered) {
        host.inOrder(calls, resource.driver()::check, () -> !calledOff).whenComplete((done, problem) -> {
            if (problem == null) {
                look();
                return;
            }
            HostException failure = Readings.hostException(problem);
            if (failure.outcomeUnknown() && unanswered.isPresent() && !calledOff) {
                host.call(unanswered.get())
                        .whenComplete((dealtWith, refused) -> failed(resource.driver(), want, failure));
            } else {
                failed(resource.driver(), want, failure);
            }
        });
    }

    private <W> void failed(Driver<W, ?> driver, W want, HostException failure) {
        log.debug("a step failed", failure);
        if (failure.outcomeUnknown()) {
            retry(failure.getMessage());
            return;
        }
        Step step = driver.failed(want, failure);
        if (step instanceof Step.Impossible impossible) {
            impossible(impossible.problem());
        } else if (step instanceof Step.Retry retry) {
            retry(retry.reason());
        } else {
            retry(failure.getMessage());
        }
    }

    private void retry(String reason) {
        failures++;
        if (failures == FAILURES_BEFORE_REPORT) {
            listener.trouble(new Problem(Problem.Kind.FAILING, reason));
        }
        pause();
    }

    private void impossible(Problem problem) {
        failures++;
        listener.trouble(problem);
        pause();
    }

    /** Lets others go on, and begins with the first resource again after a while. */
    private void pause() {
        working.end();
        turns.release(resources.get(index).key());
        turns.leave();
        index = 0;
        last = null;
        if (calledOff) {
            end();
            return;
        }
        Duration longest = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 12));
        waiting = trace.waiting("pause", key());
        pausing = loop.after(longest.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longest, () -> {
            waiting.end();
            pausing = null;
            begin();
        });
    }
}
