/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.event;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.gluster.gcs.Incubating;
import org.jspecify.annotations.Nullable;

/** Events in the order in which they happened. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class EventPage {

    private final List<ClusterEvent> events;
    private final @Nullable EventGap gap;
    private final long last;

    private EventPage(List<ClusterEvent> events, @Nullable EventGap gap, long last) {
        this.events = List.copyOf(events);
        this.gap = gap;
        this.last = last;
    }

    /** Returns a page with nothing missing before it. */
    public static EventPage of(List<ClusterEvent> events, long last) {
        return new EventPage(events, null, last);
    }

    /** Returns the same with events missing before it. */
    public EventPage after(EventGap missing) {
        return new EventPage(events, Objects.requireNonNull(missing, "missing"), last);
    }

    /** Returns the events, the oldest first; unmodifiable. */
    public List<ClusterEvent> events() {
        return events;
    }

    /** Returns what may be missing before them; empty when nothing is. */
    public Optional<EventGap> gap() {
        return Optional.ofNullable(gap);
    }

    /** Returns the id to ask from next: all wanted events up to it are told with this page. */
    public long last() {
        return last;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof EventPage that
                        && events.equals(that.events)
                        && Objects.equals(gap, that.gap)
                        && last == that.last);
    }

    @Override
    public int hashCode() {
        return Objects.hash(events, gap, last);
    }

    @Override
    public String toString() {
        return "EventPage[events=" + events + ", gap=" + gap + ", last=" + last + "]";
    }
}
