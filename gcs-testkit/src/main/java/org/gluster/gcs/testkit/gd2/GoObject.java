/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A JSON object read as Go's decoder reads one into a struct: names match whatever their case, unknown members are ignored,
 * {@code null} is nothing at all, only the first value of the body counts, and a value of another type is an error.
 */
final class GoObject {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(64);

    private final JsonNode node;
    private final String type;

    private GoObject(JsonNode node, String type) {
        this.node = node;
        this.type = type;
    }

    /** What a body does not decode to. The text is the decoder's, which most handlers replace by one of their own. */
    static final class Undecodable extends Exception {
        private static final long serialVersionUID = 1L;

        Undecodable(String text) {
            super(text, null, false, false);
        }
    }

    static GoObject read(String body, String type) throws Undecodable {
        JsonNode node;
        try {
            node = MAPPER.reader().readTree(body);
        } catch (JsonEOFException cut) {
            throw new Undecodable("unexpected EOF");
        } catch (JacksonException malformed) {
            throw new Undecodable("invalid character in JSON");
        }
        if (node == null || node instanceof MissingNode) {
            throw new Undecodable("EOF");
        }
        if (node.isNull()) {
            return new GoObject(JsonNodeFactory.instance.objectNode(), type);
        }
        if (!node.isObject()) {
            throw new Undecodable("json: cannot unmarshal " + kind(node) + " into Go value of type api." + type);
        }
        return new GoObject(node, type);
    }

    private static String kind(JsonNode node) {
        return node.isTextual()
                ? "string"
                : node.isNumber() ? "number" : node.isBoolean() ? "bool" : node.isArray() ? "array" : "object";
    }

    private JsonNode member(String name) {
        JsonNode found = MissingNode.getInstance();
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            if (each.getKey().equalsIgnoreCase(name)) {
                found = each.getValue();
            }
        }
        return found.isNull() ? MissingNode.getInstance() : found;
    }

    private Undecodable mismatch(JsonNode value, String name, String wanted) {
        return new Undecodable("json: cannot unmarshal " + kind(value) + " into Go struct field " + type + "." + name
                + " of type " + wanted);
    }

    boolean has(String name) {
        return !member(name).isMissingNode();
    }

    String string(String name) throws Undecodable {
        JsonNode value = member(name);
        if (!value.isMissingNode() && !value.isTextual()) {
            throw mismatch(value, name, "string");
        }
        return value.asText("");
    }

    boolean bool(String name) throws Undecodable {
        JsonNode value = member(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw mismatch(value, name, "bool");
        }
        return value.asBoolean(false);
    }

    int integer(String name) throws Undecodable {
        JsonNode value = member(name);
        if ((!value.isMissingNode() && !value.canConvertToInt()) || value.isFloatingPointNumber()) {
            throw mismatch(value, name, "int");
        }
        return value.asInt(0);
    }

    /** An unsigned number of 64 bits. */
    long unsigned(String name) throws Undecodable {
        JsonNode value = member(name);
        if (value.isMissingNode()) {
            return 0;
        }
        if (!value.isIntegralNumber()
                || value.bigIntegerValue().signum() < 0
                || value.bigIntegerValue().compareTo(MOST) >= 0) {
            throw mismatch(value, name, "uint64");
        }
        return value.bigIntegerValue().longValue();
    }

    double number(String name, double otherwise) throws Undecodable {
        JsonNode value = member(name);
        if (!value.isMissingNode() && !value.isNumber()) {
            throw mismatch(value, name, "float64");
        }
        return value.asDouble(otherwise);
    }

    List<String> strings(String name) throws Undecodable {
        List<String> all = new ArrayList<>();
        for (JsonNode each : array(name)) {
            if (!each.isTextual()) {
                throw mismatch(each, name, "string");
            }
            all.add(each.asText());
        }
        return all;
    }

    List<GoObject> objects(String name, String elementType) throws Undecodable {
        List<GoObject> all = new ArrayList<>();
        for (JsonNode each : array(name)) {
            if (!each.isObject()) {
                throw mismatch(each, name, elementType);
            }
            all.add(new GoObject(each, elementType));
        }
        return all;
    }

    private List<JsonNode> array(String name) throws Undecodable {
        JsonNode value = member(name);
        if (!value.isMissingNode() && !value.isArray()) {
            throw mismatch(value, name, "[]");
        }
        List<JsonNode> all = new ArrayList<>();
        value.forEach(all::add);
        return all;
    }

    SortedMap<String, String> stringMap(String name) throws Undecodable {
        SortedMap<String, String> all = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : map(name).entrySet()) {
            if (!each.getValue().isTextual()) {
                throw mismatch(each.getValue(), name, "string");
            }
            all.put(each.getKey(), each.getValue().asText());
        }
        return all;
    }

    SortedMap<String, Boolean> boolMap(String name) throws Undecodable {
        SortedMap<String, Boolean> all = new TreeMap<>();
        for (Map.Entry<String, JsonNode> each : map(name).entrySet()) {
            if (!each.getValue().isBoolean()) {
                throw mismatch(each.getValue(), name, "bool");
            }
            all.put(each.getKey(), each.getValue().asBoolean());
        }
        return all;
    }

    private SortedMap<String, JsonNode> map(String name) throws Undecodable {
        JsonNode value = member(name);
        if (!value.isMissingNode() && !value.isObject()) {
            throw mismatch(value, name, "map");
        }
        SortedMap<String, JsonNode> all = new TreeMap<>();
        value.properties().forEach(each -> all.put(each.getKey(), each.getValue()));
        return all;
    }
}
