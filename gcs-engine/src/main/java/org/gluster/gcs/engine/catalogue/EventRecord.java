/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.event.EventType;

/**
 * What one decision or report made happen, written in the transaction that makes it so. An event's id is made of the
 * revision of that transaction and its place in it: so ids rise in the order in which changes were committed, whoever
 * committed them.
 *
 * @param schema see {@link Stored}
 * @param at ISO-8601 instant
 * @param first place of the first in the transaction
 * @param happened in their order
 * @param unknown see {@link Stored}
 */
public record EventRecord(
        int schema,
        String at,
        int first,
        List<Happening> happened,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown)
        implements Stored {

    /** Places of one transaction. */
    static final int PLACES = 256;

    /**
     * One event.
     *
     * @param name what happened, as {@code EventType.word}
     * @param node where; empty when it is not about one node
     * @param data what it is about
     * @param unknown see {@link Stored}
     */
    public record Happening(
            String name,
            String node,
            SortedMap<String, String> data,
            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown) {
        /** Copies the data. */
        public Happening {
            data = Collections.unmodifiableSortedMap(new TreeMap<>(data));
            unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
        }

        /** An event as this release knows it. */
        public static Happening of(EventType type, String node, SortedMap<String, String> data) {
            return new Happening(type.word(), node, data, Map.of());
        }
    }

    /** Copies the events. */
    public EventRecord {
        happened = List.copyOf(happened);
        unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
    }

    /** Events as this release knows them. */
    public static EventRecord of(String at, int first, List<Happening> happened) {
        return new EventRecord(SCHEMA, at, first, happened, Map.of());
    }

    /** The same, and one more. */
    EventRecord and(Happening next) {
        List<Happening> longer = new ArrayList<>(happened);
        longer.add(next);
        return new EventRecord(schema, at, first, longer, unknown);
    }

    /** The id of one of them. */
    long id(long revision, int index) {
        return revision * PLACES + first + index;
    }
}
