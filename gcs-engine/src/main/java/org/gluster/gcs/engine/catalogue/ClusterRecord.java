/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cluster's identity.
 *
 * @param schema see {@link Stored}
 * @param id its uuid: the owner tag of everything it makes
 * @param createdAt ISO-8601 instant
 * @param unknown see {@link Stored}
 */
public record ClusterRecord(
        int schema,
        String id,
        String createdAt,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown) implements Stored {

    public ClusterRecord {
        unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
    }
}
