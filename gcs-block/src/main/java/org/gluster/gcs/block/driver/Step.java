/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.driver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;

/** What a {@link Driver} wants next. A closed choice. */
public sealed interface Step {

    /** The resource is as wanted. */
    record Done() implements Step {}

    /**
     * Perform this call, then observe again.
     *
     * @param call an effect
     * @param patience how long its effect may take to show after it returned; zero: at once
     * @param otherwise what to do when it has not shown by then; empty: the same again
     */
    record Act(HostCall<?> call, Duration patience, Optional<HostCall<?>> otherwise) implements Step {

        /** The effect may need up to {@code patience} to show (a process that ends); then {@code otherwise} is done. */
        public Act within(Duration patience, HostCall<?> otherwise) {
            return new Act(call, patience, Optional.of(otherwise));
        }
    }

    /**
     * Perform these calls in order, then observe again; the first that fails ends it. For work whose unfinished states
     * cannot be told from finished ones by looking (half a copy, a change that is not yet durable): it is begun anew
     * after every interruption, so each call must be repeatable.
     *
     * @param calls effects, at least one
     * @param unanswered what to do, before the next try, when it is not known what became of one of them; empty: nothing
     */
    record Sequence(List<HostCall<?>> calls, Optional<HostCall<?>> unanswered) implements Step {
        /** With nothing to do when a call is not answered. */
        public Sequence(List<HostCall<?>> calls) {
            this(calls, Optional.empty());
        }

        /** Somebody who does not answer is dealt with like this. */
        public Sequence unlessAnswered(HostCall<?> call) {
            return new Sequence(calls, Optional.of(call));
        }

        public Sequence {
            calls = List.copyOf(calls);
            if (calls.isEmpty()) {
                throw new IllegalArgumentException("a sequence needs a call");
            }
        }
    }

    /** Nothing to do but look again soon, e.g. a daemon that is about to listen; counted and given up after {@code patience}. */
    record Wait(Duration patience, String reason) implements Step {}

    /** Worth another try after the runner's back-off. */
    record Retry(String reason) implements Step {}

    /** Cannot be: reported, never tried by force. */
    record Impossible(Problem problem) implements Step {}

    /** The resource is as wanted. */
    static Step done() {
        return new Done();
    }

    /** Perform one effect. */
    static Act act(HostCall<?> call) {
        return new Act(call, Duration.ZERO, Optional.empty());
    }

    /** Run one program. */
    static Act run(Command command) {
        return act(new HostCall.Run(command));
    }

    /** Perform these in order. */
    static Sequence inOrder(List<HostCall<?>> calls) {
        return new Sequence(calls);
    }

    /** Perform these in order. */
    static Sequence inOrder(HostCall<?>... calls) {
        return new Sequence(List.of(calls));
    }

    /** Look again soon. */
    static Step waitFor(Duration patience, String reason) {
        return new Wait(patience, reason);
    }

    /** Try again after a back-off. */
    static Step retry(String reason) {
        return new Retry(reason);
    }

    /** Cannot be. */
    static Step impossible(Problem.Kind kind, String message) {
        return new Impossible(new Problem(kind, message));
    }
}
