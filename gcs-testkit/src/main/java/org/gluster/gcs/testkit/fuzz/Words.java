/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Makes values that a schema allows; where a member's name says what it is about, values that mean something. */
final class Words {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int OPTIONAL = 5;

    private static final List<String> VOLUMES = List.of("v1", "v2", "v3");
    private static final List<String> NODES = List.of("node-1", "node-2", "node-3", "node-4", "node-5");
    private static final List<String> GROUPS = List.of("g1", "g2", "g3");
    private static final List<String> PATHS = List.of("/data/d1", "/data/d2");
    private static final List<String> CLIENTS =
            List.of("*", "@nodes", "192.0.2.7", "198.51.100.0/24", "client-7.example");
    private static final List<String> OPTIONS = List.of(
            "performance.io-cache",
            "performance.io-thread-count",
            "cluster.heal-timeout",
            "cluster.lookup-optimize",
            "network.ping-timeout",
            "features.shard");
    private static final List<String> OPTION_VALUES = List.of("on", "off", "16", "42", "300");
    private static final List<Long> SIZES = List.of(20L << 20, 100L << 20, 1L << 30, 3L << 30, 200L << 30);

    private final OpenApi document;
    private final RandomGenerator random;
    private final Supplier<List<String>> ids;

    /** @param ids of operations that there are */
    Words(OpenApi document, RandomGenerator random, Supplier<List<String>> ids) {
        this.document = document;
        this.random = random;
        this.ids = ids;
    }

    <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A value of a schema; the name of the member, or of the parameter, that takes it, and the path it is on. */
    JsonNode value(JsonNode described, String name, String path) {
        JsonNode schema = document.resolved(described);
        if (schema.has("enum")) {
            return schema.get("enum").get(random.nextInt(schema.get("enum").size()));
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(schema, name, path);
            case "array" -> array(schema, name, path);
            case "integer" -> JSON.numberNode(number(name));
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            default -> JSON.textNode(schema.path("format").asText().equals("uuid") ? id() : text(name, path));
        };
    }

    private String id() {
        List<String> there = ids.get();
        return there.isEmpty() || random.nextInt(4) == 0 ? new UUID(random.nextLong() & 3, 0).toString() : one(there);
    }

    private ObjectNode object(JsonNode schema, String name, String path) {
        ObjectNode object = JSON.objectNode();
        for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
            boolean wanted = required(schema, property.getKey()) || needed(property.getKey());
            if (wanted || random.nextInt(OPTIONAL) == 0) {
                object.set(property.getKey(), value(property.getValue(), property.getKey(), path));
            }
        }
        if (schema.has("additionalProperties")) {
            for (int i = random.nextInt(3); i > 0; i--) {
                String key =
                        name.equals("options") || name.equals("set") ? one(OPTIONS) : one(List.of("a", "team", "kind"));
                object.set(key, value(schema.get("additionalProperties"), name, path));
            }
        }
        return object;
    }

    /** What the document calls optional and most requests cannot do without. */
    private static boolean needed(String property) {
        return List.of("name", "capacity", "node", "path", "address", "limit", "size", "device", "addresses", "options")
                .contains(property);
    }

    private static boolean required(JsonNode schema, String property) {
        for (JsonNode one : schema.path("required")) {
            if (one.asText().equals(property)) {
                return true;
            }
        }
        return false;
    }

    private ArrayNode array(JsonNode schema, String name, String path) {
        ArrayNode array = JSON.arrayNode();
        for (int i = random.nextInt(3); i > 0; i--) {
            array.add(value(schema.get("items"), name, path));
        }
        return array;
    }

    private long number(String name) {
        return switch (name) {
            case "capacity", "limit", "size", "reserved", "maxBrickSize", "minBrickSize" -> one(SIZES);
            case "subvolumes" -> random.nextInt(1, 4);
            case "replica", "arbiter", "distribute", "disperse", "disperse-data", "disperse-redundancy" ->
                random.nextInt(4);
            case "wait" -> random.nextInt(2);
            default -> random.nextInt(100);
        };
    }

    /** What goes into a name of a path. */
    String name(String path) {
        if (path.contains("/peers/")) {
            return one(NODES);
        }
        if (path.contains("/option-groups/")) {
            return one(GROUPS);
        }
        return path.contains("/options/") ? one(OPTIONS) : one(VOLUMES);
    }

    private String text(String name, String path) {
        return switch (name) {
            case "name" ->
                path.contains("/peers") ? one(NODES) : path.contains("/option-groups") ? one(GROUPS) : one(VOLUMES);
            case "subject" -> one(VOLUMES);
            case "node",
                    "onlyNodes",
                    "excludedNodes",
                    "zone",
                    "onlyZones",
                    "excludedZones",
                    "withNodes",
                    "withoutNodes" -> one(NODES);
            case "addresses" -> "127.0.0." + random.nextInt(1, 9) + ":24008";
            case "provisioner" -> one(List.of("loop", "lvm"));
            case "path", "device", "devicePath", "onlyDevices", "excludedDevices" -> one(PATHS);
            case "address" -> "127.0.0." + random.nextInt(1, 9);
            case "redundancy" ->
                one(List.of("distributed", "replicated:3", "replicated:2", "arbiter", "dispersed:2+1"));
            case "policy" -> one(List.of("reserved", "thin:2,0.9"));
            case "accessList", "allow", "deny" -> one(CLIENTS);
            case "profiles", "withoutProfiles" -> one(List.of("g1", "g2", "container", "profile.default"));
            case "reset" -> one(OPTIONS);
            case "options", "set" -> one(OPTION_VALUES);
            case "idempotencyKey" -> "key-" + random.nextInt(50);
            default -> one(List.of("a", "b", "gold", "x-7"));
        };
    }
}
