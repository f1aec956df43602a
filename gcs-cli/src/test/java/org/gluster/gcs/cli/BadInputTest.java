/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.core.wire.ErrorJson;
import org.gluster.gcs.core.wire.WireJson;
import org.gluster.gcs.engine.server.ApiHandlers;
import org.gluster.gcs.engine.server.ControlServer;
import org.gluster.gcs.testkit.SimulatedGcs;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is wrong, the program says what failed, on which thing, why, and what to do, exits with a status that is not 0,
 * and leaves everything as it was: nothing lost, nothing left.
 */
@Timeout(120)
class BadInputTest {
    private record Outcome(int status, String out, String err) {}

    private static final Path DISK = Path.of("/data/d1");

    private final SimulatedGcs simulated = SimulatedGcs.create(4);
    private final Path directory = temporary();
    private final ControlServer server =
            ControlServer.open(directory.resolve(ControlServer.SOCKET), new ApiHandlers(simulated, plane -> {}));

    private static Path temporary() {
        try {
            return Files.createTempDirectory(Path.of("/tmp"), "gcs-cli");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        simulated.close();
        Files.delete(directory);
    }

    static Stream<Arguments> wrongRequests() {
        String nowhere = "00000000-0000-0000-0000-000000000000";
        return Stream.of(
                // names
                wrong(ErrorCode.INVALID_REQUEST, "volume create no/name --size 1GiB", "no/name", "letters"),
                wrong(ErrorCode.INVALID_REQUEST, "volume create .hidden --size 1GiB", ".hidden"),
                wrong(ErrorCode.INVALID_REQUEST, "volume create " + "n".repeat(300) + " --size 1GiB", "nnn"),
                wrong(ErrorCode.INVALID_REQUEST, "peer add no/name --address 127.0.0.9", "no/name"),
                wrong(ErrorCode.INVALID_REQUEST, "peer add node-9 --address 300.1.2.3", "300.1.2.3"),
                wrong(ErrorCode.ALREADY_EXISTS, "peer add node-1 --address 127.0.0.9", "node-1", "another name"),
                wrong(ErrorCode.ALREADY_EXISTS, "peer add node-9 --address 127.0.0.1", "127.0.0.1", "of its own"),
                wrong(ErrorCode.ALREADY_EXISTS, "volume create v1 --size 1GiB", "v1", "another name"),
                // sizes
                wrong(ErrorCode.INVALID_REQUEST, "volume create v2 --size 0", "0"),
                wrong(ErrorCode.INVALID_REQUEST, "device add node-1 data/d2", "data/d2", "absolute"),
                // what is not there
                wrong(ErrorCode.VOLUME_NOT_FOUND, "volume info nosuch", "nosuch", "list"),
                wrong(ErrorCode.VOLUME_NOT_FOUND, "volume start nosuch", "nosuch", "list"),
                wrong(ErrorCode.VOLUME_NOT_FOUND, "volume stop nosuch", "nosuch", "list"),
                wrong(ErrorCode.VOLUME_NOT_FOUND, "volume delete nosuch", "nosuch", "list"),
                wrong(ErrorCode.VOLUME_NOT_FOUND, "volume mount nosuch /mnt", "nosuch", "list"),
                wrong(ErrorCode.PEER_NOT_FOUND, "peer remove nosuch", "nosuch", "list"),
                wrong(ErrorCode.PEER_NOT_FOUND, "device add nosuch /data/d1", "nosuch", "list"),
                wrong(ErrorCode.DEVICE_NOT_FOUND, "device remove node-1 /data/d9", "/data/d9", "list"),
                wrong(ErrorCode.OPERATION_NOT_FOUND, "operation show " + nowhere, nowhere, "list"),
                wrong(ErrorCode.OPERATION_NOT_FOUND, "operation wait " + nowhere, nowhere, "list"),
                wrong(ErrorCode.OPERATION_NOT_FOUND, "operation cancel " + nowhere, nowhere, "list"),
                wrong(ErrorCode.INVALID_REQUEST, "operation show no-id", "no-id"),
                // what is there, but not so
                wrong(ErrorCode.WRONG_STATE, "volume delete v1", "v1", "stop it first"),
                wrong(ErrorCode.IN_USE, "device remove node-1 /data/d1", "/data/d1", "delete these first"),
                wrong(ErrorCode.IN_USE, "peer remove node-1", "node-1", "remove its devices first"),
                wrong(ErrorCode.NO_FIT, "volume create big --size 1TiB", "1 TiB", "node-1"),
                wrong(ErrorCode.NOT_SUPPORTED, "volume create v2 --size 1GiB --redundancy thin-arbiter", "arbiter"));
    }

    private static Arguments wrong(ErrorCode code, String line, String... parts) {
        return Arguments.of(line, code, List.of(parts));
    }

    @ParameterizedTest(name = "{1}: gcs {0}")
    @MethodSource("wrongRequests")
    void aWrongRequest_isRefusedInWords_andChangesNothing(String line, ErrorCode code, List<String> parts) {
        assertThat(run("volume create v1 --size 1GiB --start").status()).isZero();
        String before = everything();

        Outcome refused = run(line + " --json");

        refused(refused, code, parts.toArray(new String[0]));
        assertThat(everything()).isEqualTo(before);
        assertThat(simulated.violations()).isEmpty();
    }

    private String everything() {
        return String.join(
                "\n",
                simulated.peers().list().toString(),
                simulated.devices().list().toString(),
                simulated.volumes().list().toString());
    }

    private void refused(Outcome refused, ErrorCode code, String... parts) {
        System.out.print(refused.err());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).startsWith("gcs: ").contains(parts).doesNotContain("unexpected", "Exception");
        assertThat(WireJson.read(refused.out(), ErrorJson.class).code()).isEqualTo(code);
    }

    @Test
    void sizesThatAreNone_areWrongUse() {
        for (String size : List.of("1GB", "-1GiB", "lots", "", "99999999999999999999")) {
            Outcome refused = run("volume", "create", "v1", "--size", size);
            assertThat(refused.status()).as(size).isEqualTo(2);
            assertThat(refused.err()).contains("--size");
        }
        assertThat(simulated.volumes().list()).isEmpty();
    }

    @Test
    void aFullDiskUnderADevice_failsTheCreate_andLeavesNothing() {
        for (int node = 1; node <= 4; node++) {
            simulated.machine("node-" + node).diskFull(DISK, true);
        }

        refused(run("volume create v1 --size 1GiB --json"), ErrorCode.NO_SPACE, "/data/d1", "node-", "free");

        assertThat(simulated.volumes().list()).isEmpty();
        assertThat(simulated.violations()).isEmpty();
        for (int node = 1; node <= 4; node++) {
            simulated.machine("node-" + node).diskFull(DISK, false);
        }
        assertThat(run("volume create v1 --size 1GiB").status()).isZero();
    }

    @Test
    void aMissingPackage_isNamed_andLeavesNothing() {
        for (int node = 1; node <= 4; node++) {
            simulated.machine("node-" + node).programMissing("mkfs.xfs", true);
        }

        refused(run("volume create v1 --size 1GiB --json"), ErrorCode.REFUSED, "node-", "mkfs.xfs", "install");

        assertThat(simulated.volumes().list()).isEmpty();
        assertThat(simulated.violations()).isEmpty();
    }

    @Test
    void aDirectoryWithForeignFiles_isRefused_andLeftAsItWas() {
        FakeMachine machine = simulated.machine("node-1");
        machine.makeDirectories(Path.of("/data/d1/mine"));
        machine.makeDirectories(Path.of("/data/other"));
        machine.apply(new HostCall.WriteFile(Path.of("/data/other/photo"), "precious", "rw-r--r--"));

        refused(run("device add node-1 /data/other --json"), ErrorCode.REFUSED, "/data/other", "photo", "empty");

        assertThat(machine.apply(new HostCall.ReadFile(Path.of("/data/other/photo"), 100)))
                .contains("precious");
        assertThat(simulated.devices().list()).hasSize(4);
        assertThat(run("volume create v1 --size 1GiB --start").status()).isZero();
        assertThat(run("volume delete v1 --stop-first").status()).isZero();
        assertThat(machine.apply(new HostCall.StatFile(Path.of("/data/d1/mine"))))
                .isPresent();
        assertThat(simulated.violations()).isEmpty();
    }

    @Test
    void aDirectoryThatIsNotThere_isRefused() {
        refused(run("device add node-1 /data/none --json"), ErrorCode.REFUSED, "/data/none", "node-1", "make");
        assertThat(simulated.devices().list()).hasSize(4);
    }

    /** The real program, in a process of its own, as nobody: nothing is made before it is known to be allowed. */
    @ParameterizedTest
    @MethodSource("commandsForRoot")
    void withoutRoot_isRefused_beforeAnythingIsMade(String line) throws IOException, InterruptedException {
        Path data = directory.resolve("data");

        Child refused = Child.runAsNobody(line + " --data " + data);

        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).startsWith("gcs: ").contains("root", "sudo").doesNotContain("\tat ");
        assertThat(data).doesNotExist();
    }

    static List<String> commandsForRoot() {
        return List.of("peer add node-1 --address 127.0.0.1", "dev up");
    }

    private Outcome run(String line) {
        return run(line.split(" "));
    }

    private Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = Main.run(
                new Session(
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        Map.of(),
                        (data, create) ->
                                RemoteGcs.over(new ControlTransport(directory.resolve(ControlServer.SOCKET)))),
                arguments);
        return new Outcome(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
