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
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.DevicePolicy;

/**
 * A place for bricks: a directory that holds loop images.
 *
 * @param schema see {@link Stored}
 * @param id its uuid
 * @param node the node it is on
 * @param path the directory
 * @param limit bytes of it that bricks may use at most; 0 for as much as was available when it was added
 * @param size bytes that bricks may really occupy; 0 until it was observed
 * @param total bytes of its file system when it was confirmed; 0 when that was not observed
 * @param fileSystem as the kernel names it; empty until it was observed
 * @param policy as {@link DevicePolicy} prints it; empty for the default, reserved
 * @param disabled whether new bricks are kept from it
 * @param labels the caller's labels
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
        @JsonInclude(Include.NON_DEFAULT) long total,
        String fileSystem,
        @JsonInclude(Include.NON_EMPTY) String policy,
        @JsonInclude(Include.NON_DEFAULT) boolean disabled,
        @JsonInclude(Include.NON_EMPTY) SortedMap<String, String> labels,
        Presence presence,
        boolean ready,
        long generation,
        String operation,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown)
        implements Subject {

    public DeviceRecord {
        policy = policy == null || policy.equals("reserved") ? "" : policy;
        labels = labels == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(labels));
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

    /** Its policy. */
    @JsonIgnore
    public DevicePolicy terms() {
        return policy.isEmpty() ? DevicePolicy.reserved() : DevicePolicy.parse(policy);
    }

    /** Bytes that bricks may reserve on it together. */
    @JsonIgnore
    public long reservable() {
        return terms().reservable(Capacity.ofBytes(size)).bytes();
    }

    /** What events about it carry. */
    public SortedMap<String, String> eventData() {
        TreeMap<String, String> data = new TreeMap<>();
        data.put("device.id", id);
        data.put("device.node", node);
        data.put("device.path", path);
        return data;
    }

    /** The same under a new intent. */
    public DeviceRecord intend(Presence intent, String waiting) {
        return copy(limit, size, total, fileSystem, disabled, labels, intent, ready, generation + 1, waiting);
    }

    /** The same, confirmed as it was observed. */
    public DeviceRecord confirmed(long observedSize, long observedTotal, String observedFileSystem) {
        return copy(
                limit,
                observedSize,
                observedTotal,
                observedFileSystem,
                disabled,
                labels,
                presence,
                true,
                generation,
                "");
    }

    /** The same, with new bricks kept from it or not. Nothing is to be done on its node, so this is no new generation. */
    public DeviceRecord disabled(boolean now) {
        return copy(limit, size, total, fileSystem, now, labels, presence, ready, generation, operation);
    }

    /** The same with other labels. */
    public DeviceRecord labelled(SortedMap<String, String> now) {
        return copy(limit, size, total, fileSystem, disabled, now, presence, ready, generation, operation);
    }

    /** The same, of which bricks may take so much; its file system is as large as that. */
    public DeviceRecord limited(long most, long observedTotal) {
        return copy(most, most, observedTotal, fileSystem, disabled, labels, presence, ready, generation, operation);
    }

    private DeviceRecord copy(
            long newLimit,
            long newSize,
            long newTotal,
            String newFileSystem,
            boolean newDisabled,
            SortedMap<String, String> newLabels,
            Presence newPresence,
            boolean newReady,
            long newGeneration,
            String newOperation) {
        return new DeviceRecord(
                SCHEMA,
                id,
                node,
                path,
                newLimit,
                newSize,
                newTotal,
                newFileSystem,
                policy,
                newDisabled,
                newLabels,
                newPresence,
                newReady,
                newGeneration,
                newOperation,
                unknown);
    }
}
