/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
 * @param status of the answer, 0 when the connection was closed without one
 * @param replyHeaders of the answer, by lower-case name
 */
record Exchange(
        String name,
        String method,
        String target,
        SortedMap<String, String> headers,
        String body,
        int status,
        SortedMap<String, String> replyHeaders,
        String reply) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Those of one folder in the order in which they were recorded, first to last by number. */
    static List<Exchange> of(String folder, int first, int last) {
        List<Exchange> all = new ArrayList<>();
        try (InputStream stream = Objects.requireNonNull(
                        Exchange.class.getResourceAsStream("/gd2/" + folder + ".jsonl"), folder);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (number >= first && number <= last) {
                    all.add(read(folder, JSON.readTree(line)));
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return all;
    }

    private static Exchange read(String folder, JsonNode node) {
        JsonNode request = node.get("request");
        JsonNode response = node.get("response");
        JsonNode body = request.get("body");
        String sent = body == null || body.isNull() ? "" : body.isTextual() ? body.asText() : body.toString();
        return new Exchange(
                folder + "/" + node.get("file").asText(),
                request.get("method").asText(),
                request.get("path").asText(),
                headers(request),
                sent,
                response.path("status").asInt(0),
                headers(response),
                response.path("bodyText").asText(""));
    }

    private static SortedMap<String, String> headers(JsonNode of) {
        SortedMap<String, String> headers = new TreeMap<>();
        for (Map.Entry<String, JsonNode> header : of.path("headers").properties()) {
            headers.put(
                    header.getKey().toLowerCase(Locale.ROOT), header.getValue().asText());
        }
        return headers;
    }

    @Override
    public String toString() {
        return name + ": " + method + " " + target;
    }
}
