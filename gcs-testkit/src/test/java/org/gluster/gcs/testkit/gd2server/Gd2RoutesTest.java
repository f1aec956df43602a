/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2server;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.core.wire.gd2.Gd2Route;
import org.gluster.gcs.engine.server.Caller;
import org.gluster.gcs.engine.server.Caller.Role;
import org.gluster.gcs.engine.server.HttpCall;
import org.gluster.gcs.engine.server.HttpHandler;
import org.gluster.gcs.engine.server.HttpReply;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.testkit.SimulatedGcs;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What recordings do not show: roles, what is announced, and what becomes of volumes. */
class Gd2RoutesTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SimulatedGcs gcs = SimulatedGcs.create(3);
    private final HttpHandler routes = gcs.gd2("node-1");

    @AfterEach
    void close() {
        gcs.close();
    }

    private HttpReply ask(Role role, String method, String target, String body) {
        return routes.handle(
                new HttpCall(method, target, new TreeMap<>(), body, new Caller("somebody", role, "request-1")));
    }

    private HttpReply ask(String method, String target, String body) {
        return ask(Role.ADMIN, method, target, body);
    }

    private static JsonNode json(HttpReply reply) {
        try {
            return JSON.readTree(reply.body());
        } catch (JsonProcessingException failure) {
            throw new AssertionError(reply.body(), failure);
        }
    }

    private static JsonNode error(HttpReply reply) {
        return json(reply).path("errors").path(0);
    }

    private JsonNode create(String body) {
        HttpReply reply = ask("POST", "/v1/volumes", body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        return json(reply);
    }

    // ---- roles ------------------------------------------------------------------------------------------------------

    private static String target(Gd2Route route) {
        return route.path().replaceAll("\\{[a-z]+(:\\.\\*)?\\}", "x");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void aRoleMayDoWhatItIsFor_andNothingElse(Role role) {
        Set<String> allowed = new TreeSet<>();
        for (Gd2Route route : Gd2Route.values()) {
            HttpReply reply = ask(role, route.method(), target(route), "{}");
            boolean refused = reply.status() == 403
                    && error(reply).path("reason").asText().equals("NOT_PERMITTED")
                    && error(reply).path("message").asText().startsWith("somebody may not do this");
            if (!refused) {
                allowed.add(route.name());
            }
        }
        List<String> none = List.of("PING", "LIST_ENDPOINTS");
        List<String> read = List.of(
                "GET_VERSION",
                "STATEDUMP",
                "GET_PEERS",
                "VOLUME_LIST",
                "VOLUME_INFO",
                "VOLUME_BRICKS_STATUS",
                "DEVICES_LIST");
        List<String> provision = List.of(
                "VOLUME_CREATE",
                "VOLUME_START",
                "VOLUME_STOP",
                "VOLUME_DELETE",
                "EDIT_VOLUME",
                "VOLUME_OPTIONS",
                "SELF_HEAL");
        List<String> admin = List.of(
                "ADD_PEER",
                "EDIT_PEER",
                "DELETE_PEER",
                "DEVICE_ADD",
                "DEVICE_EDIT",
                "SET_CLUSTER_OPTIONS",
                "OPTION_GROUP_CREATE",
                "OPTION_GROUP_DELETE",
                "VOLUME_STATEDUMP");
        List<String> mine = new ArrayList<>(none);
        List<String> others = new ArrayList<>();
        (role.includes(Role.READ) ? mine : others).addAll(read);
        (role.includes(Role.PROVISION) ? mine : others).addAll(provision);
        (role.includes(Role.ADMIN) ? mine : others).addAll(admin);
        assertThat(allowed).containsAll(mine);
        assertThat(others).noneMatch(allowed::contains);
    }

    @Test
    void aCallerWhoMayNotDoIt_changesNothing() {
        assertThat(ask(Role.READ, "POST", "/v1/volumes", "{\"name\":\"v\",\"size\":1073741824}")
                        .status())
                .isEqualTo(403);
        assertThat(gcs.volumes().list()).isEmpty();
    }

    // ---- what is announced ------------------------------------------------------------------------------------------

    @Test
    void whatIsAnnounced_isServed_andWhatIsNot_isNot() {
        SortedSet<String> announced = new TreeSet<>();
        json(ask(Role.NONE, "GET", "/endpoints", ""))
                .forEach(route -> announced.add(route.path("methods").asText() + " "
                        + route.path("path").asText()));
        for (Gd2Route route : Gd2Route.values()) {
            HttpReply reply = ask(route.method(), target(route), "{}");
            String name = route.method() + " " + route.template();
            if (announced.contains(name)) {
                assertThat(reply.status()).as(name).isNotEqualTo(501);
                assertThat(reply.body()).as(name).isNotEqualTo("404 page not found\n");
            } else {
                assertThat(reply.status()).as(name + reply.body()).isGreaterThanOrEqualTo(400);
            }
        }
        assertThat(announced).contains("POST /volumes", "GET /peers").doesNotContain("POST /snapshots");
    }

    @Test
    void aRouteThatIsNotHere_saysSo() {
        create("{\"name\":\"v\",\"size\":1073741824}");
        HttpReply replacement = ask("POST", "/v1/volumes/v/replacebrick", "{}");
        assertThat(replacement.status()).isEqualTo(501);
        assertThat(error(replacement).path("reason").asText()).isEqualTo("NOT_SUPPORTED");
        assertThat(ask("POST", "/v1/volumes/v/bitrot/enable", "").body()).isEqualTo("404 page not found\n");
    }

    // ---- volumes ----------------------------------------------------------------------------------------------------

    @Test
    void aVolumeThatIsMadeHere_isNotStarted_letsEverybodyMount_andHasTheCapacityThatWasAskedFor() {
        JsonNode made = create("{\"name\":\"v\",\"size\":1000000001,\"replica\":3,\"metadata\":{\"owner\":\"me\"}}");
        assertThat(made.path("state").asText()).isEqualTo("Created");
        assertThat(made.path("capacity").asLong()).isEqualTo(1_000_000_001L);
        assertThat(gcs.volumes().get("v")).satisfies(volume -> {
            assertThat(volume.state()).isEqualTo(VolumeState.CREATED);
            assertThat(volume.accessList()).containsExactly("*");
            assertThat(volume.usable().bytes()).isGreaterThanOrEqualTo(1_000_000_001L);
            assertThat(volume.metadata()).containsOnlyKeys("owner");
        });
    }

    @Test
    void theOldDriversLifeOfAVolume_goesThroughUnchanged() {
        assertThat(ask("GET", "/v1/volumes/pvc-1", "").status()).isEqualTo(404);
        create("{\"name\":\"pvc-1\",\"subvols\":null,\"metadata\":{\"VolumeOwner\":\"org.gluster.glusterfs\"},"
                + "\"size\":1073741824,\"replica\":3,\"provisioner\":\"lvm\",\"options\":null}");
        String force = "{\"force-start-bricks\":true}";
        assertThat(ask("POST", "/v1/volumes/pvc-1/start", force).status()).isEqualTo(200);
        assertThat(ask("POST", "/v1/volumes/pvc-1/start", force).status()).isEqualTo(200);
        assertThat(json(ask("GET", "/v1/peers", "")))
                .allSatisfy(peer ->
                        assertThat(peer.path("peer-addresses").path(0).asText()).endsWith(":24008"));
        assertThat(ask("POST", "/v1/volumes/pvc-1/stop", "").status()).isEqualTo(200);
        assertThat(error(ask("POST", "/v1/volumes/pvc-1/stop", ""))
                        .path("message")
                        .asText())
                .isEqualTo("volume already stopped");
        assertThat(ask("DELETE", "/v1/volumes/pvc-1", "").status()).isEqualTo(204);
        assertThat(ask("POST", "/v1/volumes/pvc-1/stop", "").status()).isEqualTo(404);
        assertThat(ask("DELETE", "/v1/volumes/pvc-1", "").status()).isEqualTo(404);
        assertThat(gcs.violations()).isEmpty();
    }

    @Test
    void aDeadBrick_isSeen_andAForcedStartBringsItBack() {
        create("{\"name\":\"v\",\"size\":1073741824,\"replica\":3}");
        ask("POST", "/v1/volumes/v/start", "");
        assertThat(json(ask("GET", "/v1/volumes/v/bricks", ""))).allSatisfy(brick -> {
            assertThat(brick.path("online").asBoolean()).isTrue();
            assertThat(brick.path("pid").asInt()).isPositive();
            assertThat(brick.path("port").asInt()).isBetween(49_152, 60_999);
            assertThat(brick.path("fs-type").asText()).isEqualTo("xfs");
            assertThat(brick.path("device").asText()).startsWith("/dev/loop");
            assertThat(brick.path("size").path("capacity").asLong()).isGreaterThanOrEqualTo(1L << 30);
        });
        gcs.killDaemons("node-2");
        assertThat(online("v")).containsExactly(true, false, true);
        assertThat(json(ask("GET", "/v1/volumes/v/status", "")).path("online").asBoolean())
                .isTrue();
        assertThat(ask("POST", "/v1/volumes/v/start", "{\"force-start-bricks\":true}")
                        .status())
                .isEqualTo(200);
        assertThat(online("v")).containsExactly(true, true, true);
    }

    private List<Boolean> online(String volume) {
        List<Boolean> online = new ArrayList<>();
        json(ask("GET", "/v1/volumes/" + volume + "/bricks", ""))
                .forEach(brick -> online.add(brick.path("online").asBoolean()));
        return online;
    }

    @Test
    void aVolumeThatWaitsForItsBricks_isNotThereYet_andItsNameIsTaken() {
        gcs.machine("node-3").programMissing("mkfs.xfs", true);
        HttpReply failed = ask("POST", "/v1/volumes", "{\"name\":\"v\",\"size\":1073741824,\"replica\":3}");
        assertThat(failed.status()).as(failed.body()).isGreaterThanOrEqualTo(500);
        assertThat(ask("GET", "/v1/volumes/v", "").status()).isEqualTo(404);
        assertThat(json(ask("GET", "/v1/volumes", ""))).isEmpty();
    }

    @Test
    void internalMetadata_isKept_butOurOwnIsNotShown() {
        JsonNode made = create("{\"name\":\"v\",\"subvols\":[{\"type\":\"distribute\",\"bricks\":["
                + "{\"peerid\":\"" + id("node-1") + "\",\"path\":\"/export/a\"},"
                + "{\"peerid\":\"" + id("node-2") + "\",\"path\":\"/export/b\"}]}],\"metadata\":{\"_hidden\":\"x\"}}");
        assertThat(made.path("metadata").toString()).isEqualTo("{\"_brick-provision-type\":\"\",\"_hidden\":\"x\"}");
        assertThat(made.path("distribute-count").asInt()).isEqualTo(1);
        assertThat(made.path("subvols").path(0).path("bricks")).hasSize(2);
    }

    private String id(String node) {
        return gcs.peers().get(node).id().toString();
    }

    @Test
    void whatHappensToAVolume_isTold_theOldestFirst() {
        create("{\"name\":\"v\",\"size\":1073741824}");
        ask("POST", "/v1/volumes/v/start", "");
        ask("POST", "/v1/volumes/v/stop", "");
        ask("DELETE", "/v1/volumes/v", "");
        List<String> told = new ArrayList<>();
        SortedSet<String> ids = new TreeSet<>();
        for (JsonNode event : json(ask("GET", "/v1/events", ""))) {
            ids.add(event.path("id").asText());
            if (event.path("data").path("volume.name").asText().equals("v")) {
                told.add(event.path("name").asText());
            }
            assertThat(event.path("origin").asText()).isNotEmpty();
            assertThat(Instant.parse(event.path("timestamp").asText())).isNotNull();
        }
        assertThat(told).containsExactly("volume.created", "volume.started", "volume.stopped", "volume.deleted");
        assertThat(json(gcs.gd2("node-2")
                        .handle(new HttpCall(
                                "GET", "/v1/events", new TreeMap<>(), "", new Caller("x", Role.READ, "r")))))
                .extracting(event -> event.path("id").asText())
                .containsExactlyInAnyOrderElementsOf(ids);
    }

    // ---- peers ------------------------------------------------------------------------------------------------------

    @Test
    void aPeerWithDevicesAndNoBricks_isRemovedWithThem() {
        assertThat(ask("DELETE", "/v1/peers/" + id("node-3"), "").status()).isEqualTo(204);
        assertThat(gcs.peers().find("node-3")).isEmpty();
        assertThat(gcs.devices().list())
                .noneMatch(device -> device.node().value().equals("node-3"));
        assertThat(gcs.violations()).isEmpty();
    }

    @Test
    void aZoneThatNobodyNamed_isThePeersId_alsoInRequests() {
        String body = "{\"name\":\"v\",\"size\":1073741824,\"limit-zones\":[\"" + id("node-2") + "\"]}";
        JsonNode brick = create(body).path("subvols").path(0).path("bricks").path(0);
        assertThat(brick.path("peer-id").asText()).isEqualTo(id("node-2"));
        ask("POST", "/v1/peers/" + id("node-2"), "{\"zone\":\"rack-7\"}");
        assertThat(gcs.peers().get("node-2").zone().value()).isEqualTo("rack-7");
        assertThat(json(ask("GET", "/v1/peers/" + id("node-2"), ""))
                        .path("metadata")
                        .path("_zone")
                        .asText())
                .isEqualTo("rack-7");
        gcs.restart();
        assertThat(gcs.peers().get("node-2").zone().value()).isEqualTo("rack-7");
    }

    // ---- growth -----------------------------------------------------------------------------------------------------

    private long capacity(HttpReply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return json(reply).path("capacity").asLong();
    }

    private HttpReply expand(String body) {
        return ask("POST", "/v1/volumes/v/expand", body);
    }

    @Test
    void aVolume_isLetHoldSoMuchMore_whetherOrNotItsNumberOfSetsIsSaid() {
        create("{\"name\":\"v\",\"size\":1073741824,\"replica\":3}");
        assertThat(capacity(expand("{\"size\":104857600,\"distribute\":1}"))).isEqualTo(1178599424L);
        assertThat(capacity(expand("{\"size\":104857600}"))).isEqualTo(1283457024L);
        assertThat(gcs.volume("v").get().capacity().bytes()).isEqualTo(1283457024L);
        assertThat(capacity(expand("{}"))).isEqualTo(1283457024L);
        assertThat(gcs.violations()).isEmpty();
    }

    @Test
    void everyOneOfManyRequestsForMore_getsItsOwn() {
        create("{\"name\":\"v\",\"size\":1073741824}");
        List<CompletableFuture<HttpReply>> replies = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            replies.add(CompletableFuture.supplyAsync(() -> expand("{\"size\":104857600}")));
        }
        long grown = replies.stream()
                .map(CompletableFuture::join)
                .filter(reply -> reply.status() == 200)
                .count();
        assertThat(grown).isPositive();
        assertThat(gcs.volume("v").get().capacity().bytes()).isEqualTo(1073741824L + grown * 104857600L);
    }

    @Test
    void aRequestForMoreWithAKey_countsOnce() {
        create("{\"name\":\"v\",\"size\":1073741824}");
        for (String key : List.of("k-1", "k-1", "k-2", "k-2")) {
            HttpReply reply = routes.handle(new HttpCall(
                    "POST",
                    "/v1/volumes/v/expand",
                    new TreeMap<>(Map.of("idempotency-key", key)),
                    "{\"size\":104857600}",
                    new Caller("somebody", Role.PROVISION, "request-1")));
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        }
        assertThat(gcs.volume("v").get().capacity().bytes()).isEqualTo(1073741824L + 2 * 104857600L);
    }

    /** From now on nothing of the node's grows; the latch opens when something tried. */
    private CountDownLatch keepFromGrowing(String node) {
        CountDownLatch tried = new CountDownLatch(1);
        for (int i = 0; i < 2000; i++) {
            gcs.machine(node)
                    .failNext(
                            call -> {
                                boolean command = call instanceof HostCall.Run;
                                if (command) {
                                    tried.countDown();
                                }
                                return command;
                            },
                            new HostException(HostException.Kind.FAILED, "simulated: nothing grows"));
        }
        return tried;
    }

    @Test
    void aGrowthThatALargerOneTookThePlaceOf_isAnsweredWhenThatOneIsDone() throws InterruptedException {
        create("{\"name\":\"v\",\"size\":1073741824,\"replica\":3}");
        CountDownLatch tried = keepFromGrowing("node-1");
        CompletableFuture<HttpReply> first = CompletableFuture.supplyAsync(() -> expand("{\"size\":104857600}"));
        assertThat(tried.await(1, TimeUnit.MINUTES)).isTrue();
        Operation<Volume> larger = gcs.volume("v").expandTo(Capacity.ofGiB(2));
        gcs.machine("node-1").failNoMore();
        gcs.advance(Duration.ofMinutes(2));

        assertThat(capacity(first.join())).isEqualTo(Capacity.ofGiB(2).bytes());
        assertThat(larger.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(gcs.operations().list())
                .filteredOn(one -> one.kind() == OperationKind.EXPAND_VOLUME)
                .extracting(OperationInfo::state)
                .containsExactly(OperationState.SUPERSEDED, OperationState.SUCCEEDED);
    }

    @Test
    void aGrowthThatAStopTookThePlaceOf_isAConflict_thatSaysWhatIsDone() throws InterruptedException {
        create("{\"name\":\"v\",\"size\":1073741824,\"replica\":3}");
        ask("POST", "/v1/volumes/v/start", "");
        CountDownLatch tried = keepFromGrowing("node-1");
        CompletableFuture<HttpReply> growth = CompletableFuture.supplyAsync(() -> expand("{\"size\":104857600}"));
        assertThat(tried.await(1, TimeUnit.MINUTES)).isTrue();
        gcs.volume("v").stop();
        gcs.machine("node-1").failNoMore();
        gcs.advance(Duration.ofMinutes(2));

        HttpReply reply = growth.join();
        assertThat(reply.status()).as(reply.body()).isEqualTo(409);
        assertThat(error(reply).path("reason").asText()).isEqualTo("SUPERSEDED");
        assertThat(error(reply).path("message").asText()).contains("what it had set stays");
        assertThat(gcs.volume("v").get().capacity().bytes()).isEqualTo(1178599424L);
    }

    @Test
    void moreThanThereIs_isRefusedInGlusterD2sWords_withTheWholeReason() {
        create("{\"name\":\"v\",\"size\":1073741824}");
        for (String size : List.of("10000000000000", "9223372036854775807", "18446744073709551615")) {
            HttpReply reply = expand("{\"size\":" + size + "}");
            assertThat(reply.status()).as(reply.body()).isEqualTo(400);
            assertThat(error(reply).path("message").asText()).isEqualTo("Space not sufficient on device");
            assertThat(error(reply).path("reason").asText()).isEqualTo("NO_SPACE");
            assertThat(error(reply).path("fields").path("error").asText()).isNotEmpty();
        }
        assertThat(gcs.volume("v").get().capacity().bytes()).isEqualTo(1073741824L);
    }

    @Test
    void moreBricks_areRefused_withTheReason_andNothingGrows() {
        create("{\"name\":\"v\",\"size\":1073741824,\"replica\":2}");
        for (String body : List.of(
                "{\"size\":104857600,\"distribute\":2}",
                "{\"replica\":3}",
                "{\"bricks\":[{\"peerid\":\"" + id("node-1") + "\",\"path\":\"/srv/b1\"}]}")) {
            HttpReply reply = expand(body);
            assertThat(reply.status()).as(reply.body()).isEqualTo(501);
            assertThat(error(reply).path("reason").asText()).isEqualTo("NOT_SUPPORTED");
            assertThat(error(reply).path("message").asText())
                    .startsWith("a volume gets no more bricks by this release")
                    .contains("\"v\"");
        }
        assertThat(gcs.volume("v").get().capacity().bytes()).isEqualTo(1073741824L);
    }

    // ---- options ----------------------------------------------------------------------------------------------------

    @Test
    void anOptionOfAStartedVolume_reachesItsBricks_andAWrongOneChangesNothing() {
        create("{\"name\":\"v\",\"size\":1073741824,\"replica\":3}");
        ask("POST", "/v1/volumes/v/start", "");
        HttpReply wrong = ask(
                "POST",
                "/v1/volumes/v/options",
                "{\"options\":{\"io-stats.count-fop-hits\":\"on\",\"replicate.eager-lock\":\"perhaps\"},"
                        + "\"allow-advanced-options\":true}");
        assertThat(wrong.status()).isEqualTo(500);
        assertThat(error(wrong).path("code").asInt()).isEqualTo(2);
        assertThat(error(wrong).path("fields").path("peer-id").asText()).isEqualTo(id("node-1"));
        assertThat(gcs.volumes().get("v").options()).doesNotContainKey("diagnostics.count-fop-hits");
        HttpReply right = ask(
                "POST",
                "/v1/volumes/v/options",
                "{\"options\":{\"io-stats.count-fop-hits\":\"on\"},\"allow-advanced-options\":true}");
        assertThat(json(right)
                        .path("options")
                        .path("debug/io-stats.count-fop-hits")
                        .asText())
                .isEqualTo("on");
        assertThat(gcs.volumes().get("v").options()).containsEntry("diagnostics.count-fop-hits", "on");
    }

    @Test
    void errors_carryAReason_andNeverAPassword() {
        create("{\"name\":\"v\",\"size\":1073741824}");
        for (HttpReply reply : List.of(
                ask("GET", "/v1/volumes/nope", ""),
                ask("POST", "/v1/volumes/v/edit", "{"),
                ask("DELETE", "/v1/volumes/v/options", "{\"all\":true}"))) {
            assertThat(reply.body()).doesNotContainIgnoringCase("password");
        }
        assertThat(error(ask("GET", "/v1/volumes/nope", "")).path("reason").asText())
                .isEqualTo("VOLUME_NOT_FOUND");
    }
}
