/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gluster.gcs.core.wire.ErrorJson;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI 3.1 document of {@code /gcs/v1}, made of the routes and of the records that they take and answer. Each record
 * is one schema, each of its components one property.
 */
final class OpenApiDocument {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern NAME = Pattern.compile("\\{([a-z]+)}");

    private final List<ApiRoute> routes;
    /** Records that are part of a request: their lists and maps may be left out. */
    private final Set<Class<?>> requests = new java.util.HashSet<>();

    private final Map<String, Class<?>> records = new TreeMap<>();
    private final Deque<Class<?>> toDescribe = new ArrayDeque<>();

    private OpenApiDocument(List<ApiRoute> routes) {
        this.routes = routes;
        routes.forEach(route -> route.request().ifPresent(this::request));
    }

    /** The document as text. */
    static String of(List<ApiRoute> routes) {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(lines);
        try {
            return new ObjectMapper().writer(printer).writeValueAsString(new OpenApiDocument(routes).document()) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private void request(Class<?> record) {
        if (requests.add(record)) {
            for (RecordComponent component : record.getRecordComponents()) {
                parts(component.getGenericType()).filter(Class::isRecord).forEach(this::request);
            }
        }
    }

    private static java.util.stream.Stream<Class<?>> parts(Type type) {
        if (type instanceof ParameterizedType generic) {
            return java.util.stream.Stream.of(generic.getActualTypeArguments()).flatMap(OpenApiDocument::parts);
        }
        return java.util.stream.Stream.of((Class<?>) type);
    }

    private ObjectNode document() {
        ObjectNode document = JSON.objectNode();
        document.put("openapi", "3.1.0");
        ObjectNode info = document.putObject("info");
        info.put("title", "GCS for Java");
        info.put("version", "v1");
        info.put(
                "description",
                "What a GCS node serves besides GlusterD2's routes: durable operations, idempotency keys, plans and their"
                        + " application, audit. A change is answered with 202 and its operation as soon as its intent is"
                        + " recorded. Sizes are bytes, times are ISO-8601 in UTC. Members that are not known are ignored in"
                        + " requests, and more may be added to answers and enumerations.");
        info.putObject("license").put("name", "Apache-2.0").put("identifier", "Apache-2.0");
        ObjectNode server = document.putArray("servers").addObject();
        server.put("url", "http://{node}:24007");
        server.putObject("variables").putObject("node").put("default", "127.0.0.1");
        document.putArray("security").addObject().putArray("token");
        ObjectNode paths = document.putObject("paths");
        for (ApiRoute route : routes) {
            String path = "/gcs/v1/" + route.path();
            ObjectNode methods = paths.has(path) ? (ObjectNode) paths.get(path) : paths.putObject(path);
            methods.set(route.method().toLowerCase(Locale.ROOT), operation(route));
        }
        components(document.putObject("components"));
        return document;
    }

    private ObjectNode operation(ApiRoute route) {
        ObjectNode operation = JSON.objectNode();
        operation.put("operationId", id(route));
        operation.put("summary", route.summary());
        operation.put("x-gcs-role", route.role().name().toLowerCase(Locale.ROOT));
        ArrayNode parameters = JSON.arrayNode();
        Matcher names = NAME.matcher(route.path());
        while (names.find()) {
            ObjectNode parameter = parameters.addObject();
            parameter.put("name", names.group(1)).put("in", "path").put("required", true);
            parameter.set("schema", names.group(1).equals("id") ? text(ApiRoute.Text.UUID) : text(ApiRoute.Text.ANY));
        }
        for (ApiRoute.Parameter one : route.query()) {
            ObjectNode parameter = parameters.addObject();
            parameter.put("name", one.name()).put("in", "query").put("required", one.required());
            parameter.put("description", one.summary());
            parameter.set("schema", text(one.text()));
        }
        if (route.keyed()) {
            parameters.addObject().put("$ref", "#/components/parameters/IdempotencyKey");
        }
        if (!parameters.isEmpty()) {
            operation.set("parameters", parameters);
        }
        route.request().ifPresent(record -> {
            ObjectNode body = operation.putObject("requestBody");
            body.put("required", true);
            body.putObject("content").putObject("application/json").set("schema", schema(record));
        });
        ObjectNode responses = operation.putObject("responses");
        ObjectNode success = responses.putObject(String.valueOf(route.status()));
        success.put(
                "description",
                route.keyed() ? "The operation that was begun, or that the key stands for." : "The answer.");
        ObjectNode answer = JSON.objectNode();
        route.response()
                .ifPresentOrElse(
                        record -> {
                            if (route.each()) {
                                answer.put("type", "array").set("items", schema(record));
                            } else {
                                answer.setAll(schema(record));
                            }
                        },
                        () -> answer.put("type", "object"));
        success.putObject("content").putObject("application/json").set("schema", answer);
        responses.putObject("default").put("$ref", "#/components/responses/Failure");
        return operation;
    }

    private static String id(ApiRoute route) {
        StringBuilder id = new StringBuilder(route.method().toLowerCase(Locale.ROOT));
        for (String word : route.path().replaceAll("\\{([a-z]+)}", "by-$1").split("[/-]", -1)) {
            id.append(Character.toUpperCase(word.charAt(0))).append(word, 1, word.length());
        }
        return id.toString();
    }

    private static ObjectNode text(ApiRoute.Text text) {
        ObjectNode schema = JSON.objectNode();
        switch (text) {
            case ANY -> schema.put("type", "string").put("minLength", 1);
            case FLAG -> schema.put("type", "boolean").put("default", false);
            case NUMBER -> schema.put("type", "integer").put("minimum", 0).put("maximum", 999_999_999);
            case UUID -> schema.put("type", "string").put("format", "uuid");
            case OPERATION_STATE -> names(schema, OperationState.class);
            case OPERATION_KIND -> names(schema, OperationKind.class);
            case DATA_PLANE ->
                schema.put("type", "string").putArray("enum").add("keep").add("stop");
        }
        return schema;
    }

    private static void names(ObjectNode schema, Class<?> enumeration) {
        ArrayNode names = schema.put("type", "string").putArray("enum");
        for (Object constant : enumeration.getEnumConstants()) {
            names.add(((Enum<?>) constant).name());
        }
    }

    private void components(ObjectNode components) {
        ObjectNode failure = components.putObject("responses").putObject("Failure");
        failure.put("description", "Why not: a code for programs, a sentence for people, and every problem.");
        failure.putObject("content").putObject("application/json").set("schema", schema(ErrorJson.class));
        ObjectNode key = components.putObject("parameters").putObject("IdempotencyKey");
        key.put("name", "Idempotency-Key").put("in", "header").put("required", false);
        key.put(
                "description",
                "Makes the change happen once: sent again with the same request it is answered with the same operation,"
                        + " with another request it is refused with the code IDEMPOTENCY_CONFLICT.");
        key.putObject("schema").put("type", "string").put("minLength", 1).put("maxLength", 128);
        ObjectNode token = components.putObject("securitySchemes").putObject("token");
        token.put("type", "http").put("scheme", "bearer").put("bearerFormat", "JWT");
        Map<String, ObjectNode> schemas = new TreeMap<>();
        while (!toDescribe.isEmpty()) {
            Class<?> record = toDescribe.remove();
            schemas.put(name(record), describe(record));
        }
        ObjectNode all = components.putObject("schemas");
        schemas.forEach(all::set);
    }

    private static String name(Class<?> record) {
        Class<?> outer = record.getEnclosingClass();
        String own = record.getSimpleName().replaceFirst("Json$", "");
        return outer == null ? own : name(outer) + "." + own;
    }

    private ObjectNode describe(Class<?> record) {
        ObjectNode schema = JSON.objectNode();
        schema.put("type", "object");
        ObjectNode properties = schema.putObject("properties");
        Set<String> required = new TreeSet<>();
        for (RecordComponent component : record.getRecordComponents()) {
            properties.set(component.getName(), schema(component.getGenericType()));
            boolean empty = requests.contains(record)
                    && (Collection.class.isAssignableFrom(component.getType())
                            || Map.class.isAssignableFrom(component.getType()));
            if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class) && !empty) {
                required.add(component.getName());
            }
        }
        if (!required.isEmpty()) {
            ArrayNode names = schema.putArray("required");
            required.forEach(names::add);
        }
        return schema;
    }

    private ObjectNode schema(Type type) {
        ObjectNode schema = JSON.objectNode();
        if (type instanceof ParameterizedType generic) {
            Class<?> raw = (Class<?>) generic.getRawType();
            Type[] arguments = generic.getActualTypeArguments();
            if (Collection.class.isAssignableFrom(raw)) {
                schema.put("type", "array").set("items", schema(arguments[0]));
                return schema;
            }
            if (Map.class.isAssignableFrom(raw) && arguments[0] == String.class) {
                schema.put("type", "object").set("additionalProperties", schema(arguments[1]));
                return schema;
            }
        }
        if (type instanceof Class<?> plain) {
            if (plain == String.class) {
                return schema.put("type", "string");
            } else if (plain == UUID.class) {
                return schema.put("type", "string").put("format", "uuid");
            } else if (plain == long.class || plain == Long.class) {
                return schema.put("type", "integer").put("format", "int64");
            } else if (plain == int.class || plain == Integer.class) {
                return schema.put("type", "integer").put("format", "int32");
            } else if (plain == boolean.class || plain == Boolean.class) {
                return schema.put("type", "boolean");
            } else if (plain.isEnum()) {
                names(schema, plain);
                return schema;
            } else if (plain.isRecord()) {
                if (records.putIfAbsent(name(plain), plain) == null) {
                    toDescribe.add(plain);
                } else if (records.get(name(plain)) != plain) {
                    throw new IllegalStateException("two records are called " + name(plain));
                }
                return schema.put("$ref", "#/components/schemas/" + name(plain));
            }
        }
        throw new IllegalStateException("no schema is known for " + type + ": say here what it is in JSON");
    }
}
