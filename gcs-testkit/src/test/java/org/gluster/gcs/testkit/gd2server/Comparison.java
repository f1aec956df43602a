/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gluster.gcs.engine.server.HttpReply;

/**
 * In which lines an answer differs from the recorded one. What no two clusters have alike is not compared: ids only in that
 * one here always stands for the same one there, and process ids, ports, sizes, times, mounts and placement only in their type.
 */
final class Comparison {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String PROVISIONED = "/var/run/glusterd2/";
    private static final Set<String> VOLATILE = new TreeSet<>(List.of(
            "pid",
            "port",
            "free-size",
            "total-size",
            "used-size",
            "used",
            "free",
            "timestamp",
            "glusterd-version",
            "mount-opts",
            "fs-type"));
    private static final Set<String> COMPARED =
            new TreeSet<>(List.of("content-type", "location", "x-content-type-options"));
    /** What makes the elements of a list, whose order says nothing, the same. */
    private static final List<String> NAMES = List.of("key", "name", "device", "onvalue");

    private final SortedMap<String, String> ours;
    private final List<String> differences = new ArrayList<>();

    /**
     * @param ours which value here stands for which recorded one; more are found while comparing
     */
    Comparison(SortedMap<String, String> ours) {
        this.ours = ours;
    }

    /** A recorded text with the values that are ours. */
    static String translated(String text, SortedMap<String, String> ours) {
        Matcher id = ID.matcher(text);
        return id.replaceAll(found -> Matcher.quoteReplacement(ours.getOrDefault(found.group(), found.group())));
    }

    List<String> compare(Recorded recorded, HttpReply reply) {
        if (recorded.status() < 400 != reply.status() < 400) { // then nothing else is alike
            differ("answer", recorded.status() + message(recorded.text()), reply.status() + message(reply.body()));
            return differences;
        }
        if (recorded.status() != reply.status()) {
            differ("status", recorded.status(), reply.status());
        }
        SortedMap<String, String> headers = new TreeMap<>();
        reply.headers().forEach((name, value) -> headers.put(name.toLowerCase(java.util.Locale.ROOT), value));
        if (isJson(recorded.text()) && isJson(reply.body())) {
            compare("$", "", tree(recorded.text()), tree(reply.body()));
            if (!reply.body().endsWith("\n")) {
                differ("end of body", "a newline", "none");
            }
        } else if (!translated(recorded.text(), ours).equals(reply.body())) {
            differ("body", recorded.text(), reply.body());
        }
        for (String name : COMPARED) {
            String was = translated(recorded.headers().getOrDefault(name, ""), ours);
            String is = headers.getOrDefault(name, "");
            if (!was.equals(is)) {
                differ("header " + name, was, is);
            }
        }
        return differences;
    }

    /** What an error says. */
    private static String message(String body) {
        if (!isJson(body)) {
            return body.isEmpty() ? "" : " " + body;
        }
        String text = tree(body).path("errors").path(0).path("message").asText("");
        return text.isEmpty() ? "" : " " + text;
    }

    private static boolean isJson(String text) {
        return text.startsWith("{") || text.startsWith("[") || text.startsWith("\"") || text.startsWith("null");
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException failure) {
            throw new AssertionError("no JSON: " + text, failure);
        }
    }

    private void differ(String where, Object was, Object is) {
        differences.add(plain(where + ": " + was + " -> " + is));
    }

    private static String plain(String line) {
        return ID.matcher(line).replaceAll("<id>").replace("\n", "\\n");
    }

    private void compare(String path, String member, JsonNode was, JsonNode is) {
        if (was.isObject() && is.isObject()) {
            compareObjects(path, was, is);
        } else if (was.isArray() && is.isArray()) {
            compareLists(path, was, is);
        } else if (was.isTextual() && is.isTextual()) {
            compareTexts(path, member, was.asText(), is.asText());
        } else if (was.isNumber() && is.isNumber()) {
            if (!VOLATILE.contains(member) && !path.endsWith("size.capacity") && !was.equals(is)) {
                differ(path, was, is);
            }
        } else if (!was.equals(is)) {
            differ(path, was, is);
        }
    }

    private void compareTexts(String path, String member, String was, String is) {
        boolean mount = VOLATILE.contains(member)
                || (member.equals("device") && path.matches("\\$\\[[^\\]]*\\]\\.device") && was.startsWith("/dev/"));
        if (mount || was.equals(is)) {
            return;
        }
        if (ID.matcher(was).matches() && (is.isEmpty() || ID.matcher(is).matches())) {
            String known = ours.putIfAbsent(was, is);
            if (known != null && !known.equals(is)) {
                differ(path, "the same as before", "another id");
            }
        } else if (was.startsWith(PROVISIONED) && is.startsWith("/gcs/nodes/")) {
            String known = ours.putIfAbsent(was, is);
            if (known != null && !known.equals(is)) {
                differ(path, "the same as before", "another path");
            }
        } else if (!translated(was, ours).equals(is)) {
            differ(path, '"' + was + '"', '"' + is + '"');
        }
    }

    private void compareObjects(String path, JsonNode was, JsonNode is) {
        boolean error = was.has("code") && was.has("message");
        boolean placed = was.path("path").asText().startsWith(PROVISIONED);
        List<String> order = new ArrayList<>();
        is.fieldNames().forEachRemaining(order::add);
        List<String> expected = new ArrayList<>();
        was.fieldNames().forEachRemaining(expected::add);
        for (Map.Entry<String, JsonNode> member : was.properties()) {
            JsonNode here = is.get(member.getKey());
            if (here == null) {
                differ(path + "." + member.getKey(), member.getValue(), "nothing");
            } else if (!(placed && Set.of("peer-id", "host").contains(member.getKey()))) {
                compare(path + "." + member.getKey(), member.getKey(), member.getValue(), here);
            }
        }
        for (Map.Entry<String, JsonNode> member : is.properties()) {
            boolean ourReason = error && Set.of("reason", "fields").contains(member.getKey());
            if (!was.has(member.getKey()) && !ourReason) {
                differ(path + "." + member.getKey(), "nothing", member.getValue());
            }
        }
        order.retainAll(expected);
        expected.retainAll(order);
        if (!order.equals(expected)) {
            differ(path + " order", expected, order);
        }
    }

    private void compareLists(String path, JsonNode was, JsonNode is) {
        SortedMap<String, JsonNode> before = named(was, true);
        SortedMap<String, JsonNode> now = named(is, false);
        if (!before.isEmpty() && !now.isEmpty()) {
            before.forEach((name, element) -> {
                JsonNode here = now.get(name);
                if (here == null) {
                    differ(path + "[" + name + "]", "there", "missing");
                } else {
                    compare(path + "[" + name + "]", "", element, here);
                }
            });
            now.keySet().stream()
                    .filter(name -> !before.containsKey(name))
                    .forEach(name -> differ(path + "[" + name + "]", "missing", "there"));
            return;
        }
        if (was.size() != is.size()) {
            differ(path, was.size() + " elements", is.size() + " elements");
        }
        for (int i = 0; i < Math.min(was.size(), is.size()); i++) {
            compare(path + "[" + i + "]", "", was.get(i), is.get(i));
        }
    }

    /** Elements that have a name, by it; empty when one has none, or a name comes twice. */
    private SortedMap<String, JsonNode> named(JsonNode list, boolean recorded) {
        SortedMap<String, JsonNode> named = new TreeMap<>();
        for (JsonNode element : list) {
            String name = name(element, recorded);
            if (name.isEmpty() || named.put(name, element) != null) {
                return new TreeMap<>();
            }
        }
        return named;
    }

    private String name(JsonNode element, boolean recorded) {
        if (element.has("info") && element.has("online")) { // a brick
            String path = element.path("info").path("path").asText();
            String host = path.startsWith(PROVISIONED) || path.startsWith("/gcs/")
                    ? ""
                    : element.path("info").path("host").asText() + ":";
            return host + (recorded ? ours.getOrDefault(path, path) : path);
        }
        if (element.has("peer-id") && element.has("device")) {
            String peer = element.path("peer-id").asText();
            return (recorded ? ours.getOrDefault(peer, peer) : peer) + " "
                    + element.path("device").asText();
        }
        if (element.has("methods")) {
            return element.path("name").asText() + " " + element.path("methods").asText() + " "
                    + element.path("path").asText();
        }
        if (element.has("peer-addresses")) {
            return element.path("peer-addresses").path(0).asText();
        }
        boolean plain = (element.has("key") && element.has("modified"))
                || (element.has("name") && element.has("option-level"))
                || (element.has("name") && element.has("description"))
                || element.has("onvalue");
        if (!plain) {
            return "";
        }
        return NAMES.stream()
                .filter(element::has)
                .map(name -> element.path(name).asText())
                .findFirst()
                .orElse("");
    }
}
