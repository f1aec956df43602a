/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.NullNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.core.wire.JsonProblem;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads the records of this package as GlusterD2 does.
 *
 * <p><b>Written</b> are members in the order of the records, keys of maps sorted, and {@code <}, {@code >}, {@code &} and the
 * two line separators of Unicode escaped. <b>Requests are read</b> as Go reads them: names of members in any case, unknown
 * members ignored, only the first value of the text, {@code null} for whatever is not given; a number is no text, and a size
 * is digits only. Unlike Go, a member that is given twice is refused. <b>Answers are read</b> tolerantly: {@code null}, {@code []} and nothing are alike, and numbers may be
 * texts. Both are bounded: nesting, length of texts and of the whole. Surrogates that are not a pair become U+FFFD.
 */
public final class Gd2Json {
    private static final int DEEPEST = 100;
    private static final int LONGEST_REQUEST = 8 << 20;
    private static final int LONGEST_ANSWER = 256 << 20;

    private static final JsonMapper WRITER = JsonMapper.builder(new JsonFactoryBuilder()
                    .characterEscapes(new Escapes())
                    .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                    .build())
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .defaultLocale(Locale.ROOT)
            .build();

    private static final JsonMapper REQUESTS = reader(LONGEST_REQUEST)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .withConfigOverride(List.class, list -> list.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL)))
            .withConfigOverride(Map.class, map -> map.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.AS_EMPTY)))
            .build();

    private static final JsonMapper ANSWERS = reader(LONGEST_ANSWER)
            .enable(DeserializationFeature.ACCEPT_EMPTY_ARRAY_AS_NULL_OBJECT)
            .enable(DeserializationFeature.ACCEPT_EMPTY_STRING_AS_NULL_OBJECT)
            .withConfigOverride(List.class, list -> list.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.SKIP)))
            .withConfigOverride(Map.class, map -> map.setSetterInfo(JsonSetter.Value.forContentNulls(Nulls.SKIP)))
            .build();

    private Gd2Json() {}

    private static JsonMapper.Builder reader(int longest) {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(DEEPEST)
                        .maxDocumentLength(longest)
                        .maxStringLength(longest)
                        .build())
                // Names that a stranger chose are not kept beyond the text they are in.
                .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                .build();
        SimpleModule texts = new SimpleModule("texts");
        texts.addDeserializer(String.class, new Texts.Reader());
        texts.addKeyDeserializer(String.class, new Texts.KeyReader());
        return JsonMapper.builder(factory)
                .defaultLocale(Locale.ROOT)
                .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .addModule(texts);
    }

    /** Returns the body of an answer: the JSON of a record, a list, a map or a text, and a newline. */
    public static String writeAnswer(Object value) {
        return writeRequest(value) + "\n";
    }

    /** Returns the body of a request: the JSON of a record, a list or a map. */
    public static String writeRequest(Object value) {
        try {
            String json = WRITER.writeValueAsString(value instanceof Map<?, ?> map ? inOrder(map) : value);
            return Go.wellFormed(json);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a record of our own did not serialise", impossible);
        }
    }

    private static Map<String, Object> inOrder(Map<?, ?> map) {
        if (Nil.isNil(map)) {
            return Nil.map();
        }
        return Nil.map(map.entrySet().stream()
                .collect(Collectors.toMap(entry -> (String) entry.getKey(), Map.Entry::getValue)));
    }

    /** Whether a body has no value at all, which some routes take for the defaults. */
    public static boolean isEmpty(String body) {
        return body.chars().allMatch(c -> c == ' ' || c == '\t' || c == '\n' || c == '\r');
    }

    /**
     * Reads a request; of {@code null} it makes the record of nothing given.
     *
     * @throws InvalidRequestException with one problem: {@code EOF} for an empty body and {@code unexpected EOF} for one cut
     *     off, as GlusterD2 says, and else what is wrong and with which member
     */
    public static <T extends Record> T readRequest(String body, Class<T> type) {
        return request(body, "{}", REQUESTS.constructType(type));
    }

    /**
     * Reads a request that is a list; {@code null} is an empty one.
     *
     * @throws InvalidRequestException as for {@link #readRequest}
     */
    public static <T> List<T> readRequestList(String body, Class<T> type) {
        List<T> values = request(body, "[]", listOf(REQUESTS, type));
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) == null) {
                throw unreadable("[" + i + "]: it is null where there must be a value");
            }
        }
        return Nil.list(values);
    }

    /**
     * Reads a request that maps texts to texts; {@code null} is an empty one.
     *
     * @throws InvalidRequestException as for {@link #readRequest}
     */
    public static Map<String, String> readRequestMap(String body) {
        Map<String, String> values = request(body, "{}", mapOfTexts(REQUESTS));
        values.replaceAll((name, value) -> Go.text(value));
        return Nil.map(values);
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // Jackson sees to the type.
    private static <T> T request(String body, String nothing, JavaType type) {
        if (isEmpty(body)) {
            throw unreadable("EOF");
        }
        try {
            T value = read(REQUESTS, LONGEST_REQUEST, body, type);
            return value == null ? Objects.requireNonNull(read(REQUESTS, LONGEST_REQUEST, nothing, type)) : value;
        } catch (JsonProcessingException failure) {
            throw unreadable(isCut(failure) ? "unexpected EOF" : JsonProblem.of(failure, body));
        }
    }

    private static InvalidRequestException unreadable(String problem) {
        return InvalidRequestException.of("JSON", List.of(problem));
    }

    /**
     * Reads an answer; of {@code null}, {@code []} and an empty text it makes the record of nothing given.
     *
     * @throws GcsException with code {@code INTERNAL} when it is not what it must be
     */
    public static <T extends Record> T readAnswer(String body, Class<T> type) {
        T value = answer(body, ANSWERS.constructType(type));
        return value == null ? Objects.requireNonNull(answer("{}", ANSWERS.constructType(type))) : value;
    }

    /**
     * Reads an answer that is a list; of {@code null} and an empty text it makes an empty one, and leaves out elements that
     * are null.
     *
     * @throws GcsException with code {@code INTERNAL} when it is not what it must be
     */
    public static <T> List<T> readAnswerList(String body, Class<T> type) {
        List<T> values = answer(body, listOf(ANSWERS, type));
        return values == null
                ? Nil.list()
                : values.stream().filter(Objects::nonNull).toList();
    }

    /**
     * Reads an answer that maps texts to texts; of {@code null}, {@code []} and an empty text it makes an empty one, and leaves
     * out what is null.
     *
     * @throws GcsException with code {@code INTERNAL} when it is not what it must be
     */
    public static Map<String, String> readAnswerMap(String body) {
        Map<String, String> values = answer(body, mapOfTexts(ANSWERS));
        if (values != null) {
            values.values().removeIf(Objects::isNull);
        }
        return Nil.map(values);
    }

    /**
     * Reads an answer that is a text; {@code null} and nothing are an empty one.
     *
     * @throws GcsException with code {@code INTERNAL} when it is not what it must be
     */
    public static String readAnswerText(String body) {
        return Go.text(Gd2Json.<String>answer(body, ANSWERS.constructType(String.class)));
    }

    /**
     * Reads an answer of no fixed form; an empty text is {@code null} in it.
     *
     * @throws GcsException with code {@code INTERNAL} when it is no JSON
     */
    public static JsonNode readAnswerTree(String body) {
        JsonNode value = answer(body, ANSWERS.constructType(JsonNode.class));
        return value == null ? NullNode.getInstance() : value;
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // Jackson sees to the type.
    private static <T> @Nullable T answer(String body, JavaType type) {
        try {
            return read(ANSWERS, LONGEST_ANSWER, isEmpty(body) ? "null" : body, type);
        } catch (JsonProcessingException failure) {
            throw GcsException.of(
                    ErrorDetail.builder(ErrorCode.INTERNAL)
                            .message("the answer is not the JSON that it must be: "
                                    + (isCut(failure) ? "it is cut off" : JsonProblem.of(failure, body)))
                            .build(),
                    failure);
        }
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // Jackson sees to the type.
    private static <T> @Nullable T read(JsonMapper mapper, int longest, String body, JavaType type)
            throws JsonProcessingException {
        if (body.length() > longest) {
            throw new StreamConstraintsException("it has " + body.length() + " characters, more than " + longest);
        }
        return mapper.readValue(body, type);
    }

    private static JavaType listOf(JsonMapper mapper, Class<?> type) {
        return mapper.getTypeFactory().constructCollectionType(ArrayList.class, type);
    }

    private static JavaType mapOfTexts(JsonMapper mapper) {
        return mapper.getTypeFactory().constructMapType(LinkedHashMap.class, String.class, String.class);
    }

    private static boolean isCut(JsonProcessingException failure) {
        return failure instanceof JsonEOFException || failure.getCause() instanceof JsonEOFException;
    }

    /** Returns the text of an id; empty for none, as for Go's nil. */
    public static String id(@Nullable UUID id) {
        return id == null ? "" : id.toString();
    }

    /** What Go escapes and others do not. */
    private static final class Escapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;

        private final int[] ascii = standardAsciiEscapesForJSON();

        Escapes() {
            ascii['<'] = ESCAPE_CUSTOM;
            ascii['>'] = ESCAPE_CUSTOM;
            ascii['&'] = ESCAPE_CUSTOM;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int c) {
            return switch (c) {
                case '<' -> new SerializedString("\\u003c");
                case '>' -> new SerializedString("\\u003e");
                case '&' -> new SerializedString("\\u0026");
                case 0x2028 -> new SerializedString("\\u2028");
                case 0x2029 -> new SerializedString("\\u2029");
                default -> null;
            };
        }
    }
}
