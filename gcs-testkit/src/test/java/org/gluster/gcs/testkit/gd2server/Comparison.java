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
    private static final Pattern PROVISIONED = Pattern.compile("(/var)?/run/glusterd2/.*");
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
    /** Of a brick that the server placed. The names of bricks in a heal report begin with the host. */
    private static final Set<String> PLACEMENT = new TreeSet<>(List.of("peer-id", "host", "host-id", "name"));

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
        String mine = id.replaceAll(found -> Matcher.quoteReplacement(ours.getOrDefault(found.group(), found.group())));
        for (String path : ours.keySet()) {
            if (path.startsWith("/")) {
                mine = mine.replace(path, ours.getOrDefault(path, path));
            }
        }
        return mine;
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
        } else if (PROVISIONED.matcher(was).matches() && is.startsWith("/gcs/nodes/")) {
            String known = ours.putIfAbsent(was, is);
            if (known != null && !known.equals(is)) {
                differ(path, "the same as before", "another path");
            }
        } else if (!translated(was, ours).equals(is)) {
            differ(path, '"' + was + '"', '"' + is + '"');
        }
    }

    private void compareObjects(String path, JsonNode was, JsonNode is) {
        if (was.has("VolfileID") && is.has("snap-list")) {
            differ(path, "the stored record, with its password", "the volume");
            return;
        }
        boolean error = was.has("code") && was.has("message");
        boolean placed = PROVISIONED.matcher(was.path("path").asText()).matches()
                || PROVISIONED
                        .matcher(was.path("name").asText().replaceFirst("^[0-9.]+:", ""))
                        .matches();
        List<String> order = new ArrayList<>();
        is.fieldNames().forEachRemaining(order::add);
        List<String> expected = new ArrayList<>();
        was.fieldNames().forEachRemaining(expected::add);
        for (Map.Entry<String, JsonNode> member : was.properties()) {
            JsonNode here = is.get(member.getKey());
            if (here == null) {
                differ(path + "." + member.getKey(), member.getValue(), "nothing");
            } else if (!(placed && PLACEMENT.contains(member.getKey()))) {
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

    /** Elements that have a name, by it; empty when one has none, or a name comes twice. Of options and events the first counts. */
    private SortedMap<String, JsonNode> named(JsonNode list, boolean recorded) {
        SortedMap<String, JsonNode> named = new TreeMap<>();
        for (JsonNode element : list) {
            String name = name(element, recorded);
            boolean again = named.putIfAbsent(name, element) != null;
            if (name.isEmpty() || (again && !element.has("option-level") && !element.has("origin"))) {
                return new TreeMap<>();
            }
        }
        return named;
    }

    private String name(JsonNode element, boolean recorded) {
        if (element.has("info") && element.has("online")) { // a brick
            String path = element.path("info").path("path").asText();
            String host = PROVISIONED.matcher(path).matches() || path.startsWith("/gcs/")
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
        if (element.has("origin")) { // an event
            JsonNode data = element.path("data");
            return element.path("name").asText() + " "
                    + data.path("volume.name").asText(data.path("peer.name").asText());
        }
        if (element.has("distribute-count")) {
            return element.path("name").asText();
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
                .map(name -> name.isEmpty() ? "(without a name)" : name)
                .findFirst()
                .orElse("");
    }
}
