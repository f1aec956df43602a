/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.util.List;
import org.gluster.gcs.InvalidRequestException;

/** Writes and reads the records of this package. What is unknown is ignored when read, what is absent is not written. */
public final class WireJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            // Nothing is taken for what it is not: 1.5 is no size, and 7 is no text.
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    texts -> texts.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            // No list and no map of ours holds nothing at some place.
            .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
            .build();

    private WireJson() {}

    /** Returns the text of a record, or of a list of records, on one line. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of our own did not serialise", impossible);
        }
    }

    /** Returns the text of a record, or of a list of records, on many lines, for a person. */
    public static String writePretty(Object value) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of our own did not serialise", impossible);
        }
    }

    /**
     * Returns the record of that text.
     *
     * @throws InvalidRequestException when it is not JSON, or lacks what the record needs
     */
    public static <T extends Record> T read(String text, Class<T> type) {
        try {
            return present(MAPPER.readValue(text, type));
        } catch (JsonProcessingException failure) {
            throw unreadable(failure, text);
        }
    }

    /**
     * Returns the records of that text, which is a list.
     *
     * @throws InvalidRequestException when it is not JSON, or lacks what the records need
     */
    public static <T extends Record> List<T> readList(String text, Class<T> type) {
        try {
            List<T> values = MAPPER.readerForListOf(type).readValue(text);
            return present(values).stream().map(WireJson::present).toList();
        } catch (JsonProcessingException failure) {
            throw unreadable(failure, text);
        }
    }

    private static <T> T present(T value) {
        if (value == null) {
            throw InvalidRequestException.of("JSON", List.of("it is null where there must be a value"));
        }
        return value;
    }

    private static InvalidRequestException unreadable(JsonProcessingException failure, String text) {
        return InvalidRequestException.of("JSON", List.of(JsonProblem.of(failure, text)));
    }
}
