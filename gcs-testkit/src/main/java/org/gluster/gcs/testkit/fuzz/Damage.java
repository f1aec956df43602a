/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Breaks what was right in one place, the ways in which programs and attackers do. */
final class Damage {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int LONG = 5_000;

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "\u0000",
            "\n",
            "../../../etc/passwd",
            "/",
            "null",
            "-1",
            "9223372036854775808",
            "1e999",
            "NaN",
            "true ",
            "\ud800",
            "\u202e",
            "\ud83d\udca9",
            "'; DROP TABLE volumes; --",
            "${jndi:ldap://x/y}",
            "%s%n%x",
            "<script>",
            "key/with/slash",
            "a\r\nSet-Cookie: x");

    private final RandomGenerator random;

    Damage(RandomGenerator random) {
        this.random = random;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    /** A text that is seldom what was meant. */
    String text(String right) {
        return switch (random.nextInt(5)) {
            case 0 -> right.repeat(LONG / Math.max(1, right.length()));
            case 1 -> right + one(TEXTS);
            case 2 -> noise(random.nextInt(40));
            default -> one(TEXTS);
        };
    }

    private String noise(int length) {
        StringBuilder noise = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            noise.append((char) random.nextInt(random.nextBoolean() ? 128 : 65_536));
        }
        return noise.toString();
    }

    /** Some of it escaped, some not, some wrongly. */
    String pathSegment(String right) {
        return switch (random.nextInt(6)) {
            case 0 -> right + "%";
            case 1 -> "%" + right;
            case 2 -> right + "%00";
            case 3 -> right.repeat(LONG / Math.max(1, right.length()));
            case 4 -> "%c0%af" + right;
            default -> right.toUpperCase(java.util.Locale.ROOT) + "%2F..";
        };
    }

    String queryValue(String right) {
        return switch (random.nextInt(6)) {
            case 0 -> right + "=" + right;
            case 1 -> "%" + right;
            case 2 -> "=" + right + "=&&=";
            case 3 -> right.repeat(200);
            case 4 -> "%ff%fe=" + one(List.of("-1", "1e9", "99999999999999999999", "TRUE", ""));
            default -> one(List.of("-1", "0", "1.5", "2147483648", "yes", "", "null", "%00"));
        };
    }

    /** The text of a value, damaged in its structure or in its text. */
    String json(JsonNode right) {
        JsonNode changed = right.deepCopy();
        switch (random.nextInt(3)) {
            case 0 -> {
                return brokenText(right.toString());
            }
            case 1 -> {
                changeMember(changed);
                return changed.toString();
            }
            default -> {
                changeMember(changed);
                changeMember(changed);
                return changed.toString();
            }
        }
    }

    private void changeMember(JsonNode root) {
        List<JsonNode> places = new ArrayList<>();
        collect(root, places);
        if (places.isEmpty()) {
            return;
        }
        JsonNode place = one(places);
        if (place instanceof ObjectNode object) {
            List<String> names = new ArrayList<>();
            object.fieldNames().forEachRemaining(names::add);
            if (names.isEmpty() || random.nextInt(6) == 0) {
                object.set(text("extra"), wrong());
            } else if (random.nextInt(5) == 0) {
                object.remove(one(names));
            } else {
                object.set(one(names), wrong());
            }
        } else if (place instanceof ArrayNode array) {
            for (int i = random.nextInt(10) == 0 ? 2_000 : 1; i > 0; i--) {
                array.add(wrong());
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> places) {
        if (node.isContainerNode()) {
            places.add(node);
            node.forEach(child -> collect(child, places));
        }
    }

    private JsonNode wrong() {
        return switch (random.nextInt(12)) {
            case 0 -> JSON.nullNode();
            case 1 -> JSON.numberNode(random.nextLong());
            case 2 -> JSON.numberNode(-1);
            case 3 -> JSON.numberNode(0);
            case 4 -> JSON.numberNode(Long.MAX_VALUE);
            case 5 -> JSON.numberNode(BigInteger.ONE.shiftLeft(200));
            case 6 -> JSON.numberNode(random.nextDouble() * 1e300);
            case 7 -> JSON.booleanNode(random.nextBoolean());
            case 8 -> JSON.arrayNode().add(JSON.objectNode());
            case 9 -> JSON.objectNode().set("a", JSON.arrayNode());
            default -> JSON.textNode(text("v1"));
        };
    }

    private String brokenText(String right) {
        int at = right.isEmpty() ? 0 : random.nextInt(right.length());
        return switch (random.nextInt(8)) {
            case 0 -> right.substring(0, at);
            case 1 -> right + right;
            case 2 -> right.substring(0, at) + noise(3) + right.substring(at);
            case 3 -> right.replace('"', '\'');
            case 4 -> "\ufeff" + right;
            case 5 -> right.replace(":", ":1e999999999,\"x\":");
            case 6 -> right.replaceFirst("\\{", "{\"name\":\"v1\",\"name\":\"v2\",");
            default -> "[" + right + "]";
        };
    }

    /** A body that is no JSON of ours. */
    String garbage() {
        return switch (random.nextInt(8)) {
            case 0 -> "[".repeat(LONG);
            case 1 -> "{\"a\":".repeat(LONG);
            case 2 -> "\"" + "\\u0000".repeat(100);
            case 3 -> "1".repeat(LONG);
            case 4 -> noise(random.nextInt(300));
            case 5 -> "null";
            case 6 -> "<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
            default -> "{\"name\":" + "1e" + "9".repeat(random.nextInt(1, 30)) + "}";
        };
    }
}
