/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.cluster.PeerState;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.engine.server.ControlServer;
import org.gluster.gcs.testkit.Live;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code gcs node} as a real process, over real GlusterFS. */
@Live
@Timeout(300)
class NodeLiveTest {
    private static final String ADDRESS = "127.0.0.181";

    private Path directory = Path.of("");
    private final List<Process> started = new ArrayList<>();

    @BeforeEach
    void make() throws IOException {
        directory = Files.createTempDirectory(Path.of("/tmp"), "gcs-node");
    }

    @AfterEach
    void delete() throws Exception {
        for (Process process : started) {
            process.destroyForcibly().waitFor();
        }
        assertThat(Files.readString(Path.of("/proc/self/mountinfo"))).doesNotContain(directory.toString());
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private Path state() {
        return directory.resolve("state");
    }

    private Process start(String... more) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "--default-signal=HUP,INT,TERM", // else it ignores what those ignore who run the tests, e.g. nohup
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "node",
                "--config",
                directory.resolve("glusterd2.toml").toString()));
        command.addAll(List.of(more));
        Files.write(
                directory.resolve("glusterd2.toml"),
                List.of(
                        "localstatedir = \"" + state() + "\"",
                        "rundir = \"" + directory.resolve("run") + "\"",
                        "logdir = \"" + directory.resolve("log") + "\"",
                        "logfile = \"node.log\"",
                        "clientaddress = \"" + ADDRESS + ":24007\"",
                        "restauth = true",
                        "hooksdir = \"/hooks\""));
        Process process = new ProcessBuilder(command)
                .redirectError(directory.resolve("err").toFile())
                .start();
        started.add(process);
        return process;
    }

    /** The line that says it is ready; what it said instead, where it ended. */
    private String ready(Process process) throws Exception {
        String line = CompletableFuture.supplyAsync(() -> {
                    try {
                        return new java.io.BufferedReader(new java.io.InputStreamReader(
                                        process.getInputStream(), java.nio.charset.StandardCharsets.UTF_8))
                                .readLine();
                    } catch (IOException failure) {
                        return failure.toString();
                    }
                })
                .get(60, TimeUnit.SECONDS);
        return line == null ? "ended: " + Files.readString(directory.resolve("err")) : line;
    }

    private Gcs client() {
        return RemoteGcs.over(new ControlTransport(state().resolve(ControlServer.SOCKET)));
    }

    /** What curl prints, with the status at the end of the last line; the token as a person makes it. */
    private String curl(String method, String path) throws Exception {
        String secret = Files.readString(state().resolve("auth"));
        String script = "b64() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }\n"
                + "qsh=$(printf '%s&%s' \"$1\" \"$2\" | sha256sum | cut -d ' ' -f 1)\n"
                + "head=$(printf '{\"alg\":\"HS256\",\"typ\":\"JWT\"}' | b64)\n"
                + "body=$(printf '{\"iss\":\"glustercli\",\"exp\":%d,\"qsh\":\"%s\"}' $(($(date +%s) + 60)) $qsh | b64)\n"
                + "sign=$(printf '%s.%s' $head $body | openssl dgst -sha256 -hmac \"$3\" -binary | b64)\n"
                + "curl -sS -m 20 -w ' %{http_code}' -X \"$1\" -H \"Authorization: bearer $head.$body.$sign\" \"http://"
                + ADDRESS
                + ":24007$2\"";
        Process curl = new ProcessBuilder("sh", "-c", script, "curl", method, path, secret)
                .redirectErrorStream(true)
                .start();
        String answer = new String(curl.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(curl.waitFor()).as(answer).isZero();
        return answer;
    }

    private static int end(Process process) throws InterruptedException {
        process.destroy(); // SIGTERM
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    @Test
    void aNewNodeIsItsOwnFirstPeer_andWhatItServesOutlivesIt() throws Exception {
        Process first = start("--name", "alpha");
        assertThat(ready(first)).startsWith("ready: alpha at http://" + ADDRESS + ":24007");
        assertThat(directory.resolve("run").resolve("glusterd2.pid")).hasContent(first.pid() + "");
        assertThat(Files.readString(directory.resolve("err")))
                .contains("warning: ", "glusterd2.toml:7: hooksdir has no effect: no hook scripts are run");

        Peer self = client().peers().get("alpha");
        assertThat(self.state()).isEqualTo(PeerState.READY);
        assertThat(Files.readString(state().resolve("uuid.toml")))
                .contains("peer-id = \"" + self.id() + "\"", "cluster-id = \"");

        assertThat(curl("GET", "/ping")).isEqualTo(" 200");
        assertThat(curl("GET", "/v1/peers"))
                .contains(self.id().toString(), "\"name\":\"alpha\"")
                .endsWith(" 200");
        assertThat(curl("GET", "/gcs/v1/capabilities")).contains("\"caller\":\"glustercli\",\"role\":\"ADMIN\"");
        assertThat(curl("POST", "/gcs/v1/shutdown")).contains("NOT_PERMITTED").endsWith(" 403");
        assertThat(curl("GET", "/endpoints")).contains("/gcs/v1/volumes").endsWith(" 200");

        Files.createDirectory(directory.resolve("device"));
        client().devices()
                .add(device -> device.node("alpha")
                        .path(directory.resolve("device").toString())
                        .limit(Capacity.ofGiB(2)))
                .await();
        client().volumes()
                .create(volume -> volume.name("one")
                        .capacity(Capacity.ofMiB(400))
                        .redundancy(Redundancy.distributed())
                        .start(true))
                .await();
        long brick = brickProcess();

        assertThat(end(first)).isZero();
        assertThat(directory.resolve("run").resolve("glusterd2.pid")).doesNotExist();
        assertThat(ProcessHandle.of(brick)).get().matches(ProcessHandle::isAlive, "serves on");

        Process second = start();
        assertThat(ready(second)).startsWith("ready: alpha at http://" + ADDRESS + ":24007");
        assertThat(brickProcess()).isEqualTo(brick);
        assertThat(client().volumes().get("one").state()).isEqualTo(VolumeState.STARTED);
        assertThat(client().volumes().get("one").bricks())
                .extracting(Brick::state)
                .containsOnly(BrickState.ONLINE);

        Process third = start("--localstatedir", directory.resolve("other").toString());
        assertThat(ready(third)).contains("process " + second.pid() + " holds the pid file");
        assertThat(third.waitFor()).isEqualTo(1);

        client().volume("one").delete(delete -> delete.stopFirst()).await();
        client().devices()
                .remove("alpha", directory.resolve("device").toString())
                .await();
        assertThat(end(second)).isZero();
    }

    private long brickProcess() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().commandLine().orElse("").contains("glusterfsd")
                        && process.info().commandLine().orElse("").contains(state().toString()))
                .findFirst()
                .orElseThrow()
                .pid();
    }

    private static void send(Process process, String signal) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + signal, process.pid() + "")
                        .start()
                        .waitFor())
                .isZero();
    }

    private static void until(Callable<Boolean> holds) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!holds.call()) {
            assertThat(System.nanoTime()).as("waited for a minute").isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce_andTheNextStartGoesOn() throws Exception {
        Process first = start("--name", "alpha");
        assertThat(ready(first)).startsWith("ready");
        try (Socket slow = new Socket(ADDRESS, 24_007)) { // whose request is waited for, for a while
            slow.getOutputStream()
                    .write("POST /v1/volumes HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{".getBytes(US_ASCII));
            send(first, "TERM");
            assertThat(ready(first)).isEqualTo("ending; bricks go on serving");
            send(first, "TERM");
            assertThat(first.waitFor()).isEqualTo(128 + 15);
        }
        Process second = start();
        assertThat(ready(second)).startsWith("ready: alpha");
        assertThat(end(second)).isZero();
    }

    @Test
    void aLogFileThatWasMovedAway_isMadeAnewAtSighup_andNothingEnds() throws Exception {
        Process node = start("--name", "alpha");
        assertThat(ready(node)).startsWith("ready");
        Path log = directory.resolve("log").resolve("node.log");
        Files.move(log, directory.resolve("node.log.1"));
        send(node, "HUP");
        until(() -> Files.exists(log));
        send(node, "USR1");
        until(() -> Files.readString(log).contains("GET /statedump"));
        assertThat(curl("GET", "/ping")).isEqualTo(" 200");
        assertThat(end(node)).isZero();
    }

    @Test
    void theStateOfGlusterD2_isLeftAlone() throws Exception {
        Files.createDirectories(state());
        Files.writeString(state().resolve("uuid.toml"), "peer-id = \"x\"\n");

        Process node = start();

        assertThat(ready(node)).contains("holds the state of GlusterD2", "--localstatedir");
        assertThat(node.waitFor()).isEqualTo(1);
        assertThat(state().resolve("store")).doesNotExist();
    }

    @Test
    void anotherAddressThanItsOwn_isRefusedLater() throws Exception {
        Process first = start("--name", "alpha");
        assertThat(ready(first)).startsWith("ready");
        assertThat(end(first)).isZero();

        Process second = start("--clientaddress", "127.0.0.182:24007");

        assertThat(ready(second))
                .contains(
                        "no node of the cluster in " + state() + " has the address 127.0.0.182",
                        "--clientaddress says");
        assertThat(second.waitFor()).isEqualTo(1);
    }
}
