/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gluster.gcs.Gcs;
import org.junit.jupiter.api.Test;

/**
 * Holds {@code docs/openapi.json} to the code. After a change to routes or records, make it anew:
 *
 * <pre>{@code mvn -pl gcs-engine -am -Dtest=OpenApiDocumentTest -Dgcs.openapi.write=true test}</pre>
 */
class OpenApiDocumentTest {
    private static final Path FILE = Path.of("..", "docs", "openapi.json");

    private static List<ApiRoute> routes() {
        Gcs nobody = (Gcs) Proxy.newProxyInstance(
                Gcs.class.getClassLoader(), new Class<?>[] {Gcs.class}, (proxy, method, arguments) -> {
                    throw new AssertionError("a description needs no control plane");
                });
        return new ApiHandlers(nobody, plane -> {}).routes();
    }

    @Test
    void theDocumentSaysWhatTheCodeDoes_noMoreAndNoLess() throws IOException {
        String made = OpenApiDocument.of(routes());
        if (Boolean.getBoolean("gcs.openapi.write")) {
            Files.writeString(FILE, made);
        }

        assertThat(FILE).hasContent(made);
    }

    @Test
    void everyRouteIsThere() throws IOException {
        JsonNode paths = new ObjectMapper().readTree(FILE.toFile()).get("paths");
        Set<String> described = new TreeSet<>();
        paths.properties()
                .forEach(path -> path.getValue()
                        .fieldNames()
                        .forEachRemaining(method ->
                                described.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));

        assertThat(described)
                .isEqualTo(routes().stream()
                        .map(route -> route.method() + " /gcs/v1/" + route.path())
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void everyRecordOfTheWire_isDescribedMemberByMember() throws Exception {
        JsonNode schemas =
                new ObjectMapper().readTree(FILE.toFile()).get("components").get("schemas");
        Path sources = Path.of("..", "gcs-core", "src", "main", "java", "org", "gluster", "gcs", "core", "wire");
        Set<String> missing = new TreeSet<>();
        try (Stream<Path> files = Files.list(sources)) {
            for (Path file :
                    files.filter(file -> file.toString().endsWith("Json.java")).toList()) {
                String simple = file.getFileName().toString().replace(".java", "");
                Class<?> type = Class.forName("org.gluster.gcs.core.wire." + simple);
                if (!type.isRecord()) {
                    continue;
                }
                JsonNode schema = schemas.get(simple.replaceFirst("Json$", ""));
                for (var component : type.getRecordComponents()) {
                    if (schema == null || !schema.get("properties").has(component.getName())) {
                        missing.add(simple + "." + component.getName());
                    }
                }
            }
        }

        assertThat(missing).isEmpty();
    }

    @Test
    void whatIsServed_isTheDocument() throws IOException {
        Gcs nobody = (Gcs) Proxy.newProxyInstance(
                Gcs.class.getClassLoader(), new Class<?>[] {Gcs.class}, (proxy, method, arguments) -> null);
        HttpReply reply = new ApiHandlers(nobody, plane -> {})
                .handle(new HttpCall(
                        "GET",
                        "/gcs/v1/openapi",
                        new java.util.TreeMap<>(),
                        "",
                        new Caller("(test)", Caller.Role.READ, "")));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.body()).isEqualTo(Files.readString(FILE));
    }
}
