/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.testkit.access.Getspec.Answer;
import org.gluster.gcs.testkit.live.Shell;
import org.gluster.gcs.testkit.live.Waiting;
import org.gluster.gcs.volume.AccessRefusal;
import org.gluster.gcs.volume.AccessReport;
import org.gluster.gcs.volume.Redundancy;

/**
 * What {@link AccessLiveTest} runs in a child JVM, which has network, mounts and processes of its own: a cluster, clients
 * around it, and who of them gets what.
 */
final class AccessScenario {
    private static final int EACCES = 13;
    private static final String LISTED = "192.0.2.101";
    private static final String UNLISTED = "192.0.2.102";

    /** Each form of volume: redundancy and number of sets. */
    static final Map<String, Form> FORMS = new TreeMap<>(Map.of(
            "distributed", new Form(Redundancy.distributed(), 1),
            "distributed over three", new Form(Redundancy.distributed(), 3),
            "replica 2", new Form(Redundancy.replicated(2), 1),
            "replica 3", new Form(Redundancy.replicated(3), 1),
            "distributed replica 3", new Form(Redundancy.replicated(3), 2),
            "arbiter", new Form(Redundancy.arbiter(), 1),
            "distributed arbiter", new Form(Redundancy.arbiter(), 2),
            "dispersed", new Form(Redundancy.dispersed(2, 1), 1),
            "distributed dispersed", new Form(Redundancy.dispersed(2, 1), 2)));

    /** One form of volume. */
    record Form(Redundancy redundancy, int sets) {}

    private final Path base;
    private final Cluster cluster;
    private final Client listed;
    private final Client unlisted;

    private AccessScenario(Path base) {
        this.base = base;
        cluster = new Cluster(base);
        listed = Client.at(LISTED, base);
        unlisted = Client.at(UNLISTED, base);
    }

    public static void main(String[] arguments) throws Exception {
        Namespaced.endWithParent();
        Path base = Path.of(arguments[0]);
        AccessScenario scenario = new AccessScenario(base);
        try {
            for (String name : List.of(arguments).subList(1, arguments.length)) {
                long begun = System.nanoTime();
                scenario.run(name);
                System.out.println(name + ": " + (System.nanoTime() - begun) / 1_000_000 + " ms");
            }
        } catch (Throwable failure) {
            System.out.println("--- listed client\n" + scenario.listed.log(4000));
            System.out.println("--- unlisted client\n" + scenario.unlisted.log(4000));
            throw failure;
        } finally {
            scenario.cluster.gcs.shutdown(DataPlane.STOP);
        }
        System.exit(0);
    }

    private void run(String name) throws IOException {
        Form form = FORMS.get(name);
        if (form != null) {
            onlyTheListed(form);
            return;
        }
        switch (name) {
            case "patterns" -> patterns();
            case "nodes" -> nodes();
            case "scan" -> scan();
            default -> throw new IllegalArgumentException(name);
        }
    }

    /** The listed client is served and the other refused, by nodes and by bricks; then they change places while it runs. */
    private void onlyTheListed(Form form) {
        cluster.create("v", form.redundancy(), form.sets(), v -> v.allowClients(LISTED));

        assertThat(listed.mounts(Cluster.address(1), "v")).as("listed").isTrue();
        assertThat(listed.writes("greeting", "hello")).isTrue();

        for (int node = 1; node <= 3; node++) { // as clients with backup servers go on to the next one
            assertThat(unlisted.mounts(Cluster.address(node), "v"))
                    .as("unlisted")
                    .isFalse();
            assertThat(unlisted.heard().status()).isNotZero();
            assertThat(unlisted.heard().output())
                    .contains("Mounting glusterfs on " + unlisted.mountPoint() + " failed");
            assertThat(unlisted.log(20_000)).contains("failed to fetch volume file (key:/v)");
        }
        AccessReport report = cluster.gcs.volume("v").access();
        assertThat(report.allowed()).hasToString("[" + LISTED + "]");
        assertThat(report.refusals()).extracting(AccessRefusal::address).containsOnly(UNLISTED);
        assertThat(report.refusals())
                .extracting(refusal -> refusal.node().value())
                .containsExactlyInAnyOrder("n1", "n2", "n3");

        unlisted.unmount();
        assertThat(unlisted.mountsVolfile(cluster.carriedVolfile("v")))
                .as("unlisted, with a volfile from elsewhere")
                .isFalse();
        assertThat(unlisted.log(20_000)).contains("Authentication failed");

        cluster.gcs
                .volume("v")
                .changeAccess(c -> c.allow(UNLISTED).deny(LISTED))
                .await();
        unlisted.unmount();
        assertThat(unlisted.mounts(Cluster.address(1), "v")).as("listed now").isTrue();
        assertThat(unlisted.reads("greeting")).isEqualTo("hello");
        Waiting.waitFor(
                "the client that is listed no more to lose the volume",
                () -> listed.reads("greeting").isEmpty());
        listed.unmount();
        assertThat(listed.mounts(Cluster.address(1), "v")).as("listed no more").isFalse();

        if (form.redundancy().bricksPerSubvolume() > 2) {
            daemonsStillHeal();
        }
        unlisted.unmount();
        listed.unmount();
        cluster.delete("v");
    }

    /** The nodes' own daemons need no place on the list: they have credentials. */
    private void daemonsStillHeal() {
        cluster.killBrick("v", 1);
        for (int file = 0; file < 10; file++) {
            assertThat(unlisted.writes("missed-" + file, "file " + file)).isTrue();
        }
        Waiting.waitFor("heal", () -> cluster.gcs.volume("v").heal().finished());
    }

    /** What nodes and bricks take a pattern for is the same. */
    private void patterns() throws IOException {
        Files.writeString(base.resolve("hosts"), "127.0.0.1 localhost\n" + LISTED + " listed.example\n");
        Shell.must("mount", "--bind", base.resolve("hosts").toString(), "/etc/hosts");
        Map<String, Boolean> patterns = new TreeMap<>(Map.of(
                "192.0.2.*", true,
                "192.0.2.0/24", true,
                "192.0.2.96/27", true, // GlusterFS itself matches 192.0.2.101 to neither of these
                "192.0.2.0/25", true,
                "192.0.2.128/25", false,
                "192.*.2.101", true,
                "listed.example", true,
                "other.example", false,
                "*", true));
        cluster.create("v", Redundancy.distributed(), 1, v -> v.allowClients(UNLISTED));
        Path carried = cluster.carriedVolfile("v");
        for (Map.Entry<String, Boolean> pattern : patterns.entrySet()) {
            cluster.gcs
                    .volume("v")
                    .changeAccess(c -> c.allow(pattern.getKey()).replace())
                    .await();
            assertThat(listed.mounts(Cluster.address(2), "v"))
                    .as("node, %s", pattern.getKey())
                    .isEqualTo(pattern.getValue());
            listed.unmount();
            assertThat(listed.mountsVolfile(carried))
                    .as("brick, %s", pattern.getKey())
                    .isEqualTo(pattern.getValue());
            listed.unmount();
        }
        cluster.delete("v");
    }

    /** A node that is added later is on the list of a volume that names none, in its running bricks as well. */
    private void nodes() {
        cluster.create("v", Redundancy.replicated(3), 1, v -> {});
        String brick = "v." + cluster.gcs.volume("v").get().bricks().get(0).id();
        assertThat(Getspec.ask(cluster.socket(1), brick).text())
                .contains(".allow 127.0.0.1,192.0.2.1,192.0.2.2,192.0.2.3\n");
        assertThat(listed.mounts(Cluster.address(1), "v")).isFalse();
        cluster.add(4);
        assertThat(cluster.gcs.volume("v").access().nodes())
                .containsExactly("127.0.0.1", "192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4");
        Waiting.waitFor(
                "the bricks' volfile to name the new node",
                () -> Getspec.ask(cluster.socket(1), brick)
                        .text()
                        .contains(".allow 127.0.0.1,192.0.2.1,192.0.2.2,192.0.2.3,192.0.2.4\n"));
        assertThat(Getspec.ask(Cluster.tcp(1), "v").text()).contains("remote-subvolume");
        cluster.gcs.peers().remove("n4").await();
        Waiting.waitFor(
                "the bricks' volfile to forget it",
                () -> Getspec.ask(cluster.socket(1), brick)
                        .text()
                        .contains(".allow 127.0.0.1,192.0.2.1,192.0.2.2,192.0.2.3\n"));
        cluster.delete("v");
    }

    /** Whatever key is asked for over TCP, no credential comes. */
    private void scan() {
        cluster.create("v", Redundancy.replicated(3), 1, v -> v.allowClients("*"));
        SecretScan scan = SecretScan.of(cluster, "v");
        assertThat(scan.asked()).isGreaterThan(200);
        assertThat(scan.volfiles()).as("client volfiles that were answered").isPositive();
        assertThat(scan.leaks()).isEmpty();
        System.out.println("scan: " + scan);
        cluster.delete("v");
        Answer gone = Getspec.ask(Cluster.tcp(1), "v");
        assertThat(gone.status()).isEqualTo(-1);
        assertThat(gone.errno()).isNotEqualTo(EACCES);
    }
}
