/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.core.wire.AccessJson;
import org.gluster.gcs.core.wire.AuditJson;
import org.gluster.gcs.core.wire.DeviceJson;
import org.gluster.gcs.core.wire.DrainPlanJson;
import org.gluster.gcs.core.wire.ErrorJson;
import org.gluster.gcs.core.wire.HowManyJson;
import org.gluster.gcs.core.wire.LayoutJson;
import org.gluster.gcs.core.wire.OperationJson;
import org.gluster.gcs.core.wire.OptionGroupJson;
import org.gluster.gcs.core.wire.OptionJson;
import org.gluster.gcs.core.wire.OptionValueJson;
import org.gluster.gcs.core.wire.ResultJson;
import org.gluster.gcs.core.wire.VolumeJson;
import org.gluster.gcs.core.wire.WireJson;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.server.ApiHandlers;
import org.gluster.gcs.engine.server.ControlServer;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.Constraint;
import org.gluster.gcs.layout.Refusal;
import org.gluster.gcs.layout.Verdict;
import org.gluster.gcs.testkit.SimulatedGcs;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.SpreadBy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.VolumeState;
import org.gluster.gcs.volume.ZoneSpread;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every command against a simulated cluster behind a real control socket. */
@Timeout(120)
class CommandsTest {
    private record Outcome(int status, String out, String err) {}

    private final AtomicReference<DataPlane> shutdown = new AtomicReference<>();
    private final SimulatedGcs simulated = SimulatedGcs.create(3);
    // The path of a Unix socket is short, that of a temporary directory of JUnit may not be.
    private final Path directory = temporary();
    private final Path socket = directory.resolve(ControlServer.SOCKET);
    private ControlServer server = ControlServer.open(socket, new ApiHandlers(simulated, shutdown::set));

    private static Path temporary() {
        try {
            return Files.createTempDirectory(Path.of("/tmp"), "gcs-cli");
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @BeforeEach
    void oneVolume() {
        assertThat(run("volume", "create", "v1", "--size", "1GiB", "--start", "--label", "team=a", "--key", "k1"))
                .isEqualTo(new Outcome(0, "created volume v1: started, 1 GiB usable, replicated:3\n", ""));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        simulated.close();
        Files.delete(directory);
    }

    @Test
    void volumesAreListedAndShown() {
        assertThat(run("volume", "list").out()).isEqualTo("""
                NAME  STATE    SIZE   REDUNDANCY    BRICKS  MOUNT
                v1    started  1 GiB  replicated:3  3       127.0.0.1:/v1
                """);
        assertThat(run("volume", "info", "v1").out())
                .contains("state       started\n", "label       team=a\n")
                .containsPattern("0 +0 +data +node-1 +online +[0-9]+ +");
        VolumeJson json = WireJson.read(run("volume", "info", "v1", "--json").out(), VolumeJson.class);
        assertThat(json.toVolume()).isEqualTo(simulated.volume("v1").get());
        assertThat(WireJson.readList(run("--json", "volume", "list").out(), VolumeJson.class))
                .containsExactly(json);
    }

    @Test
    void volumesAreStoppedStartedAndDeleted() {
        assertThat(run("volume", "delete", "v1").status()).isEqualTo(1);
        assertThat(run("volume", "stop", "v1")).isEqualTo(new Outcome(0, "stopped volume v1\n", ""));
        assertThat(simulated.volume("v1").get().state()).isEqualTo(VolumeState.STOPPED);
        assertThat(run("volume", "start", "v1")).isEqualTo(new Outcome(0, "started volume v1\n", ""));
        assertThat(run("volume", "delete", "v1", "--stop-first")).isEqualTo(new Outcome(0, "deleted volume v1\n", ""));
        assertThat(simulated.volumes().list()).isEmpty();
        assertThat(run("volume", "delete", "v1", "--if-exists").status()).isZero();
        assertThat(simulated.violations()).isEmpty();
    }

    @Test
    void severalVolumesAreCreatedAndDeletedByOneCommand() {
        assertThat(run("volume", "create", "t", "--size", "1GiB", "--count", "3", "--key", "t"))
                .isEqualTo(new Outcome(0, "created volume t-1\ncreated volume t-2\ncreated volume t-3\n", ""));
        for (String nonsense : List.of("0", "-1")) {
            Outcome none = run("volume", "create", "z", "--size", "1GiB", "--count", nonsense);
            assertThat(none.status()).isEqualTo(1);
            assertThat(none.err()).contains("--count is " + nonsense, "at least 1 volume");
        }
        assertThat(run("volume", "create", "z", "--size", "1GiB", "--best-effort")
                        .err())
                .contains("add --count");
        assertThat(simulated.volumes().find("z")).isEmpty();
        Outcome refused = run("volume", "delete", "t-1", "t-2", "t-9");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("1 of 3 volumes cannot be deleted, so none is", "\"t-9\"");
        Outcome some = run("volume", "delete", "t-1", "t-9", "--best-effort");
        assertThat(some.status()).isEqualTo(1);
        assertThat(some.out()).startsWith("deleted volume t-1\nNOT deleted volume t-9: there is no volume");
        assertThat(run("volume", "delete", "t-2", "t-3", "--json").out()).contains("\"deletedVolume\"");
        assertThat(simulated.volumes().list()).hasSize(1);
        assertThat(simulated.violations()).isEmpty();
    }

    @Test
    void create_whenTheKeyIsTheSame_makesOneVolume() {
        Outcome again = run(
                "volume", "create", "v1", "--size", "1GiB", "--start", "--label", "team=a", "--key", "k1", "--json");
        assertThat(again.status()).isZero();
        assertThat(WireJson.read(again.out(), ResultJson.class).toResult()).isInstanceOf(Volume.class);
        assertThat(simulated.volumes().list()).hasSize(1);
        Outcome other = run("volume", "create", "v1", "--size", "2GiB", "--key", "k1", "--json");
        assertThat(other.status()).isEqualTo(1);
        assertThat(WireJson.read(other.out(), ErrorJson.class).code()).isEqualTo(ErrorCode.IDEMPOTENCY_CONFLICT);
    }

    @Test
    void failures_areOneLineEachAndExitWith1() {
        Outcome absent = run("volume", "info", "nosuch");
        assertThat(absent.status()).isEqualTo(1);
        assertThat(absent.out()).isEmpty();
        assertThat(absent.err()).startsWith("gcs: ").contains("nosuch").doesNotContain("\tat ");
        assertThat(run("--debug", "volume", "info", "nosuch").err()).contains("\tat ");
        Outcome huge = run("volume", "create", "huge", "--size", "1TiB");
        assertThat(huge.status()).isEqualTo(1);
        assertThat(huge.err()).startsWith("gcs: ");
    }

    @Test
    void wrongUse_exitsWith2() {
        assertThat(run("volume", "create", "v2").status()).isEqualTo(2);
        assertThat(run("volume", "create", "v2", "--size", "1GB").err())
                .startsWith("gcs: Invalid value for option '--size'")
                .contains("GiB")
                .endsWith("gcs: \"gcs volume create --help\" says how it is used\n")
                .hasLineCount(2);
        assertThat(run("volumes", "list").err())
                .contains("gcs: Unmatched argument", "volume")
                .hasSizeLessThan(300);
        assertThat(run("volume", "create", "v2", "--size", "1GB").status()).isEqualTo(2);
        assertThat(run("nonsense").status()).isEqualTo(2);
        assertThat(run("volume").status()).isEqualTo(2);
        assertThat(run().status()).isEqualTo(2);
        assertThat(run("--help").status()).isZero();
        assertThat(simulated.volumes().list()).hasSize(1);
    }

    @Test
    void optionsAreSetShownAndReset() {
        assertThat(run("volume", "option", "set", "v1", "cluster.heal-timeout=60", "--profile", "nl-cache")
                        .err())
                .contains("restarted for network.inode-lru-limit")
                .doesNotContain("heal-timeout");
        assertThat(run(
                        "volume",
                        "option",
                        "set",
                        "v1",
                        "io-cache=off",
                        "cluster.heal-timeout=60",
                        "--profile",
                        "nl-cache",
                        "--allow-brick-restart"))
                .isEqualTo(new Outcome(0, "changed options of volume v1\n", ""));
        assertThat(run("volume", "option", "get", "v1").out())
                .startsWith("OPTION ")
                .containsPattern("cluster.heal-timeout +60 +600 +volume\n")
                .containsPattern("performance.nl-cache +on +off +profile nl-cache\n");
        assertThat(run("volume", "option", "get", "v1", "io-thread-count").out())
                .containsPattern("performance.io-thread-count +16 +16 +default\n");
        assertThat(run("volume", "info", "v1").out())
                .contains("profile     nl-cache\n", "option      performance.io-cache=off\n");
        assertThat(
                        WireJson.readList(
                                        run("volume", "option", "get", "v1", "--all", "--json")
                                                .out(),
                                        OptionValueJson.class)
                                .stream()
                                .map(OptionValueJson::toValue))
                .containsExactlyElementsOf(simulated.volume("v1").options().all());

        Outcome refused = run("volume", "option", "set", "v1", "heal-timeout=never", "no.such=1");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).startsWith("gcs: ").contains("heal-timeout", "no.such");
        assertThat(run("volume", "option", "set", "v1", "transport.listen-backlog=2048")
                        .err())
                .contains("restarted");
        assertThat(run("volume", "option", "reset", "v1", "--all", "--profile", "nl-cache", "--allow-brick-restart")
                        .status())
                .isZero();
        assertThat(simulated.volume("v1").options().changed()).isEmpty();
        assertThat(run("volume", "option", "set", "v1").status()).isEqualTo(1);
    }

    @Test
    void anOptionIsDescribed_orAll() {
        assertThat(run("volume", "option", "describe", "performance.io-thread-count")
                        .out())
                .contains("allowed   a whole number from 1 to 64\n", "default   16\n", "a change  is taken at once\n");
        assertThat(run("volume", "option", "describe", "nfs.disable").out()).contains("cannot be set  ");
        assertThat(WireJson.readList(
                                run("volume", "option", "describe", "--json").out(), OptionJson.class)
                        .stream()
                        .map(OptionJson::toOption))
                .containsExactlyElementsOf(simulated.options().list());
        assertThat(run("volume", "option", "describe", "no.such").status()).isEqualTo(1);
        assertThat(run("volume", "option", "describe", "eager-lock").err()).contains("cluster.eager-lock");
    }

    @Test
    void optionGroupsAreMadeShownAppliedAndDeleted() {
        assertThat(run("option-group", "create", "ledgers", "heal-timeout=120", "--description", "For ledgers"))
                .isEqualTo(new Outcome(0, "created option group ledgers\n", ""));
        assertThat(run("option-group", "list").out())
                .containsPattern("container +yes +")
                .containsPattern("ledgers +no +1 +For ledgers\n");
        assertThat(run("option-group", "show", "ledgers").out())
                .startsWith("ledgers: For ledgers\n")
                .containsPattern("cluster.heal-timeout +120\n");
        assertThat(WireJson.readList(run("option-group", "list", "--json").out(), OptionGroupJson.class).stream()
                        .map(OptionGroupJson::toGroup))
                .containsExactlyElementsOf(simulated.optionGroups().list());
        assertThat(run("volume", "create", "v2", "--size", "1GiB", "--profile", "ledgers", "--option", "io-cache=off")
                        .status())
                .isZero();
        assertThat(simulated.volume("v2").options().changed()).hasSize(2);
        assertThat(WireJson.read(
                                run("option-group", "delete", "ledgers", "--json")
                                        .out(),
                                ResultJson.class)
                        .toResult())
                .hasToString("ledgers");
        assertThat(run("option-group", "delete", "container").err()).contains("built in");
    }

    @Test
    void labelsAndMetadataAreEdited() {
        assertThat(run(
                        "volume",
                        "edit",
                        "v1",
                        "--label",
                        "tier=1",
                        "--remove-label",
                        "team",
                        "--metadata",
                        "note=a\u0007b"))
                .isEqualTo(new Outcome(0, "edited volume v1\n", ""));
        assertThat(run("volume", "info", "v1").out())
                .contains("label       tier=1\n", "metadata    note=a b\n")
                .doesNotContain("team");
        assertThat(run("volume", "edit", "v1", "--remove-metadata", "note").status())
                .isZero();
        assertThat(simulated.volume("v1").get().metadata()).isEmpty();
        assertThat(run("volume", "edit", "v1", "--metadata", "_own=1").err()).contains("_own");
        assertThat(run("volume", "edit", "v1").status()).isEqualTo(1);
    }

    @Test
    void aPlanShowsItsReasons() {
        assertThat(run("plan", "--size", "5GiB").out())
                .startsWith("usable: 5 GiB\n")
                .contains("why:\n", "chosen", "/data/d1");
        assertThat(run("plan", "--size", "1GiB", "--zone-exclude", "node-2").status())
                .isEqualTo(1);
        LayoutJson json = WireJson.read(run("plan", "--size", "5GiB", "--json").out(), LayoutJson.class);
        assertThat(json.toLayout()).isEqualTo(simulated.layouts().plan(request -> request.capacity(Capacity.ofGiB(5))));
    }

    @Test
    void aPlanThatDoesNotFitSaysWhy_asTextAndAsJson() {
        Outcome text = run("plan", "--size", "1GiB", "--zone-exclude", "node-2");
        assertThat(text.err())
                .contains(
                        "a replicated:3 volume of 1GiB needs 3 bricks of 1.1 GiB, each on a node of its own, and only 2 nodes may"
                                + " have one (node-1, node-3)",
                        "  - node-2:/data/d1: zone node-2 is excluded by the request");
        ErrorJson json = WireJson.read(
                run("plan", "--size", "1GiB", "--node-exclude", "node-2", "--json")
                        .out(),
                ErrorJson.class);
        Refusal refusal = json.toDetail().refusal().orElseThrow();
        assertThat(refusal.constraint()).isEqualTo(Constraint.DISTINCT_NODES);
        assertThat(refusal.verdict()).isEqualTo(Verdict.PROVED_IMPOSSIBLE);
        assertThat(refusal.shortfalls()).hasSize(3);
    }

    @Test
    void aPlanAnswersWhatWouldFit() {
        Outcome largest = run("plan", "--max", "--json");
        BrickLayout layout = WireJson.read(largest.out(), LayoutJson.class).toLayout();
        assertThat(layout).isEqualTo(simulated.layouts().largest(kind -> {}));
        assertThat(run("plan", "--max").out())
                .startsWith("the largest one holds ")
                .contains("(--size " + layout.request().capacity() + ")", "why:\n");
        HowManyJson count =
                WireJson.read(run("plan", "--size", "1GiB", "--count", "--json").out(), HowManyJson.class);
        assertThat(count.toHowMany()).isEqualTo(simulated.layouts().howMany(v -> v.capacity(Capacity.ofGiB(1))));
        assertThat(run("plan", "--size", "1GiB", "--count").out())
                .startsWith(count.volumes() + " fit\nafter that: a replicated:3 volume of 1GiB needs ");
        assertThat(run("plan", "--size", "1GiB", "--without-node", "node-2").status())
                .isEqualTo(1);
        assertThat(run("plan", "--size", "1GiB", "--without-node", "node-2", "--with-node", "n9,z9,1TiB")
                        .out())
                .contains("/new/1");
        assertThat(run("plan", "--size", "1GiB", "--without-node", "node-9").err())
                .contains("no node \"node-9\" with devices");
        assertThat(run("plan").status()).isEqualTo(2);
        assertThat(run("plan", "--size", "1GiB", "--max", "--count").status()).isEqualTo(2);
    }

    @Test
    void everyWishReachesThePlanner() {
        BrickLayout layout = WireJson.read(
                        run(
                                        "plan",
                                        "--size=20MiB",
                                        "--redundancy=dispersed:3",
                                        "--subvolumes=2",
                                        "--max-brick=1GiB",
                                        "--min-brick=32MiB",
                                        "--file-size=1MiB",
                                        "--small-bricks",
                                        "--zone-spread",
                                        "--zone-exclude=z9",
                                        "--zone-only=node-1",
                                        "--zone-only=node-2",
                                        "--zone-only=node-3",
                                        "--node-exclude=node-9",
                                        "--node-only=node-1",
                                        "--node-only=node-2",
                                        "--node-only=node-3",
                                        "--device-exclude=node-9:/d",
                                        "--device-only=node-1:/data/d1",
                                        "--device-only=node-2:/data/d1",
                                        "--device-only=node-3:/data/d1",
                                        "--fewest-bricks",
                                        "--share-nodes",
                                        "--json")
                                .out(),
                        LayoutJson.class)
                .toLayout();
        VolumeRequest asked = layout.request();
        assertThat(layout.bricks()).hasSize(6);
        assertThat(layout.bricks().get(0).size()).isEqualTo(Capacity.ofMiB(32));
        assertThat(asked.redundancy()).isEqualTo(Redundancy.dispersed(2, 1));
        assertThat(asked.subvolumes()).hasValue(2);
        assertThat(asked.maxBrickSize()).hasValue(Capacity.ofGiB(1));
        assertThat(asked.minBrickSize()).hasValue(Capacity.ofMiB(32));
        assertThat(asked.averageFileSize()).isEqualTo(Capacity.ofMiB(1));
        assertThat(asked.smallBricks()).isEqualTo(SmallBricks.SMALL);
        assertThat(asked.zones().spread()).isEqualTo(ZoneSpread.SUBVOLUME);
        assertThat(asked.zones().excluded()).hasSize(1);
        assertThat(asked.zones().limitedTo()).hasSize(3);
        assertThat(asked.placement().excludedNodes()).hasSize(1);
        assertThat(asked.placement().limitedToNodes()).hasSize(3);
        assertThat(asked.placement().excludedDevices()).hasSize(1);
        assertThat(asked.placement().limitedToDevices()).hasSize(3);
        assertThat(asked.placement().spreadBy()).isEqualTo(SpreadBy.BRICK_COUNT);
        assertThat(asked.placement().sharedNodes()).isTrue();
        assertThat(run("plan", "--size=1GiB", "--zone-unique", "--subvolumes=2").status())
                .isEqualTo(1);
        assertThat(run("plan", "--size=1GiB", "--device-label=media=ssd").err())
                .contains("it lacks the label media=ssd");
        assertThat(run("volume", "create", "v9", "--brick", "n1").err()).contains("must be absolute");
    }

    @Test
    void peersAndDevicesComeAndGo() {
        assertThat(run("peer", "add", "node-4", "--address", "127.0.0.4", "--zone", "z4"))
                .isEqualTo(new Outcome(0, "added peer node-4 at 127.0.0.4\n", ""));
        assertThat(run("peer", "list").out()).isEqualTo("""
                NAME    ADDRESS    ZONE    STATE
                node-1  127.0.0.1  node-1  ready
                node-2  127.0.0.2  node-2  ready
                node-3  127.0.0.3  node-3  ready
                node-4  127.0.0.4  z4      ready
                """);
        assertThat(run("device", "add", "node-4", "/data/d 1", "--limit", "5GiB")
                        .status())
                .isEqualTo(1);
        assertThat(run("device", "add", "node-4", "/data/d1", "--limit", "5GiB"))
                .isEqualTo(new Outcome(0, "added device /data/d1 of node-4, 5 GiB\n", ""));
        assertThat(run("device", "list").out()).containsPattern("node-4 +/data/d1 +enabled +5 GiB +0 B +5 GiB");
        assertThat(run("peer", "remove", "node-4").status()).isEqualTo(1);
        assertThat(run("device", "remove", "node-4", "/data/d1"))
                .isEqualTo(new Outcome(0, "removed device /data/d1 of node-4\n", ""));
        assertThat(run("peer", "remove", "node-4")).isEqualTo(new Outcome(0, "removed peer node-4\n", ""));
        assertThat(simulated.peers().list()).hasSize(3);
        assertThat(simulated.devices().list()).hasSize(3);
    }

    @Test
    void devicesHavePoliciesLabelsAndAPlanToEmptyThem() {
        String plain = run("device", "info", "node-1", "/data/d1").out();
        assertThat(plain)
                .containsPattern("state +enabled\n")
                .containsPattern("policy +reserved\n")
                .containsPattern("total +100 GiB\n")
                .containsPattern("VOLUME +BRICK +RESERVED +ID\n")
                .containsPattern("v1 +0 +1.1 GiB +");
        DeviceJson json = WireJson.read(
                run("device", "info", "node-1", "/data/d1", "--json").out(), DeviceJson.class);
        assertThat(json.toDevice()).isEqualTo(simulated.devices().get("node-1", "/data/d1"));
        assertThat(run("device", "info", "node-1", "/nowhere").err())
                .startsWith("gcs: ")
                .contains("/nowhere");
        assertThat(run("device", "remove", "node-1", "/data/d1").err()).contains("a brick", "v1");

        assertThat(run("device", "add", "node-1", "/data/d2", "--policy", "thin:2", "--json")
                        .status())
                .isEqualTo(1);
        assertThat(run(
                        "device",
                        "add",
                        "node-1",
                        "/data/d2",
                        "--limit",
                        "5GiB",
                        "--policy",
                        "thin:2.0,0.85",
                        "--label",
                        "rack=7"))
                .isEqualTo(new Outcome(0, "added device /data/d2 of node-1, 5 GiB\n", ""));
        assertThat(run("device", "info", "node-1", "/data/d2").out())
                .containsPattern("policy +thin:2,0.85\n")
                .containsPattern("watermark +85 %\n")
                .containsPattern("size +5 GiB\n")
                .containsPattern("total +10 GiB\n")
                .containsPattern("label +rack=7\n");
        assertThat(run("device", "label", "node-1", "/data/d2", "kind=ssd", "rack-")
                        .out())
                .isEqualTo("labels of device /data/d2 of node-1: kind=ssd\n");
        assertThat(run("device", "label", "node-1", "/data/d2", "kind").status())
                .isEqualTo(1);
        assertThat(run("device", "label", "node-1", "/data/d2").status()).isEqualTo(2);
        assertThat(run("device", "list").out())
                .containsPattern("node-1 +/data/d2 +enabled .* thin:2,0.85 +0 +kind=ssd");

        assertThat(run("device", "drain-plan", "node-1", "/data/d1").out())
                .containsPattern("v1 +0 +1.1 GiB +node-1:/data/d2 +roomiest device")
                .contains("does not move bricks");
        assertThat(run("device", "disable", "node-1", "/data/d2").out())
                .isEqualTo("disabled device /data/d2 of node-1\n");
        Outcome stuck = run("device", "drain-plan", "node-1", "/data/d1");
        assertThat(stuck.status()).isEqualTo(1);
        assertThat(stuck.out())
                .containsPattern("v1 +0 +1.1 GiB +nowhere")
                .containsPattern("not node-1:/data/d2 +the device is disabled");
        DrainPlanJson plan = WireJson.read(
                run("device", "drain-plan", "node-1", "/data/d1", "--json").out(), DrainPlanJson.class);
        assertThat(plan.toPlan()).isEqualTo(simulated.devices().drainPlan("node-1", "/data/d1"));
        assertThat(run("device", "drain-plan", "node-1", "/data/d2").out()).contains("it can be removed");
        assertThat(run("device", "enable", "node-1", "/data/d2").out())
                .isEqualTo("enabled device /data/d2 of node-1\n");
        assertThat(run("device", "remove", "node-1", "/data/d2").status()).isZero();
    }

    @Test
    void operationsAreFoundAgain() {
        Outcome begun = run("volume", "create", "v2", "--size", "1GiB", "--no-wait", "--json");
        String id = WireJson.read(begun.out(), OperationJson.class).id().toString();
        assertThat(run("operation", "wait", id).out()).contains("kind       create volume\n", "state      succeeded\n");
        assertThat(run("operation", "show", id).out()).contains("of         v2\n");
        assertThat(run("operation", "list").out()).contains(id);
        assertThat(run("operation", "cancel", id).status()).isEqualTo(1);
        assertThat(run("operation", "show", "00000000-0000-0000-0000-000000000000")
                        .status())
                .isEqualTo(1);
    }

    @Test
    void anAuditAndAHealSayWhetherAllIsWell() {
        assertThat(run("audit").status()).isZero();
        assertThat(WireJson.read(run("audit", "--json").out(), AuditJson.class).clean())
                .isTrue();
        assertThat(run("volume", "heal", "v1").out()).endsWith("\nhealed\n");
        assertThat(run("volume", "stop", "v1").status()).isZero();
        assertThat(run("volume", "heal", "v1").status()).isEqualTo(1);
    }

    @Test
    void anAccessListIsShownAndChanged() {
        assertThat(run("volume", "access", "v1").out())
                .contains("@nodes   the cluster's nodes: 127.0.0.1 127.0.0.2 127.0.0.3\n")
                .endsWith("nobody was refused lately\n");
        assertThat(run("volume", "access", "v1", "--allow", "10.1.0.0/20", "--allow", "web.example", "--key", "a1"))
                .isEqualTo(new Outcome(0, "volume v1 may be mounted by @nodes, 10.1.0.0/20, web.example\n", ""));
        assertThat(run("volume", "access", "v1", "--deny", "@nodes").out())
                .isEqualTo("volume v1 may be mounted by 10.1.0.0/20, web.example\n");
        assertThat(WireJson.read(run("volume", "access", "v1", "--json").out(), AccessJson.class)
                        .allowed())
                .containsExactly("10.1.0.0/20", "web.example");
        assertThat(run("volume", "access", "v1", "--deny", "10.9.9.9"))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(1))
                .satisfies(refused -> assertThat(refused.err()).contains("not on the list"));
        assertThat(run("volume", "access", "v1", "--allow", "10.1.2.?").err()).contains("whole numbers");
        assertThat(run("volume", "info", "v1").out()).contains("10.1.0.0/20 web.example");
    }

    @Test
    void aVolumeThatTalksTls_isRefusedWhereANodeLacksItsFiles() {
        assertThat(run("volume", "create", "v2", "--size", "1GiB", "--tls", "--tls-subject", "node-*"))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(1))
                .satisfies(refused -> assertThat(refused.err())
                        .contains(
                                "cannot talk TLS: /etc/ssl/glusterfs.pem is missing",
                                "/etc/ssl/glusterfs.key is missing"));
        assertThat(run("volume", "list").out()).doesNotContain("v2");
    }

    @Test
    void aMountIsPrintedInThreeForms() {
        assertThat(run("volume", "mount", "v1", "/mnt/a b").out())
                .contains(
                        "mount -t glusterfs -o backup-volfile-servers=127.0.0.2:127.0.0.3 127.0.0.1:/v1 '/mnt/a b'\n",
                        "127.0.0.1:/v1 /mnt/a\\040b glusterfs defaults,_netdev",
                        "  kind: PersistentVolume\n");
        assertThat(run("volume", "mount", "v1", "relative").status()).isEqualTo(1);
    }

    @Test
    void aShutdownRequestSaysWhatBecomesOfTheDataPlane() {
        ControlTransport control = new ControlTransport(socket);
        Gcs remote = RemoteGcs.over(control);
        remote.ping();
        assertThat(remote.capabilities()).isEqualTo(simulated.capabilities());
        control.shutdown(DataPlane.STOP);
        assertThat(shutdown.get()).isEqualTo(DataPlane.STOP);
        server.close();
        assertThat(new ControlTransport(socket).answers()).isFalse();
        assertThatThrownBy(remote::ping)
                .isInstanceOfSatisfying(
                        GcsException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNREACHABLE));
    }

    @Test
    void open_whenThereIsNoCluster_saysHowToGetOne() {
        Outcome none = run(
                Clusters.real(), Map.of("GCS_DATA", directory.resolve("none").toString()), "volume", "list");
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).contains(directory.resolve("none").toString(), "dev up");
        assertThat(directory.resolve("none")).doesNotExist();
    }

    @Test
    void theDataDirectoryIsTheFirstThatIsSaid() {
        Session session =
                new Session(System.out, System.err, Map.of("GCS_DATA", "/a", "GCS_HOME", "/home/g"), Clusters.real());
        assertThat(session.data()).isEqualTo(Path.of("/a"));
        session.data(Path.of("/b/../c"));
        assertThat(session.data()).isEqualTo(Path.of("/c"));
        assertThat(new Session(System.out, System.err, Map.of("GCS_HOME", "/home/g"), Clusters.real()).data())
                .isEqualTo(Path.of("/home/g/.gcs/dev"));
        assertThat(List.of(new Session(System.out, System.err, Map.of(), Clusters.real()).data()))
                .containsExactly(Path.of("/var/lib/gcs"));
    }

    private Outcome run(String... arguments) {
        return run((data, create) -> RemoteGcs.over(new ControlTransport(socket)), Map.of(), arguments);
    }

    private static Outcome run(Clusters clusters, Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                new Session(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        clusters),
                arguments);
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
