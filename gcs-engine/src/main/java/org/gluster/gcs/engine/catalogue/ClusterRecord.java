/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The cluster's identity.
 *
 * @param schema see {@link Stored}
 * @param id its uuid: the owner tag of everything it makes
 * @param createdAt ISO-8601 instant
 * @param options options of the whole cluster that were set
 * @param unknown see {@link Stored}
 */
public record ClusterRecord(
        int schema,
        String id,
        String createdAt,
        @JsonInclude(Include.NON_EMPTY) SortedMap<String, String> options,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown)
        implements Stored {

    public ClusterRecord {
        options = options == null
                ? Collections.emptySortedMap()
                : Collections.unmodifiableSortedMap(new TreeMap<>(options));
        unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
    }

    /** The same with other options. */
    public ClusterRecord withOptions(SortedMap<String, String> now) {
        return new ClusterRecord(SCHEMA, id, createdAt, now, unknown);
    }
}
