/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * Up to where events were forgotten.
 *
 * @param schema see {@link Stored}
 * @param id of the latest event that was forgotten
 * @param unknown see {@link Stored}
 */
public record FloorRecord(
        int schema, long id, @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown) implements Stored {

    public FloorRecord {
        unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
    }
}
