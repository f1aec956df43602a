/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** An OpenAPI document, as far as the one of {@code /gcs/v1} goes. Immutable. */
public final class OpenApi {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final JsonNode document;
    private final List<Route> routes;

    /**
     * One method at one path.
     *
     * @param method the HTTP method
     * @param path with names in braces
     * @param description what the document says of it
     */
    public record Route(String method, String path, JsonNode description) {

        /** Whether a path, percent-encoded, is one of this route. */
        boolean matches(String target) {
            String[] pattern = path.split("/", -1);
            String[] segments = target.split("/", -1);
            if (pattern.length != segments.length) {
                return false;
            }
            for (int i = 0; i < pattern.length; i++) {
                if (!pattern[i].startsWith("{") && !pattern[i].equals(segments[i])) {
                    return false;
                }
            }
            return true;
        }
    }

    private OpenApi(JsonNode document) {
        this.document = document;
        List<Route> all = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                all.add(new Route(method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()));
            }
        }
        routes = List.copyOf(all);
    }

    /** Reads a document. */
    public static OpenApi parse(String text) {
        return new OpenApi(json(text));
    }

    static JsonNode json(String text) {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException fault) {
            throw new IllegalArgumentException("this is not JSON: " + fault.getOriginalMessage(), fault);
        }
    }

    /** All routes in the order of the document. */
    public List<Route> routes() {
        return routes;
    }

    /** The same node, or what it refers to. */
    JsonNode resolved(JsonNode node) {
        JsonNode at = node;
        while (at.has("$ref")) {
            at = document.at(at.get("$ref").asText().substring(1));
        }
        return at;
    }

    /** How an answer differs from what the document says of it; empty when it does not. */
    public List<String> faults(Route route, int status, String body) {
        JsonNode responses = route.description().get("responses");
        JsonNode response = responses.has(String.valueOf(status))
                ? responses.get(String.valueOf(status))
                : responses.get("default");
        List<String> faults = new ArrayList<>();
        if (status < 400 && !responses.has(String.valueOf(status))) {
            faults.add("the status " + status + " is not described");
            return faults;
        }
        check(resolved(response).at("/content/application~1json/schema"), json(body), "$", faults);
        return faults;
    }

    private void check(JsonNode described, JsonNode value, String where, List<String> faults) {
        JsonNode schema = resolved(described);
        String type = schema.path("type").asText();
        boolean right = switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "integer" -> value.isIntegralNumber();
            case "boolean" -> value.isBoolean();
            default -> true;
        };
        if (!right) {
            faults.add(where + " is not of type " + type + " but " + value.getNodeType());
            return;
        }
        if (schema.has("enum") && !contains(schema.get("enum"), value)) {
            faults.add(where + " is " + value + ", which is not one of " + schema.get("enum"));
        }
        if (schema.path("format").asText().equals("uuid") && !isUuid(value.asText())) {
            faults.add(where + " is not a UUID but " + value);
        }
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asText())) {
                faults.add(where + " lacks " + required.asText());
            }
        }
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                check(schema.get("items"), value.get(i), where + "[" + i + "]", faults);
            }
        }
        if (value.isObject() && (schema.has("properties") || schema.has("additionalProperties"))) {
            for (Map.Entry<String, JsonNode> member : value.properties()) {
                JsonNode of = schema.path("properties").path(member.getKey());
                if (of.isMissingNode()) {
                    of = schema.path("additionalProperties");
                }
                if (of.isMissingNode()) {
                    faults.add(where + " has " + member.getKey() + ", which is not described");
                } else {
                    check(of, member.getValue(), where + "." + member.getKey(), faults);
                }
            }
        }
    }

    private static boolean contains(JsonNode list, JsonNode value) {
        for (JsonNode one : list) {
            if (one.equals(value)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUuid(String text) {
        try {
            return UUID.fromString(text).toString().equals(text);
        } catch (IllegalArgumentException no) {
            return false;
        }
    }
}
