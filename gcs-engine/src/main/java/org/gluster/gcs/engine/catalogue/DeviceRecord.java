/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A place for bricks: a directory that holds loop images.
 *
 * @param schema see {@link Stored}
 * @param id its uuid
 * @param node the node it is on
 * @param path the directory
 * @param limit bytes of it that bricks may use at most; 0 for as much as was available when it was added
 * @param size bytes that bricks may use; 0 until it was observed
 * @param fileSystem as the kernel names it; empty until it was observed
 * @param presence intent
 * @param ready whether it was confirmed
 * @param generation of the intent
 * @param operation that waits, or empty
 * @param unknown see {@link Stored}
 */
public record DeviceRecord(
        int schema,
        String id,
        String node,
        String path,
        long limit,
        long size,
        String fileSystem,
        Presence presence,
        boolean ready,
        long generation,
        String operation,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown)
        implements Subject {

    public DeviceRecord {
        unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
    }

    @Override
    @JsonIgnore
    public String key() {
        return Keys.device(id);
    }

    @Override
    @JsonIgnore
    public String statusName() {
        return "device/" + id;
    }

    @Override
    @JsonIgnore
    public List<String> nodes() {
        return List.of(node);
    }

    /** Whether new bricks may go there. */
    @JsonIgnore
    public boolean usable() {
        return ready && presence == Presence.PRESENT;
    }

    /** The same under a new intent. */
    public DeviceRecord intend(Presence intent, String waiting) {
        return new DeviceRecord(
                SCHEMA, id, node, path, limit, size, fileSystem, intent, ready, generation + 1, waiting, unknown);
    }

    /** The same, confirmed as it was observed. */
    public DeviceRecord confirmed(long observedSize, String observedFileSystem) {
        return new DeviceRecord(
                SCHEMA,
                id,
                node,
                path,
                limit,
                observedSize,
                observedFileSystem,
                presence,
                true,
                generation,
                "",
                unknown);
    }
}
