/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A storage node.
 *
 * @param schema see {@link Stored}
 * @param id the node's uuid, as GlusterFS daemons are told it
 * @param name unique
 * @param address where its bricks and its port 24007 listen
 * @param zone failure domain
 * @param directory the node's own directory: mounts, run files and logs live below it
 * @param metadata what callers keep with it
 * @param presence intent
 * @param ready whether its agent was ever confirmed to serve
 * @param generation of the intent
 * @param operation that waits, or empty
 * @param unknown see {@link Stored}
 */
public record PeerRecord(
        int schema,
        String id,
        String name,
        String address,
        String zone,
        String directory,
        @JsonInclude(Include.NON_EMPTY) SortedMap<String, String> metadata,
        Presence presence,
        boolean ready,
        long generation,
        String operation,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown)
        implements Subject {

    public PeerRecord {
        metadata = metadata == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
        unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
    }

    @Override
    @JsonIgnore
    public String key() {
        return Keys.peer(name);
    }

    @Override
    @JsonIgnore
    public String statusName() {
        return "peer/" + id;
    }

    @Override
    @JsonIgnore
    public List<String> nodes() {
        return List.of(name);
    }

    /** The same under a new intent. */
    public PeerRecord intend(Presence intent, String waiting) {
        return copy(zone, metadata, intent, ready, generation + 1, waiting);
    }

    /** The same, confirmed. */
    public PeerRecord confirmed() {
        return copy(zone, metadata, presence, true, generation, "");
    }

    /** The same in another zone and with other metadata. Nothing is to be done on the node, so this is no new generation. */
    public PeerRecord edited(String newZone, SortedMap<String, String> newMetadata) {
        return copy(newZone, newMetadata, presence, ready, generation, operation);
    }

    private PeerRecord copy(
            String newZone,
            SortedMap<String, String> newMetadata,
            Presence newPresence,
            boolean newReady,
            long newGeneration,
            String newOperation) {
        return new PeerRecord(
                SCHEMA,
                id,
                name,
                address,
                newZone,
                directory,
                newMetadata,
                newPresence,
                newReady,
                newGeneration,
                newOperation,
                unknown);
    }
}
