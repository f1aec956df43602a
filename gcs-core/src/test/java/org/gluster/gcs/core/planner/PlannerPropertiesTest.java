/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.StalePlanException;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.core.planner.Cases.Case;
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
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.ZoneSpread;
import org.junit.jupiter.api.Test;

/**
 * What the planner promises, in random cases from a seed, each compared with {@link Exhaustive} search. {@code -Dgcs.cases=N}
 * runs more of them, {@code -Dgcs.seed=N} the same ones again; the table of what decided is printed.
 */
class PlannerPropertiesTest {
    private static final int ORACLE_BRICKS = 12;

    /** Cases from which on shares of them mean something. */
    private static final int ENOUGH = 5_000;

    private final SortedMap<String, Integer> decisive = new TreeMap<>();
    private int cases;
    private int planned;
    private int compared;
    private int searched;
    private int notFound;

    @Test
    void everyPlanKeepsItsPromises_andEveryRefusalIsRight() {
        long seed = Long.getLong("gcs.seed", System.nanoTime());
        int count = Integer.getInteger("gcs.cases", 10_000);
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int i = 0; i < count; i++) {
            Case each = new Cases(seeds.nextLong()).next();
            try {
                check(each);
            } catch (AssertionError | RuntimeException failure) {
                throw new AssertionError(
                        "Replay with -Dgcs.seed=" + seed + " -Dgcs.cases=" + (i + 1) + ": " + each, failure);
            }
        }
        print(seed);
        if (cases >= ENOUGH) {
            everythingWasTried();
        }
    }

    private void everythingWasTried() {
        assertThat(planned).as("feasible cases").isBetween(cases * 3 / 10, cases * 7 / 10);
        assertThat(searched).as("cases that only exact search placed").isPositive();
        assertThat(notFound).as("refusals without proof").isLessThan(cases / 200);
        for (String constraint : List.of(
                "DEVICES",
                "DEVICE_STATE",
                "NODE_FILTER",
                "ZONE_FILTER",
                "DEVICE_FILTER",
                "LABELS",
                "FREE_SPACE",
                "TOTAL_SPACE",
                "DISTINCT_ZONES",
                "DISTINCT_NODES",
                "DISTINCT_DEVICES",
                "MAX_BRICK_SIZE")) {
            assertThat(decisive.getOrDefault(constraint, 0)).as(constraint).isGreaterThanOrEqualTo(cases / 100);
        }
    }

    private void print(long seed) {
        StringBuilder table = new StringBuilder();
        table.append(String.format(
                "planner: %d cases, replay with -Dgcs.seed=%d; %.1f %% feasible, %d compared with exhaustive search, %d placed"
                        + " by exact search, %d not found%n",
                cases, seed, 100.0 * planned / cases, compared, searched, notFound));
        decisive.forEach((constraint, times) ->
                table.append(String.format("  %-18s decided %6.2f %%%n", constraint, 100.0 * times / cases)));
        System.out.print(table);
    }

    private void check(Case each) {
        cases++;
        Inventory inventory = each.inventory();
        Optional<BrickLayout> layout = Optional.empty();
        Optional<Refusal> refusal = Optional.empty();
        try {
            layout = Optional.of(Planner.plan(inventory, each.request()));
        } catch (NoFitException refused) {
            refusal = refused.refusal();
            assertThat(refusal).isPresent();
        }
        layout.ifPresent(plan -> promises(each, inventory, plan));
        layout.ifPresent(plan -> noTwoPlansTogetherTakeMoreThanThereIs(inventory, plan));
        refusal.ifPresent(why -> refusalIsWhole(each, why));
        sameAgain(each, layout, refusal);
        compare(each, layout, refusal);
        refusal.ifPresent(why -> decided(each, why));
    }

    // P1, P2, P3, P6, and apart as the request wants.
    private void promises(Case each, Inventory inventory, BrickLayout layout) {
        planned++;
        VolumeRequest request = each.request();
        int perSet = request.redundancy().bricksPerSubvolume();
        List<PlannedBrick> bricks = layout.bricks();
        assertThat(bricks.size() % perSet).isZero();
        request.subvolumes().ifPresent(sets -> assertThat(bricks).hasSize(sets * perSet));
        assertThat(layout.subvolumes()).isEqualTo(bricks.size() / perSet);
        Map<Object, Slot> slots = new TreeMap<>();
        each.slots().forEach(slot -> slots.put(slot.device().toString(), slot));
        SortedMap<String, Long> taken = new TreeMap<>();
        SortedMap<NodeName, Capacity> headroom = new TreeMap<>();
        each.slots()
                .forEach(slot -> headroom.merge(
                        slot.node(), Capacity.ofBytes(slot.unusable().isEmpty() ? slot.free() : 0), Capacity::plus));
        for (int i = 0; i < bricks.size(); i++) {
            PlannedBrick brick = bricks.get(i);
            assertThat(brick.index()).isEqualTo(i);
            assertThat(brick.subvolume()).isEqualTo(i / perSet);
            boolean arbiter = request.redundancy() instanceof Redundancy.Arbiter && i % perSet == perSet - 1;
            assertThat(brick.role()).isEqualTo(arbiter ? BrickRole.ARBITER : BrickRole.DATA);
            assertThat(brick.reserved()).isEqualTo(brick.size());
            Slot slot = Objects.requireNonNull(slots.get(brick.device().toString()));
            assertThat(slot.node()).isEqualTo(brick.node());
            assertThat(slot.zone()).isEqualTo(brick.zone());
            assertThat(slot.path()).isEqualTo(brick.devicePath());
            assertThat(Exhaustive.mayHave(slot, request)).isTrue();
            taken.merge(brick.device().toString(), brick.reserved().bytes(), Long::sum);
            headroom.merge(brick.node(), brick.reserved(), Capacity::minus);
            request.maxBrickSize().ifPresent(max -> assertThat(brick.size()).isLessThanOrEqualTo(max));
            if (!arbiter) {
                request.minBrickSize().ifPresent(min -> assertThat(brick.size()).isGreaterThanOrEqualTo(min));
            }
        }
        each.slots()
                .forEach(slot -> assertThat(taken.getOrDefault(slot.device().toString(), 0L))
                        .isLessThanOrEqualTo(slot.free()));
        assertThat(layout.headroomAfter()).isEqualTo(headroom);
        assertThat(layout.usable()).isGreaterThanOrEqualTo(request.capacity());
        apart(request, bricks, perSet);
        Planner.verify(inventory, layout);
        explains(each, layout);
    }

    private static void apart(VolumeRequest request, List<PlannedBrick> bricks, int perSet) {
        Function<PlannedBrick, Object> domain = request.zones().spread() != ZoneSpread.PREFERRED
                ? PlannedBrick::zone
                : request.placement().sharedNodes() ? PlannedBrick::device : PlannedBrick::node;
        int together = request.zones().spread() == ZoneSpread.VOLUME ? bricks.size() : perSet;
        for (int from = 0; from < bricks.size(); from += together) {
            assertThat(bricks.subList(from, from + together).stream()
                            .map(domain)
                            .distinct())
                    .hasSize(together);
        }
    }

    private void explains(Case each, BrickLayout layout) {
        List<Candidate> chosen = layout.explain().chosen();
        assertThat(chosen).hasSameSizeAs(layout.bricks());
        for (int i = 0; i < chosen.size(); i++) {
            assertThat(chosen.get(i).brick()).isEqualTo(i);
            assertThat(chosen.get(i).device()).isEqualTo(layout.bricks().get(i).device());
        }
        searched += chosen.get(0).reason().startsWith("found by exact search") ? 1 : 0;
        SortedSet<String> seen = new TreeSet<>();
        layout.explain()
                .candidates()
                .forEach(candidate -> seen.add(candidate.device().toString()));
        assertThat(seen).hasSameSizeAs(each.slots());
        assertThat(layout.explain().rejected())
                .allSatisfy(candidate -> assertThat(candidate.reason()).isNotBlank());
    }

    // P4 and P5: a plan is checked against what was reserved since.
    private static void noTwoPlansTogetherTakeMoreThanThereIs(Inventory inventory, BrickLayout layout) {
        Inventory left = WhatIf.after(inventory, layout);
        SortedMap<String, Long> wanted = new TreeMap<>();
        layout.bricks()
                .forEach(brick ->
                        wanted.merge(brick.device().toString(), brick.reserved().bytes(), Long::sum));
        boolean again = left.slots().stream()
                .allMatch(slot -> wanted.getOrDefault(slot.device().toString(), 0L) <= slot.free());
        boolean accepted = true;
        try {
            Planner.verify(left, layout);
        } catch (StalePlanException stale) {
            accepted = false;
        }
        assertThat(accepted).isEqualTo(again);
        for (Slot slot : left.slots()) {
            assertThat(slot.free()).isNotNegative();
        }
        assertThat(left.headroom()).isEqualTo(layout.headroomAfter());
    }

    // P7.
    private static void refusalIsWhole(Case each, Refusal refusal) {
        if (refusal.constraint() == Constraint.MAX_BRICK_SIZE) {
            assertThat(refusal.shortfalls()).isEmpty();
            return;
        }
        assertThat(refusal.shortfalls()).hasSameSizeAs(each.slots());
        for (Shortfall shortfall : refusal.shortfalls()) {
            assertThat(shortfall.reason()).isNotBlank();
            if (shortfall.constraint() == Constraint.FREE_SPACE) {
                assertThat(shortfall.missing()).isPositive();
            }
        }
        if (each.slots().isEmpty()) {
            assertThat(refusal.constraint()).isEqualTo(Constraint.DEVICES);
        }
    }

    // P8.
    private void sameAgain(Case each, Optional<BrickLayout> layout, Optional<Refusal> refusal) {
        List<Slot> shuffled = new ArrayList<>(each.slots());
        Collections.shuffle(shuffled, new Random(cases));
        try {
            assertThat(Planner.plan(Cases.inventoryOf(shuffled), each.request()))
                    .isEqualTo(layout.orElseThrow());
        } catch (NoFitException refused) {
            assertThat(refused.refusal()).isEqualTo(refusal);
        }
    }

    private void compare(Case each, Optional<BrickLayout> layout, Optional<Refusal> refusal) {
        VolumeRequest request = each.request();
        int perSet = request.redundancy().bricksPerSubvolume();
        int from = request.subvolumes().orElse(1);
        int to = request.subvolumes().orElse(ORACLE_BRICKS / perSet);
        int fewest = 0;
        for (int sets = from; sets <= to && fewest == 0; sets++) {
            fewest = Exhaustive.fits(each.slots(), request, sets) ? sets : 0;
        }
        compared++;
        if (fewest > 0) {
            assertThat(layout)
                    .as("exhaustive search fits it in " + fewest + " sets")
                    .isPresent();
            assertThat(layout.get().subvolumes()).isEqualTo(fewest);
        } else {
            layout.ifPresent(plan -> assertThat(plan.subvolumes())
                    .as("exhaustive search fits it in no number of sets up to " + to)
                    .isGreaterThan(to));
        }
        refusal.ifPresent(why -> notFound += why.verdict() == Verdict.NOT_FOUND ? 1 : 0);
    }

    /** What decided: what the refusal says, and what, left out alone, would have let it fit. */
    private void decided(Case each, Refusal refusal) {
        SortedSet<String> names = new TreeSet<>();
        names.add(refusal.constraint().name());
        VolumeRequest request = each.request();
        add(names, "DEVICE_STATE", usable(each.slots()), request);
        add(names, "ZONE_FILTER", each.slots(), without(request, "zones"));
        add(names, "NODE_FILTER", each.slots(), without(request, "nodes"));
        add(names, "DEVICE_FILTER", each.slots(), without(request, "devices"));
        add(names, "LABELS", each.slots(), without(request, "labels"));
        if (request.zones().spread() != ZoneSpread.PREFERRED) {
            add(names, "DISTINCT_ZONES", each.slots(), preferred(request));
        } else {
            add(
                    names,
                    "DISTINCT_NODES",
                    each.slots(),
                    request.toBuilder().placement(p -> p.shareNodes(true)).build());
        }
        names.forEach(name -> decisive.merge(name, 1, Integer::sum));
    }

    private static void add(SortedSet<String> names, String name, List<Slot> slots, VolumeRequest request) {
        try {
            Planner.plan(Cases.inventoryOf(slots), request);
            names.add(name);
        } catch (NoFitException stillNot) {
            assertThat(stillNot.refusal()).isPresent();
        }
    }

    private static List<Slot> usable(List<Slot> slots) {
        return slots.stream().map(slot -> slot.toBuilder().unusable("").build()).toList();
    }

    private static VolumeRequest preferred(VolumeRequest request) {
        return request.toBuilder().zones(z -> z.spread(ZoneSpread.PREFERRED)).build();
    }

    private static VolumeRequest without(VolumeRequest request, String what) {
        return VolumeRequest.forPlan(v -> {
            v.redundancy(request.redundancy()).capacity(request.capacity()).smallBricks(request.smallBricks());
            v.averageFileSize(request.averageFileSize());
            request.subvolumes().ifPresent(v::subvolumes);
            request.maxBrickSize().ifPresent(v::maxBrickSize);
            request.minBrickSize().ifPresent(v::minBrickSize);
            v.zones(z -> {
                z.spread(request.zones().spread());
                if (!what.equals("zones")) {
                    request.zones().excluded().forEach(zone -> z.exclude(zone.value()));
                    request.zones().limitedTo().forEach(zone -> z.limitTo(zone.value()));
                }
            });
            v.placement(p -> {
                p.shareNodes(request.placement().sharedNodes());
                if (!what.equals("nodes")) {
                    request.placement().excludedNodes().forEach(node -> p.excludeNodes(node.value()));
                    request.placement().limitedToNodes().forEach(node -> p.limitToNodes(node.value()));
                }
                if (!what.equals("devices")) {
                    request.placement().excludedDevices().forEach(device -> p.excludeDevices(device.value()));
                    request.placement().limitedToDevices().forEach(device -> p.limitToDevices(device.value()));
                }
                if (!what.equals("labels")) {
                    request.placement().requiredLabels().forEach(p::requireLabel);
                }
            });
        });
    }
}
