/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.UUID;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.layout.Candidate;
import org.gluster.gcs.layout.Explanation;
import org.gluster.gcs.volume.VolumeName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DevicePolicyTest {

    @ParameterizedTest
    @ValueSource(strings = {"reserved", "thin:2,0.85", "thin:1,1", "thin:100,0.000001", "thin:1.333333,0.5"})
    void whatIsPrintedIsParsed(String text) {
        assertThat(DevicePolicy.parse(text)).hasToString(text);
        assertThat(DevicePolicy.parse(DevicePolicy.parse(text).toString())).isEqualTo(DevicePolicy.parse(text));
    }

    @Test
    void aThinPolicyMayBeWrittenWithZeros() {
        assertThat(DevicePolicy.parse("thin:2.0,0.850")).isEqualTo(DevicePolicy.thin(2, 0.85));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "thin",
                "Reserved",
                "reserved:1",
                "thin:2",
                "thin:0.9,0.5",
                "thin:101,0.5",
                "thin:2,0",
                "thin:2,1.1",
                "thin:NaN,0.5",
                "thin:2,-0.5",
                "thin:2,0.5 "
            })
    void anythingElseIsRefused(String text) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> DevicePolicy.parse(text))
                .withMessageContaining("device policy");
    }

    @Test
    void notANumberIsRefused() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> DevicePolicy.thin(Double.NaN, Double.NaN))
                .satisfies(error -> assertThat(error.problems()).hasSize(2));
    }

    @Test
    void reservableIsExactAndNeverWrapsAround() {
        Capacity odd = Capacity.ofBytes((1L << 60) + 7);

        assertThat(DevicePolicy.reserved().reservable(odd)).isEqualTo(odd);
        assertThat(DevicePolicy.thin(1, 0.5).reservable(odd)).isEqualTo(odd);
        assertThat(DevicePolicy.thin(2, 0.5).reservable(odd)).isEqualTo(Capacity.ofBytes((1L << 61) + 14));
        assertThat(DevicePolicy.thin(1.5, 0.5).reservable(Capacity.ofBytes(3))).isEqualTo(Capacity.ofBytes(4));
        assertThat(DevicePolicy.thin(100, 0.5).reservable(odd)).isEqualTo(Capacity.ofBytes(Long.MAX_VALUE));
    }

    @Test
    void aDevicesTotalFollowsItsPolicy() {
        Device device = Device.builder()
                .id(DeviceId.of(new UUID(0, 1)))
                .node(NodeName.of("node-1"))
                .path("/data/d1")
                .state(DeviceState.ENABLED)
                .size(Capacity.ofGiB(10))
                .reserved(Capacity.ZERO)
                .free(Capacity.ofGiB(20))
                .fileSystem("xfs")
                .policy(DevicePolicy.thin(2, 0.8))
                .build();

        assertThat(device.total()).isEqualTo(Capacity.ofGiB(20));
        assertThat(device.usage()).isEmpty();
        assertThat(new DeviceUsage(Capacity.ofGiB(4), Capacity.ofGiB(1)).share())
                .isEqualTo(0.25);
        assertThat(new DeviceUsage(Capacity.ZERO, Capacity.ZERO).share()).isZero();
    }

    @Test
    void statesThatWereObservedAreTrouble() {
        assertThat(DeviceState.values())
                .filteredOn(DeviceState::trouble)
                .containsExactly(
                        DeviceState.FULL,
                        DeviceState.ABOVE_WATERMARK,
                        DeviceState.SHRUNK,
                        DeviceState.READ_ONLY,
                        DeviceState.MISSING,
                        DeviceState.FAILING);
    }

    @Test
    void anEditThatContradictsItselfOrChangesNothingIsRefused() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> DeviceEdit.of(edit -> edit.label("a", "1").removeLabel("a")))
                .satisfies(
                        error -> assertThat(error.problems()).containsExactly("label \"a\" is both set and removed"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> DeviceEdit.of(edit -> {}))
                .satisfies(error ->
                        assertThat(error.problems()).containsExactly("no label is set or removed, nor is the limit"));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> DeviceEdit.of(edit -> edit.label("-a", "1").removeLabel("b c")))
                .satisfies(error -> assertThat(error.problems()).hasSize(2));
    }

    @Test
    void aDrainPlanIsCompleteWhenEveryBrickHasSomewhereToGo() {
        DeviceBrick brick = new DeviceBrick(VolumeName.of("v1"), 0, new UUID(0, 2), Capacity.ofGiB(1));
        Candidate chosen = new Candidate(
                0, NodeName.of("node-2"), DeviceId.of(new UUID(0, 3)), "/data/d1", true, "most free space");
        DrainMove moves = DrainMove.of(brick, Explanation.builder().add(chosen).build());
        DrainMove stays = DrainMove.of(brick, Explanation.empty());

        assertThat(moves.target()).contains(chosen);
        assertThat(plan(moves).complete()).isTrue();
        assertThat(plan(moves, stays).complete()).isFalse();
        assertThat(plan(moves, stays).stuck()).containsExactly(stays);
        assertThat(plan().complete()).isTrue();
    }

    private static DrainPlan plan(DrainMove... moves) {
        return new DrainPlan(DeviceId.of(new UUID(0, 1)), NodeName.of("node-1"), "/data/d1", java.util.List.of(moves));
    }
}
