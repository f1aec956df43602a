/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.gluster.gcs.AlreadyExistsException;
import org.gluster.gcs.Capability;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.DeviceNotFoundException;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InUseException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.NotFoundException;
import org.gluster.gcs.NotPermittedException;
import org.gluster.gcs.PeerNotFoundException;
import org.gluster.gcs.WrongStateException;
import org.gluster.gcs.cluster.DeviceState;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.core.rest.Credentials;
import org.gluster.gcs.core.rest.Secret;
import org.gluster.gcs.option.OptionOrigin;
import org.gluster.gcs.testkit.gd2.StandInGd2;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickHeal;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code docs/remote.md} against a plain GlusterD2, over HTTP. */
@Timeout(120)
class RemoteOverStandInTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private StandInGd2 standIn(StandInGd2.Builder builder) throws IOException {
        StandInGd2 made = builder.secret(SECRET).second(Duration.ofMillis(2)).open();
        open.add(0, made);
        return made;
    }

    private Gcs remote(StandInGd2 gd2, String secret) {
        RemoteGcs gcs = RemoteGcs.builder()
                .endpoint(gd2.uri().toString(), Credentials.sharedSecret("glustercli", Secret.of(secret)))
                .build();
        open.add(0, gcs);
        return gcs;
    }

    private Gcs cluster(int nodes) throws IOException {
        return remote(standIn(StandInGd2.cluster(nodes).falseDeletes(0).lostCreates(0)), SECRET);
    }

    @Test
    void whatIsServed() throws IOException {
        Gcs gcs = cluster(3);
        gcs.ping();
        assertThat(gcs.capabilities())
                .containsExactly(
                        Capability.PEERS, Capability.HEAL_REPORTS, Capability.OPTION_GROUPS, Capability.VOLUME_EDIT);
    }

    @Test
    void aWrongSecretIsSaidToBeOne() throws IOException {
        Gcs gcs = remote(standIn(StandInGd2.cluster(1)), SECRET.replace('0', 'f'));
        assertThatThrownBy(() -> gcs.volumes().list()).isInstanceOf(NotPermittedException.class);
    }

    @Test
    void peers() throws IOException {
        StandInGd2 gd2 =
                standIn(StandInGd2.builder().machine("second", "10.70.0.2").directory("/mnt/d1", 50L << 30));
        Gcs gcs = remote(gd2, SECRET);
        assertThat(gcs.peers().list()).extracting(peer -> peer.name().value()).containsExactly("gd2-node1");
        assertThat(gcs.peers()
                        .add(peer -> peer.name("two").address("10.70.0.2").zone("rack-2"))
                        .await())
                .satisfies(peer -> {
                    assertThat(peer.name()).hasToString("two");
                    assertThat(peer.address()).isEqualTo("10.70.0.2");
                    assertThat(peer.zone()).isEqualTo(Zone.of("rack-2"));
                });
        assertThat(gcs.peers().get("two")).isEqualTo(gcs.peers().find("two").orElseThrow());
        assertThatThrownBy(() -> gcs.peers().add(peer -> peer.name("two").address("10.70.0.3")))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> gcs.peers().add(peer -> peer.name("three").address("10.70.0.2")))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> gcs.peers().get("three")).isInstanceOf(PeerNotFoundException.class);
        assertThatThrownBy(() -> gcs.peers().remove("three")).isInstanceOf(PeerNotFoundException.class);
        assertThat(gcs.peers().remove("two").await()).hasToString("two");
        assertThat(gcs.peers().find("two")).isEmpty();
    }

    @Test
    void devices() throws IOException {
        StandInGd2 gd2 =
                standIn(StandInGd2.builder().directory("/mnt/d1", 50L << 30).disk("/dev/sdb", 80L << 30));
        Gcs gcs = remote(gd2, SECRET);
        assertThat(gcs.devices().list()).isEmpty();
        assertThat(gcs.devices()
                        .add(d -> d.node("gd2-node1").path("/mnt/d1"))
                        .await()
                        .state())
                .isEqualTo(DeviceState.ENABLED);
        assertThat(gcs.devices()
                        .add(d -> d.node("gd2-node1").path("/dev/sdb"))
                        .await()
                        .path())
                .isEqualTo("/dev/sdb");
        assertThat(gcs.devices().list()).extracting(device -> device.path()).containsExactly("/dev/sdb", "/mnt/d1");
        assertThat(gcs.devices().disable("gd2-node1", "/dev/sdb").await().enabled())
                .isFalse();
        assertThat(gcs.devices().get("gd2-node1", "/dev/sdb").state()).isEqualTo(DeviceState.DISABLED);
        assertThat(gcs.devices().enable("gd2-node1", "/dev/sdb").await().enabled())
                .isTrue();
        assertThatThrownBy(() -> gcs.devices().add(d -> d.node("gd2-node1").path("/mnt/d1")))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> gcs.devices().add(d -> d.node("gd2-node1").path("/mnt/none")))
                .hasMessageContaining("transaction to prepare device failed");
        assertThatThrownBy(() -> gcs.devices().add(d -> d.node("nobody").path("/mnt/d1")))
                .isInstanceOf(PeerNotFoundException.class);
        assertThatThrownBy(() -> gcs.devices().get("gd2-node1", "/mnt/none"))
                .isInstanceOf(DeviceNotFoundException.class);
        assertThatThrownBy(() -> gcs.devices().disable("gd2-node1", "/mnt/none"))
                .isInstanceOf(DeviceNotFoundException.class);
        assertThat(gcs.devices().find("nobody", "/mnt/d1")).isEmpty();
    }

    @Test
    void volumesOfEveryType() throws IOException {
        Gcs gcs = cluster(6);
        for (Redundancy redundancy : List.of(
                Redundancy.distributed(),
                Redundancy.replicated(2),
                Redundancy.replicated(3),
                Redundancy.arbiter(),
                Redundancy.dispersed(6))) {
            String name = "v-" + redundancy.toString().replaceAll("[^a-z0-9]", "-");
            Volume made = gcs.volumes()
                    .create(v -> v.name(name)
                            .capacity(Capacity.ofGiB(1))
                            .redundancy(redundancy)
                            .subvolumes(redundancy.bricksPerSubvolume() == 6 ? 1 : 2)
                            .start(true))
                    .await();
            assertThat(made.redundancy()).isEqualTo(redundancy);
            assertThat(made.state()).isEqualTo(VolumeState.STARTED);
            assertThat(made.subvolumes()).isEqualTo(redundancy.bricksPerSubvolume() == 6 ? 1 : 2);
            assertThat(made.capacity()).isEqualTo(Capacity.ofGiB(1));
            assertThat(made.bricks()).extracting(Brick::state).containsOnly(BrickState.ONLINE);
            assertThat(made.bricks().stream()
                            .filter(brick -> brick.role() == BrickRole.ARBITER)
                            .count())
                    .isEqualTo(redundancy.equals(Redundancy.arbiter()) ? 2 : 0);
            assertThat(gcs.volumes().get(name)).isEqualTo(made);
        }
        assertThat(gcs.volumes().list()).hasSize(5).isSortedAccordingTo(Comparator.comparing(Volume::name));
    }

    @Test
    void zonesAndNodes() throws IOException {
        Gcs gcs = cluster(4);
        String zone = gcs.peers().get("node-2").zone().value();
        Volume made = gcs.volumes()
                .create(v -> v.name("v1").capacity(Capacity.ofGiB(1)).zones(z -> z.exclude(zone)))
                .await();
        assertThat(made.bricks())
                .extracting(brick -> brick.node().value())
                .containsExactlyInAnyOrder("node-1", "node-3", "node-4");
        Volume other = gcs.volumes()
                .create(v -> v.name("v2").capacity(Capacity.ofGiB(1)).placement(p -> p.excludeNodes("node-4")))
                .await();
        assertThat(other.bricks())
                .extracting(brick -> brick.node().value())
                .containsExactlyInAnyOrder("node-1", "node-2", "node-3");
        assertThatThrownBy(() -> gcs.volumes().create(v -> v.name("v3").capacity(Capacity.ofTiB(9))))
                .isInstanceOf(NoFitException.class);
        assertThatThrownBy(() -> gcs.volumes()
                        .create(v -> v.name("v3").capacity(Capacity.ofGiB(1)).placement(p -> p.limitToNodes("nobody"))))
                .isInstanceOf(PeerNotFoundException.class);
    }

    @Test
    void labelsMetadataAndKeys() throws IOException {
        Gcs gcs = cluster(3);
        Volume made = gcs.volumes()
                .create(v -> v.name("v1")
                        .capacity(Capacity.ofGiB(1))
                        .label("team", "shop")
                        .metadata("VolumeOwner", "org.gluster.glusterfs")
                        .idempotencyKey("claim-1"))
                .await();
        assertThat(made.labels()).containsExactly(Map.entry("team", "shop"));
        assertThat(made.metadata()).containsExactly(Map.entry("VolumeOwner", "org.gluster.glusterfs"));
        assertThat(gcs.volumes().stream(q -> q.label("team", "shop")).toList()).hasSize(1);
        Volume edited = gcs.volume("v1")
                .edit(edit -> edit.label("team", "yard")
                        .label("tier", "1")
                        .removeMetadata("VolumeOwner")
                        .metadata("a", "b"))
                .await();
        assertThat(edited.labels()).containsExactly(Map.entry("team", "yard"), Map.entry("tier", "1"));
        assertThat(edited.metadata()).containsExactly(Map.entry("a", "b"));
        assertThatThrownBy(() -> gcs.volume("v1").edit(edit -> edit.metadata("long", "x".repeat(5000))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("4KB");
    }

    @Test
    void options() throws IOException {
        Gcs gcs = cluster(3);
        gcs.volumes().create(v -> v.name("v1").capacity(Capacity.ofGiB(1))).await();
        String key = "performance/io-cache.cache-size";
        assertThat(gcs.volume("v1").options().find("cluster/replicate.self-heal-daemon"))
                .hasValueSatisfying(option -> assertThat(option.value()).contains("on"));
        gcs.volume("v1").setOptions(Map.of("replicate.eager-lock", "off")).await();
        assertThat(gcs.volume("v1").options().find("cluster/replicate.eager-lock"))
                .hasValueSatisfying(option -> {
                    assertThat(option.value()).contains("off");
                    assertThat(option.origin()).isEqualTo(OptionOrigin.VOLUME);
                });
        assertThat(gcs.volume("v1").options().find(key))
                .hasValueSatisfying(option -> assertThat(option.origin()).isEqualTo(OptionOrigin.DEFAULT));
        assertThat(gcs.volume("v1").resetOptions("replicate.eager-lock").await().options())
                .doesNotContainKey("cluster/replicate.eager-lock");
        gcs.volume("v1").resetOptions("replicate.eager-lock").await(); // is so already
        assertThatThrownBy(() -> gcs.volume("v1").setOptions(Map.of("no.such-option", "1")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("option not found");
        assertThatThrownBy(() -> gcs.volume("v1").setOptions(Map.of("replicate.eager-lock", "perhaps")))
                .isInstanceOf(InvalidRequestException.class);
        gcs.volume("v1").resetAllOptions().await();
    }

    @Test
    void optionGroups() throws IOException {
        Gcs gcs = cluster(3);
        assertThat(gcs.optionGroups().get("tls").builtIn()).isTrue();
        assertThat(gcs.optionGroups()
                        .create(group -> group.name("quiet").description("d").option("replicate.eager-lock", "off"))
                        .await())
                .satisfies(group -> {
                    assertThat(group.builtIn()).isFalse();
                    assertThat(group.options()).hasSize(1);
                });
        assertThatThrownBy(() ->
                        gcs.optionGroups().create(group -> group.name("tls").option("replicate.eager-lock", "off")))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> gcs.optionGroups().delete("tls")).isInstanceOf(NotPermittedException.class);
        assertThatThrownBy(() -> gcs.optionGroups().delete("loud")).isInstanceOf(NotFoundException.class);
        Volume made = gcs.volumes()
                .create(v -> v.name("v1").capacity(Capacity.ofGiB(1)).profile("quiet"))
                .await();
        assertThat(made.options()).containsEntry("cluster/replicate.eager-lock", "off");
        assertThat(gcs.optionGroups().delete("quiet").await()).hasToString("quiet");
        assertThat(gcs.optionGroups().find("quiet")).isEmpty();
    }

    @Test
    void heal() throws IOException {
        Gcs gcs = cluster(3);
        gcs.volumes().create(v -> v.name("v1").capacity(Capacity.ofGiB(1))).await();
        assertThatThrownBy(() -> gcs.volume("v1").heal()).isInstanceOf(WrongStateException.class);
        gcs.volume("v1").start().await();
        assertThat(gcs.volume("v1").heal().bricks()).hasSize(3).allMatch(BrickHeal::online);
        assertThat(gcs.volume("v1").heal().finished()).isTrue();
    }

    @Test
    void aPeerWithBricksStays() throws IOException {
        Gcs gcs = cluster(4);
        Volume made = gcs.volumes()
                .create(v -> v.name("v1").capacity(Capacity.ofGiB(1)))
                .await();
        String node = made.bricks().stream()
                .map(brick -> brick.node().value())
                .filter(name -> !name.equals("node-1"))
                .findFirst()
                .orElseThrow();
        assertThatThrownBy(() -> gcs.peers().remove(node)).isInstanceOf(InUseException.class);
    }

    @Test
    void manyVolumes_overAGlusterD2ThatLies_areAllMadeAndAllGone() throws IOException {
        StandInGd2 gd2 = standIn(
                StandInGd2.cluster(3).falseDeletes(0.3).lostCreates(0.2).seed(7).work(Duration.ofMillis(10)));
        Gcs gcs = remote(gd2, SECRET);
        int made = 0;
        for (int i = 0; i < 40; i++) {
            String name = "v" + i;
            String key = "key-" + i;
            try {
                gcs.volumes()
                        .create(v -> v.name(name).capacity(Capacity.ofMiB(50)).idempotencyKey(key))
                        .await();
                made++;
            } catch (GcsException twiceLost) {
                assertThat(twiceLost.retryable()).as(twiceLost.getMessage()).isTrue();
            }
        }
        assertThat(made).isGreaterThan(30);
        assertThat(gd2.volumes()).hasSize(made);
        for (Volume volume : gcs.volumes().list()) {
            gcs.volume(volume.name().value()).delete().await();
        }
        assertThat(gd2.volumes()).isEmpty();
    }
}
