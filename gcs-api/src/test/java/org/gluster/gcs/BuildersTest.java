/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gluster.gcs.audit.AuditReport;
import org.gluster.gcs.audit.Finding;
import org.gluster.gcs.audit.FindingKind;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.DeviceRequest;
import org.gluster.gcs.cluster.DeviceState;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.cluster.PeerRequest;
import org.gluster.gcs.cluster.PeerState;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.Candidate;
import org.gluster.gcs.layout.Explanation;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.option.Profile;
import org.gluster.gcs.volume.AccessMode;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickDirectory;
import org.gluster.gcs.volume.BrickHeal;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.DeleteRequest;
import org.gluster.gcs.volume.HealReport;
import org.gluster.gcs.volume.PlacementSpec;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.SpreadBy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeId;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeQuery;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.VolumeState;
import org.gluster.gcs.volume.ZoneSpec;
import org.gluster.gcs.volume.ZoneSpread;
import org.junit.jupiter.api.Test;

class BuildersTest {

    private static final NodeName NODE = NodeName.of("node-1");
    private static final DeviceId DEVICE = DeviceId.of(new UUID(0, 7));
    private static final Instant THEN = Instant.parse("2026-01-02T03:04:05Z");

    private static void refuses(ThrowingCallable building, String... problems) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(building)
                .satisfies(error -> assertThat(error.problems()).containsExactly(problems));
    }

    private static Brick brick(int index) {
        return Brick.builder()
                .id(new UUID(0, index))
                .index(index)
                .node(NODE)
                .address("10.0.0." + (1 + index % 2))
                .device(DEVICE)
                .path("/bricks/" + index)
                .size(Capacity.ofGiB(1))
                .build();
    }

    private static Volume.Builder volume() {
        return Volume.builder()
                .name(VolumeName.of("orders"))
                .id(VolumeId.of(new UUID(0, 9)))
                .capacity(Capacity.ofGiB(1))
                .usable(Capacity.ofGiB(1))
                .redundancy(Redundancy.replicated(3))
                .state(VolumeState.STARTED)
                .createdAt(THEN);
    }

    private static PlannedBrick planned(int index) {
        return PlannedBrick.builder()
                .index(index)
                .node(NODE)
                .zone(Zone.of(NODE))
                .device(DEVICE)
                .devicePath("/dev/sdb")
                .size(Capacity.ofMiB(300))
                .reserved(Capacity.ofMiB(320))
                .build();
    }

    @Test
    void emptyResultBuilders_nameEveryMissingValue() {
        refuses(
                () -> Peer.builder().build(),
                "id is required",
                "name is required",
                "address is required",
                "zone is required",
                "state is required");
        refuses(
                () -> Device.builder().build(),
                "id is required",
                "node is required",
                "path is required",
                "state is required",
                "size is required",
                "reserved is required",
                "free is required",
                "fileSystem is required");
        refuses(
                () -> Brick.builder().index(-1).subvolume(-2).port(0).build(),
                "id is required",
                "node is required",
                "address is required",
                "path is required",
                "size is required",
                "index is negative: -1",
                "subvolume is negative: -2",
                "port is not between 1 and 65535: 0");
        refuses(
                () -> Volume.builder().bricks(List.of(brick(1))).build(),
                "name is required",
                "id is required",
                "capacity is required",
                "usable is required",
                "redundancy is required",
                "state is required",
                "createdAt is required",
                "bricks are not in the order of their index, from 0");
        refuses(
                () -> PlannedBrick.builder().index(-1).subvolume(-1).build(),
                "node is required",
                "zone is required",
                "device is required",
                "devicePath is required",
                "size is required",
                "reserved is required",
                "index is negative: -1",
                "subvolume is negative: -1");
        refuses(() -> BrickLayout.builder().build(), "request is required", "usable is required", "bricks is empty");
        refuses(
                () -> OperationInfo.builder().build(),
                "id is required",
                "kind is required",
                "subject is required",
                "state is required",
                "createdAt is required");
        refuses(
                () -> Finding.builder().build(),
                "kind is required",
                "node is required",
                "resource is required",
                "message is required",
                "remedy is required");
        refuses(() -> AuditReport.builder().checked(-1).build(), "at is required", "checked is negative: -1");
    }

    @Test
    void volumeRequest_whenEverythingIsWrong_saysEverything() {
        refuses(
                () -> VolumeRequest.of(v -> v.name("a b")
                        .capacity(Capacity.ZERO)
                        .label("", "x")
                        .label("team", "a\nb")
                        .option("bad key", "on")
                        .option("cluster.quorum-type", "auto\nend-volume")
                        .zones(z -> z.exclude("r1", "r 2").limitTo("r1"))
                        .allowClients("10.0.0.*", "a,b")
                        .idempotencyKey("")),
                "volume name \"a b\" must be 1 to 200 letters, digits, '_' or '-'",
                "capacity must be more than 0",
                "label key \"\" must be 1 to 63 letters, digits, '_', '.', '/' or '-', beginning with a letter or digit",
                "value of label \"team\" must be at most 255 printable characters",
                "option \"bad key\" must be a GlusterFS option, e.g. performance.cache-size",
                "value of option \"cluster.quorum-type\" must be 1 to 1024 printable characters",
                "zone \"r 2\" must be 1 to 63 letters, digits, '_', '.' or '-', beginning with a letter or digit",
                "zone r1 is both excluded and among those limited to",
                "client \"a,b\" must be an address, an IPv4 network, an address with '*' for whole numbers, a host name, '*' for"
                        + " everybody or '@nodes' for the cluster's nodes",
                "idempotency key \"\" must be 1 to 128 printable ASCII characters");
        refuses(() -> VolumeRequest.builder().build(), "name is required", "capacity is required");
    }

    @Test
    void volumeRequest_keepsWhatWasSaid_andFillsInDefaults() {
        VolumeRequest plain = VolumeRequest.of(v -> v.name("orders").capacity(Capacity.ofGiB(1)));
        assertThat(plain.redundancy()).isEqualTo(Redundancy.replicated(3));
        assertThat(plain.accessMode()).isEqualTo(AccessMode.READ_WRITE_MANY);
        assertThat(plain.zones()).isEqualTo(ZoneSpec.any());
        assertThat(plain.start()).isFalse();
        assertThat(plain.accessList()).isEmpty();
        assertThat(plain.idempotencyKey()).isEmpty();

        VolumeRequest full = VolumeRequest.of(v -> v.name("orders")
                .capacity(Capacity.ofGiB(2))
                .redundancy(Redundancy.dispersed(4, 2))
                .accessMode(AccessMode.READ_ONLY_MANY)
                .label("team", "orders")
                .label("app", "shop")
                .metadata("owner", "Ada")
                .profile(Profile.CONTAINER)
                .option("performance.cache-size", "32MB")
                .dataPathTls(tls -> tls.key("/etc/gcs/key").allowSubjects("shop"))
                .zones(z -> z.spread().exclude("rack-9"))
                .zones(z -> z.limitTo("rack-2", "rack-1"))
                .allowClients("10.0.0.*", "10.0.0.*", "client-7")
                .start(true)
                .idempotencyKey("pvc-7f3a"));
        assertThat(full.labels().keySet()).containsExactly("app", "team");
        assertThat(full.metadata()).containsExactly(Map.entry("owner", "Ada"));
        assertThat(full.profiles()).containsExactly(Profile.CONTAINER);
        assertThat(full.dataPathTls().orElseThrow().subjects()).containsExactly("shop");
        assertThat(full.options()).containsExactly(Map.entry("performance.cache-size", "32MB"));
        assertThat(full.zones().spread()).isEqualTo(ZoneSpread.SUBVOLUME);
        assertThat(full.zones().excluded()).containsExactly(Zone.of("rack-9"));
        assertThat(full.zones().limitedTo()).containsExactly(Zone.of("rack-1"), Zone.of("rack-2"));
        assertThat(full.accessList()).containsExactly("10.0.0.*", "client-7");
        assertThat(full.start()).isTrue();
        assertThat(full.idempotencyKey()).hasValue(IdempotencyKey.of("pvc-7f3a"));
        assertThat(full.name()).isEqualTo(VolumeName.of("orders"));
        assertThat(full.capacity()).isEqualTo(Capacity.ofGiB(2));
        assertThat(full.redundancy()).isEqualTo(Redundancy.dispersed(4, 2));
        assertThat(full.accessMode()).isEqualTo(AccessMode.READ_ONLY_MANY);
        assertThat(full.toBuilder().build()).isEqualTo(full);
        assertThat(plain.toBuilder().build()).isEqualTo(plain);
        assertThat(plain.subvolumes()).isEmpty();
        assertThat(plain.averageFileSize()).isEqualTo(Capacity.ofKiB(64));
        assertThat(plain.smallBricks()).isEqualTo(SmallBricks.ROUND_UP);
        assertThat(plain.placement()).isEqualTo(PlacementSpec.any());
        VolumeRequest placed = VolumeRequest.of(v -> v.name("orders")
                .capacity(Capacity.ofGiB(2))
                .subvolumes(3)
                .maxBrickSize(Capacity.ofGiB(4))
                .minBrickSize(Capacity.ofGiB(1))
                .averageFileSize(Capacity.ofMiB(1))
                .smallBricks(SmallBricks.SMALL)
                .placement(p -> p.limitToNodes("n1")
                        .excludeNodes("n2")
                        .limitToDevices("n1:/d")
                        .excludeDevices("n1:/e")
                        .requireLabel("media", "ssd")
                        .spreadBy(SpreadBy.BRICK_COUNT)
                        .shareNodes(true)));
        assertThat(placed.subvolumes()).hasValue(3);
        assertThat(placed.maxBrickSize()).hasValue(Capacity.ofGiB(4));
        assertThat(placed.minBrickSize()).hasValue(Capacity.ofGiB(1));
        assertThat(placed.placement().requiredLabels()).containsExactly(Map.entry("media", "ssd"));
        assertThat(placed.toBuilder().build()).isEqualTo(placed);
    }

    @Test
    void volumeRequest_whenPlacementIsWrong_saysEverything() {
        refuses(
                () -> VolumeRequest.of(v -> v.name("orders")
                        .capacity(Capacity.ofGiB(1))
                        .subvolumes(0)
                        .maxBrickSize(Capacity.ofGiB(1))
                        .minBrickSize(Capacity.ofGiB(2))
                        .averageFileSize(Capacity.ZERO)
                        .placement(p -> p.limitToNodes("n1", "-")
                                .excludeNodes("n1")
                                .limitToDevices("n1:/d", "n1")
                                .excludeDevices("n1:/d")
                                .requireLabel("", "x"))),
                "subvolumes must be from 1 to 1000: 0",
                "the largest brick size 1GiB is below the smallest, 2GiB",
                "the average size of a file (averageFileSize) must be more than 0",
                "node name \"-\" must be 1 to 63 letters, digits, '_', '.' or '-', beginning with a letter or digit",
                "device \"n1\" must be the id of a device, or NODE:/path",
                "label key \"\" must be 1 to 63 letters, digits, '_', '.', '/' or '-', beginning with a letter or digit",
                "node n1 is both excluded and among those limited to",
                "device n1:/d is both excluded and among those limited to");
        refuses(
                () -> VolumeRequest.of(v -> v.name("orders")
                        .capacity(Capacity.ofGiB(1))
                        .subvolumes(1001)
                        .maxBrickSize(Capacity.ZERO)),
                "subvolumes must be from 1 to 1000: 1001",
                "the largest brick size (maxBrickSize) must be more than 0");
    }

    @Test
    void volumeRequest_ofDirectories_mustMakeWholeSetsOverDifferentNodes() {
        VolumeRequest whole = VolumeRequest.of(v -> v.name("orders")
                .redundancy(Redundancy.replicated(2))
                .subvolumes(2)
                .brick("n1", "/b/1")
                .brick("n2", "/b/1")
                .brick("n1", "/b/2")
                .brick("n3", "/b/1"));
        assertThat(whole.bricks())
                .extracting(BrickDirectory::toString)
                .containsExactly("n1:/b/1", "n2:/b/1", "n1:/b/2", "n3:/b/1");
        assertThat(whole.capacity()).isEqualTo(Capacity.ZERO);
        assertThat(whole.toBuilder().build()).isEqualTo(whole);
        refuses(
                () -> VolumeRequest.of(v -> v.name("orders")
                        .capacity(Capacity.ofGiB(1))
                        .maxBrickSize(Capacity.ofGiB(1))
                        .redundancy(Redundancy.replicated(2))
                        .subvolumes(2)
                        .brick("n1", "/b/1")
                        .brick("n1", "/b/1")
                        .brick("n2", "/b/1")),
                "capacity cannot be given with bricks: their directories decide what they hold",
                "brick sizes cannot be given with bricks: their directories decide what they hold",
                "3 bricks do not make whole sets of replicated:2, which have 2",
                "3 bricks do not make 2 sets of 2",
                "brick n1:/b/1 is given twice",
                "node n1 has two bricks of set 0: order bricks so that each set is on different nodes, or share nodes");
        refuses(
                () -> VolumeRequest.of(v -> v.name("orders").brick("-", "b").brick("n1", "b")),
                "node name \"-\" must be 1 to 63 letters, digits, '_', '.' or '-', beginning with a letter or digit",
                "path \"b\" must be absolute, below the root, and printable");
        assertThat(VolumeRequest.of(v -> v.name("orders")
                                .redundancy(Redundancy.replicated(2))
                                .placement(p -> p.shareNodes(true))
                                .brick("n1", "/b/1")
                                .brick("n1", "/b/2"))
                        .bricks())
                .hasSize(2);
    }

    @Test
    void volumeRequest_forPlan_needsNoName() {
        assertThat(VolumeRequest.forPlan(v -> v.capacity(Capacity.ofGiB(1))).name())
                .isEqualTo(VolumeName.of("unnamed"));
        assertThat(VolumeRequest.forPlan(v -> v.name("orders").capacity(Capacity.ofGiB(1)))
                        .name())
                .isEqualTo(VolumeName.of("orders"));
        refuses(() -> VolumeRequest.forPlan(v -> {}), "capacity is required");
    }

    @Test
    void labels_whenTooManyForTheStore_areRefused() {
        refuses(
                () -> VolumeRequest.of(v -> {
                    v.name("orders").capacity(Capacity.ofGiB(1));
                    for (int i = 10; i < 27; i++) {
                        v.label("k" + i, "x".repeat(240));
                    }
                }),
                "labels are 4131 bytes together; at most 4096 are kept");
    }

    @Test
    void peerRequest_isCheckedAsAWhole() {
        refuses(() -> PeerRequest.builder().build(), "name is required", "address is required");
        refuses(
                () -> PeerRequest.of(p -> p.name("-").address("a b").zone("").idempotencyKey("\n")),
                "node name \"-\" must be 1 to 63 letters, digits, '_', '.' or '-', beginning with a letter or digit",
                "address \"a b\" must be a host name or an IP address, without a port",
                "zone \"\" must be 1 to 63 letters, digits, '_', '.' or '-', beginning with a letter or digit",
                "idempotency key \"?\" must be 1 to 128 printable ASCII characters");
        PeerRequest plain = PeerRequest.of(p -> p.name("node-1").address("fe80::1%eth0"));
        assertThat(plain.zone()).isEqualTo(Zone.of("node-1"));
        assertThat(plain.address()).isEqualTo("fe80::1%eth0");
        assertThat(PeerRequest.of(p -> p.name("node-1").address("node-1.lan").zone("rack-1"))
                        .zone())
                .isEqualTo(Zone.of("rack-1"));
    }

    @Test
    void deviceRequest_isCheckedAsAWhole() {
        refuses(() -> DeviceRequest.builder().build(), "node is required", "path is required");
        refuses(
                () -> DeviceRequest.of(
                        d -> d.node("a/b").path("dev/sdb").limit(Capacity.ZERO).idempotencyKey("")),
                "node name \"a/b\" must be 1 to 63 letters, digits, '_', '.' or '-', beginning with a letter or digit",
                "path \"dev/sdb\" must be absolute, below the root, and printable",
                "limit, what bricks may take of the device, must be more than 0",
                "idempotency key \"\" must be 1 to 128 printable ASCII characters");
        DeviceRequest request =
                DeviceRequest.of(d -> d.node("node-1").path("/srv/gcs").limit(Capacity.ofGiB(5)));
        assertThat(request.path()).isEqualTo("/srv/gcs");
        assertThat(request.limit()).hasValue(Capacity.ofGiB(5));
    }

    @Test
    void deleteRequest_asksForNothingUnlessTold() {
        DeleteRequest plain = DeleteRequest.builder().build();
        assertThat(plain.stopFirst()).isFalse();
        assertThat(plain.ifExists()).isFalse();
        DeleteRequest both = DeleteRequest.of(d -> d.stopFirst().ifExists().idempotencyKey("k"));
        assertThat(both.stopFirst()).isTrue();
        assertThat(both.ifExists()).isTrue();
        assertThat(both.idempotencyKey()).hasValue(IdempotencyKey.of("k"));
        refuses(
                () -> DeleteRequest.of(d -> d.idempotencyKey("")),
                "idempotency key \"\" must be 1 to 128 printable ASCII characters");
    }

    @Test
    void volumeQuery_matchesAllLabelsAndAnyState() {
        Volume started =
                volume().labels(Map.of("team", "orders", "app", "shop")).build();
        assertThat(VolumeQuery.of(q -> {}).matches(started)).isTrue();
        assertThat(VolumeQuery.of(q -> q.label("team", "orders")).matches(started))
                .isTrue();
        assertThat(VolumeQuery.of(q -> q.label("team", "orders").label("app", "bank"))
                        .matches(started))
                .isFalse();
        assertThat(VolumeQuery.of(q -> q.state(VolumeState.STOPPED, VolumeState.STARTED))
                        .matches(started))
                .isTrue();
        assertThat(VolumeQuery.of(q -> q.state(VolumeState.STOPPED)).matches(started))
                .isFalse();
        refuses(
                () -> VolumeQuery.of(q -> q.label("a b", "c\nd")),
                "label key \"a b\" must be 1 to 63 letters, digits, '_', '.', '/' or '-', beginning with a letter or digit",
                "value of label \"a b\" must be at most 255 printable characters");
    }

    @Test
    void settersRefuseNull() {
        assertThatNullPointerException()
                .isThrownBy(() -> VolumeRequest.builder().name(missing()));
        assertThatNullPointerException().isThrownBy(() -> Volume.builder().capacity(missing()));
        assertThatNullPointerException()
                .isThrownBy(() -> VolumeRequest.builder().label("k", missing()));
    }

    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    private static <T> T missing() {
        return null;
    }

    @Test
    void collectionsAreCopiedIn_unmodifiableOut_andOrdered() {
        List<Brick> bricks = new ArrayList<>(List.of(brick(0), brick(1)));
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put("z", "1");
        labels.put("a", "2");
        Volume volume = volume().bricks(bricks).labels(labels).build();
        bricks.clear();
        labels.clear();
        assertThat(volume.bricks()).hasSize(2);
        assertThat(volume.labels().keySet()).containsExactly("a", "z");
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> volume.bricks().clear());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> volume.labels().clear());
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> volume.options().put("a", "b"));
    }

    @Test
    void toBuilder_keepsEverything() {
        Peer peer = Peer.builder()
                .id(new UUID(0, 1))
                .name(NODE)
                .address("10.0.0.1")
                .zone(Zone.of("rack-1"))
                .state(PeerState.READY)
                .build();
        assertThat(peer.toBuilder().build()).isEqualTo(peer);
        Device device = Device.builder()
                .id(DEVICE)
                .node(NODE)
                .path("/dev/sdb")
                .state(DeviceState.ENABLED)
                .size(Capacity.ofGiB(9))
                .reserved(Capacity.ofGiB(2))
                .free(Capacity.ofGiB(7))
                .fileSystem("xfs")
                .build();
        assertThat(device.toBuilder().build()).isEqualTo(device);
        Brick brick = brick(3).toBuilder()
                .subvolume(1)
                .role(BrickRole.ARBITER)
                .state(BrickState.ONLINE)
                .port(49152)
                .build();
        assertThat(brick.toBuilder().build()).isEqualTo(brick).isNotEqualTo(brick(3));
        assertThat(brick.port()).hasValue(49152);
        Volume volume = volume().accessMode(AccessMode.READ_ONLY_MANY)
                .bricks(List.of(brick(0)))
                .options(Map.of("a.b", "c"))
                .labels(Map.of("k", "v"))
                .accessList(List.of("10.*"))
                .build();
        assertThat(volume.toBuilder().build()).isEqualTo(volume);
        PlannedBrick planned =
                planned(2).toBuilder().subvolume(1).role(BrickRole.ARBITER).build();
        assertThat(planned.toBuilder().build()).isEqualTo(planned);
        BrickLayout layout = BrickLayout.builder()
                .request(VolumeRequest.of(v -> v.name("v").capacity(Capacity.ofGiB(1))))
                .bricks(List.of(planned(0)))
                .explain(Explanation.builder()
                        .add(new Candidate(0, NODE, DEVICE, "/dev/sdb", true, "most free"))
                        .build())
                .headroomAfter(Map.of(NODE, Capacity.ofGiB(3)))
                .usable(Capacity.ofGiB(1))
                .inventoryRevision(42)
                .build();
        assertThat(layout.toBuilder().build()).isEqualTo(layout);
        OperationInfo info = OperationInfo.builder()
                .id(OperationId.of(new UUID(0, 3)))
                .kind(OperationKind.CREATE_VOLUME)
                .subject("orders")
                .state(OperationState.FAILED)
                .createdAt(THEN)
                .completedAt(THEN.plusSeconds(1))
                .error(ErrorDetail.builder(ErrorCode.NO_SPACE).message("full").build())
                .idempotencyKey(IdempotencyKey.of("k"))
                .build();
        assertThat(info.toBuilder().build()).isEqualTo(info);
        ErrorDetail detail = ErrorDetail.builder(ErrorCode.TIMEOUT)
                .message("late")
                .lastState("RUNNING")
                .waited(Duration.ofSeconds(1))
                .httpStatus(504)
                .build();
        assertThat(detail.toBuilder().build()).isEqualTo(detail);
        AuditReport report = AuditReport.builder()
                .findings(List.of(finding(FindingKind.LEAK)))
                .checked(3)
                .at(THEN)
                .build();
        assertThat(report.toBuilder().build()).isEqualTo(report);
        assertThat(finding(FindingKind.LOSS).toBuilder().build()).isEqualTo(finding(FindingKind.LOSS));
    }

    private static Finding finding(FindingKind kind) {
        return Finding.builder()
                .kind(kind)
                .node(NODE)
                .resource("/dev/loop7")
                .message("no record owns it")
                .remedy("detach it")
                .build();
    }

    @Test
    void auditReport_isCleanUnlessSomethingOfOursIsWrong() {
        AuditReport.Builder report = AuditReport.builder().at(THEN);
        assertThat(report.build().clean()).isTrue();
        for (FindingKind kind : FindingKind.values()) {
            assertThat(report.findings(List.of(finding(kind))).build().clean()).isEqualTo(kind == FindingKind.FOREIGN);
        }
    }

    @Test
    void healReport_isFinishedOnlyWhenEveryBrickAnsweredAndNothingPends() {
        BrickHeal healthy = new BrickHeal(new UUID(0, 1), NODE, "/b/1", true, 0);
        BrickHeal pending = new BrickHeal(new UUID(0, 2), NODE, "/b/2", true, 5);
        BrickHeal silent = new BrickHeal(new UUID(0, 3), NODE, "/b/3", false, 0);
        VolumeName name = VolumeName.of("orders");
        assertThat(HealReport.of(name, List.of(healthy, healthy)).finished()).isTrue();
        assertThat(HealReport.of(name, List.of(healthy, silent)).finished()).isFalse();
        HealReport report = HealReport.of(name, List.of(healthy, pending, pending));
        assertThat(report.finished()).isFalse();
        assertThat(report.pending()).isEqualTo(10);
        refuses(() -> new BrickHeal(new UUID(0, 1), NODE, "/b/1", true, -1), "pending is negative: -1");
    }

    @Test
    void explanation_printsATable() {
        Explanation explanation = Explanation.builder()
                .add(new Candidate(0, NODE, DEVICE, "/dev/sdb", true, "most free space"))
                .add(new Candidate(0, NodeName.of("n2"), DEVICE, "/srv/disk", false, "zone rack-9 is excluded"))
                .build();
        assertThat(explanation).hasToString("""
                        brick            node    device     reason
                        0      chosen    node-1  /dev/sdb   most free space
                        0      rejected  n2      /srv/disk  zone rack-9 is excluded
                        """);
        assertThat(explanation.chosen()).extracting(Candidate::devicePath).containsExactly("/dev/sdb");
        assertThat(explanation.rejected()).extracting(Candidate::devicePath).containsExactly("/srv/disk");
    }

    @Test
    void mountSpec_usesTheServersOfTheBricks_eachOnce() {
        Volume volume = volume().bricks(List.of(brick(0), brick(1), brick(2))).build();
        assertThat(volume.mountSpec().servers()).containsExactly("10.0.0.1", "10.0.0.2");
        assertThatExceptionOfType(WrongStateException.class)
                .isThrownBy(() -> volume().build().mountSpec())
                .withMessageContaining("volume orders has no bricks");
    }
}
