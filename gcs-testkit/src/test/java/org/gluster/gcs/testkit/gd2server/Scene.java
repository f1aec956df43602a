/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How one folder of recordings is played.
 *
 * @param folder which
 * @param absent why none of it is; empty when it is
 * @param nodes its nodes, the first of which answers
 * @param joined how many of these are members at the beginning
 * @param setup what goes before: exchanges of other folders, or requests; each must succeed
 * @param skipped reason by file, of those that are left out
 * @param before requests, or what else is done, before a file
 * @param after requests after a file, to get to the state that was recorded
 */
record Scene(
        String folder,
        String absent,
        List<Node> nodes,
        int joined,
        List<String> setup,
        SortedMap<String, String> skipped,
        SortedMap<String, List<String>> before,
        SortedMap<String, List<String>> after) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A node as it was recorded. */
    record Node(String id, String name, String address) {}

    private static List<Node> nodes(JsonNode list) {
        List<Node> nodes = new ArrayList<>();
        list.forEach(node -> nodes.add(new Node(
                node.path("id").asText(),
                node.path("name").asText(),
                node.path("address").asText())));
        return nodes;
    }

    static List<Scene> all() {
        JsonNode file = read("scenes.json");
        List<Scene> scenes = new ArrayList<>();
        for (JsonNode scene : file.path("scenes")) {
            SortedMap<String, String> skipped = new TreeMap<>();
            for (JsonNode skip : scene.path("skip")) {
                texts(skip.path("files"))
                        .forEach(name -> skipped.put(name, skip.path("why").asText()));
            }
            scenes.add(new Scene(
                    scene.path("folder").asText(),
                    scene.path("absent").asText(""),
                    nodes(file.path("clusters").path(scene.path("cluster").asText("three"))),
                    scene.path("joined").asInt(3),
                    texts(scene.path("setup")),
                    skipped,
                    lists(scene.path("before")),
                    lists(scene.path("after"))));
        }
        return scenes;
    }

    static List<Differences.Entry> differences() {
        List<Differences.Entry> entries = new ArrayList<>();
        for (JsonNode entry : read("differences.json")) {
            entries.add(new Differences.Entry(
                    entry.path("id").asText(),
                    entry.path("topic").asText(),
                    entry.path("was").asText(),
                    entry.path("is").asText(),
                    entry.path("why").asText(),
                    texts(entry.path("lines")).stream()
                            .map(line -> Pattern.compile(line, Pattern.DOTALL))
                            .toList(),
                    texts(entry.path("exchanges"))));
        }
        return entries;
    }

    private static JsonNode read(String name) {
        String path = "/gd2-server/" + name;
        try (InputStream stream = Objects.requireNonNull(Scene.class.getResourceAsStream(path), path)) {
            return JSON.readTree(stream);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static SortedMap<String, List<String>> lists(JsonNode map) {
        SortedMap<String, List<String>> lists = new TreeMap<>();
        for (Map.Entry<String, JsonNode> entry : map.properties()) {
            lists.put(entry.getKey(), texts(entry.getValue()));
        }
        return lists;
    }
}
