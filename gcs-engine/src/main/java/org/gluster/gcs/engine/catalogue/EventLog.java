/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.engine.store.StoreException;
import org.gluster.gcs.event.ClusterEvent;
import org.gluster.gcs.event.EventGap;
import org.gluster.gcs.event.EventPage;
import org.gluster.gcs.event.EventQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The events that are kept, by id. Used on one loop only. */
final class EventLog {
    private static final Logger log = LoggerFactory.getLogger(EventLog.class);

    private final TreeMap<Long, ClusterEvent> events = new TreeMap<>();

    private final TreeMap<String, List<Long>> ids = new TreeMap<>();

    /** The last id of each record. One that cannot be made sense of tells nothing, and is forgotten in its time. */
    private final TreeMap<String, Long> last = new TreeMap<>();

    void put(String key, String text, long revision) {
        remove(key);
        long id = revision * EventRecord.PLACES;
        try {
            EventRecord stored = Codec.EVENT.read(key, text);
            for (int i = 0; i < stored.happened().size(); i++) {
                EventRecord.Happening happening = stored.happened().get(i);
                id = stored.id(revision, i);
                ClusterEvent.Builder event = ClusterEvent.builder()
                        .id(id)
                        .name(happening.name())
                        .at(Instant.parse(stored.at()))
                        .data(happening.data());
                if (!happening.node().isEmpty()) {
                    event.node(NodeName.of(happening.node()));
                }
                events.put(id, event.build());
                ids.computeIfAbsent(key, absent -> new ArrayList<>()).add(id);
            }
        } catch (StoreException cannot) {
            log.warn("an event is passed over: {}", cannot.getMessage());
        }
        last.put(key, id);
    }

    void remove(String key) {
        last.remove(key);
        ids.getOrDefault(key, List.of()).forEach(events::remove);
        ids.remove(key);
    }

    void clear() {
        events.clear();
        ids.clear();
        last.clear();
    }

    /** The last event's id of each record, by key: the oldest first. */
    SortedMap<String, Long> records() {
        return last;
    }

    /** What a query asks for; a gap where some of it was forgotten, or was never there. */
    EventPage page(EventQuery query, long floor) {
        long newest = Math.max(floor, events.isEmpty() ? 0 : events.lastKey());
        long asked = query.since().orElse(0);
        long after = asked > newest ? 0 : asked;
        List<ClusterEvent> found = new ArrayList<>();
        long end = newest;
        for (ClusterEvent event : events.tailMap(after, false).values()) {
            if (query.types().isEmpty() || query.types().contains(event.type())) {
                if (found.size() == query.limit()) {
                    end = found.get(found.size() - 1).id();
                    break;
                }
                found.add(event);
            }
        }
        EventPage page = EventPage.of(found, end);
        if (asked > newest) {
            return page.after(new EventGap(asked, newest)); // it speaks of another cluster's events, or another life's
        }
        return asked != 0 && asked < floor ? page.after(new EventGap(asked, floor)) : page;
    }
}
