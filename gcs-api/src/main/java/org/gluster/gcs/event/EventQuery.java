/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.event;

import java.util.Collections;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/** Which events are wanted. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class EventQuery {

    /** How many events a page holds at most, and unless something else is said. */
    public static final int LONGEST_PAGE = 1000;

    private final @Nullable Long since;
    private final SortedSet<EventType> types;
    private final int limit;

    EventQuery(EventQueryBuilder builder) {
        Problems problems = new Problems("event query");
        since = builder.since;
        types = Collections.unmodifiableSortedSet(new TreeSet<>(builder.types));
        limit = builder.limit;
        problems.check(since == null || since >= 0, "since is negative: " + since);
        problems.check(
                limit >= 1 && limit <= LONGEST_PAGE, "limit is not between 1 and " + LONGEST_PAGE + ": " + limit);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new EventQueryBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static EventQuery of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns whether the event is wanted. */
    public boolean matches(ClusterEvent event) {
        return event.id() > since().orElse(0) && (types.isEmpty() || types.contains(event.type()));
    }

    /** Returns the id after which events are wanted; empty when none is said. */
    public OptionalLong since() {
        return since == null ? OptionalLong.empty() : OptionalLong.of(since);
    }

    /** Returns the types that are wanted, or none for all; unmodifiable. */
    public SortedSet<EventType> types() {
        return types;
    }

    /** Returns how many events a page holds at most. */
    public int limit() {
        return limit;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof EventQuery that
                        && Objects.equals(since, that.since)
                        && types.equals(that.types)
                        && limit == that.limit);
    }

    @Override
    public int hashCode() {
        return Objects.hash(since, types, limit);
    }

    @Override
    public String toString() {
        return "EventQuery[since=" + since + ", types=" + types + ", limit=" + limit + "]";
    }

    /** Builds an {@link EventQuery}; not safe to share between threads. Nothing is checked before {@link #build()}. */
    public interface Builder {

        /**
         * Wants events after that id, e.g. the last that was seen. Unless said, a list has all that are kept, and a
         * subscription those from now on.
         */
        Builder since(long id);

        /** Adds types that are wanted; all are unless one is named. */
        Builder types(EventType... types);

        /** Sets how many events a page holds at most, 1 to {@link #LONGEST_PAGE}. */
        Builder limit(int most);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        EventQuery build();
    }
}
