/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An option group that a user made. Volumes hold copies of those that were applied to them.
 *
 * @param schema see {@link Stored}
 * @param name unique, also among the built-in ones
 * @param description for a person
 * @param options by key
 * @param createdAt ISO-8601 instant
 * @param unknown see {@link Stored}
 */
public record GroupRecord(
        int schema,
        String name,
        String description,
        SortedMap<String, String> options,
        String createdAt,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown)
        implements Stored {

    public GroupRecord {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
    }
}
