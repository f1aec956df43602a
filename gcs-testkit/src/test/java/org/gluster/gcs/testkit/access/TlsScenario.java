/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Consumer;
import org.gluster.gcs.RefusedException;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.testkit.live.Waiting;
import org.gluster.gcs.volume.DataPathTls;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;

/** What {@link TlsLiveTest} runs in a child JVM, as {@link AccessScenario} does. */
final class TlsScenario {
    private static final String FIRST = "192.0.2.101";
    private static final String SECOND = "192.0.2.102";
    private static final String UNLISTED = "192.0.2.103";

    private final Path base;
    private final Certificates certificates;
    private final Cluster cluster;
    private final Client first;
    private final Client second;
    private final Client unlisted;

    private TlsScenario(Path base) {
        this.base = base;
        certificates = new Certificates(base.resolve("tls"));
        certificates.authority("authority");
        certificates.authority("stranger");
        for (String name : List.of("node", "client", "other")) {
            certificates.certificate(name, "authority");
        }
        certificates.certificate("foreign", "stranger");
        cluster = new Cluster(base);
        first = Client.at(FIRST, base);
        second = Client.at(SECOND, base);
        unlisted = Client.at(UNLISTED, base);
    }

    public static void main(String[] arguments) throws Exception {
        Namespaced.endWithParent();
        TlsScenario scenario = new TlsScenario(Path.of(arguments[0]));
        try {
            long begun = System.nanoTime();
            switch (arguments[1]) {
                case "files" -> scenario.files();
                case "clients" -> scenario.clients();
                case "subjects" -> scenario.subjects();
                default -> throw new IllegalArgumentException(arguments[1]);
            }
            System.out.println("TLS " + arguments[1] + ": " + (System.nanoTime() - begun) / 1_000_000 + " ms");
        } catch (Throwable failure) {
            for (Client client : List.of(scenario.first, scenario.second, scenario.unlisted)) {
                System.out.println("--- " + client + "\n" + client.log(4000));
            }
            throw failure;
        } finally {
            scenario.cluster.gcs.shutdown(DataPlane.STOP);
        }
        System.exit(0);
    }

    private void nodeFiles(DataPathTls.Builder tls) {
        tls.certificate(certificates.path("node.pem").toString())
                .key(certificates.path("node.key").toString())
                .authorities(certificates.path("authority.pem").toString());
    }

    private Volume create(String name, Consumer<DataPathTls.Builder> more) {
        return cluster.create(
                name,
                Redundancy.replicated(3),
                1,
                v -> v.allowClients(FIRST, SECOND).dataPathTls(tls -> {
                    nodeFiles(tls);
                    more.accept(tls);
                }));
    }

    /** Files that cannot be used are named, with node and reason, before there is a volume. */
    private void files() throws IOException {
        refuses(tls -> tls.key("/nowhere/glusterfs.key"), "/nowhere/glusterfs.key is missing");
        refuses(
                tls -> tls.key(certificates.path("other.key").toString()),
                "other.key is not the key of the certificate in");
        refuses(
                tls -> tls.authorities(certificates.path("stranger.pem").toString()),
                "node.pem is not signed by an authority in");
        Path text = Files.writeString(certificates.path("text.pem"), "hello");
        refuses(tls -> tls.certificate(text.toString()), "text.pem holds no certificate in PEM form");
        refuses(tls -> tls.allowSubjects("client"), "is for \"node\"");
        Path open = certificates.path("open.key");
        Files.copy(certificates.path("node.key"), open);
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        refuses(tls -> tls.key(open.toString()), "open.key may be used by others than its owner");
        certificates.certificate("old", "authority", "-1");
        refuses(
                tls -> tls.certificate(certificates.path("old.pem").toString())
                        .key(certificates.path("old.key").toString()),
                "old.pem expired at");
        assertThat(cluster.gcs.volumes().list()).isEmpty();
    }

    private void refuses(Consumer<DataPathTls.Builder> files, String why) {
        assertThatThrownBy(() -> create("v", files)).isInstanceOfSatisfying(RefusedException.class, refusal -> {
            assertThat(refusal).hasMessageContaining(why).hasMessageMatching("(?s).*node n[123] cannot talk TLS.*");
            System.out.println("refused: " + refusal.getMessage());
        });
    }

    /** Of the listed addresses, who shows a certificate of the authority is served, and nobody else; heal works too. */
    private void clients() throws IOException {
        Volume volume = create("v", tls -> {});
        assertThat(volume.mountSpec().needsCertificates()).isTrue();

        first.certificates(certificates.forClient("client", "authority"));
        assertThat(first.mounts(Cluster.address(1), "v"))
                .as("a proper certificate")
                .isTrue();
        assertThat(first.writes("greeting", "hello")).isTrue();
        assertThat(first.reads("greeting")).isEqualTo("hello");

        second.certificates(certificates.forClient("", "authority"));
        assertThat(second.mounts(Cluster.address(1), "v")).as("no certificate").isFalse();
        second.unmount();
        second.certificates(certificates.forClient("foreign", "authority"));
        assertThat(second.mounts(Cluster.address(1), "v"))
                .as("a foreign certificate")
                .isFalse();
        second.unmount();

        second.certificates(certificates.forClient("client", "authority"));
        Path carried = cluster.carriedVolfile("v");
        String text = Files.readString(carried);
        assertThat(text)
                .contains("option transport.socket.ssl-enabled on")
                .doesNotContain(base.resolve("tls").toString());
        Path plain = Files.writeString(base.resolve("plain.vol"), text.replace("ssl-enabled on", "ssl-enabled off"));
        assertThat(second.mountsVolfile(plain)).as("plaintext").isFalse();
        second.unmount();
        assertThat(second.mountsVolfile(carried)).as("the same, with TLS").isTrue();
        assertThat(second.reads("greeting")).isEqualTo("hello");

        unlisted.certificates(certificates.forClient("client", "authority"));
        assertThat(unlisted.mounts(Cluster.address(1), "v"))
                .as("unlisted, at a node")
                .isFalse();
        unlisted.unmount();
        assertThat(unlisted.mountsVolfile(carried))
                .as("unlisted, at the bricks")
                .isFalse();

        cluster.killBrick("v", 1);
        for (int file = 0; file < 10; file++) {
            assertThat(first.writes("missed-" + file, "file " + file)).isTrue();
        }
        Waiting.waitFor("heal over TLS", () -> cluster.gcs.volume("v").heal().finished());
        String healed = cluster.bricks("v").get(1);
        assertThat(Path.of(healed, "missed-9")).hasContent("file 9");

        cluster.gcs.volume("v").changeAccess(c -> c.allow("*")).await();
        SecretScan scan = SecretScan.of(cluster, "v");
        assertThat(scan.volfiles()).isPositive();
        assertThat(scan.leaks()).isEmpty();
        System.out.println("scan: " + scan);
    }

    /** With subjects, bricks ask for the name in the certificate. */
    private void subjects() throws IOException {
        create("v", tls -> tls.allowSubjects("nod*", "client"));
        first.certificates(certificates.forClient("client", "authority"));
        assertThat(first.mounts(Cluster.address(1), "v")).as("an allowed name").isTrue();
        assertThat(first.writes("greeting", "hello")).isTrue();
        second.certificates(certificates.forClient("other", "authority"));
        assertThat(second.mounts(Cluster.address(1), "v")).as("another name").isFalse();

        cluster.killBrick("v", 2);
        assertThat(first.writes("missed", "text")).isTrue();
        Waiting.waitFor(
                "heal by daemons with an allowed name",
                () -> cluster.gcs.volume("v").heal().finished());
        assertThat(Path.of(cluster.bricks("v").get(2), "missed")).hasContent("text");

        // As documented: a certificate with an allowed name is enough for bricks, from whatever address.
        unlisted.certificates(certificates.forClient("client", "authority"));
        assertThat(unlisted.mounts(Cluster.address(1), "v"))
                .as("unlisted, at a node")
                .isFalse();
        unlisted.unmount();
        assertThat(unlisted.mountsVolfile(cluster.carriedVolfile("v")))
                .as("unlisted, at the bricks")
                .isTrue();
    }
}
