/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.core.wire.gd2.EndpointInfo;
import org.gluster.gcs.core.wire.gd2.Gd2Json;
import org.gluster.gcs.engine.server.ApiHandlers;
import org.gluster.gcs.engine.server.Caller;
import org.gluster.gcs.engine.server.FrontDoor;
import org.gluster.gcs.engine.server.HttpCall;
import org.gluster.gcs.engine.server.HttpHandler;
import org.gluster.gcs.engine.server.HttpReply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Bodies that cannot be read, sent to every route that takes one: refused, in words that a client knows, and nothing is done. */
class MalformedBodiesTest {
    private static final List<String> NOT_EVEN_JSON =
            List.of("{", "nul", "{'a':1}", "{\"name\":\"a\nb\"}", "{\"a\":NaN}", "{\"a\":1,}", "\u0000", "\"");
    private static final List<String> NO_OBJECT = List.of("[]", "[{}]", "5", "\"text\"", "true", "1.5", "-1");
    /** Each of these is some route's member, and nowhere of the kinds that are sent. */
    private static final List<String> MEMBERS = List.of(
            "name",
            "node",
            "path",
            "address",
            "capacity",
            "labels",
            "options",
            "set",
            "reset",
            "profiles",
            "bricks",
            "subvols",
            "size",
            "metadata",
            "flags",
            "zone",
            "device",
            "state",
            "addresses",
            "request",
            "placement",
            "accessList",
            "allow",
            "limit",
            "policy",
            "start",
            "dataPathTls",
            "accessMode",
            "client",
            "type");

    private static final List<String> ITS_OWN_WORDS =
            List.of("org.gluster", "java.", "com.fasterxml", "JsonToken", "StreamRead", "Exception", "`");

    private final SimulatedGcs gcs = SimulatedGcs.create(3);
    private final ApiHandlers api = new ApiHandlers(gcs, plane -> {});
    private final HttpHandler routes = FrontDoor.routes(api, gcs.gd2("node-1"));

    @AfterEach
    void close() {
        gcs.close();
    }

    private HttpReply send(String method, String target, String body) {
        return routes.handle(new HttpCall(
                method, target, new TreeMap<>(), body, new Caller("(test)", Caller.Role.ADMIN, "request-7")));
    }

    private record Route(String method, String target) {}

    /** With names that are there. */
    private List<Route> routesWithABody() {
        String peer = gcs.peers().get("node-1").id().toString();
        List<EndpointInfo> gd2 =
                Gd2Json.readAnswerList(send("GET", "/endpoints", "").body(), EndpointInfo.class);
        List<Route> found = Stream.concat(
                        gd2.stream()
                                .filter(each -> !each.path().startsWith("/gcs/"))
                                .map(each -> new Route(each.methods(), "/v1" + each.path())),
                        api.endpoints().stream()
                                .filter(each -> !each.requestType().isEmpty())
                                .map(each -> new Route(each.methods(), each.path() + query(each.path()))))
                .filter(route -> !route.method().equals("GET"))
                .map(route -> new Route(
                        route.method(),
                        route.target()
                                .replace("{peerid}", peer)
                                .replace("{device:.*}", "/data/d1")
                                .replaceAll("\\{(name|volname)}", "v1")
                                .replaceAll("\\{[a-z]+(:\\.\\*)?}", "x")))
                .toList();
        assertThat(found).hasSizeGreaterThan(25);
        return found;
    }

    private static String query(String path) {
        return path.equals("/gcs/v1/devices") ? "?node=node-1&path=/data/d1" : "";
    }

    @Test
    void areRefusedInWordsOfTheWire_andChangeNothing() {
        gcs.volumes().create(v -> v.name("v1").capacity(Capacity.ofGiB(1))).await();
        int refused = 0;
        for (Route route : routesWithABody()) {
            List<String> bodies = Stream.of(
                            NOT_EVEN_JSON.stream(),
                            NO_OBJECT.stream(),
                            MEMBERS.stream()
                                    .flatMap(member -> Stream.of("[[7]]", "{\"a\":{\"b\":7}}", "\"\"", "1.5", "[null]")
                                            .map(value -> "{\"" + member + "\":" + value + "}")))
                    .flatMap(each -> each)
                    .toList();
            for (String body : bodies) {
                HttpReply reply = send(route.method(), route.target(), body);
                assertThat(reply.body()).as(route + " " + body).doesNotContain("please report it");
                ITS_OWN_WORDS.forEach(
                        word -> assertThat(reply.body()).as(route + " " + body).doesNotContain(word));
                refused += reply.status() == 400 ? 1 : 0;
            }
        }
        assertThat(refused).isGreaterThan(1000);
        assertThat(gcs.violations()).isEmpty();
    }
}
