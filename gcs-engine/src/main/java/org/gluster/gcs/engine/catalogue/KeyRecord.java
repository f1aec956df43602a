/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * An idempotency key that was used.
 *
 * @param schema see {@link Stored}
 * @param operation id of the operation it stands for
 * @param fingerprint of the request: the same key with another one is a conflict
 * @param releasedAt ISO-8601 instant at which the operation's resource was gone; empty while it is there
 * @param unknown see {@link Stored}
 */
public record KeyRecord(
        int schema,
        String operation,
        String fingerprint,
        String releasedAt,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown)
        implements Stored {

    public KeyRecord {
        unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
    }

    /** The same, its resource gone. */
    public KeyRecord released(String at) {
        return new KeyRecord(SCHEMA, operation, fingerprint, at, unknown);
    }
}
