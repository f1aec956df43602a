/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.core.rest.Repeatability;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.Transport;
import org.gluster.gcs.core.wire.gd2.Gd2Json;
import org.gluster.gcs.core.wire.gd2.Gd2Route;
import org.jspecify.annotations.Nullable;

/** One request of {@link Gd2Client}: a route, what its variables are, a query and a body; ends with reading the answer. */
final class Gd2Call {
    private final Transport transport;
    private final @Nullable Duration limit;
    private final Gd2Route route;
    private final List<String> names;
    private final StringBuilder query = new StringBuilder();
    private @Nullable String body;
    private Repeatability repeatability;

    /** Checks that every name can be part of a path. */
    Gd2Call(Transport transport, @Nullable Duration limit, Gd2Route route, String... names) {
        this.transport = transport;
        this.limit = limit;
        this.route = route;
        for (String name : names) {
            Objects.requireNonNull(name, "name in the path");
        }
        this.names = List.of(names);
        this.repeatability = Repeatability.valueOf(route.repeat().name());
    }

    Gd2Call body(Object value) {
        body = Gd2Json.writeRequest(Objects.requireNonNull(value, "request"));
        return this;
    }

    /** Asks for that value of a parameter, unless it is null. */
    Gd2Call query(String name, @Nullable String value) {
        if (value != null) {
            query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(encoded(value));
        }
        return this;
    }

    /** Says that the same request again gets the same answer, if so. */
    Gd2Call repeatableIf(boolean repeatable) {
        if (repeatable) {
            repeatability = Repeatability.IDEMPOTENT;
        }
        return this;
    }

    void nothing() {
        exchange(target());
    }

    <T extends Record> T object(Class<T> type) {
        return read(reply -> {
            if (!reply.body().stripLeading().startsWith("{")) {
                throw GcsException.of(ErrorDetail.builder(ErrorCode.INTERNAL)
                        .message("the answer is not an object of JSON")
                        .build());
            }
            return Gd2Json.readAnswer(reply.body(), type);
        });
    }

    <T> List<T> list(Class<T> type) {
        return read(reply -> Gd2Json.readAnswerList(reply.body(), type));
    }

    <T> List<T> sorted(Class<T> type, Comparator<T> order) {
        return sorted(list(type), order);
    }

    /** Each of the list once: GlusterD2 shows one several times that fits a filter in several ways. */
    <T> List<T> distinct(Class<T> type) {
        return list(type).stream().distinct().toList();
    }

    static <T> List<T> sorted(List<T> values, Comparator<T> order) {
        return values.stream().sorted(order).toList();
    }

    Map<String, String> map() {
        return read(reply -> Gd2Json.readAnswerMap(reply.body()));
    }

    String text() {
        return read(reply -> Gd2Json.readAnswerText(reply.body()));
    }

    JsonNode tree() {
        return read(reply -> Gd2Json.readAnswerTree(reply.body()));
    }

    <T> T read(Function<RestReply, T> reader) {
        String target = target();
        RestReply reply = exchange(target);
        try {
            return reader.apply(reply);
        } catch (GcsException failure) {
            throw Gd2Errors.unreadable(route, target, reply, failure);
        }
    }

    private RestReply exchange(String target) {
        RestCall call = RestCall.of(route.method(), target, repeatability);
        if (body != null) {
            call = call.withJson(body);
        }
        if (limit != null) {
            call = call.within(limit);
        }
        RestReply reply = transport.exchange(call);
        if (!reply.ok()) {
            throw Gd2Errors.of(route, target, names, repeatability, reply);
        }
        return reply;
    }

    private String target() {
        Iterator<String> values = names.iterator();
        String path = route.path();
        StringBuilder target = new StringBuilder();
        for (int begin = 1; begin <= path.length(); ) {
            int slash = path.indexOf('/', begin);
            int end = slash < 0 ? path.length() : slash;
            target.append('/');
            if (path.startsWith("{", begin)) {
                target.append(value(path.substring(begin, end), values.next()));
            } else {
                target.append(path, begin, end);
            }
            begin = end + 1;
        }
        return target.append(query).toString();
    }

    /** A server sees a path decoded, takes its slashes for ends of segments and cleans it of dots. */
    private String value(String segment, String value) {
        boolean rest = segment.endsWith(":.*}");
        String variable = segment.substring(1, segment.length() - (rest ? ":.*}" : "}").length());
        String path = rest && value.startsWith("/") ? value.substring(1) : value;
        List<String> parts = rest ? Arrays.asList(path.split("/", -1)) : List.of(path);
        for (String part : parts) {
            if (part.isEmpty() || part.equals(".") || part.equals("..") || (!rest && part.contains("/"))) {
                throw InvalidRequestException.of(
                        route.wireName(),
                        List.of(variable + " cannot be \"" + value + "\": "
                                + (rest ? "no part of it may be empty or dots" : "it must be one part of a path")));
            }
        }
        return parts.stream().map(Gd2Call::encoded).collect(Collectors.joining("/"));
    }

    private static String encoded(String text) {
        int plain = 0;
        while (plain < text.length() && isPlain(text.charAt(plain))) {
            plain++;
        }
        if (plain == text.length()) {
            return text;
        }
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static boolean isPlain(char each) {
        return (each >= 'a' && each <= 'z')
                || (each >= 'A' && each <= 'Z')
                || (each >= '0' && each <= '9')
                || "-._~".indexOf(each) >= 0;
    }
}
