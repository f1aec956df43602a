/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.LimitReached;
import org.gluster.gcs.audit.AuditReport;
import org.gluster.gcs.audit.Finding;
import org.gluster.gcs.audit.FindingKind;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceBrick;
import org.gluster.gcs.cluster.DeviceEdit;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.cluster.DeviceRequest;
import org.gluster.gcs.cluster.DeviceState;
import org.gluster.gcs.cluster.DeviceUsage;
import org.gluster.gcs.cluster.DrainMove;
import org.gluster.gcs.cluster.DrainPlan;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.cluster.PeerRequest;
import org.gluster.gcs.cluster.PeerState;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.Candidate;
import org.gluster.gcs.layout.Constraint;
import org.gluster.gcs.layout.Explanation;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.layout.Refusal;
import org.gluster.gcs.layout.Shortfall;
import org.gluster.gcs.layout.Verdict;
import org.gluster.gcs.operation.BulkOutcome;
import org.gluster.gcs.operation.BulkResult;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.operation.Progress;
import org.gluster.gcs.option.OptionEffect;
import org.gluster.gcs.option.OptionGroup;
import org.gluster.gcs.option.OptionGroupName;
import org.gluster.gcs.option.OptionGroupRequest;
import org.gluster.gcs.option.OptionInfo;
import org.gluster.gcs.option.OptionScope;
import org.gluster.gcs.option.OptionType;
import org.gluster.gcs.option.OptionValue;
import org.gluster.gcs.volume.AccessChange;
import org.gluster.gcs.volume.AccessMode;
import org.gluster.gcs.volume.AccessRefusal;
import org.gluster.gcs.volume.AccessReport;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickHeal;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.ClientPattern;
import org.gluster.gcs.volume.CreateAllRequest;
import org.gluster.gcs.volume.DeleteAllRequest;
import org.gluster.gcs.volume.HealReport;
import org.gluster.gcs.volume.OptionChange;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.SpreadBy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeEdit;
import org.gluster.gcs.volume.VolumeId;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.VolumeState;
import org.gluster.gcs.volume.ZoneSpread;
import org.junit.jupiter.api.Test;

class WireJsonTest {
    private static final UUID ID = UUID.fromString("11111111-2222-3333-4444-555555555555");
    private static final NodeName NODE = NodeName.of("n1");
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05Z");

    private static final Peer PEER = Peer.builder()
            .id(ID)
            .name(NODE)
            .address("127.0.0.1")
            .zone(Zone.of("z1"))
            .state(PeerState.READY)
            .build();
    private static final Device DEVICE = Device.builder()
            .id(DeviceId.of(ID))
            .node(NODE)
            .path("/srv/d")
            .state(DeviceState.ENABLED)
            .size(Capacity.ofGiB(2))
            .reserved(Capacity.ofGiB(1))
            .free(Capacity.ofGiB(1))
            .fileSystem("xfs")
            .build();
    private static final Volume VOLUME = Volume.builder()
            .name(VolumeName.of("v1"))
            .id(VolumeId.of(ID))
            .capacity(Capacity.ofGiB(1))
            .usable(Capacity.ofBytes(1_100_000_000))
            .redundancy(Redundancy.replicated(3))
            .accessMode(AccessMode.READ_ONLY_MANY)
            .state(VolumeState.STARTED)
            .bricks(List.of(Brick.builder()
                    .id(ID)
                    .index(0)
                    .subvolume(0)
                    .node(NODE)
                    .address("127.0.0.1")
                    .device(DeviceId.of(ID))
                    .path("/srv/b")
                    .size(Capacity.ofGiB(1))
                    .state(BrickState.ONLINE)
                    .port(49_152)
                    .build()))
            .options(Map.of("performance.cache-size", "32MB"))
            .labels(Map.of("team", "a"))
            .accessList(List.of("10.*"))
            .createdAt(AT)
            .build();
    private static final ErrorDetail ERROR = ErrorDetail.builder(ErrorCode.TIMEOUT)
            .message("too late")
            .operation("create")
            .resource("v1")
            .node("n1")
            .problems(List.of("a", "b"))
            .httpStatus(504)
            .requestId("r")
            .attempts(3)
            .retryable(false)
            .lastState("RUNNING")
            .waited(Duration.ofMillis(1500))
            .limit(new LimitReached("n1", "mounts (fs.mount-max)", 8, 2, 9, "sysctl fs.mount-max=..."))
            .refusal(Refusal.of(
                    Verdict.PROVED_IMPOSSIBLE,
                    Constraint.FREE_SPACE,
                    List.of(new Shortfall("n1", ID.toString(), "/srv/d", Constraint.FREE_SPACE, 7, "too small"))))
            .build();

    @Test
    void everyValueComesBackAsItWent() {
        assertThat(again(PeerJson.of(PEER), PeerJson.class).toPeer()).isEqualTo(PEER);
        assertThat(again(DeviceJson.of(DEVICE), DeviceJson.class).toDevice()).isEqualTo(DEVICE);
        DeviceBrick brick = new DeviceBrick(VolumeName.of("v1"), 2, ID, Capacity.ofGiB(1));
        Device sick = DEVICE.toBuilder()
                .state(DeviceState.ABOVE_WATERMARK)
                .enabled(false)
                .reason("full of cats")
                .policy(DevicePolicy.thin(2.5, 0.85))
                .labels(Map.of("rack", "7"))
                .lost(Capacity.ofMiB(3))
                .usage(new DeviceUsage(Capacity.ofGiB(4), Capacity.ofGiB(3)))
                .usedBy(List.of(brick))
                .build();
        assertThat(again(DeviceJson.of(sick), DeviceJson.class).toDevice()).isEqualTo(sick);
        assertThat(WireJson.write(DeviceJson.of(sick)))
                .contains("\"policy\":\"thin:2.5,0.85\"", "\"total\":" + (5L << 30));
        assertThat(WireJson.read(
                                "{\"id\":\"" + ID + "\",\"node\":\"" + NODE
                                        + "\",\"path\":\"/srv/d\",\"state\":\"ENABLED\",\"size\":2147483648,"
                                        + "\"reserved\":1073741824,\"free\":1073741824,\"fileSystem\":\"xfs\"}",
                                DeviceJson.class)
                        .toDevice())
                .isEqualTo(DEVICE);
        DrainPlan plan = new DrainPlan(
                DeviceId.of(ID),
                NODE,
                "/srv/d",
                List.of(
                        DrainMove.of(
                                brick,
                                Explanation.builder()
                                        .add(new Candidate(2, NODE, DeviceId.of(ID), "/srv/e", true, "most free"))
                                        .add(new Candidate(2, NODE, DeviceId.of(ID), "/srv/f", false, "too small"))
                                        .build()),
                        DrainMove.of(brick, Explanation.empty())));
        assertThat(again(DrainPlanJson.of(plan), DrainPlanJson.class).toPlan()).isEqualTo(plan);
        assertThat(WireJson.write(DrainPlanJson.of(plan))).contains("\"complete\":false");
        assertThat(again(VolumeJson.of(VOLUME), VolumeJson.class).toVolume()).isEqualTo(VOLUME);
        assertThat(again(ErrorJson.of(ERROR), ErrorJson.class).toDetail()).isEqualTo(ERROR);
        BulkResult<Object> several = new BulkResult<>(List.of(
                BulkOutcome.succeeded("v1", OperationId.of(ID), VOLUME),
                BulkOutcome.succeeded("v2", OperationId.of(ID), null),
                BulkOutcome.succeeded("v3", null, VolumeName.of("v3")),
                BulkOutcome.failed("v4", null, ERROR)));
        assertThat(again(ResultJson.of(several), ResultJson.class).toResult()).isEqualTo(several);
        CreateAllRequest create = CreateAllRequest.of(all -> all.bestEffort()
                .idempotencyKey("k")
                .volume(v -> v.name("a").capacity(Capacity.ofGiB(1)).label("team", "b"))
                .volume(v -> v.name("b").capacity(Capacity.ofGiB(2))));
        assertThat(again(CreateAllJson.of(create), CreateAllJson.class).toRequest())
                .isEqualTo(create);
        DeleteAllRequest delete =
                DeleteAllRequest.of(all -> all.volumes("a", "b").stopFirst().ifExists());
        assertThat(again(DeleteAllJson.of(delete), DeleteAllJson.class).toRequest())
                .isEqualTo(delete);

        AccessReport access = new AccessReport(
                VolumeName.of("v1"),
                List.of(ClientPattern.NODES, ClientPattern.parse("10.1.0.0/20")),
                List.of("10.0.0.1", "127.0.0.1"),
                List.of(new AccessRefusal(NODE, "192.0.2.7", AT, AT.plusSeconds(3), 2)));
        assertThat(again(AccessJson.of(access), AccessJson.class).toReport()).isEqualTo(access);
        AccessChange change =
                AccessChange.of(c -> c.allow("10.1.*").deny("@nodes").idempotencyKey("k"));
        assertThat(again(AccessChangeJson.of(change), AccessChangeJson.class).toChange())
                .isEqualTo(change);
        AccessChange whole = AccessChange.of(c -> c.allow("10.1.*").replace());
        assertThat(again(AccessChangeJson.of(whole), AccessChangeJson.class).toChange())
                .isEqualTo(whole);

        HealReport heal =
                HealReport.of(VolumeName.of("v1"), List.of(new BrickHeal(ID, NODE, "/srv/b", true, Long.MAX_VALUE)));
        assertThat(again(HealJson.of(heal), HealJson.class).toReport()).isEqualTo(heal);

        AuditReport audit = AuditReport.builder()
                .checked(7)
                .at(AT)
                .findings(List.of(Finding.builder()
                        .kind(FindingKind.LEAK)
                        .node(NODE)
                        .resource("/dev/loop7")
                        .message("it is not owned")
                        .remedy("detach it")
                        .build()))
                .build();
        assertThat(again(AuditJson.of(audit), AuditJson.class).toReport()).isEqualTo(audit);

        BrickLayout layout = BrickLayout.builder()
                .request(VolumeRequest.of(v -> v.name("v").capacity(Capacity.ofGiB(1))))
                .bricks(List.of(PlannedBrick.builder()
                        .node(NODE)
                        .zone(Zone.of("z1"))
                        .device(DeviceId.of(ID))
                        .devicePath("/srv/d")
                        .size(Capacity.ofGiB(1))
                        .reserved(Capacity.ofGiB(2))
                        .build()))
                .explain(Explanation.builder()
                        .add(new Candidate(0, NODE, DeviceId.of(ID), "/srv/d", true, "most free"))
                        .build())
                .headroomAfter(Map.of(NODE, Capacity.ofGiB(5)))
                .usable(Capacity.ofGiB(1))
                .inventoryRevision(9)
                .build();
        assertThat(again(LayoutJson.of(layout), LayoutJson.class).toLayout()).isEqualTo(layout);

        OperationInfo operation = OperationInfo.builder()
                .id(OperationId.of(ID))
                .kind(OperationKind.CREATE_VOLUME)
                .subject("v1")
                .state(OperationState.FAILED)
                .progress(new Progress(1, 3, "waiting"))
                .createdAt(AT)
                .completedAt(AT)
                .error(ERROR)
                .build();
        assertThat(again(OperationJson.of(operation), OperationJson.class).toInfo())
                .isEqualTo(operation);
    }

    @Test
    void everyRequestComesBackAsItWent() {
        VolumeRequest volume = VolumeRequest.of(v -> v.name("v1")
                .capacity(Capacity.ofGiB(1))
                .redundancy(Redundancy.dispersed(4, 2))
                .accessMode(AccessMode.READ_WRITE_ONCE)
                .label("team", "a")
                .option("performance.cache-size", "32MB")
                .subvolumes(3)
                .maxBrickSize(Capacity.ofGiB(4))
                .minBrickSize(Capacity.ofGiB(2))
                .averageFileSize(Capacity.ofMiB(1))
                .smallBricks(SmallBricks.SMALL)
                .placement(p -> p.limitToNodes("a", "b")
                        .excludeNodes("c")
                        .limitToDevices("a:/d")
                        .excludeDevices("b:/e", ID.toString())
                        .requireLabel("media", "ssd")
                        .spreadBy(SpreadBy.BRICK_COUNT)
                        .shareNodes(true))
                .zones(z -> z.spread(ZoneSpread.VOLUME).exclude("z9").limitTo("z1"))
                .allowClients("10.*", "192.168.0.1")
                .start(true)
                .idempotencyKey("k"));
        assertThat(again(VolumeRequestJson.of(volume), VolumeRequestJson.class).toRequest())
                .isEqualTo(volume);

        VolumeRequest directories = VolumeRequest.of(v -> v.name("v2")
                .redundancy(Redundancy.distributed())
                .brick("n1", "/bricks/1")
                .brick("n2", "/bricks/2"));
        assertThat(again(VolumeRequestJson.of(directories), VolumeRequestJson.class)
                        .toRequest())
                .isEqualTo(directories);

        DeviceRequest device = DeviceRequest.of(d -> d.node("n1").path("/srv/d").limit(Capacity.ofGiB(1)));
        assertThat(again(DeviceRequestJson.of(device), DeviceRequestJson.class).toRequest())
                .isEqualTo(device);

        DeviceRequest thin = DeviceRequest.of(d ->
                d.node("n1").path("/srv/d").policy(DevicePolicy.thin(3, 0.5)).label("rack", "7"));
        assertThat(again(DeviceRequestJson.of(thin), DeviceRequestJson.class).toRequest())
                .isEqualTo(thin);
        DeviceEdit edit =
                DeviceEdit.of(e -> e.label("rack", "8").removeLabel("kind").limit(Capacity.ofGiB(3)));
        assertThat(again(DeviceEditJson.of(edit), DeviceEditJson.class).toEdit())
                .isEqualTo(edit);

        PeerRequest peer =
                PeerRequest.of(p -> p.name("n1").address("10.0.0.1").zone("z").idempotencyKey("k"));
        assertThat(again(PeerRequestJson.of(peer), PeerRequestJson.class).toRequest())
                .isEqualTo(peer);
    }

    @Test
    void whatIsSaidOfOptionsComesBackAsItWent() {
        OptionChange change = OptionChange.of(c -> c.set("a.one", "1")
                .reset("b.two")
                .resetAll()
                .profile("virt")
                .withoutProfile("db")
                .allowBrickRestart()
                .idempotencyKey("k"));
        assertThat(again(OptionChangeJson.of(change), OptionChangeJson.class).toChange())
                .isEqualTo(change);
        VolumeEdit edit = VolumeEdit.of(e -> e.label("a", "1")
                .removeLabel("b")
                .metadata("c", "two\nlines")
                .removeMetadata("d")
                .idempotencyKey("k"));
        assertThat(again(VolumeEditJson.of(edit), VolumeEditJson.class).toEdit())
                .isEqualTo(edit);
        OptionGroupRequest group = OptionGroupRequest.of(
                g -> g.name("mine").description("For me").option("a.one", "1").idempotencyKey("k"));
        assertThat(again(OptionGroupRequestJson.of(group), OptionGroupRequestJson.class)
                        .toRequest())
                .isEqualTo(group);
        OptionInfo option = OptionInfo.builder()
                .key("a.one")
                .type(OptionType.CHOICE)
                .choices(List.of("x", "y"))
                .minimum("1")
                .maximum("2")
                .defaultValue("x")
                .allowed("one of x, y")
                .advanced(true)
                .scopes(new TreeSet<>(List.of(OptionScope.BRICK, OptionScope.CLIENT)))
                .effect(OptionEffect.BRICK_RESTART)
                .refusal("no")
                .build();
        assertThat(again(OptionJson.of(option), OptionJson.class).toOption()).isEqualTo(option);
        for (OptionValue value : List.of(
                OptionValue.builder().key("a").build(),
                OptionValue.builder().key("a").defaultValue("1").build(),
                OptionValue.builder().key("a").value("2").defaultValue("1").build(),
                OptionValue.builder().key("a").value("2").group("virt").build())) {
            assertThat(again(OptionValueJson.of(value), OptionValueJson.class).toValue())
                    .isEqualTo(value);
        }
    }

    private static final OptionGroup GROUP = OptionGroup.builder()
            .name(OptionGroupName.of("virt"))
            .description("For images")
            .options(Map.of("a.one", "1"))
            .builtIn(true)
            .build();

    @Test
    void everyResultComesBackAsItWent() {
        for (Object result : List.of(
                PEER, DEVICE, VOLUME, NODE, DeviceId.of(ID), VolumeName.of("v1"), GROUP, OptionGroupName.of("virt"))) {
            assertThat(again(ResultJson.of(result), ResultJson.class).toResult())
                    .isEqualTo(result);
        }
        assertThatThrownBy(() -> ResultJson.of("text")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theTextIsTheContract() {
        assertThat(WireJson.write(PeerJson.of(PEER)))
                .isEqualTo("{\"id\":\"11111111-2222-3333-4444-555555555555\",\"name\":\"n1\","
                        + "\"address\":\"127.0.0.1\",\"zone\":\"z1\",\"state\":\"READY\"}");
        assertThat(WireJson.write(List.of())).isEqualTo("[]");
    }

    @Test
    void read_whenSomethingIsMissingOrWrong_saysWhat() {
        assertThatThrownBy(() -> WireJson.read("{\"name\":", PeerRequestJson.class))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> WireJson.read("null", PeerRequestJson.class))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> WireJson.read("{} {}", PeerRequestJson.class))
                .isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> WireJson.read("{\"name\":\"n1\"}", PeerJson.class))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("id");
        assertThatThrownBy(() -> WireJson.read("{\"unheard\":\"of\"}", VolumeRequestJson.class)
                        .toRequest())
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        problems -> assertThat(problems.problems()).hasSize(2));
    }

    private static <T extends Record> T again(T value, Class<T> type) {
        return WireJson.read(WireJson.write(value), type);
    }
}
