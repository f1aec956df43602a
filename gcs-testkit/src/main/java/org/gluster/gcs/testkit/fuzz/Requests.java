/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.gluster.gcs.testkit.fuzz.Input.Kind;

/** Makes requests: those that the document describes, and others. The same generator, seeded alike, makes the same. */
final class Requests {
    private static final List<String> METHODS =
            List.of("GET", "POST", "DELETE", "PATCH", "PUT", "HEAD", "OPTIONS", "TRACE", "get", "BREW", "");
    private static final List<String> SEGMENTS = List.of(
            "",
            ".",
            "..",
            "%2e%2e",
            "%00",
            "%ff%fe",
            "%",
            "%zz",
            "%2F",
            "*",
            "{name}",
            "v1;x=1",
            "v1%20",
            "\u00fc",
            "-",
            "'",
            "volumes",
            "v1",
            "gcs",
            "..%2f..%2fetc%2fpasswd",
            "%F0%9F%92%A9",
            "v1%0d%0aX: y");

    private final OpenApi document;
    private final List<OpenApi.Route> routes;
    private final RandomGenerator random;
    private final Words words;
    private final Damage damage;

    /** @param ids of operations that there are */
    Requests(OpenApi document, RandomGenerator random, Supplier<List<String>> ids) {
        this.document = document;
        this.random = random;
        routes = document.routes();
        words = new Words(document, random, ids);
        damage = new Damage(random);
    }

    Input next() {
        return switch (random.nextInt(10)) {
            case 0, 1, 2, 3 -> described(Kind.VALID);
            case 4, 5, 6 -> described(Kind.NEARLY);
            default -> hostile();
        };
    }

    /** As a route says; one thing of it damaged when it is to be nearly so. */
    private Input described(Kind kind) {
        OpenApi.Route route = words.one(routes);
        boolean nearly = kind == Kind.NEARLY;
        int damaged = nearly ? random.nextInt(4) : -1;
        List<String> query = new ArrayList<>();
        SortedMap<String, String> headers = new TreeMap<>();
        String path = route.path();
        for (JsonNode one : route.description().path("parameters")) {
            JsonNode parameter = document.resolved(one);
            String name = parameter.get("name").asText();
            JsonNode schema = parameter.get("schema");
            switch (parameter.get("in").asText()) {
                case "path" -> {
                    String value =
                            name.equals("id") ? words.value(schema, name, path).asText() : words.name(path);
                    path = path.replace("{" + name + "}", damaged == 0 ? damage.pathSegment(value) : escaped(value));
                }
                case "query" -> {
                    if (parameter.path("required").asBoolean() || random.nextInt(3) == 0) {
                        String value = words.value(schema, name, path).asText();
                        query.add(name + "=" + (damaged == 1 ? damage.queryValue(value) : escaped(value)));
                    }
                }
                default -> {
                    if (random.nextInt(3) == 0) {
                        headers.put(name, damaged == 2 ? damage.text("key") : "key-" + random.nextInt(200));
                    }
                }
            }
        }
        if (nearly && random.nextInt(8) == 0) {
            query.add(damage.queryValue("unknown"));
        }
        String body = "";
        JsonNode schema = route.description().at("/requestBody/content/application~1json/schema");
        if (!schema.isMissingNode()) {
            JsonNode value = words.value(schema, "", route.path());
            body = nearly ? damage.json(value) : value.toString();
        }
        return new Input(
                kind, route.method(), path + (query.isEmpty() ? "" : "?" + String.join("&", query)), headers, body);
    }

    private Input hostile() {
        StringBuilder target = new StringBuilder(random.nextInt(4) == 0 ? "" : "/gcs/v1");
        for (int i = random.nextInt(6); i > 0; i--) {
            target.append('/').append(random.nextInt(5) == 0 ? damage.pathSegment("v1") : words.one(SEGMENTS));
        }
        if (random.nextInt(3) == 0) {
            target.append('?');
            for (int i = random.nextInt(random.nextInt(20) == 0 ? 300 : 4); i > 0; i--) {
                target.append(damage.queryValue("x")).append('&');
            }
        }
        SortedMap<String, String> headers = new TreeMap<>();
        if (random.nextInt(3) == 0) {
            headers.put("Idempotency-Key", damage.text("k"));
        }
        return new Input(
                Kind.HOSTILE,
                words.one(METHODS),
                target.length() == 0 ? "/" : target.toString(),
                headers,
                random.nextBoolean() ? "" : damage.garbage());
    }

    private static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
