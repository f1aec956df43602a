/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.WrongStateException;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.engine.server.Caller;
import org.gluster.gcs.engine.server.HttpCall;
import org.gluster.gcs.engine.server.HttpReply;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.gluster.gcs.volume.BrickState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which processes there are, and who is in them; that all bricks are served, once, is checked after each test. */
class SimulatedMultiplexingTest {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final List<String> NODES = List.of("node-1", "node-2", "node-3");

    private final SimulatedGcs gcs = SimulatedGcs.create(3);

    @AfterEach
    void restsWithTheContractHeld() {
        assertThat(gcs.violations()).isEmpty();
        gcs.close();
    }

    @Test
    void asManyBricksShareAProcessAsItsDescriptorsAllow() {
        descriptors(200 + 2 * 300 + 299);
        create("v1", "v2", "v3", "v4", "v5");
        for (String node : NODES) {
            assertThat(processes(node)).hasSize(3);
        }
        gcs.volume("v1").delete(d -> d.stopFirst()).await(LONG);
        create("v6"); // takes the place that is free
        for (String node : NODES) {
            assertThat(processes(node)).hasSize(3);
        }
        List.of("v2", "v3", "v4", "v5", "v6")
                .forEach(name -> gcs.volume(name).delete(d -> d.stopFirst()).await(LONG));
        for (String node : NODES) {
            assertThat(processes(node)).isEmpty();
        }
    }

    /** More than was derived is open in the process: the brick that it refuses gets another one, and nobody else notices. */
    @Test
    void aBrickThatAFullProcessRefuses_isServedByAnother() {
        create("v1", "v2");
        Map<String, List<Long>> before = new TreeMap<>();
        NODES.forEach(node -> before.put(node, processes(node)));
        NODES.forEach(node -> gcs.machine(node).descriptors(2 * 258 + 100));
        create("v3");
        for (String node : NODES) {
            assertThat(processes(node)).hasSize(2).containsAll(before.getOrDefault(node, List.of()));
        }
    }

    @Test
    void aProcessThatDies_comesBackWithAllItsBricks() {
        create("v1", "v2", "v3");
        TreeSet<Long> before = new TreeSet<>(processes("node-1"));
        assertThat(before).hasSize(1);
        gcs.killDaemons("node-1");
        gcs.advance(Duration.ofSeconds(30));
        assertThat(processes("node-1")).hasSize(1).doesNotContainAnyElementsOf(before);
        for (String volume : List.of("v1", "v2", "v3")) {
            assertThat(gcs.volume(volume).get().bricks()).allMatch(brick -> brick.state() == BrickState.ONLINE);
        }
    }

    /** As GlusterFS' does now and then when a volume is detached: nothing waits for it, and it heals all that it did before. */
    @Test
    void aSelfHealDaemonThatDoesNotAnswer_isReplaced() {
        List<String> many = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            many.add("v" + i);
        }
        create(many.toArray(String[]::new));
        gcs.advance(Duration.ofSeconds(10));
        long before = healer("node-2").pid();
        gcs.machine("node-2")
                .failNext(
                        call -> call instanceof HostCall.Exchange exchange
                                && exchange.socket().endsWith("self-heal.sock"),
                        new HostException(HostException.Kind.UNKNOWN_OUTCOME, "no answer"));

        gcs.volume("v1").delete(d -> d.stopFirst()).await(LONG);

        gcs.advance(Duration.ofSeconds(5));
        assertThat(healer("node-2").pid()).isNotEqualTo(before);
        String attached = gcs.machine("node-2")
                .apply(new HostCall.ReadFile(Path.of("/gcs/nodes/node-2/run/self-heal.state"), 1 << 20))
                .orElseThrow();
        assertThat(attached).doesNotContain("v1 ").doesNotContain(" -");
        many.stream().skip(1).forEach(volume -> assertThat(attached).contains("\n" + volume + " "));
    }

    /** It holds nothing that could be healed, so whoever makes it waits for its bricks only; its daemon has it a moment later. */
    @Test
    void aNewVolumeIsHealedSoon() {
        create("v1");
        gcs.advance(Duration.ofSeconds(1));
        assertThat(healed("node-1")).contains("\nv1 ").doesNotContain(" -");
    }

    @Test
    void whoAsksForHealsOfANewVolume_isHeard() {
        create("v1");
        HttpReply told = gcs.gd2("node-1")
                .handle(new HttpCall(
                        "POST",
                        "/v1/volumes/v1/heal",
                        new TreeMap<>(),
                        "",
                        new Caller("somebody", Caller.Role.ADMIN, "request-1")));
        assertThat(told.status()).isEqualTo(200);
        for (String node : NODES) {
            assertThat(healed(node)).contains("\nv1 ").doesNotContain(" -");
        }
    }

    @Test
    void aVolumeThatGoesBeforeItIsHealed_leavesNoDaemon() {
        create("v1");
        gcs.volume("v1").delete(d -> d.stopFirst()).await(LONG);
        gcs.advance(Duration.ofSeconds(5));
        assertThat(healers("node-1")).isEmpty();
    }

    @Test
    void anEngineThatDiesBeforeANewVolumeIsHealed_seesToItWhenItIsBack() {
        create("v1");
        gcs.restart();
        gcs.advance(Duration.ofSeconds(20));
        for (String node : NODES) {
            assertThat(healed(node)).contains("\nv1 ").doesNotContain(" -");
        }
    }

    /** What cannot be healed is not said to be well for long. */
    @Test
    void aDaemonThatCannotBeStarted_isMissedByANewVolume() {
        failStarts("node-2", 400);
        create("v1");
        gcs.advance(Duration.ofSeconds(30));
        assertThat(gcs.volume("v1").get().bricks())
                .filteredOn(brick -> brick.node().toString().equals("node-2"))
                .noneMatch(brick -> brick.state() == BrickState.ONLINE);
        gcs.machine("node-2").failNoMore();
        gcs.advance(Duration.ofMinutes(2));
        assertThat(gcs.volume("v1").get().bricks()).allMatch(brick -> brick.state() == BrickState.ONLINE);
        assertThat(healed("node-2")).contains("\nv1 ");
    }

    private void failStarts(String node, int times) {
        for (int i = 0; i < times; i++) {
            gcs.machine(node)
                    .failNext(
                            call -> call instanceof HostCall.StartDaemon start
                                    && start.command().arguments().contains("glustershd"),
                            new HostException(HostException.Kind.FAILED, "simulated: it does not start"));
        }
    }

    private String healed(String node) {
        return gcs.machine(node)
                .apply(new HostCall.ReadFile(Path.of("/gcs/nodes/" + node + "/run/self-heal.state"), 1 << 20))
                .orElseThrow();
    }

    private List<ProcessEntry> healers(String node) {
        return gcs.machine(node).apply(new HostCall.Processes(new TreeMap<>())).stream()
                .filter(process -> "self-heal".equals(process.marks().get(Marks.DAEMON)))
                .toList();
    }

    private ProcessEntry healer(String node) {
        return gcs.machine(node).apply(new HostCall.Processes(new TreeMap<>())).stream()
                .filter(process -> "self-heal".equals(process.marks().get(Marks.DAEMON)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aVolumeMayHaveProcessesOfItsOwn_andShareAgain() {
        create("v1", "v2");
        List<Long> shared = processes("node-1");
        gcs.volume("v2")
                .changeOptions(
                        change -> change.set("cluster.brick-multiplex", "off").allowBrickRestart())
                .await(LONG);
        assertThat(processes("node-1")).hasSize(2).containsAll(shared);
        gcs.volumes()
                .create(v -> v.name("v3")
                        .capacity(Capacity.ofGiB(1))
                        .option("cluster.brick-multiplex", "off")
                        .start(true))
                .await();
        assertThat(processes("node-1")).hasSize(3);
        gcs.volume("v2")
                .changeOptions(change -> change.reset("cluster.brick-multiplex").allowBrickRestart())
                .await(LONG);
        gcs.volume("v3").delete(d -> d.stopFirst()).await(LONG);
        assertThat(processes("node-1")).isEqualTo(shared);
    }

    @Test
    void aBrickThatKeepsAReserve_doesNotShare() {
        create("v1", "v2");
        List<Long> shared = processes("node-1");
        gcs.volume("v2").setOptions(Map.of("storage.reserve", "0%")).await(LONG);
        assertThat(processes("node-1")).isEqualTo(shared);
        assertThatThrownBy(() -> gcs.volume("v2").setOptions(Map.of("storage.reserve", "5")))
                .isInstanceOf(WrongStateException.class)
                .hasMessageContaining("storage.reserve");
        gcs.volume("v2")
                .changeOptions(change -> change.set("storage.reserve", "5").allowBrickRestart())
                .await(LONG);
        assertThat(processes("node-1")).hasSize(2).containsAll(shared);
    }

    @Test
    void whatHoldsForAWholeProcess_isNotChangedForOthers() {
        create("v1", "v2");
        List<Long> shared = processes("node-1");
        gcs.volume("v2")
                .changeOptions(change -> change.set("server.event-threads", "4").allowBrickRestart())
                .await(LONG);
        assertThat(processes("node-1")).hasSize(2).containsAll(shared);
        gcs.volume("v2")
                .changeOptions(change -> change.reset("server.event-threads").allowBrickRestart())
                .await(LONG);
        assertThat(processes("node-1")).isEqualTo(shared);
    }

    @Test
    void anotherLifeOfTheControlPlane_findsEverythingWhereItWas() {
        create("v1", "v2");
        List<Long> shared = processes("node-1");
        gcs.restart();
        gcs.advance(Duration.ofSeconds(30));
        assertThat(processes("node-1")).isEqualTo(shared);
        create("v3");
        assertThat(processes("node-1")).isEqualTo(shared);
        gcs.volume("v1").stop().await();
        gcs.volume("v1").start().await();
        assertThat(processes("node-1")).isEqualTo(shared);
        assertThat(gcs.audit().findings()).isEmpty();
    }

    private void descriptors(int most) {
        NODES.forEach(node -> gcs.machine(node).descriptors(most));
        gcs.restart(); // what a machine allows is read when a node starts
    }

    private void create(String... names) {
        for (String name : names) {
            gcs.volumes()
                    .create(v -> v.name(name).capacity(Capacity.ofGiB(1)).start(true))
                    .await(LONG);
        }
    }

    /** The brick processes of a node; each must have bricks. */
    private List<Long> processes(String node) {
        FakeMachine machine = gcs.machine(node);
        List<ProcessEntry> all = machine.apply(new HostCall.Processes(new TreeMap<>()));
        return all.stream()
                .filter(process ->
                        process.marks().getOrDefault("GCS_DAEMON", "").startsWith("bricks/"))
                .map(ProcessEntry::pid)
                .toList();
    }

    /** No volume's brick may be in a directory that its process does not serve. */
    @Test
    void bricksAreServedWhereTheirProcessSaysSo() {
        create("v1");
        long pid = processes("node-1").get(0);
        assertThat(gcs.volume("v1").get().bricks())
                .filteredOn(brick -> brick.node().value().equals("node-1"))
                .allMatch(brick -> gcs.machine("node-1").served(pid, Path.of(brick.path())) == 1);
    }
}
