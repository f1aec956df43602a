/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostCall.SendSignal;
import org.gluster.gcs.block.host.HostCall.Signal;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.host.Marks;
import org.junit.jupiter.api.Test;

class DaemonDriversTest {
    private static final Path SOCKET = Path.of("/run/g/m.sock");
    private static final ProcessFiles FILES =
            new ProcessFiles(Path.of("/run/g/b.pid"), Path.of("/run/g/b.sock"), Path.of("/log/b.log"));
    private static final Path STATE = Path.of("/run/g/shd.state");
    private static final SortedMap<String, String> MARKS = Marks.daemon("c1", "n1", "brick/b1");
    private static final UUID NODE = UUID.fromString("00000000-0000-4000-8000-000000000001");
    private static final Duration END = Duration.ofSeconds(10);
    private static final int PORT = 49_152;

    private final BrickProcessDriver bricks = new BrickProcessDriver();
    private final SelfHealDaemonDriver heals = new SelfHealDaemonDriver(new TextCalls());

    @Test
    void brickProcessIsStartedWithoutBricks() {
        BrickProcess want = brick(PORT, true);
        assertThat(bricks.next(want, seen(List.of(), false)))
                .isEqualTo(Step.act(new HostCall.StartDaemon(BrickProcessDriver.command(want), MARKS)));
        assertThat(BrickProcessDriver.command(want).line())
                .isEqualTo("glusterfsd -s /run/g/m.sock --volfile-server-transport unix --volfile-id bricks/shared-1.00"
                        + " -p /run/g/b.pid -S /run/g/b.sock --brick-name shared-1.00 -l /log/b.log"
                        + " --process-name brick --brick-port 49152"
                        + " --xlator-option gcs-server.listen-port=49152"
                        + " --xlator-option gcs-server.transport.socket.bind-address=127.0.0.1"
                        + " --xlator-option *-posix.glusterd-uuid=" + NODE);
    }

    @Test
    void portOfAnotherProgram_isReported() {
        assertThat(bricks.next(brick(PORT, true), seen(List.of(), true)))
                .isInstanceOfSatisfying(Step.Impossible.class, impossible -> {
                    assertThat(impossible.problem().kind()).isEqualTo(Problem.Kind.ADDRESS_TAKEN);
                    assertThat(impossible.problem().message()).contains("49152", "127.0.0.1");
                });
    }

    @Test
    void runningBrick_isDoneWhenItListens_elseKilledAfterAWhile() {
        BrickProcess want = brick(PORT, true);
        ProcessEntry process = process(7, 100, PORT);
        assertThat(bricks.next(want, seen(List.of(process), true))).isEqualTo(Step.done());
        assertThat(bricks.next(want, seen(List.of(process), false)))
                .isEqualTo(Step.act(new HostCall.IsPortTaken("127.0.0.1", PORT))
                        .within(END, new SendSignal(7, 100, Signal.KILL)));
    }

    @Test
    void brickOnAnotherPort_isStoppedFirst() {
        assertThat(bricks.next(brick(PORT + 1, true), seen(List.of(process(7, 100, PORT)), true)))
                .isEqualTo(stop(7, 100));
    }

    @Test
    void processThatBricksAreLeaving_isNotStartedForThem_norEndedBeforeTheLastOneHasLeft() {
        BrickProcess left = new BrickProcess(
                "shared-1.00", "bricks/shared-1.00", NODE, "127.0.0.1", PORT, SOCKET, FILES, MARKS, false, false, true);
        assertThat(bricks.next(left, seen(List.of(), false))).isEqualTo(Step.done());
        assertThat(bricks.next(left, seen(List.of(process(7, 100, PORT)), true)))
                .isEqualTo(Step.done());
    }

    @Test
    void brickStartedTwice_losesTheYoungerOne() {
        ProcessEntry older = process(9, 100, PORT);
        ProcessEntry younger = process(8, 200, PORT);
        assertThat(bricks.next(brick(PORT, true), seen(List.of(younger, older), true)))
                .isEqualTo(Step.act(new HostCall.IsPortTaken("127.0.0.1", PORT))
                        .within(Duration.ofSeconds(5), new SendSignal(8, 200, Signal.KILL)));
    }

    @Test
    void unwantedBrick_isStoppedAndItsFilesGo() {
        BrickProcess absent = brick(PORT, false);
        assertThat(bricks.next(absent, seen(List.of(process(7, 100, PORT)), true)))
                .isEqualTo(stop(7, 100));
        assertThat(bricks.next(
                        absent, new BrickProcessDriver.Seen(List.of(), false, List.of(FILES.pid(), FILES.socket()))))
                .isEqualTo(Step.act(new HostCall.Delete(FILES.pid())));
        assertThat(bricks.next(absent, seen(List.of(), true))).isEqualTo(Step.done());
    }

    @Test
    void brickThatDidNotStart_pointsAtItsLog() {
        HostException failure = HostException.ofCommand(Command.of("glusterfsd"), 107, "");
        assertThat(bricks.failed(brick(PORT, true), failure))
                .isInstanceOfSatisfying(
                        Step.Retry.class,
                        retry -> assertThat(retry.reason()).contains("management socket", "/log/b.log"));
    }

    @Test
    void logIsLookedAtOnlyWhenItShallGo() {
        assertThat(bricks.observe(brick(PORT, false)).readings())
                .doesNotContain(new HostCall.StatFile(FILES.log()))
                .contains(new HostCall.StatFile(FILES.pid()));
    }

    @Test
    void pathsOfSocketsAreBounded() {
        Path tooLong = Path.of("/" + "x".repeat(ProcessFiles.MAX_SOCKET));
        assertThatThrownBy(() -> new ProcessFiles(FILES.pid(), tooLong, FILES.log()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("107");
    }

    @Test
    void selfHealStartsWithItsFirstVolumeAndEndsWithItsLast() {
        SelfHealDaemon want = heal(volumes("a", "A", "b", "B"), true);
        assertThat(heals.next(want, healSeen(List.of(), "")))
                .isEqualTo(Step.act(new HostCall.StartDaemon(SelfHealDaemonDriver.command(want), MARKS)));
        assertThat(SelfHealDaemonDriver.command(want).line())
                .startsWith("glusterfs -s /run/g/m.sock --volfile-server-transport unix --volfile-id shd/a ")
                .contains(" --xlator-option *replicate*.node-uuid=" + NODE)
                .endsWith(" --xlator-option *client*.client-bind-insecure=on");
        assertThat(heals.next(heal(volumes(), true), healSeen(List.of(healer()), "")))
                .isEqualTo(stop(5, 50));
        assertThat(heals.next(heal(volumes("a", "A"), false), healSeen(List.of(healer()), "")))
                .isEqualTo(stop(5, 50));
        assertThat(heals.next(heal(volumes(), true), healSeen(List.of(), ""))).isEqualTo(Step.done());
    }

    @Test
    void selfHealAttachesAndDetachesWhatDiffers_intentWrittenFirst() {
        SelfHealDaemon want = heal(volumes("a", "A", "c", "C"), true);
        String state = "self-heal 1 5 50\na " + AttachedVolumes.checksum("A") + "\nb 00\n";

        assertThat(heals.next(want, healSeen(List.of(healer()), state)))
                .isEqualTo(Step.inOrder(
                                write("self-heal 1 5 50\na " + AttachedVolumes.checksum("A") + "\nb -\nc -\n"),
                                exchange("attach shd/c C"),
                                exchange("detach shd/b"),
                                write("self-heal 1 5 50\na " + AttachedVolumes.checksum("A") + "\nc "
                                        + AttachedVolumes.checksum("C") + "\n"))
                        .unlessAnswered(KILLED));
    }

    @Test
    void selfHealWithALostOrForeignState_attachesAllAgain() {
        SelfHealDaemon want = heal(volumes("b", "B"), true);
        for (String state : List.of("", "self-heal 1 5 49\nb " + AttachedVolumes.checksum("B") + "\n", "garbage")) {
            assertThat(heals.next(want, healSeen(List.of(healer()), state)))
                    .as(state)
                    .isEqualTo(Step.inOrder(
                                    write("self-heal 1 5 50\na -\nb -\n"),
                                    exchange("attach shd/b B"),
                                    exchange("detach shd/a"), // it was started with
                                    write("self-heal 1 5 50\nb " + AttachedVolumes.checksum("B") + "\n"))
                            .unlessAnswered(KILLED));
        }
    }

    private static final SendSignal KILLED = new SendSignal(5, 50, Signal.KILL);

    @Test
    void selfHealIsDoneWhenTheStateSaysSo_andAttachesAChangedVolfile() {
        String state = "self-heal 1 5 50\nb " + AttachedVolumes.checksum("B") + "\n";
        assertThat(heals.next(heal(volumes("b", "B"), true), healSeen(List.of(healer()), state)))
                .isEqualTo(Step.done());
        assertThat(heals.next(heal(volumes("b", "B2"), true), healSeen(List.of(healer()), state)))
                .isInstanceOfSatisfying(
                        Step.Sequence.class,
                        sequence -> assertThat(sequence.calls()).contains(exchange("attach shd/b B2")));
    }

    @Test
    void whoAsksForOneVolumeWaitsForAFewOthersAtMost() {
        SortedMap<String, String> many = new TreeMap<>();
        for (int i = 100; i < 140; i++) {
            many.put("v" + i, "V" + i);
        }
        String state = "self-heal 1 5 50\nv100 " + AttachedVolumes.checksum("V100") + "\n";

        assertThat(heals.next(asks(heal(many, true), "v139"), healSeen(List.of(healer()), state)))
                .isInstanceOfSatisfying(Step.Sequence.class, sequence -> {
                    assertThat(sequence.calls()).hasSize(18);
                    assertThat(sequence.calls().get(1)).isEqualTo(exchange("attach shd/v139 V139"));
                });
        assertThat(heals.next(asks(heal(many, true), "v100"), healSeen(List.of(healer()), state)))
                .isEqualTo(Step.done());
        assertThat(heals.next(asks(heal(many, true), "gone"), healSeen(List.of(healer()), state)))
                .isEqualTo(Step.done());
        assertThat(heals.next(asks(heal(many, true), "gone"), healSeen(List.of(healer()), state + "gone 00\n")))
                .isInstanceOfSatisfying(
                        Step.Sequence.class,
                        sequence -> assertThat(sequence.calls().get(1)).isEqualTo(exchange("detach shd/gone")));
    }

    private static SelfHealDaemon asks(SelfHealDaemon want, String volume) {
        return new SelfHealDaemon(
                want.node(),
                want.management(),
                want.files(),
                want.state(),
                want.marks(),
                want.volumes(),
                Optional.of(volume),
                want.left(),
                want.removeLog(),
                want.present());
    }

    @Test
    void refusedAttachIsAFailure() {
        HostCall<?> call = exchange("attach shd/b B");
        heals.check(call, bytes("ok"));
        assertThatThrownBy(() -> heals.check(call, bytes("no")))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("refused")
                .hasMessageContaining("/run/g/b.sock");
    }

    @Test
    void volfilesAreNotShown() {
        assertThat(heal(volumes("a", "password"), true).toString()).doesNotContain("password");
    }

    private static final class TextCalls implements ServiceCalls {
        @Override
        public Bytes attach(String volfileKey, String volfile, Path pidFile) {
            return bytes("attach " + volfileKey + " " + volfile);
        }

        @Override
        public Bytes detach(String volfileKey, Path pidFile) {
            return bytes("detach " + volfileKey);
        }

        @Override
        public Optional<String> refusal(Bytes reply) {
            return reply.equals(bytes("ok")) ? Optional.empty() : Optional.of("it said no");
        }
    }

    private static Bytes bytes(String text) {
        return Bytes.of(text.getBytes(StandardCharsets.UTF_8));
    }

    private static HostCall.Exchange exchange(String request) {
        return new HostCall.Exchange(FILES.socket(), bytes(request), 64 * 1024, Duration.ofSeconds(10));
    }

    private static HostCall.WriteNote write(String text) {
        return new HostCall.WriteNote(STATE, text, "rw-------");
    }

    private static Step stop(long pid, long startTime) {
        return Step.act(new SendSignal(pid, startTime, Signal.TERM))
                .within(END, new SendSignal(pid, startTime, Signal.KILL));
    }

    private static BrickProcess brick(int port, boolean present) {
        return new BrickProcess(
                "shared-1.00",
                "bricks/shared-1.00",
                NODE,
                "127.0.0.1",
                port,
                SOCKET,
                FILES,
                MARKS,
                false,
                true,
                present);
    }

    private static ProcessEntry process(long pid, long startTime, int port) {
        return new ProcessEntry(
                pid, startTime, BrickProcessDriver.command(brick(port, true)).arguments(), MARKS);
    }

    private static BrickProcessDriver.Seen seen(List<ProcessEntry> processes, boolean taken) {
        return new BrickProcessDriver.Seen(processes, taken, List.of());
    }

    private static SelfHealDaemon heal(SortedMap<String, String> volumes, boolean present) {
        SortedMap<String, HealGraph> graphs = new TreeMap<>();
        volumes.forEach((name, text) -> graphs.put(name, HealGraph.of(text)));
        return new SelfHealDaemon(
                NODE, SOCKET, FILES, STATE, MARKS, graphs, Optional.empty(), new TreeSet<>(), false, present);
    }

    private static ProcessEntry healer() {
        return new ProcessEntry(
                5,
                50,
                SelfHealDaemonDriver.command(heal(volumes("a", "A"), true)).arguments(),
                MARKS);
    }

    private static SelfHealDaemonDriver.Seen healSeen(List<ProcessEntry> processes, String state) {
        return new SelfHealDaemonDriver.Seen(processes, state, List.of());
    }

    private static SortedMap<String, String> volumes(String... pairs) {
        SortedMap<String, String> volumes = new TreeMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            volumes.put(pairs[i], pairs[i + 1]);
        }
        return volumes;
    }
}
