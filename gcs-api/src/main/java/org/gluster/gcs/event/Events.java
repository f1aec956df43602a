/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.event;

import java.time.Duration;
import java.util.function.Consumer;
import org.gluster.gcs.Incubating;

/**
 * What happens in the cluster. Each event is stored in the same transaction as the change that it tells of, so none is told
 * of a change that is not, and none is left out. They are kept for a time (10 minutes unless configured); who asks for older
 * ones is told of the gap. Thread-safe.
 */
@Incubating(since = "0.1.0")
public interface Events {

    /** Returns the events after that id, at most a page of them; 0 for all that are kept. */
    default EventPage list(long since) {
        return list(query -> query.since(since));
    }

    /** Returns events that the consumer asks for. */
    default EventPage list(Consumer<EventQuery.Builder> query) {
        return list(EventQuery.of(query));
    }

    /**
     * Returns events that are kept, at most a page of them.
     *
     * @throws org.gluster.gcs.NotSupportedException without {@link org.gluster.gcs.Capability#EVENTS}
     */
    default EventPage list(EventQuery query) {
        return await(query, Duration.ZERO);
    }

    /**
     * The same, and waits for one that is wanted while there is none. The page is empty when none came in time; its {@link
     * EventPage#last()} is where to go on.
     */
    EventPage await(EventQuery query, Duration patience);

    /** Tells a listener of events that the consumer asks for. */
    default EventSubscription subscribe(Consumer<EventQuery.Builder> query, EventListener listener) {
        return subscribe(EventQuery.of(query), listener);
    }

    /**
     * Tells a listener of events as they happen; those after this has returned at the latest. One that listens slowly holds
     * up nobody, and hears of a gap when it falls back further than events are kept.
     *
     * @throws org.gluster.gcs.NotSupportedException without {@link org.gluster.gcs.Capability#EVENTS}
     */
    EventSubscription subscribe(EventQuery query, EventListener listener);
}
