/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;
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

    private static String why(IOException failure) {
        if (failure instanceof InvalidFormatException unknown
                && !unknown.getPath().isEmpty()) {
            String field = unknown.getPath().get(unknown.getPath().size() - 1).getFieldName();
            return field + " is \"" + unknown.getValue() + "\", which this release does not know";
        }
        if (failure instanceof ValueInstantiationException) {
            return "it lacks something that each of its kind has";
        }
        return failure instanceof JsonProcessingException syntax
                ? syntax.getOriginalMessage()
                : String.valueOf(failure.getMessage());
    }

    /** The text as a tree; empty when it is no JSON object. */
    static Optional<JsonNode> tree(String text) {
        try {
            return Optional.ofNullable(MAPPER.readTree(text)).filter(JsonNode::isObject);
        } catch (JsonProcessingException noJson) {
            return Optional.empty();
        }
    }

    /** Reads at once what this release wrote or could have written; anything else is judged by its schema first. */
    static <R extends Stored> R read(ObjectReader reader, Class<R> type, String key, String text) {
        try {
            R read = type.cast(reader.readValue(text));
            if (read != null && read.schema() >= 1 && read.schema() <= Stored.SCHEMA) {
                return read;
            }
        } catch (IOException failure) {
            // why, is told below
        }
        return judge(reader, type, key, text);
    }

    /** Judges the schema before anything else: the fields of a newer one may be of other types. */
    private static <R extends Stored> R judge(ObjectReader reader, Class<R> type, String key, String text) {
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
            String why = why(failure);
            throw new StoreException(
                    StoreException.Kind.CORRUPT, "the record at " + key + " cannot be read: " + why, failure);
        }
    }
}
