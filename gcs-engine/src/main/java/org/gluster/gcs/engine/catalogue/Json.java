/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
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

    static <R extends Stored> R read(ObjectReader reader, String key, String text) {
        R stored;
        try {
            stored = reader.readValue(text);
        } catch (JsonProcessingException failure) {
            throw new StoreException(
                    StoreException.Kind.CORRUPT,
                    "the record at " + key + " cannot be read: " + failure.getOriginalMessage(),
                    failure);
        }
        if (stored.schema() > Stored.SCHEMA) {
            throw new StoreException(
                    StoreException.Kind.CORRUPT,
                    "the record at " + key + " has schema " + stored.schema() + ", this release reads up to "
                            + Stored.SCHEMA + "; it was written by a newer release, use that one");
        }
        return stored;
    }
}
