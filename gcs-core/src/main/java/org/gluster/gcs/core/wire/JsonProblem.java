/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gluster.gcs.GcsException;
import org.jspecify.annotations.Nullable;

/**
 * Says what is wrong with JSON in words of JSON: which member, what must be there, and what is. Whoever sent it knows neither our
 * classes nor those of the library that reads it.
 */
public final class JsonProblem {
    private static final int SHOWN = 40;
    private static final int LONGEST = 500;
    private static final String MUST = "it must be ";
    /** What the library's messages say about itself. */
    private static final Pattern ITS_OWN = Pattern.compile("`|Source:|Feature|JsonToken");

    private static final Pattern TWICE = Pattern.compile("Duplicate [Ff]ield '(.*)'", Pattern.DOTALL);

    private static final JsonMapper TREES = JsonMapper.builder(JsonFactory.builder()
                    // Names that a stranger chose are not kept beyond the text they are in.
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build())
            .build();

    private JsonProblem() {}

    /**
     * Returns what is wrong, in one sentence that begins with the path of the member, as {@code bricks[0].node}, where it is a
     * member.
     *
     * @param failure of reading
     * @param json what was read
     */
    public static String of(JsonProcessingException failure, String json) {
        String where = where(failure);
        String what = what(failure, json);
        return (where.isEmpty() ? "" : where + ": ") + (what.length() > LONGEST ? what.substring(0, LONGEST) : what);
    }

    private static String where(JsonProcessingException failure) {
        StringBuilder where = new StringBuilder();
        if (failure instanceof JsonMappingException mapping) {
            for (JsonMappingException.Reference step : mapping.getPath()) {
                if (step.getFieldName() == null) {
                    where.append('[').append(step.getIndex()).append(']');
                } else {
                    where.append(where.isEmpty() ? "" : ".").append(shortened(step.getFieldName()));
                }
            }
        }
        return where.toString();
    }

    private static String what(JsonProcessingException failure, String json) {
        // What is no JSON at all inside a member comes wrapped with its path.
        JsonProcessingException cause = failure.getCause() instanceof JsonProcessingException inner ? inner : failure;
        if (json.isBlank()) {
            return "it is empty";
        } else if (cause instanceof StreamConstraintsException) {
            return message(cause).replaceAll(", from `[^`]*`", "");
        } else if (cause instanceof InputCoercionException range) {
            return MUST + wanted(range.getTargetType()) + " that fits into "
                    + (is(range.getTargetType(), int.class, Integer.class) ? 32 : 64) + " bits";
        } else if (cause instanceof JsonEOFException) {
            return "it ends before it is complete";
        } else if (cause instanceof StreamReadException) {
            return syntax(cause);
        } else if (message(failure).startsWith("No fallback setter")) {
            return "it is given twice";
        } else if (failure instanceof InvalidNullException) {
            return "it holds null where there must be a value";
        } else if (failure instanceof MismatchedInputException mismatch) {
            return mismatch(mismatch, json);
        } else if (failure instanceof ValueInstantiationException
                && failure.getCause() instanceof GcsException refused) {
            return String.valueOf(refused.getMessage());
        }
        return "it cannot be taken as it is";
    }

    private static String syntax(JsonProcessingException failure) {
        var twice = TWICE.matcher(message(failure));
        if (twice.matches()) {
            return "the member \"" + shortened(twice.group(1)) + "\" is given twice";
        }
        JsonLocation at = failure.getLocation();
        String place = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
        String text = message(failure).replaceFirst(": enable `.*", "");
        return "it is no JSON" + place + (ITS_OWN.matcher(text).find() ? "" : ": " + text);
    }

    private static String mismatch(MismatchedInputException failure, String json) {
        String message = message(failure);
        if (message.startsWith("Trailing token")) {
            return "something follows after its end";
        }
        int must = message.indexOf(MUST); // our own readers say it themselves
        String wanted = must >= 0 ? message.substring(must) : MUST + wanted(failure.getTargetType());
        String found = found(failure, json);
        return wanted + (found.isEmpty() ? "" : ", not " + found);
    }

    private static String message(JsonProcessingException failure) {
        String message = failure.getOriginalMessage();
        return message == null ? "" : message;
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return "something else";
        } else if (CharSequence.class.isAssignableFrom(type)) {
            return "a text";
        } else if (is(type, boolean.class, Boolean.class)) {
            return "true or false";
        } else if (is(type, int.class, Integer.class) || is(type, long.class, Long.class)) {
            return "a whole number";
        } else if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        } else if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(Object::toString)
                            .collect(Collectors.joining(", "));
        } else if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return type.isRecord() || Map.class.isAssignableFrom(type) ? "an object" : "something else";
    }

    private static boolean is(Class<?> type, Class<?> primitive, Class<?> boxed) {
        return type.equals(primitive) || type.equals(boxed);
    }

    private static String found(JsonMappingException failure, String json) {
        JsonNode node;
        try {
            node = TREES.readTree(json);
        } catch (JsonProcessingException unreadable) {
            return "";
        }
        for (JsonMappingException.Reference step : failure.getPath()) {
            node = step.getFieldName() == null ? node.path(step.getIndex()) : member(node, step.getFieldName());
        }
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "the text \"" + shortened(node.asText()) + "\"";
            case NUMBER, BOOLEAN -> shortened(node.asText());
            case NULL -> "null";
            default -> "";
        };
    }

    /** By its name in any case, since some of our readers take it so. */
    private static JsonNode member(JsonNode node, String name) {
        if (node.has(name)) {
            return node.path(name);
        }
        return node.properties().stream()
                .filter(member -> member.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> node.path(name));
    }

    /** Returns the text, cut when it is long. */
    public static String shortened(String text) {
        return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
    }
}
