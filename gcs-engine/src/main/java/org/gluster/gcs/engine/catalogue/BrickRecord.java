/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One brick of a volume, with the final names of everything it is made of, chosen before anything is made.
 *
 * @param id its uuid
 * @param index position in the volume, from 0; for ever, since the replication attributes are named after it
 * @param subvolume which subvolume it belongs to, from 0
 * @param role what it holds: name of a {@code BrickRole}
 * @param node name of its node
 * @param address address of its node
 * @param backing what its directory lies on
 * @param device id of its device; empty for a {@link Backing#DIRECTORY}
 * @param devicePath the device's directory, or empty as the device
 * @param size bytes of its image file; 0 without one
 * @param path the brick directory, which clients name
 * @param thin whether its image takes space as it is written and not all at once, by the policy of its device at the time
 * @param made bytes that its image was made with; 0 when it never grew
 * @param unknown see {@link Stored}
 */
public record BrickRecord(
        String id,
        int index,
        int subvolume,
        String role,
        String node,
        String address,
        Backing backing,
        String device,
        String devicePath,
        long size,
        String path,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean thin,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long made,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown) {

    /** What a brick's directory lies on. */
    public enum Backing {
        /** An XFS of its own in an image on a device. */
        IMAGE,
        /** The same with a log of a few MiB only, for test rigs. */
        SMALL_IMAGE,
        /** Whatever file system holds the directory that the request named. */
        DIRECTORY
    }

    /** Fills in what records before there were roles and backings do not say. */
    public BrickRecord {
        role = role == null ? "DATA" : role;
        backing = backing == null ? Backing.IMAGE : backing;
        unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
    }

    /** Bytes that its image was made with. */
    public long sizeMade() {
        return made == 0 ? size : made;
    }

    /** The same, grown to a size. */
    public BrickRecord grownTo(long bytes) {
        return new BrickRecord(
                id,
                index,
                subvolume,
                role,
                node,
                address,
                backing,
                device,
                devicePath,
                bytes,
                path,
                thin,
                bytes == sizeMade() ? 0 : sizeMade(),
                unknown);
    }

    /** Whether its directory was named by the request, and nothing else is made for it. */
    @JsonIgnore
    public boolean isDirectory() {
        return backing == Backing.DIRECTORY;
    }
}
