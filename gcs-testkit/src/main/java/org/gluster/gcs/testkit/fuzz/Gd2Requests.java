/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.fuzz;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gluster.gcs.core.wire.gd2.Gd2Route;
import org.gluster.gcs.testkit.fuzz.Input.Kind;

/** Makes requests to the 89 routes of GlusterD2 from its table of routes and its records: right ones, and damaged ones. */
final class Gd2Requests {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)(:\\.\\*)?}");
    private static final int DEEPEST = 4;
    private static final List<Gd2Route> ROUTES = List.of(Gd2Route.values());

    private final RandomGenerator random;
    private final Words words;
    private final Damage damage;
    private final Supplier<List<String>> peers;

    /** @param peers ids of those that there are */
    Gd2Requests(OpenApi document, RandomGenerator random, Supplier<List<String>> peers) {
        this.random = random;
        this.peers = peers;
        words = new Words(document, random, List::of);
        damage = new Damage(random);
    }

    Input next() {
        Gd2Route route = words.one(ROUTES);
        boolean nearly = random.nextInt(5) < 2;
        Matcher variables = VARIABLE.matcher(route.path());
        StringBuilder path = new StringBuilder();
        while (variables.find()) {
            String value = variable(variables.group(1));
            variables.appendReplacement(
                    path,
                    Matcher.quoteReplacement(nearly && random.nextInt(3) == 0 ? damage.pathSegment(value) : value));
        }
        variables.appendTail(path);
        if (nearly && random.nextInt(4) == 0) {
            path.append('?').append(damage.queryValue("key"));
        }
        String body = "";
        if (route.request().form() != Gd2Route.Form.NOTHING) {
            JsonNode value = words.value(schema(route.request().type(), 0), "", route.path());
            body = nearly ? damage.json(value) : value.toString();
        } else if (nearly && random.nextInt(4) == 0) {
            body = damage.garbage();
        }
        return new Input(nearly ? Kind.NEARLY : Kind.VALID, route.method(), path.toString(), new TreeMap<>(), body);
    }

    private String variable(String name) {
        return switch (name) {
            case "peerid" -> {
                List<String> there = peers.get();
                yield there.isEmpty() || random.nextInt(8) == 0
                        ? "00000000-0000-0000-0000-000000000001"
                        : words.one(there);
            }
            case "device" -> words.one(List.of("data/d1", "data/d2", "dev/sdb"));
            case "optname" -> words.one(List.of("performance.io-cache", "cluster/replicate.eager-lock", "io-cache"));
            case "volname" -> words.name("/volumes/");
            default -> words.one(List.of("g1", "x", "info", "gluster-block"));
        };
    }

    /** What a Java type is in JSON, as a schema. */
    private static ObjectNode schema(Type type, int depth) {
        ObjectNode schema = JSON.objectNode();
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            Type[] arguments = generic.getActualTypeArguments();
            if (Collection.class.isAssignableFrom(raw)) {
                schema.put("type", "array").set("items", schema(arguments[0], depth + 1));
            } else if (Map.class.isAssignableFrom(raw)) {
                schema.put("type", "object").set("additionalProperties", schema(arguments[1], depth + 1));
            }
            return schema;
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isRecord() && depth < DEEPEST) {
            ObjectNode properties = schema.put("type", "object").putObject("properties");
            for (RecordComponent component : plain.getRecordComponents()) {
                JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
                properties.set(
                        named == null || named.value().isEmpty() ? component.getName() : named.value(),
                        schema(component.getGenericType(), depth + 1));
            }
            return schema;
        }
        if (plain == boolean.class || plain == Boolean.class) {
            return schema.put("type", "boolean");
        }
        boolean number = plain.isPrimitive() || Number.class.isAssignableFrom(plain);
        return schema.put("type", number ? "integer" : "string");
    }
}
