/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One recorded exchange with GlusterD2 that has a request and an answer; see {@code fixtures/gd2/README.md}.
 *
 * @param name folder and file
 * @param target the path with its query
 * @param request the body as it went over the wire, or as close as was recorded; empty when there was none
 * @param headers of the answer, by name
 * @param body of the answer, to the byte; empty when there was none
 */
public record Recording(
        String name,
        String method,
        String target,
        String request,
        int status,
        SortedMap<String, String> headers,
        String body) {
    private static final List<String> FOLDERS = List.of(
            "auth",
            "bitrot",
            "block-volumes",
            "cli",
            "client-csi",
            "client-prometheus",
            "cluster-options",
            "conflict",
            "devices",
            "events",
            "general",
            "geo-replication",
            "heal",
            "option-groups",
            "peer-down",
            "peers",
            "quota",
            "rebalance",
            "restart",
            "snapshots",
            "snapshots-lvm",
            "split-brain",
            "tracing",
            "volume-create",
            "volume-edit",
            "volume-expand",
            "volume-expand-lvm",
            "volume-lifecycle",
            "volume-options",
            "volume-profile",
            "volume-read",
            "volume-replacebrick",
            "volume-statedump");

    private static final ObjectMapper JSON = new ObjectMapper();

    /** All of them, folder after folder, in the order in which they were recorded. */
    public static List<Recording> all() {
        return FOLDERS.stream().flatMap(folder -> folder(folder).stream()).toList();
    }

    /** Those of one folder. */
    public static List<Recording> folder(String folder) {
        try (InputStream stream = Objects.requireNonNull(
                        Recording.class.getResourceAsStream("/gd2/" + folder + ".jsonl"), folder);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().flatMap(line -> read(folder, line)).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Stream<Recording> read(String folder, String line) {
        try {
            JsonNode node = JSON.readTree(line);
            JsonNode request = node.path("request");
            JsonNode response = node.path("response");
            if (!request.isObject() || !response.path("status").isInt()) {
                return Stream.empty();
            }
            SortedMap<String, String> headers = new TreeMap<>();
            for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
                headers.put(header.getKey(), header.getValue().asText());
            }
            return Stream.of(new Recording(
                    folder + "/" + node.path("file").asText(),
                    request.path("method").asText(),
                    request.path("path").asText(),
                    body(node, request),
                    response.path("status").asInt(),
                    headers,
                    text(response.get("bodyText"))));
        } catch (IOException failure) {
            throw new UncheckedIOException(line, failure);
        }
    }

    private static String body(JsonNode node, JsonNode request) {
        if (node.hasNonNull("requestBodyText")) {
            return node.path("requestBodyText").asText();
        }
        JsonNode body = request.path("body");
        return body.isNull() ? "" : body.isTextual() ? body.asText() : body.toString();
    }

    private static String text(@Nullable JsonNode node) {
        return node == null || node.isNull() ? "" : node.asText();
    }

    /** The path, percent-decoded, without the query. */
    public String path() {
        int question = target.indexOf('?');
        return URI.create(question < 0 ? target : target.substring(0, question)).getPath();
    }

    /** The route that answered, if there is one. */
    public Optional<Gd2Route.Match> match() {
        return Gd2Route.match(method, path());
    }

    /** Whether it is a success. */
    public boolean ok() {
        return status >= 200 && status < 300;
    }

    @Override
    public String toString() {
        return name + ": " + method + " " + target + " -> " + status;
    }
}
