/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import nl.jqno.equalsverifier.EqualsVerifier;
import nl.jqno.equalsverifier.Warning;
import org.gluster.gcs.audit.AuditReport;
import org.gluster.gcs.audit.Finding;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceBrick;
import org.gluster.gcs.cluster.DeviceEdit;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.cluster.DeviceRequest;
import org.gluster.gcs.cluster.DeviceUsage;
import org.gluster.gcs.cluster.DrainMove;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.cluster.PeerRequest;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.Candidate;
import org.gluster.gcs.layout.Constraint;
import org.gluster.gcs.layout.Explanation;
import org.gluster.gcs.layout.Hypothesis;
import org.gluster.gcs.layout.NewNode;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.layout.Refusal;
import org.gluster.gcs.layout.Shortfall;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.operation.Progress;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickDirectory;
import org.gluster.gcs.volume.BrickHeal;
import org.gluster.gcs.volume.DeleteRequest;
import org.gluster.gcs.volume.DeviceSelector;
import org.gluster.gcs.volume.HealReport;
import org.gluster.gcs.volume.MountSpec;
import org.gluster.gcs.volume.PlacementSpec;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeId;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeQuery;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.ZoneSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValuesTest {

    static Stream<Class<?>> values() {
        return Stream.of(
                ErrorDetail.class,
                Peer.class,
                PeerRequest.class,
                Device.class,
                DeviceRequest.class,
                DeviceEdit.class,
                DrainMove.class,
                Volume.class,
                VolumeRequest.class,
                VolumeQuery.class,
                DeleteRequest.class,
                ZoneSpec.class,
                Brick.class,
                HealReport.class,
                MountSpec.class,
                BrickLayout.class,
                PlannedBrick.class,
                Hypothesis.class,
                Refusal.class,
                PlacementSpec.class,
                OperationInfo.class,
                AuditReport.class,
                Finding.class);
    }

    static Stream<Class<?>> records() {
        return Stream.of(
                NodeName.class,
                Zone.class,
                DeviceId.class,
                VolumeName.class,
                VolumeId.class,
                OperationId.class,
                IdempotencyKey.class,
                Capacity.class);
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyFieldCounts(Class<?> type) {
        assertThat(Modifier.isFinal(type.getModifiers())).isTrue();
        EqualsVerifier.forClass(type)
                .withPrefabValues(NodeName.class, NodeName.of("node-1"), NodeName.of("node-2"))
                .withPrefabValues(DevicePolicy.class, DevicePolicy.reserved(), DevicePolicy.thin(2, 0.85))
                .withPrefabValues(DeviceUsage.class, usage(1), usage(2))
                .withPrefabValues(DeviceBrick.class, deviceBrick(0), deviceBrick(1))
                .withPrefabValues(Redundancy.class, Redundancy.arbiter(), Redundancy.dispersed(4, 2))
                .withPrefabValues(
                        PlacementSpec.class, PlacementSpec.any(), PlacementSpec.of(place -> place.shareNodes(true)))
                .withPrefabValues(BrickDirectory.class, BrickDirectory.parse("a:/1"), BrickDirectory.parse("a:/2"))
                .withPrefabValues(DeviceSelector.class, DeviceSelector.of("a:/1"), DeviceSelector.of("a:/2"))
                .withPrefabValues(NewNode.class, NewNode.parse("a,z,1GiB"), NewNode.parse("a,z,2GiB"))
                .withPrefabValues(Shortfall.class, shortfall(0), shortfall(1))
                .withPrefabValues(Explanation.class, Explanation.empty(), Explanation.of(() -> List.of(candidate(1))))
                .withPrefabValues(VolumeRequest.class, request("a"), request("b"))
                .withPrefabValues(ZoneSpec.class, ZoneSpec.any(), ZoneSpec.of(zones -> zones.spread()))
                .withPrefabValues(Progress.class, Progress.none(), new Progress(1, 2, "bricks"))
                .withPrefabValues(BrickHeal.class, heal(0), heal(1))
                .withPrefabValues(Candidate.class, candidate(0), candidate(1))
                .suppress(Warning.NULL_FIELDS)
                .verify();
    }

    @ParameterizedTest
    @MethodSource("records")
    void everyRecordComponentCounts(Class<?> type) {
        EqualsVerifier.forClass(type).suppress(Warning.NULL_FIELDS).verify();
    }

    private static BrickHeal heal(long pending) {
        return new BrickHeal(new UUID(0, 1), NodeName.of("node-1"), "/bricks/1", true, pending);
    }

    private static DeviceUsage usage(long used) {
        return new DeviceUsage(Capacity.ofGiB(4), Capacity.ofGiB(used));
    }

    private static DeviceBrick deviceBrick(int index) {
        return new DeviceBrick(VolumeName.of("v1"), index, new UUID(0, index), Capacity.ofGiB(1));
    }

    private static Shortfall shortfall(long missing) {
        return new Shortfall("node-1", "d", "/d", Constraint.FREE_SPACE, missing, "too small");
    }

    private static VolumeRequest request(String name) {
        return VolumeRequest.of(v -> v.name(name).capacity(Capacity.ofGiB(1)));
    }

    @Test
    void explanationsAreEqualWhenTheyExplainTheSame_andAreWorkedOutWhenAskedFor() {
        AtomicInteger asked = new AtomicInteger();
        Explanation lazy = Explanation.of(() -> {
            asked.incrementAndGet();
            return List.of(candidate(0), candidate(1));
        });
        assertThat(asked).hasValue(0);
        assertThat(lazy.candidates()).hasSize(2);
        assertThat(lazy.chosen()).hasSize(2);
        assertThat(asked).hasValue(1);
        Explanation eager =
                Explanation.builder().add(candidate(0)).add(candidate(1)).build();
        assertThat(lazy).isEqualTo(eager).hasSameHashCodeAs(eager).hasToString(eager.toString());
        assertThat(lazy).isNotEqualTo(Explanation.empty()).isNotEqualTo(null);
    }

    @Test
    void deviceSelectorsNameADeviceByIdOrByPlace() {
        DeviceId id = DeviceId.of(new UUID(0, 7));
        NodeName node = NodeName.of("n1");
        assertThat(DeviceSelector.of(id.toString()).matches(node, id, "/d")).isTrue();
        assertThat(DeviceSelector.of(id.toString()).matches(node, DeviceId.of(new UUID(0, 8)), "/d"))
                .isFalse();
        assertThat(DeviceSelector.of("n1:/d").matches(node, id, "/d")).isTrue();
        for (String other : List.of("n1:/d2", "n2:/d", "n11:/d", "n:/d", "n1:/e")) {
            assertThat(DeviceSelector.of(other).matches(node, id, "/d"))
                    .as(other)
                    .isFalse();
        }
        for (String bad : List.of("", "n1", "n1:/", "n1:d", ":/d", "-n:/d", "n1:/d\n")) {
            assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> DeviceSelector.of(bad));
        }
    }

    @Test
    void newNodesAndBrickDirectoriesParseTheirOwnText() {
        assertThat(NewNode.parse("n9,rack-3,4TiB,512GiB")).hasToString("n9,rack-3,4TiB,512GiB");
        assertThat(BrickDirectory.parse("n9:/bricks/a:b")).hasToString("n9:/bricks/a:b");
        for (String bad : List.of("", "n9", "n9,z", "n9,z,", "n9,,1GiB", "n9,z,1GB")) {
            assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> NewNode.parse(bad));
        }
        for (String bad : List.of("", "n9", "n9:", "n9:b", ":/b")) {
            assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> BrickDirectory.parse(bad));
        }
    }

    private static Candidate candidate(int brick) {
        return new Candidate(
                brick, NodeName.of("node-1"), DeviceId.of(new UUID(0, 1)), "/dev/sdb", true, "most free space");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "Node-1",
                "10.0.0.1",
                "n_1",
                "0123456789012345678901234567890123456789012345678901234567890ab"
            })
    void nodeNamesAndZonesTakeWhatHostsAreCalled(String text) {
        assertThat(NodeName.of(text)).hasToString(text);
        assertThat(Zone.of(text)).isEqualTo(Zone.of(NodeName.of(text)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-a",
                ".a",
                "_a",
                "a b",
                "a/b",
                "a\n",
                "\u00e9",
                "0123456789012345678901234567890123456789012345678901234567890abc"
            })
    void nodeNamesAndZonesRefuseTheRest(String text) {
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> NodeName.of(text));
        assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> Zone.of(text));
    }

    @Test
    void volumeNamesAreThoseOfGlusterD2UpTo200Characters() {
        assertThat(VolumeName.of("-_aZ09")).hasToString("-_aZ09");
        assertThat(VolumeName.of("v".repeat(200)).value()).hasSize(200);
        for (String bad : List.of("", "a.b", "a b", "a/b", "v".repeat(201), "a\n")) {
            assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> VolumeName.of(bad));
        }
    }

    @Test
    void idempotencyKeysArePrintableAscii() {
        assertThat(IdempotencyKey.of("pvc 7f~!")).hasToString("pvc 7f~!");
        assertThat(IdempotencyKey.random()).isNotEqualTo(IdempotencyKey.random());
        for (String bad : List.of("", "k".repeat(129), "a\tb", "\u00e9", "\u007f")) {
            assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> IdempotencyKey.of(bad));
        }
    }

    @Test
    void messagesNeverRepeatControlCharactersOrEndlessText() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> VolumeName.of("evil\n\u001b[2J" + "x".repeat(5000)))
                .satisfies(error -> assertThat(error.getMessage())
                        .startsWith("invalid volume name: volume name \"evil??[2Jxxx")
                        .doesNotContain("\n", "\u001b")
                        .hasSizeLessThan(250));
    }

    @Test
    void idsParseTheirOwnText_andSortByIt() {
        String low = "00000000-0000-4000-8000-000000000001";
        String high = "f0000000-0000-4000-8000-000000000000";
        assertThat(VolumeId.parse(high)).hasToString(high).isEqualTo(VolumeId.of(UUID.fromString(high)));
        assertThat(new TreeSet<>(List.of(DeviceId.parse(high), DeviceId.parse(low))))
                .containsExactly(DeviceId.parse(low), DeviceId.parse(high));
        assertThat(OperationId.parse(low)).isLessThan(OperationId.parse(high));
        for (String bad : List.of("", "1-1-1-1-1", low + "0", low.replace('-', '_'))) {
            assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> VolumeId.parse(bad));
            assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> OperationId.parse(bad));
        }
    }

    @Test
    void progressStaysWithinItsTotal() {
        assertThat(new Progress(2, 9, "mounting")).hasToString("2/9 mounting");
        assertThat(Progress.none()).hasToString("0/0");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new Progress(-1, -2, ""))
                .satisfies(error -> assertThat(error.problems())
                        .containsExactly("done is negative: -1", "total -2 is below done -1"));
    }

    @Test
    void onlyFourOperationStatesAreTerminal() {
        assertThat(Stream.of(OperationState.values()).filter(OperationState::terminal))
                .containsExactly(
                        OperationState.SUCCEEDED,
                        OperationState.FAILED,
                        OperationState.CANCELLED,
                        OperationState.SUPERSEDED);
    }

    @Test
    void telemetryDoesNothingByDefault() {
        Telemetry.Scope scope = Telemetry.noop().begin("step", "mount", new TreeMap<>());
        scope.end();
        scope.fail(new IllegalStateException("ignored"));
        assertThat(scope).isSameAs(Telemetry.noop());
    }
}
