/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One recorded exchange; see {@code fixtures/gd2/README.md}.
 *
 * @param name folder and file
 * @param sent whether there was a request
 * @param method of the request
 * @param target path and query as sent
 * @param body of the request; empty when there was none
 * @param status of the answer; 0 when there was none
 * @param headers of the answer, by lower-case name
 * @param text body of the answer
 */
record Recorded(
        String name,
        boolean sent,
        String method,
        String target,
        String body,
        int status,
        SortedMap<String, String> headers,
        String text) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those of one folder, in the order in which they were recorded. */
    static List<Recorded> folder(String folder) {
        try (InputStream stream = Objects.requireNonNull(
                        Recorded.class.getResourceAsStream("/gd2/" + folder + ".jsonl"), folder);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return lines.lines().map(line -> read(folder, line)).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Recorded read(String folder, String line) {
        try {
            JsonNode node = JSON.readTree(line);
            JsonNode request = node.path("request");
            JsonNode response = node.path("response");
            SortedMap<String, String> headers = new TreeMap<>();
            for (Map.Entry<String, JsonNode> header : response.path("headers").properties()) {
                headers.put(
                        header.getKey().toLowerCase(Locale.ROOT),
                        header.getValue().asText());
            }
            return new Recorded(
                    folder + "/" + node.path("file").asText(),
                    request.isObject(),
                    request.path("method").asText(),
                    request.path("path").asText(),
                    body(node, request),
                    response.path("status").asInt(),
                    headers,
                    response.path("bodyText").asText(""));
        } catch (IOException failure) {
            throw new UncheckedIOException(line, failure);
        }
    }

    private static String body(JsonNode node, JsonNode request) {
        if (node.hasNonNull("requestBodyText")) {
            return node.path("requestBodyText").asText();
        }
        JsonNode body = request.path("body");
        return body.isNull() || body.isMissingNode() ? "" : body.isTextual() ? body.asText() : body.toString();
    }
}
