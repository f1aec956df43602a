/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.NotSupportedException;
import org.gluster.gcs.StalePlanException;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.Candidate;
import org.gluster.gcs.layout.Constraint;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.layout.Refusal;
import org.gluster.gcs.layout.Shortfall;
import org.gluster.gcs.layout.Verdict;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.SpreadBy;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.ZoneSpec;
import org.gluster.gcs.volume.ZoneSpread;
import org.junit.jupiter.api.Test;

/** What the planner does, by example. */
class PlannerTest {
    private static final long GIB = 1L << 30;

    private static Slot slot(String node, String zone, long gib) {
        return Cases.slot(node, zone, "/d", gib * GIB);
    }

    private static BrickLayout plan(List<Slot> slots, Consumer<VolumeRequest.Builder> request) {
        return Planner.plan(Cases.inventoryOf(slots), VolumeRequest.forPlan(request));
    }

    private static BrickLayout plan(List<Slot> slots, long gib) {
        return plan(slots, v -> v.capacity(Capacity.ofGiB(gib)));
    }

    private static NoFitException refused(List<Slot> slots, Consumer<VolumeRequest.Builder> request) {
        return catchThrowableOfType(NoFitException.class, () -> plan(slots, request));
    }

    private static Refusal refusal(List<Slot> slots, Consumer<VolumeRequest.Builder> request) {
        return refused(slots, request).refusal().orElseThrow();
    }

    private static List<String> nodes(BrickLayout layout) {
        return layout.bricks().stream().map(brick -> brick.node().value()).toList();
    }

    private static List<Slot> three(long gib) {
        return List.of(slot("a", "z1", gib), slot("b", "z2", gib), slot("c", "z3", gib));
    }

    // The golden cases: what GlusterD2's planner got wrong.

    @Test
    void golden1_whatOneSetTakesIsNotThereForTheNext() {
        Consumer<VolumeRequest.Builder> three =
                v -> v.capacity(Capacity.ofGiB(3 * 60)).subvolumes(3);

        assertThat(refusal(three(100), three).verdict()).isEqualTo(Verdict.PROVED_IMPOSSIBLE);
        assertThat(refusal(three(100), three).constraint()).isEqualTo(Constraint.TOTAL_SPACE);
        assertThat(nodes(plan(three(200), three))).containsOnly("a", "b", "c").hasSize(9);
    }

    @Test
    void golden2_aSmallArbiterNeverStandsInForABrick() {
        List<Slot> slots = List.of(slot("a", "A", 100), slot("b", "B", 1), slot("c", "C", 1));
        Consumer<VolumeRequest.Builder> arbiter =
                v -> v.capacity(Capacity.ofGiB(10)).redundancy(Redundancy.arbiter());

        Refusal refusal = refusal(slots, arbiter);

        assertThat(refusal.constraint()).isEqualTo(Constraint.FREE_SPACE);
        assertThat(refusal.verdict()).isEqualTo(Verdict.PROVED_IMPOSSIBLE);
        assertThat(refused(slots, arbiter)).hasMessageContaining("only 1 node has room for one that is no arbiter (a)");
        assertThat(refusal.shortfalls()).extracting(Shortfall::node).containsExactly("a", "b", "c");
        BrickLayout layout = plan(List.of(slot("a", "A", 100), slot("b", "B", 1), slot("c", "C", 20)), arbiter);
        assertThat(nodes(layout)).containsExactly("a", "c", "b");
        assertThat(layout.bricks())
                .extracting(PlannedBrick::role)
                .containsExactly(BrickRole.DATA, BrickRole.DATA, BrickRole.ARBITER);
        assertThat(layout.bricks().get(2).size())
                .isLessThan(layout.bricks().get(0).size());
    }

    @Test
    void golden7_twoSetsUseTheSameThreeZones_andARefusalNamesWhatFailed() {
        Consumer<VolumeRequest.Builder> two =
                v -> v.capacity(Capacity.ofGiB(20)).subvolumes(2);

        assertThat(nodes(plan(three(1000), two))).hasSize(6);
        NoFitException refused = refused(three(1000), two.andThen(v -> v.zones(z -> z.spread(ZoneSpread.VOLUME))));
        assertThat(refused)
                .hasMessage(
                        "a replicated:3 volume of 20GiB needs 6 bricks of 10.2 GiB in 2 sets, each in a zone of its own, and"
                                + " only 3 zones may have one (z1, z2, z3): add peers in other zones, allow more of those there are,"
                                + " or let bricks share a zone");
        assertThat(refused.refusal().orElseThrow().constraint()).isEqualTo(Constraint.DISTINCT_ZONES);
        assertThat(refused.shortfalls()).first().isEqualTo("a:/d: it has room for 97 bricks: 1000 GiB are free");
    }

    @Test
    void theRoomiestDeviceOfEachZoneIsTaken() {
        List<Slot> slots = List.of(slot("a", "z1", 10), slot("b", "z1", 20), slot("c", "z2", 15), slot("d", "z3", 5));

        BrickLayout layout = plan(slots, 1);

        assertThat(nodes(layout)).containsExactly("b", "c", "d");
        assertThat(layout.usable()).isGreaterThanOrEqualTo(Capacity.ofGiB(1));
        assertThat(layout.inventoryRevision()).isEqualTo(7);
        assertThat(layout.headroomAfter().get(layout.bricks().get(0).node()))
                .isEqualTo(Capacity.ofGiB(20).minus(layout.bricks().get(0).reserved()));
        assertThat(layout.explain().candidates())
                .extracting(Candidate::reason)
                .containsExactly(
                        "roomiest device of zone z1: 20 GiB free, 18.8 GiB after",
                        "roomiest device of zone z2: 15 GiB free, 13.8 GiB after",
                        "roomiest device of zone z3: 5 GiB free, 3.8 GiB after",
                        "zone z1 has a brick of this volume already, on a device that was preferred");
    }

    @Test
    void whereTwoZonesHaveRoomOneIsShared_unlessTheRequestForbids() {
        List<Slot> slots = List.of(slot("a", "z1", 10), slot("b", "z1", 20), slot("c", "z2", 5));

        BrickLayout layout = plan(slots, 1);

        assertThat(nodes(layout)).containsExactly("b", "c", "a");
        assertThat(layout.explain().chosen().get(2).reason())
                .startsWith(
                        "roomiest device of a further node, though zone z1 has a brick of the set already, since too few"
                                + " zones have room: ");
        NoFitException refused =
                refused(slots, v -> v.capacity(Capacity.ofGiB(1)).zones(ZoneSpec.Builder::spread));
        assertThat(refused).hasMessageContaining("each in a zone of its own, and only 2 zones may have one (z1, z2)");
        assertThat(refused.refusal().orElseThrow().constraint()).isEqualTo(Constraint.DISTINCT_ZONES);
    }

    @Test
    void aNodeIsSharedOnlyWhenTheRequestSaysSo_andADeviceNever() {
        List<Slot> slots =
                List.of(Cases.slot("a", "z", "/1", 9 * GIB), Cases.slot("a", "z", "/2", 8 * GIB), slot("b", "z", 5));
        Consumer<VolumeRequest.Builder> shared =
                v -> v.capacity(Capacity.ofGiB(1)).placement(p -> p.shareNodes(true));

        assertThat(refusal(slots, v -> v.capacity(Capacity.ofGiB(1))).constraint())
                .isEqualTo(Constraint.DISTINCT_NODES);
        BrickLayout layout = plan(slots, shared);
        assertThat(nodes(layout)).containsExactly("a", "b", "a");
        assertThat(layout.explain().chosen().get(2).reason())
                .startsWith("further roomiest device, though node a has a brick of the set already");
        assertThat(refusal(slots.subList(1, 3), shared).constraint()).isEqualTo(Constraint.DISTINCT_DEVICES);
    }

    @Test
    void fewerBricksCountBeforeFreeSpaceWhenAskedFor() {
        List<Slot> slots = new ArrayList<>(three(10));
        slots.add(slot("d", "z4", 5));
        slots.set(0, slots.get(0).toBuilder().bricks(3).build());
        slots.set(1, slots.get(1).toBuilder().bricks(1).build());

        BrickLayout layout =
                plan(slots, v -> v.capacity(Capacity.ofGiB(1)).placement(p -> p.spreadBy(SpreadBy.BRICK_COUNT)));

        assertThat(nodes(layout)).containsExactly("c", "d", "b");
        assertThat(layout.explain().chosen().get(2).reason())
                .startsWith("device with the fewest bricks (1) of zone z2: ");
    }

    @Test
    void zonesNodesDevicesAndLabelsRuleOut_eachWithItsReason() {
        List<Slot> slots = List.of(
                slot("a", "z1", 10).toBuilder().labels(Map.of("media", "disk")).build(),
                slot("b", "z2", 10),
                slot("c", "z3", 10),
                slot("d", "z4", 10).toBuilder()
                        .unusable("the device is not ready")
                        .build(),
                slot("e", "z5", 10),
                slot("f", "z6", 10));
        NoFitException refused = refused(
                slots,
                v -> v.capacity(Capacity.ofGiB(1))
                        .redundancy(Redundancy.distributed())
                        .zones(z -> z.exclude("z5").limitTo("z1", "z2", "z3", "z4"))
                        .placement(p -> p.excludeNodes("b")
                                .limitToNodes("a", "c", "d")
                                .excludeDevices("c:/d")
                                .limitToDevices("a:/d")
                                .requireLabel("media", "ssd")));

        assertThat(refused)
                .hasMessageContaining(
                        "and none of 6 devices may have one: 1 cannot take bricks now, 1 ruled out by the nodes"
                                + " of the request, 2 ruled out by the zones of the request, 1 ruled out by the devices of the"
                                + " request, 1 ruled out by the labels that the request requires: allow more devices, or add others");
        assertThat(refused.refusal().orElseThrow().constraint()).isEqualTo(Constraint.ZONE_FILTER);
        assertThat(refused.refusal().orElseThrow().shortfalls())
                .extracting(Shortfall::constraint)
                .containsExactly(
                        Constraint.LABELS,
                        Constraint.NODE_FILTER,
                        Constraint.DEVICE_FILTER,
                        Constraint.DEVICE_STATE,
                        Constraint.ZONE_FILTER,
                        Constraint.ZONE_FILTER);
        assertThat(refused.shortfalls())
                .containsExactly(
                        "a:/d: it lacks the label media=ssd, which the request requires",
                        "b:/d: node b is excluded by the request",
                        "c:/d: the device is excluded by the request",
                        "d:/d: the device is not ready",
                        "e:/d: zone z5 is excluded by the request",
                        "f:/d: the request is limited to other zones than z6");
        assertThat(nodes(plan(
                        slots,
                        v -> v.capacity(Capacity.ofGiB(1))
                                .redundancy(Redundancy.distributed())
                                .placement(p -> p.requireLabel("media", "disk")))))
                .containsExactly("a");
        assertThat(refused(
                                slots,
                                v -> v.capacity(Capacity.ofGiB(1))
                                        .placement(p -> p.limitToNodes("a").limitToDevices("x:/d")))
                        .shortfalls())
                .contains(
                        "a:/d: the request is limited to other devices",
                        "b:/d: the request is limited to other nodes than b");
    }

    @Test
    void theFewestSetsAreTakenWhoseBricksFit_orAreSmallEnough() {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            slots.add(slot("n" + i, "z" + i % 3, 10));
        }

        assertThat(plan(slots, 9).subvolumes()).isEqualTo(1);
        assertThat(plan(slots, 15).subvolumes()).isEqualTo(2);
        assertThat(plan(slots, v -> v.capacity(Capacity.ofGiB(9)).maxBrickSize(Capacity.ofGiB(2)))
                        .subvolumes())
                .isEqualTo(5);
        BrickLayout four = plan(slots, v -> v.capacity(Capacity.ofGiB(9)).subvolumes(4));
        assertThat(four.subvolumes()).isEqualTo(4);
        assertThat(four.bricks())
                .extracting(PlannedBrick::subvolume)
                .containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3);
        assertThat(refused(slots.subList(0, 5), v -> v.capacity(Capacity.ofMiB(16_282))))
                .hasMessageContaining("; nor does it fit in up to 7 sets: ")
                .extracting(refused -> refused.refusal().orElseThrow().verdict())
                .isEqualTo(Verdict.PROVED_IMPOSSIBLE);
    }

    @Test
    void aBrickSizeThatNothingKeepsToIsRefused() {
        NoFitException sets = refused(
                three(10), v -> v.capacity(Capacity.ofGiB(9)).subvolumes(2).maxBrickSize(Capacity.ofGiB(2)));
        assertThat(sets)
                .hasMessage(
                        "a replicated:3 volume of 9GiB in 2 sets needs bricks of 4.6 GiB, and the request allows 2 GiB at"
                                + " most: allow larger bricks or more sets, or ask for less");
        assertThat(sets.refusal().orElseThrow().constraint()).isEqualTo(Constraint.MAX_BRICK_SIZE);
        assertThat(refused(three(10), v -> v.capacity(Capacity.ofMiB(20)).maxBrickSize(Capacity.ofMiB(200))))
                .hasMessageContaining("in 1000 sets needs bricks of 300 MiB, and the request allows 200 MiB at most");
    }

    @Test
    void smallBricksAreRoundedUpOrMadeSmall() {
        BrickLayout roundedUp = plan(three(1), v -> v.capacity(Capacity.ofMiB(20)));
        assertThat(roundedUp.bricks().get(0).size()).isEqualTo(Capacity.ofMiB(300));
        assertThat(roundedUp.usable()).isGreaterThan(Capacity.ofMiB(190));
        BrickLayout small = plan(three(1), v -> v.capacity(Capacity.ofMiB(20)).smallBricks(SmallBricks.SMALL));
        assertThat(small.bricks().get(0).size()).isEqualTo(Capacity.ofMiB(28));
        assertThat(small.usable()).isBetween(Capacity.ofMiB(20), Capacity.ofMiB(28));
        BrickLayout least = plan(
                three(1),
                v -> v.capacity(Capacity.ofMiB(20))
                        .smallBricks(SmallBricks.SMALL)
                        .minBrickSize(Capacity.ofMiB(201)));
        assertThat(least.bricks().get(0).size()).isEqualTo(Capacity.ofMiB(204));
    }

    /** A brick of 304 MiB is no small one, and holds less than the small one of 248 MiB that would do. */
    @Test
    void aSmallBrickThatMustBeLargeStillHoldsWhatWasAskedFor() {
        BrickLayout layout = plan(
                three(1),
                v -> v.capacity(Capacity.ofBytes(213_909_503))
                        .smallBricks(SmallBricks.SMALL)
                        .minBrickSize(Capacity.ofMiB(301)));
        assertThat(layout.usable()).isGreaterThanOrEqualTo(Capacity.ofBytes(213_909_503));
    }

    /** One brick of 380 MiB does not fit, and two of 152 MiB do, since small ones lose less to XFS. */
    @Test
    void moreSetsThatTakeLessInAllAreTried() {
        List<Slot> slots = List.of(Cases.slot("a", "z", "/d", 310L << 20));
        Consumer<VolumeRequest.Builder> request = v -> v.capacity(Capacity.ofMiB(277))
                .redundancy(Redundancy.distributed())
                .smallBricks(SmallBricks.SMALL);
        assertThat(plan(slots, request).subvolumes()).isEqualTo(2);
    }

    @Test
    void aDispersedSetDividesItsContent() {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            slots.add(slot("n" + i, "z" + i, 10));
        }
        BrickLayout layout = plan(slots, v -> v.capacity(Capacity.ofGiB(4)).redundancy(Redundancy.dispersed(6)));
        assertThat(layout.bricks()).hasSize(6);
        assertThat(layout.bricks().get(0).size()).isBetween(Capacity.ofGiB(1), Capacity.ofMiB(1200));
        assertThat(layout.usable()).isBetween(Capacity.ofGiB(4), Capacity.ofMiB(4200));
    }

    @Test
    void aThinArbiterGivenBricksAndEndlessSizesAreRefusedAtOnce() {
        assertThatThrownBy(
                        () -> plan(three(1), v -> v.capacity(Capacity.ofGiB(1)).redundancy(Redundancy.thinArbiter())))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("ask for arbiter");
        assertThatThrownBy(() ->
                        plan(three(1), v -> v.brick("a", "/b").brick("b", "/b").brick("c", "/b")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("leaves nothing to place");
        assertThatThrownBy(() -> plan(three(1), v -> v.capacity(Capacity.ofBytes(Long.MAX_VALUE - 1))))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("is more than");
        assertThat(refusal(List.of(), v -> v.capacity(Capacity.ofGiB(1))).constraint())
                .isEqualTo(Constraint.DEVICES);
    }

    @Test
    void bricksOfALargeVolumeNeverRunIntoADeadEnd() {
        // Only when b and c, with room for all sets, are in every set do the others last.
        List<Slot> slots = List.of(
                slot("a", "a", 1), slot("b", "b", 100), slot("c", "c", 100), slot("d", "d", 3), slot("e", "e", 4));
        BrickLayout layout =
                plan(slots, v -> v.capacity(Capacity.ofMiB(6 * 700)).subvolumes(6));
        assertThat(nodes(layout)).filteredOn("b"::equals).hasSize(6);
        assertThat(nodes(layout)).filteredOn("c"::equals).hasSize(6);
        assertThat(layout.bricks()).hasSize(18);
    }

    @Test
    void aLayoutIsCheckedBeforeItIsUsed() {
        VolumeRequest request =
                VolumeRequest.forPlan(v -> v.capacity(Capacity.ofGiB(1)).maxBrickSize(Capacity.ofGiB(2)));
        Inventory inventory = Cases.inventoryOf(three(2));
        BrickLayout layout = Planner.plan(inventory, request);
        Planner.verify(inventory, layout);

        stale(three(1), layout, "a:/d has 1 GiB free, and the layout needs 1.1 GiB up to brick 0");
        stale(three(2).subList(0, 2), layout, "the device c:/d is no longer there, or in another place");
        List<Slot> broken = new ArrayList<>(three(2));
        broken.set(
                1, broken.get(1).toBuilder().unusable("the device is not ready").build());
        stale(broken, layout, "b:/d: the device is not ready");

        wrong(
                inventory,
                bricks(layout, brick -> brick.size(Capacity.ofMiB(300))),
                "brick 0 has 300MiB, and the capacity takes");
        wrong(inventory, bricks(layout, brick -> brick.role(BrickRole.ARBITER)), "brick 0 must be DATA of set 0");
        wrong(inventory, bricks(layout, brick -> brick.subvolume(1)), "brick 0 must be DATA of set 0");
        wrong(
                inventory,
                bricks(layout, brick -> brick.reserved(Capacity.ofGiB(1))),
                "brick 0 reserves less than it has");
        wrong(
                inventory,
                layout.toBuilder().bricks(layout.bricks().subList(0, 2)).build(),
                "2 bricks do not make whole sets of 3");
        wrong(inventory, layout.toBuilder().usable(Capacity.ofGiB(9)).build(), "usable is 9GiB, and such bricks hold");
        wrong(inventory, like(layout, v -> v.subvolumes(2)), "it has 1 sets, and the request wants 2");
        wrong(inventory, like(layout, v -> v.maxBrickSize(Capacity.ofGiB(1))), "and the request allows 1GiB at most");
        wrong(
                inventory,
                like(layout, v -> v.zones(z -> z.exclude("z1"))),
                "brick 0 cannot be on a:/d: zone z1 is excluded by the request");
        List<PlannedBrick> same = new ArrayList<>(layout.bricks());
        same.set(1, same.get(0).toBuilder().index(1).build());
        wrong(
                Cases.inventoryOf(three(9)),
                layout.toBuilder().bricks(same).build(),
                "brick 1 shares node a with another that it must be apart from");
    }

    private static BrickLayout like(BrickLayout layout, Consumer<VolumeRequest.Builder> change) {
        VolumeRequest.Builder request = layout.request().toBuilder();
        change.accept(request);
        return layout.toBuilder().request(request.build()).build();
    }

    private static BrickLayout bricks(BrickLayout layout, Consumer<PlannedBrick.Builder> change) {
        List<PlannedBrick> bricks = new ArrayList<>();
        for (PlannedBrick brick : layout.bricks()) {
            PlannedBrick.Builder builder = brick.toBuilder();
            change.accept(builder);
            bricks.add(builder.build());
        }
        return layout.toBuilder().bricks(bricks).build();
    }

    private static void stale(List<Slot> slots, BrickLayout layout, String reason) {
        assertThatThrownBy(() -> Planner.verify(Cases.inventoryOf(slots), layout))
                .isInstanceOf(StalePlanException.class)
                .hasMessageContaining(reason)
                .hasMessageEndingWith(": plan again");
    }

    private static void wrong(Inventory inventory, BrickLayout layout, String problem) {
        assertThatThrownBy(() -> Planner.verify(inventory, layout))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining(problem);
    }

    @Test
    void anInventoryWithADeviceTwiceOrANodeInTwoZonesIsRefused() {
        Slot a = slot("a", "z1", 1);
        assertThatThrownBy(() -> Cases.inventoryOf(List.of(a, a))).hasMessageContaining("is in the inventory twice");
        assertThatThrownBy(() -> Cases.inventoryOf(List.of(a, Cases.slot("a", "z2", "/e", 1))))
                .hasMessageContaining("the node a is in two zones: z1 and z2");
        assertThatThrownBy(() -> a.toBuilder().free(-1).build()).hasMessageContaining("negative on a:/d");
        assertThatThrownBy(() -> Cases.inventoryOf(List.of(a)).replace(List.of(slot("b", "z1", 1)), 1))
                .hasMessageContaining("is not in the inventory");
        assertThatThrownBy(() -> Cases.inventoryOf(List.of(a))
                        .replace(List.of(a.toBuilder().path("/other").build()), 1))
                .hasMessageContaining("is not in the inventory");
        Inventory changed = Cases.inventoryOf(three(1))
                .replace(List.of(a.toBuilder().size(5 * GIB).free(5 * GIB).build()), 8);
        assertThat(changed.revision()).isEqualTo(8);
        assertThat(Planner.plan(
                                changed,
                                VolumeRequest.forPlan(
                                        v -> v.capacity(Capacity.ofGiB(2)).redundancy(Redundancy.distributed())))
                        .bricks())
                .extracting(brick -> brick.node().value())
                .containsExactly("a");
    }
}
