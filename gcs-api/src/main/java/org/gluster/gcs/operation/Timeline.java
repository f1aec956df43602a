/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.operation;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of an operation went: what was done for it, by whom, from when and for how long. It begins when the intent is
 * about to be written to the store, and ends when the end of the operation is written there. Immutable and safe to share between
 * threads.
 */
@Incubating(since = "0.1.0")
public final class Timeline {

    /** What kind of thing took time. */
    public enum Kind {
        /** Waiting: for a turn, for somebody else at the same resource, for an effect to show, before another try. */
        WAIT,
        /** One resource made as it is wanted, with all that this took. */
        RESOURCE,
        /** A reading of a machine, or an effect on it. */
        HOST,
        /** A transaction of the store. */
        STORE
    }

    /**
     * Something that took time.
     *
     * @param kind what kind of thing
     * @param at when it began, from the beginning of the timeline on; below zero when it began before that
     * @param took for how long; until the end of the timeline when it had not ended by then
     * @param node on which node; empty text for the coordinator
     * @param brick which brick it was for, its index in the volume; empty text when it was for no single one
     * @param resource for which resource; empty text when for none
     * @param name what, in a word or two
     * @param detail what exactly, such as a path or a command; may be empty text
     * @param failure why it failed; empty text when it did not
     */
    public record Span(
            Kind kind,
            Duration at,
            Duration took,
            String node,
            String brick,
            String resource,
            String name,
            String detail,
            String failure) {

        /** Checks that nothing is missing. */
        public Span {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(at, "at");
            Objects.requireNonNull(took, "took");
            Objects.requireNonNull(node, "node");
            Objects.requireNonNull(brick, "brick");
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(detail, "detail");
            Objects.requireNonNull(failure, "failure");
        }
    }

    private final OperationId operation;
    private final Duration took;
    private final boolean ended;
    private final long dropped;
    private final List<Span> spans;

    private Timeline(Builder builder) {
        Problems problems = new Problems("timeline");
        operation = problems.required("operation", builder.operation);
        took = builder.took;
        ended = builder.ended;
        dropped = builder.dropped;
        spans = builder.spans;
        problems.check(!took.isNegative(), "took is negative: " + took);
        problems.check(dropped >= 0, "dropped is negative: " + dropped);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns which operation it is of. */
    public OperationId operation() {
        return operation;
    }

    /** Returns how long the operation took, or runs so far. */
    public Duration took() {
        return took;
    }

    /** Returns whether the operation has ended. */
    public boolean ended() {
        return ended;
    }

    /** Returns how many spans are missing since there were too many. */
    public long dropped() {
        return dropped;
    }

    /** Returns what took time, in the order of beginning; unmodifiable. */
    public List<Span> spans() {
        return spans;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Timeline that
                        && operation.equals(that.operation)
                        && took.equals(that.took)
                        && ended == that.ended
                        && dropped == that.dropped
                        && spans.equals(that.spans));
    }

    @Override
    public int hashCode() {
        return Objects.hash(operation, took, ended, dropped, spans);
    }

    @Override
    public String toString() {
        return "Timeline[operation=" + operation + ", took=" + took + ", ended=" + ended + ", dropped=" + dropped
                + ", spans=" + spans + "]";
    }

    /** Builds a {@link Timeline}; not safe to share between threads. */
    public static final class Builder {

        private @Nullable OperationId operation;
        private Duration took = Duration.ZERO;
        private boolean ended;
        private long dropped;
        private List<Span> spans = List.of();

        private Builder() {}

        /** Sets which operation it is of; required. */
        public Builder operation(OperationId operation) {
            this.operation = Objects.requireNonNull(operation, "operation");
            return this;
        }

        /** Sets how long the operation took, or runs so far; zero by default. */
        public Builder took(Duration took) {
            this.took = Objects.requireNonNull(took, "took");
            return this;
        }

        /** Sets whether the operation has ended; not, by default. */
        public Builder ended(boolean ended) {
            this.ended = ended;
            return this;
        }

        /** Sets how many spans are missing; none by default. */
        public Builder dropped(long dropped) {
            this.dropped = dropped;
            return this;
        }

        /** Sets what took time; nothing by default. */
        public Builder spans(List<Span> spans) {
            this.spans = List.copyOf(spans);
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public Timeline build() {
            return new Timeline(this);
        }
    }
}
