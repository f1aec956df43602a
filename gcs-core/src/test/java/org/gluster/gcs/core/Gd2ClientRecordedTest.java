/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.wire.gd2.Gd2Json;
import org.gluster.gcs.core.wire.gd2.Gd2Route;
import org.gluster.gcs.core.wire.gd2.Gd2Route.Form;
import org.gluster.gcs.core.wire.gd2.Gd2Route.Shape;
import org.gluster.gcs.core.wire.gd2.Recording;
import org.junit.jupiter.api.Test;

/** The client asks as was recorded, and understands every recorded answer. */
class Gd2ClientRecordedTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the methods ask for behind the question mark. */
    private static final Map<Gd2Route, List<String>> PARAMETERS = new EnumMap<>(Map.of(
            Gd2Route.VOLUME_LIST, List.of("key", "value"),
            Gd2Route.GET_PEERS, List.of("key", "value"),
            Gd2Route.SNAPSHOT_LIST_ALL, List.of("volume"),
            Gd2Route.SELF_HEAL, List.of("type")));

    /** Never recorded: the routes that others shadow. */
    private static final EnumSet<Gd2Route> SHADOWED =
            EnumSet.of(Gd2Route.SNAPSHOT_CONFIG_GET, Gd2Route.SNAPSHOT_CONFIG_RESET);

    @Test
    void there_is_a_method_for_every_route_and_no_other() {
        List<String> names = Arrays.stream(Gd2Client.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .map(Method::getName)
                .filter(name -> !name.equals("within"))
                .distinct()
                .toList();

        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Gd2Route.values())
                        .map(Gd2ClientRecordedTest::camelCase)
                        .toList());
    }

    @Test
    void every_recorded_request_that_the_client_can_make_is_made_alike_and_its_answer_understood() {
        EnumSet<Gd2Route> seen = EnumSet.noneOf(Gd2Route.class);
        int calls = 0;
        for (Recording recording : Recording.all()) {
            Optional<Gd2Route.Match> match = recording.match();
            if (match.isEmpty() || recording.status() == 301) {
                continue;
            }
            Gd2Route route = match.get().route();
            Optional<List<Object>> arguments = arguments(recording, match.get());
            if (arguments.isEmpty()) {
                continue;
            }
            OneReply transport = new OneReply(recording.status(), recording.headers(), recording.body());
            Object outcome = invoke(new Gd2Client(transport), route, arguments.get());

            assertAskedAlike(recording, route, transport.call());
            assertUnderstood(recording, outcome);
            seen.add(route);
            calls++;
        }
        assertThat(EnumSet.complementOf(seen)).isEqualTo(SHADOWED);
        assertThat(calls).as("exchanges that were replayed").isGreaterThan(900);
    }

    /** What to call the method with; empty when the client cannot ask for that. */
    private static Optional<List<Object>> arguments(Recording recording, Gd2Route.Match match) {
        List<Object> arguments = new ArrayList<>();
        Gd2Route route = match.route();
        for (String variable : route.variables()) {
            String value = match.variables().get(variable);
            if (value == null || value.isEmpty()) {
                return Optional.empty();
            }
            arguments.add(value);
        }
        Map<String, String> query = new TreeMap<>();
        int question = recording.target().indexOf('?');
        if (question >= 0) {
            for (String pair : recording.target().substring(question + 1).split("&")) {
                int equal = pair.indexOf('=');
                if (equal < 0) {
                    return Optional.empty();
                }
                query.put(
                        pair.substring(0, equal), URLDecoder.decode(pair.substring(equal + 1), StandardCharsets.UTF_8));
            }
        }
        List<String> parameters = PARAMETERS.getOrDefault(route, List.of());
        if (!parameters.containsAll(query.keySet())) {
            return Optional.empty();
        }
        parameters.forEach(parameter -> arguments.add(query.get(parameter)));
        Shape request = route.request();
        if (request.form() != Form.NOTHING) {
            try {
                String body = recording.request().isEmpty() && request.mayBeEmpty() ? "{}" : recording.request();
                arguments.add(
                        switch (request.form()) {
                            case OBJECT ->
                                Gd2Json.readRequest(body, request.type().asSubclass(Record.class));
                            case LIST -> Gd2Json.readRequestList(body, request.type());
                            case MAP -> Gd2Json.readRequestMap(body);
                            default -> NullNode.getInstance();
                        });
            } catch (InvalidRequestException notToBeMade) {
                return Optional.empty();
            }
        }
        return Optional.of(arguments);
    }

    private static Object invoke(Gd2Client client, Gd2Route route, List<Object> arguments) {
        Method method = Arrays.stream(Gd2Client.class.getMethods())
                .filter(each -> each.getName().equals(camelCase(route)))
                .max(Comparator.comparingInt(Method::getParameterCount))
                .orElseThrow();
        try {
            Object result = method.invoke(client, arguments.toArray());
            return result == null ? "nothing" : result;
        } catch (InvocationTargetException failure) {
            if (failure.getCause() instanceof GcsException expected) {
                return expected;
            }
            throw new AssertionError(route + " " + arguments, failure.getCause());
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static void assertAskedAlike(Recording recording, Gd2Route route, RestCall call) {
        assertThat(call.method()).as(recording.name()).isEqualTo(recording.method());
        assertThat(URLDecoder.decode(call.target(), StandardCharsets.UTF_8))
                .as(recording.name())
                .isEqualTo(URLDecoder.decode(recording.target(), StandardCharsets.UTF_8));
        if (route.request().form() == Form.NOTHING) {
            assertThat(call.json()).as(recording.name()).isNull();
        } else if (recording.name().matches("(cli|client-\\w+)/.*")
                && !recording.request().isEmpty()) {
            // What clients written in Go were recorded to send, to the byte.
            assertThat(call.json()).as(recording.name()).isEqualTo(recording.request());
        } else if (route.request().form() == Form.OBJECT && !recording.request().isEmpty()) {
            assertThat(call.body()).as(recording.name()).isPresent();
            assertThat(members(call.body().orElseThrow()))
                    .as(recording.name())
                    .containsAll(sent(route, recording.request()));
        }
    }

    /** The members that a hand-written request gave a value that is not what is taken when it is left out. */
    private static List<String> sent(Gd2Route route, String body) {
        Record nothing = Gd2Json.readRequest("{}", route.request().type().asSubclass(Record.class));
        Record read = Gd2Json.readRequest(body, route.request().type().asSubclass(Record.class));
        return read.equals(nothing) ? List.of() : members(Gd2Json.writeRequest(read));
    }

    private static List<String> members(String json) {
        try {
            List<String> names = new ArrayList<>();
            JsonNode node = JSON.readTree(json);
            node.fieldNames().forEachRemaining(names::add);
            return names;
        } catch (java.io.IOException failure) {
            throw new AssertionError(json, failure);
        }
    }

    private static void assertUnderstood(Recording recording, Object outcome) {
        if (recording.ok()) {
            assertThat(outcome).as(recording.toString()).isNotInstanceOf(GcsException.class);
            return;
        }
        assertThat(outcome).as(recording.toString()).isInstanceOf(GcsException.class);
        GcsException failure = (GcsException) outcome;
        assertThat(failure.httpStatus()).as(recording.name()).hasValue(recording.status());
        assertThat(failure.requestId())
                .as(recording.name())
                .isEqualTo(Optional.ofNullable(recording.headers().get("X-Request-Id")));
        assertThat(failure).as(recording.name()).hasMessageContaining(recording.method() + " /");
    }

    private static String camelCase(Gd2Route route) {
        StringBuilder name = new StringBuilder();
        for (String word : route.name().toLowerCase(Locale.ROOT).split("_")) {
            name.append(name.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return name.toString();
    }
}
