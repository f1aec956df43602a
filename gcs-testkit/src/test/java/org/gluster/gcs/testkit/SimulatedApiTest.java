/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.engine.server.ApiHandlers;
import org.gluster.gcs.engine.server.Caller;
import org.gluster.gcs.engine.server.HttpCall;
import org.gluster.gcs.engine.server.HttpReply;
import org.gluster.gcs.testkit.fuzz.OpenApi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /gcs/v1} over the simulated engine; every answer is held to the OpenAPI document. */
@Timeout(60)
class SimulatedApiTest {
    private static final String VOLUME = "{\"name\":\"v1\",\"capacity\":1073741824}";

    private final SimulatedGcs gcs = SimulatedGcs.create(3);
    private final ApiHandlers api = new ApiHandlers(gcs, plane -> {});
    private final OpenApi document = OpenApi.parse(
            api.handle(call("GET", "openapi", "", "", Caller.Role.READ)).body());

    @AfterEach
    void close() {
        gcs.close();
    }

    private static HttpCall call(String method, String target, String body, String key, Caller.Role role) {
        return new HttpCall(
                method,
                "/gcs/v1/" + target,
                key.isEmpty() ? new TreeMap<>() : new TreeMap<>(Map.of("Idempotency-Key", key)),
                body,
                new Caller("(test)", role, "request-7"));
    }

    private record Answer(int status, JsonNode json) {
        String text(String member) {
            return json.path(member).asText();
        }
    }

    private Answer send(String method, String target, String body, String key, Caller.Role role) {
        HttpReply reply = api.handle(call(method, target, body, key, role));
        String path = "/gcs/v1/" + target.replaceFirst("\\?.*", "");
        document.routes().stream()
                .filter(route -> route.method().equals(method) && matches(route.path(), path))
                .forEach(route -> assertThat(document.faults(route, reply.status(), reply.body()))
                        .as(method + " " + target + " " + reply.body())
                        .isEmpty());
        try {
            return new Answer(reply.status(), new ObjectMapper().readTree(reply.body()));
        } catch (IOException notJson) {
            throw new AssertionError(reply.body(), notJson);
        }
    }

    private static boolean matches(String pattern, String path) {
        return path.matches(pattern.replaceAll("\\{[a-z]+}", "[^/]+"));
    }

    private Answer send(String method, String target, String body, String key) {
        return send(method, target, body, key, Caller.Role.ADMIN);
    }

    private Answer get(String target) {
        return send("GET", target, "", "");
    }

    private Answer done(Answer begun) {
        assertThat(begun.status()).isEqualTo(202);
        Answer ended = get("operations/" + begun.text("id") + "?wait=30");
        assertThat(ended.text("state")).isEqualTo("SUCCEEDED");
        return ended;
    }

    @Test
    void everyChange_withAKey_happensOnce_andAnotherWithItIsRefused() {
        List<List<String>> changes = List.of(
                List.of("POST", "peers", "{\"name\":\"node-4\",\"address\":\"127.0.0.4\"}"),
                List.of("POST", "devices", "{\"node\":\"node-4\",\"path\":\"/data/d2\",\"limit\":10737418240}"),
                List.of("PATCH", "devices?node=node-4&path=/data/d2", "{\"labels\":{\"a\":\"b\"}}"),
                List.of("POST", "devices/disable?node=node-4&path=/data/d2", ""),
                List.of("POST", "devices/enable?node=node-4&path=/data/d2", ""),
                List.of("DELETE", "devices?node=node-4&path=/data/d2", ""),
                List.of("DELETE", "peers/node-4", ""),
                List.of("POST", "option-groups", "{\"name\":\"g1\",\"options\":{\"performance.io-cache\":\"off\"}}"),
                List.of("DELETE", "option-groups/g1", ""),
                List.of("POST", "volumes", VOLUME),
                List.of("POST", "volumes/v1/start", ""),
                List.of("POST", "volumes/v1/access", "{\"allow\":[\"192.0.2.7\"]}"),
                List.of("POST", "volumes/v1/options", "{\"set\":{\"performance.io-cache\":\"off\"}}"),
                List.of("POST", "volumes/v1/edit", "{\"labels\":{\"team\":\"a\"}}"),
                List.of("POST", "volumes/v1/stop", ""),
                List.of("DELETE", "volumes/v1", ""));
        for (int i = 0; i < changes.size(); i++) {
            String method = changes.get(i).get(0);
            String target = changes.get(i).get(1);
            String body = changes.get(i).get(2);
            Answer first = done(send(method, target, body, "key-" + i));
            int writes = gcs.storeWrites();

            Answer again = send(method, target, body, "key-" + i);

            assertThat(again.text("id")).as(target).isEqualTo(first.text("id"));
            assertThat(again.text("idempotencyKey")).isEqualTo("key-" + i);
            assertThat(gcs.storeWrites()).isEqualTo(writes);
            Answer other = send("POST", "volumes/unrelated/start", "", "key-" + i);
            assertThat(other.status()).isEqualTo(409);
            assertThat(other.text("code")).isEqualTo("IDEMPOTENCY_CONFLICT");
            assertThat(other.text("message")).contains("key-" + i);
        }
        assertThat(gcs.violations()).isEmpty();
    }

    @Test
    void startingAgainWithAnotherKey_isAnOperationOfItsOwn() {
        done(send("POST", "volumes", VOLUME, "create"));
        Answer started = done(send("POST", "volumes/v1/start", "", "start-1"));
        done(send("POST", "volumes/v1/stop", "", "stop-1"));

        Answer late = send("POST", "volumes/v1/start", "", "start-1");
        assertThat(late.text("id")).isEqualTo(started.text("id"));
        assertThat(get("volumes/v1").text("state")).isEqualTo("STOPPED");
        assertThat(done(send("POST", "volumes/v1/start", "", "start-2")).text("id"))
                .isNotEqualTo(started.text("id"));
    }

    @Test
    void keysSurviveARestart() {
        done(send("POST", "volumes", VOLUME, "create"));
        Answer first = done(send("POST", "volumes/v1/start", "", "start"));
        gcs.restart();

        assertThat(send("POST", "volumes/v1/start", "", "start").text("id")).isEqualTo(first.text("id"));
    }

    @Test
    void aKeyInTheBodyAndAnotherInTheHeader_areRefused_andTheSameTwiceIsFine() {
        String body = "{\"name\":\"v1\",\"capacity\":1073741824,\"idempotencyKey\":\"inside\"}";

        Answer refused = send("POST", "volumes", body, "outside");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("message")).contains("inside", "outside");
        Answer begun = done(send("POST", "volumes", body, "inside"));
        assertThat(send("POST", "volumes", VOLUME, "inside").text("id")).isEqualTo(begun.text("id"));
    }

    @Test
    void whatCanBeNoKey_isRefused() {
        Answer refused = send("POST", "volumes", VOLUME, "k".repeat(1000));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("code")).isEqualTo("INVALID_REQUEST");
        assertThat(get("volumes").json()).isEmpty();
    }

    @Test
    void theFacadeTakesKeysForWhatTakesNoRequest() {
        gcs.volumes()
                .create(volume -> volume.name("v1").capacity(Capacity.ofGiB(1)))
                .await();
        Gcs keyed = gcs.withIdempotencyKey("start-1");

        var first = keyed.volume("v1").start();
        first.await();
        gcs.volume("v1").stop().await();

        assertThat(keyed.volume("v1").start().id()).isEqualTo(first.id());
        assertThat(gcs.volume("v1").get().state().name()).isEqualTo("STOPPED");
        assertThatThrownBy(() -> keyed.volumes()
                        .create(v -> v.name("v2").capacity(Capacity.ofGiB(1)).idempotencyKey("own")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("start-1")
                .hasMessageContaining("own");
    }

    @Test
    void aReviewedPlan_isAppliedOnlyWhileTheInventoryIsAsItWas() {
        Answer plan = send("POST", "layouts", "{\"request\":" + VOLUME + "}", "");
        assertThat(plan.status()).isEqualTo(200);
        assertThat(plan.json().get("inventoryRevision").asLong()).isPositive();
        assertThat(send("POST", "layouts", "{\"request\":" + VOLUME + "}", "").json())
                .isEqualTo(plan.json());

        done(send("POST", "volumes", "{\"name\":\"other\",\"capacity\":1073741824}", ""));
        Answer stale =
                send("POST", "layouts/apply?ifUnchanged=true", plan.json().toString(), "apply");

        assertThat(stale.status()).isEqualTo(409);
        assertThat(stale.text("code")).isEqualTo("STALE_PLAN");
        assertThat(stale.text("message")).contains("revision").contains("plan again");
        // Its bricks still go where they were planned, which is all that an application asks for unless it says more.
        done(send("POST", "layouts/apply", plan.json().toString(), "apply"));
        Answer fresh = send("POST", "layouts", "{\"request\":{\"name\":\"v2\",\"capacity\":1073741824}}", "");
        done(send("POST", "layouts/apply?ifUnchanged=true", fresh.json().toString(), ""));
    }

    @Test
    void theRevision_isTheSameAfterARestart_andAnotherAfterADeviceWasEdited() {
        String question = "{\"request\":" + VOLUME + "}";
        long before = send("POST", "layouts", question, "")
                .json()
                .get("inventoryRevision")
                .asLong();
        gcs.restart();
        gcs.advance(java.time.Duration.ofMinutes(1));

        assertThat(send("POST", "layouts", question, "")
                        .json()
                        .get("inventoryRevision")
                        .asLong())
                .isEqualTo(before);
        done(send("PATCH", "devices?node=node-1&path=/data/d1", "{\"labels\":{\"kind\":\"ssd\"}}", ""));
        assertThat(send("POST", "layouts", question, "")
                        .json()
                        .get("inventoryRevision")
                        .asLong())
                .isNotEqualTo(before);
    }

    @Test
    void operationsAreListedInPages_andFiltered() {
        for (int i = 0; i < 5; i++) {
            done(send("POST", "volumes", "{\"name\":\"p" + i + "\",\"capacity\":1073741824}", ""));
        }
        JsonNode all = get("operations").json();
        List<String> paged = new ArrayList<>();
        JsonNode page = get("operations?limit=4").json();
        while (!page.isEmpty()) {
            assertThat(page.size()).isLessThanOrEqualTo(4);
            page.forEach(one -> paged.add(one.get("id").asText()));
            page = get("operations?limit=4&after=" + paged.get(paged.size() - 1))
                    .json();
        }
        List<String> whole = new ArrayList<>();
        all.forEach(one -> whole.add(one.get("id").asText()));

        assertThat(paged).isEqualTo(whole).hasSize(11);
        assertThat(get("operations?kind=CREATE_VOLUME").json()).hasSize(5);
        assertThat(get("operations?subject=p3&state=SUCCEEDED").json()).hasSize(1);
        assertThat(get("operations?state=RUNNING").json()).isEmpty();
        assertThat(get("operations?kind=CREATE_VOLUME&limit=2").json()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|operations?limit=0|400|limit must be 1 to 1000",
                "GET|operations?limit=1001|400|limit must be 1 to 1000",
                "GET|operations?limit=-1|400|limit must be a whole number",
                "GET|operations?state=RUNING|400|state must be one of",
                "GET|operations?after=x|400|operation id",
                "GET|operations?after=00000000-0000-0000-0000-000000000001|404|list from the beginning",
                "DELETE|volumes/v1?stopfirst=true|400|only stopFirst, ifExists, idempotencyKey are taken here",
                "POST|volumes/v1/start?force=true|400|none is taken here",
                "POST|devices/enable?node=node-1|400|lacks path",
                "PUT|volumes|405|PUT is not served at /gcs/v1/volumes",
                "GET|nothing|404|/gcs/v1/openapi"
            })
    void whatCannotBeRight_isRefusedWithAReason(String method, String target, int status, String words) {
        Answer answer = send(method, target, "", "");

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.text("message")).contains(words);
        assertThat(answer.text("requestId")).isEqualTo("request-7");
        assertThat(answer.json().get("httpStatus").asInt()).isEqualTo(status);
        assertThat(ErrorCode.valueOf(answer.text("code"))).isNotEqualTo(ErrorCode.INTERNAL);
    }

    @Test
    void rolesDecideWhoMayDoWhat() {
        for (Caller.Role role : Caller.Role.values()) {
            assertThat(send("GET", "volumes", "", "", role).status())
                    .isEqualTo(role.includes(Caller.Role.READ) ? 200 : 403);
            assertThat(send("POST", "layouts", "{\"request\":" + VOLUME + "}", "", role)
                            .status())
                    .isEqualTo(role.includes(Caller.Role.READ) ? 200 : 403);
            assertThat(send("POST", "volumes", VOLUME, "same", role).status())
                    .isEqualTo(role.includes(Caller.Role.PROVISION) ? 202 : 403);
            assertThat(send("POST", "devices/enable?node=node-1&path=/data/d1", "", "", role)
                            .status())
                    .isEqualTo(role.includes(Caller.Role.ADMIN) ? 202 : 403);
        }
        Answer refused = send("POST", "shutdown", "", "", Caller.Role.PROVISION);
        assertThat(refused.text("message")).contains("needs the role admin", "(test) has provision");
    }

    @Test
    void takingBackWhatOnlyAnAdministratorBegins_needsOneToo() {
        Answer begun = send("POST", "devices/disable?node=node-1&path=/data/d1", "", "");

        assertThat(send("POST", "operations/" + begun.text("id") + "/cancel", "", "", Caller.Role.PROVISION)
                        .status())
                .isEqualTo(403);
    }

    @Test
    void capabilities_sayWhoTheCallerIs() {
        Answer answer = send("GET", "capabilities", "", "", Caller.Role.READ);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.text("version")).isEqualTo("v1");
        assertThat(answer.text("caller")).isEqualTo("(test)");
        assertThat(answer.text("role")).isEqualTo("READ");
        assertThat(answer.json().get("capabilities")).hasSize(gcs.capabilities().size());
    }

    @Test
    void everyAnswerIsAsTheDocumentSays() {
        done(send("POST", "volumes", "{\"name\":\"v1\",\"capacity\":1073741824,\"start\":true}", ""));
        List.of(
                        "ping",
                        "audit",
                        "peers",
                        "peers/node-1",
                        "devices",
                        "devices?node=node-1&path=/data/d1",
                        "devices/drain-plan?node=node-1&path=/data/d1",
                        "volumes",
                        "volumes/v1",
                        "volumes/v1/access",
                        "volumes/v1/heal",
                        "volumes/v1/options",
                        "options",
                        "options/performance.io-cache",
                        "option-groups",
                        "operations")
                .forEach(target -> assertThat(get(target).status()).as(target).isEqualTo(200));
        assertThat(send("POST", "layouts/largest", "{\"request\":" + VOLUME + "}", "")
                        .status())
                .isEqualTo(200);
        assertThat(send("POST", "layouts/count", "{\"request\":" + VOLUME + "}", "")
                        .status())
                .isEqualTo(200);
        assertThat(send("POST", "volumes", "{\"name\":\"huge\",\"capacity\":1125899906842624}", "")
                        .status())
                .isEqualTo(507);
    }
}
