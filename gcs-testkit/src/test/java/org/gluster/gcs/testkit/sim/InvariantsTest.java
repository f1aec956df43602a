/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostCall.SendSignal;
import org.gluster.gcs.block.host.HostCall.Signal;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.Codec;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.StatusRecord;
import org.gluster.gcs.engine.catalogue.StatusRecord.Trouble;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.engine.store.Transaction;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker of the contract can fail: a sound world, damaged in one way, is found out under the right numbers. */
class InvariantsTest {
    private static World sound = World.empty(Runnable::run);

    @BeforeAll
    static void makeSoundWorld() {
        Run run = Run.from(Worlds.withVolumes(4, 1), 1, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        Run.succeeded(run.perform(
                engine,
                VolumeRequests.create(Form.DIRECTORIES.request("given", Capacity.ofGiB(1), false), Requested.PLAIN)));
        engine.kill();
        run.settle();
        sound = run.world();
    }

    @Test
    void aSoundWorldHasNoViolations() {
        assertThat(Run.from(sound, 1, EventLog.off()).violations()).isEmpty();
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage("an image of nobody", "I1", run -> machine(run).apply(write("/data/d1/bricks/stray.img", "x"))),
                damage("a loop device of nobody", "I1", InvariantsTest::strayLoop),
                damage("a loop device twice", "I1", InvariantsTest::secondLoop),
                damage("a mount left behind", "I1", InvariantsTest::strayMount),
                damage(
                        "a mount point left behind",
                        "I1",
                        run -> machine(run).makeDirectories(Path.of("/gcs/nodes/node-1/bricks/old.0"))),
                damage(
                        "a process left behind",
                        "I1",
                        run -> machine(run).spawn(List.of("/usr/sbin/glusterfsd", "-s", "old"), new TreeMap<>())),
                damage(
                        "a run file left behind",
                        "I1",
                        run -> machine(run).apply(write("/gcs/nodes/node-1/run/b-old.pid", "1"))),
                damage("a report that outlived its subject", "I1", InvariantsTest::strayReport),
                damage(
                        "a record lost",
                        "I1",
                        run -> put(run, Transaction.builder().delete(Keys.volume("created")))),
                damage(
                        "an image lost",
                        "I1 I2",
                        run -> machine(run, brick(run)).apply(new HostCall.Delete(Worlds.image(brick(run))))),
                damage(
                        "an image replaced by a shorter one",
                        "I1 I2",
                        run -> machine(run, brick(run))
                                .apply(write(Worlds.image(brick(run)).toString(), "short"))),
                damage("a mount lost", "I2", run -> run(machine(run, brick(run)), "umount", mount(brick(run)))),
                damage(
                        "a brick root of another volume",
                        "I2",
                        run -> machine(run, brick(run))
                                .apply(new HostCall.SetAttribute(
                                        Path.of(brick(run).path()),
                                        "trusted.glusterfs.volume-id",
                                        "0x00000000000000000000000000000001"))),
                damage("a brick process lost", "I1 I2", run -> kill(run, "bricks/")),
                damage("a self-heal daemon lost", "I2", run -> kill(run, "self-heal")),
                damage(
                        "a device that is overfull",
                        "I3",
                        run -> changeDevices(run, "\"size\":53687091200", "\"size\":9")),
                damage(
                        "two volumes of one key",
                        "I4",
                        run -> change(run, Keys.volume("started"), text -> text.replace("key-started", "key-created"))),
                damage(
                        "a state on the way",
                        "I6",
                        run -> change(
                                run,
                                Keys.volume("started"),
                                text -> text.replace("\"state\":\"STARTED\"", "\"state\":\"STARTING\""))),
                damage(
                        "a volume that still waits",
                        "I6",
                        run -> change(
                                run,
                                Keys.volume("created"),
                                text -> text.replace("\"operation\":\"\"", "\"operation\":\"o\""))),
                damage("an operation that never ended", "I6", InvariantsTest::endlessOperation),
                damage(
                        "less space than was asked for",
                        "I8",
                        run -> change(
                                run,
                                Keys.volume("created"),
                                text -> text.replace("\"capacity\":943718400", "\"capacity\":9437184000"))),
                damage(
                        "less room than is said",
                        "I8",
                        run -> change(
                                run,
                                Keys.volume("created"),
                                text -> text.replaceAll("\"usable\":[0-9]+", "\"usable\":9437184000"))),
                damage(
                        "an arbiter where there is none",
                        "I8",
                        run -> change(
                                run,
                                Keys.volume("created"),
                                text -> text.replaceFirst("\"role\":\"DATA\"", "\"role\":\"ARBITER\""))),
                damage(
                        "a mark left on a directory",
                        "I1",
                        run -> machine(run).makeDirectories(World.EXPORTS.resolve("other/.glusterfs"))),
                damage(
                        "half a brick left beside a directory",
                        "I1",
                        run -> machine(run).makeDirectories(World.EXPORTS.resolve(".gcs-b1.part"))),
                damage("a given brick without its owner", "I2", InvariantsTest::ownerLost),
                damage("two bricks in one zone", "I8", InvariantsTest::oneZoneForTwo),
                damage("two bricks on one node", "I1 I2 I8", InvariantsTest::oneNodeForTwo));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("damages")
    void damageIsFound(String what, String invariants, Consumer<Run> damage) {
        Run run = Run.from(sound, 1, EventLog.off());

        damage.accept(run);

        List<String> violations = run.violations();
        TreeSet<String> numbers = new TreeSet<>();
        violations.forEach(violation -> numbers.add(violation.substring(0, violation.indexOf(':'))));
        assertThat(String.join(" ", numbers)).as("%s: %s", what, violations).isEqualTo(invariants);
    }

    private static Arguments damage(String what, String invariants, Consumer<Run> damage) {
        return Arguments.of(what, invariants, damage);
    }

    private static FakeMachine machine(Run run) {
        return run.world().machine("node-1");
    }

    private static FakeMachine machine(Run run, BrickRecord brick) {
        return run.world().machine(brick.node());
    }

    private static BrickRecord brick(Run run) {
        return Worlds.volume(run, "created").bricks().get(0);
    }

    private static String mount(BrickRecord brick) {
        return String.valueOf(Path.of(brick.path()).getParent());
    }

    private static HostCall.WriteFile write(String path, String content) {
        return new HostCall.WriteFile(Path.of(path), content, "rw-------");
    }

    private static void run(FakeMachine machine, String... line) {
        machine.apply(new HostCall.Run(Command.of(line)));
    }

    private static void strayLoop(Run run) {
        machine(run).apply(write("/data/old.img", "x"));
        run(machine(run), "losetup", "--find", "--show", "--direct-io=on", "/data/old.img");
    }

    private static void secondLoop(Run run) {
        String image = Worlds.image(brick(run)).toString();
        run(machine(run, brick(run)), "losetup", "--find", "--show", "--direct-io=on", image);
    }

    private static void ownerLost(Run run) {
        BrickRecord brick = Worlds.volume(run, "given").bricks().get(0);
        machine(run, brick)
                .apply(new HostCall.RemoveAttribute(Path.of(brick.path()).resolve(".glusterfs"), "trusted.gcs.owner"));
    }

    private static void strayMount(Run run) {
        FakeMachine machine = machine(run, brick(run));
        String device = machine.apply(new HostCall.Loops(Worlds.image(brick(run))))
                .get(0)
                .device();
        machine.makeDirectories(Path.of("/gcs/old"));
        run(machine, "mount", "-t", "xfs", "-o", "nouuid", device, "/gcs/old");
    }

    private static void strayReport(Run run) {
        String key = Keys.statusOf("node-1") + "volume/00000000-0000-4000-8000-000000000000";
        put(
                run,
                Transaction.builder()
                        .put(key, Codec.STATUS.write(StatusRecord.ofVolume(1, true, Trouble.NONE, List.of()))));
    }

    private static void endlessOperation(Run run) {
        String key = run.stored().stream()
                .map(entry -> entry.key())
                .filter(found -> found.startsWith(Keys.OPERATIONS))
                .findFirst()
                .orElseThrow();
        change(run, key, text -> text.replace("\"state\":\"SUCCEEDED\"", "\"state\":\"RUNNING\""));
    }

    private static void oneZoneForTwo(Run run) {
        List<BrickRecord> bricks = Worlds.volume(run, "created").bricks();
        String first = bricks.get(0).node();
        String second = bricks.get(1).node();
        change(
                run,
                Keys.peer(second),
                text -> text.replace("\"zone\":\"" + second + "\"", "\"zone\":\"" + first + "\""));
    }

    private static void oneNodeForTwo(Run run) {
        List<BrickRecord> bricks = Worlds.volume(run, "created").bricks();
        change(
                run,
                Keys.volume("created"),
                text -> text.replace(
                        "\"node\":\"" + bricks.get(1).node() + "\"",
                        "\"node\":\"" + bricks.get(0).node() + "\""));
    }

    private static void kill(Run run, String daemon) {
        FakeMachine machine =
                machine(run, Worlds.volume(run, "started").bricks().get(0));
        ProcessEntry victim = machine.apply(new HostCall.Processes(new TreeMap<>())).stream()
                .filter(process ->
                        process.marks().getOrDefault("GCS_DAEMON", "").startsWith(daemon))
                .findFirst()
                .orElseThrow();
        machine.apply(new SendSignal(victim.pid(), victim.startTime(), Signal.KILL));
    }

    private static void changeDevices(Run run, String from, String to) {
        run.stored().stream()
                .filter(entry -> entry.key().startsWith(Keys.DEVICES))
                .forEach(entry -> change(run, entry.key(), text -> text.replace(from, to)));
    }

    /** Changes a stored text, which must not stay as it was. */
    private static void change(Run run, String key, UnaryOperator<String> change) {
        String before = Worlds.find(run, key).orElseThrow().value();
        String after = change.apply(before);
        assertThat(after).isNotEqualTo(before);
        put(run, Transaction.builder().put(key, after));
    }

    private static void put(Run run, Transaction.Builder change) {
        List<Map.Entry<Boolean, String>> done = new ArrayList<>();
        run.world()
                .store()
                .commit(change.build())
                .whenComplete((result, failure) -> done.add(Map.entry(failure == null, String.valueOf(failure))));
        run.settle();
        assertThat(done).containsExactly(Map.entry(true, "null"));
    }
}
