/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import org.gluster.gcs.engine.store.StoreException;

/** Records to and from their stored text. The one place where the store meets a JSON library. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final ObjectWriter WRITER = MAPPER.writer();

    private Json() {}

    static <R extends Stored> String write(R stored) {
        try {
            return WRITER.writeValueAsString(stored);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of our own did not serialise", impossible);
        }
    }

    static <R extends Stored> ObjectReader reader(Class<R> type) {
        return MAPPER.readerFor(type);
    }

    /** Judges the schema before anything else: the fields of a newer one may be of other types. */
    static <R extends Stored> R read(ObjectReader reader, Class<R> type, String key, String text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            int schema = tree.path("schema").asInt(0);
            if (schema > Stored.SCHEMA) {
                throw new StoreException(
                        StoreException.Kind.CORRUPT,
                        "the record at " + key + " has schema " + schema + ", this release reads up to " + Stored.SCHEMA
                                + "; it was written by a newer release, use that one");
            }
            if (schema < 1) {
                throw new StoreException(
                        StoreException.Kind.CORRUPT, "the record at " + key + " cannot be read: it has no schema");
            }
            return type.cast(reader.readValue(tree));
        } catch (IOException failure) {
            String why = failure instanceof JsonProcessingException syntax
                    ? syntax.getOriginalMessage()
                    : String.valueOf(failure.getMessage());
            throw new StoreException(
                    StoreException.Kind.CORRUPT, "the record at " + key + " cannot be read: " + why, failure);
        }
    }
}
