/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.NotSupportedException;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.Candidate;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.ZoneSpec;
import org.gluster.gcs.volume.ZoneSpread;
import org.junit.jupiter.api.Test;

/** What the planner promises, by example and, in random inventories, against exhaustive search. */
class PlannerTest {
    private static final long GIB = 1L << 30;
    private static final int CASES = 2000;

    private static Slot slot(String node, String zone, String path, long free, String unusable) {
        UUID device = UUID.nameUUIDFromBytes((node + path).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return Slot.builder()
                .node(NodeName.of(node))
                .zone(Zone.of(zone))
                .device(DeviceId.of(device))
                .path(path)
                .size(free)
                .unusable(unusable)
                .build();
    }

    private static Slot slot(String node, String zone, long gib) {
        return slot(node, zone, "/d", gib * GIB, "");
    }

    private static Inventory inventory(List<Slot> slots) {
        Inventory.Builder inventory = Inventory.builder().revision(7);
        slots.forEach(inventory::add);
        return inventory.build();
    }

    private static VolumeRequest request(long gib, Consumer<ZoneSpec.Builder> zones) {
        return VolumeRequest.of(
                volume -> volume.name("v").capacity(Capacity.ofGiB(gib)).zones(zones));
    }

    private static VolumeRequest request(long gib) {
        return request(gib, zones -> {});
    }

    private static List<String> nodes(BrickLayout layout) {
        return layout.bricks().stream().map(brick -> brick.node().value()).toList();
    }

    @Test
    void plan_whenThreeZonesHaveRoom_takesTheRoomiestDeviceOfEach() {
        Inventory inventory =
                inventory(List.of(slot("a", "z1", 10), slot("b", "z1", 20), slot("c", "z2", 15), slot("d", "z3", 5)));

        BrickLayout layout = Planner.plan(inventory, request(1));

        assertThat(nodes(layout)).containsExactly("b", "c", "d");
        assertThat(layout.usable().bytes()).isGreaterThanOrEqualTo(GIB);
        assertThat(layout.inventoryRevision()).isEqualTo(7);
        assertThat(layout.explain().candidates())
                .filteredOn(candidate -> !candidate.chosen())
                .singleElement()
                .extracting(Candidate::reason)
                .isEqualTo("zone z1 has a brick of this volume already, on a roomier device");
    }

    @Test
    void plan_whenTwoZonesHaveRoom_sharesOneAndSaysSo() {
        Inventory inventory = inventory(List.of(slot("a", "z1", 10), slot("b", "z1", 20), slot("c", "z2", 5)));

        BrickLayout layout = Planner.plan(inventory, request(1));

        assertThat(nodes(layout)).containsExactly("b", "c", "a");
        assertThat(layout.explain().candidates())
                .filteredOn(candidate -> candidate.node().value().equals("a"))
                .singleElement()
                .extracting(Candidate::reason)
                .asString()
                .startsWith("roomiest device of a further node, though zone z1 has a brick already, since only 2 zones"
                        + " have room: ");
    }

    @Test
    void plan_whenSpreadIsRequired_refusesToShareAZone() {
        Inventory inventory = inventory(List.of(slot("a", "z1", 10), slot("b", "z1", 20), slot("c", "z2", 5)));

        NoFitException refused = catchThrowableOfType(
                NoFitException.class, () -> Planner.plan(inventory, request(1, ZoneSpec.Builder::spread)));

        assertThat(refused)
                .hasMessageContaining("in each of three zones, and only 2 zones have room for one (z1, z2)")
                .hasMessageContaining("or let bricks share a zone");
        assertThat(refused.detail().problems())
                .containsExactly("a:/d: zone z1 has a brick of this volume already, on a roomier device");
    }

    @Test
    void plan_whenTwoNodesHaveRoom_refusesWithEveryShortfall() {
        Inventory inventory = inventory(List.of(
                slot("a", "z1", 10),
                slot("a", "z1", "/d2", 9 * GIB, ""),
                slot("b", "z2", 20),
                slot("c", "z3", "/d", 30 * GIB, "the device is not ready"),
                slot("d", "z4", 1)));

        NoFitException refused = catchThrowableOfType(NoFitException.class, () -> Planner.plan(inventory, request(2)));

        assertThat(refused).hasMessageContaining("on each of three nodes, and only 2 nodes have room for one (a, b)");
        assertThat(refused.detail().problems()).hasSize(3);
        assertThat(refused.detail().problems().get(0)).isEqualTo("c:/d: the device is not ready");
        assertThat(refused.detail().problems().get(1))
                .isEqualTo("a:/d2: node a has a brick of this volume already, on a roomier device");
        assertThat(refused.detail().problems().get(2)).startsWith("d:/d: too small by ");
    }

    @Test
    void plan_whenZonesAreExcludedOrLimited_keepsToThem() {
        List<Slot> slots = List.of(
                slot("a", "z1", 10), slot("b", "z2", 20), slot("c", "z3", 15), slot("d", "z4", 5), slot("e", "z5", 4));

        assertThat(nodes(Planner.plan(inventory(slots), request(1, zones -> zones.exclude("z2")))))
                .containsExactly("c", "a", "d");
        assertThat(nodes(Planner.plan(inventory(slots), request(1, zones -> zones.limitTo("z1", "z4", "z5")))))
                .containsExactly("a", "d", "e");
    }

    @Test
    void plan_whenTheRedundancyIsAnother_isNotSupported() {
        VolumeRequest two = VolumeRequest.of(
                volume -> volume.name("v").capacity(Capacity.ofGiB(1)).redundancy(Redundancy.replicated(2)));

        assertThatThrownBy(() -> Planner.plan(inventory(List.of()), two)).isInstanceOf(NotSupportedException.class);
    }

    @Test
    void plan_whenTheCapacityOverflows_isAnInvalidRequest() {
        VolumeRequest huge =
                VolumeRequest.of(volume -> volume.name("v").capacity(Capacity.ofBytes(Long.MAX_VALUE - 1)));

        assertThatThrownBy(() -> Planner.plan(inventory(List.of()), huge)).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void everyPlanKeepsItsPromises() {
        long seed = Long.getLong("gcs.seed", System.nanoTime());
        Random random = new Random(seed);
        int planned = 0;
        int shared = 0;
        int refused = 0;
        for (int i = 0; i < CASES; i++) {
            List<Slot> slots = randomSlots(random);
            VolumeRequest request = randomRequest(random);
            Optional<BrickLayout> layout = planOrRefuse(inventory(slots), request);
            String name = "case " + i + " of -Dgcs.seed=" + seed + ": " + request.zones() + " " + slots;
            List<List<Slot>> possible = possible(slots, request);
            assertThat(layout.isPresent()).as(name).isEqualTo(!possible.isEmpty());
            if (layout.isEmpty()) {
                refused++;
                continue;
            }
            planned++;
            check(name, slots, request, layout.get());
            List<Slot> chosen = chosen(slots, layout.get());
            assertThat(possible).as(name).anyMatch(triple -> new HashSet<>(triple).equals(new HashSet<>(chosen)));
            int zones = distinct(chosen, Slot::zone);
            assertThat(zones)
                    .as(name)
                    .isEqualTo(possible.stream()
                            .mapToInt(triple -> distinct(triple, Slot::zone))
                            .max()
                            .orElseThrow());
            shared += zones < 3 ? 1 : 0;

            List<Slot> shuffled = new ArrayList<>(slots);
            Collections.shuffle(shuffled, random);
            assertThat(Planner.plan(inventory(shuffled), request)).as(name).isEqualTo(layout.get());
        }
        assertThat(planned).isGreaterThan(CASES / 10);
        assertThat(shared).isGreaterThan(CASES / 50);
        assertThat(refused).isGreaterThan(CASES / 10);
    }

    private static void check(String name, List<Slot> slots, VolumeRequest request, BrickLayout layout) {
        assertThat(layout.bricks()).as(name).extracting(PlannedBrick::index).containsExactly(0, 1, 2);
        assertThat(layout.usable().bytes())
                .as(name)
                .isGreaterThanOrEqualTo(request.capacity().bytes());
        Map<String, Long> free = new TreeMap<>();
        slots.stream()
                .filter(slot -> slot.unusable().isEmpty())
                .forEach(slot -> free.merge(slot.node().value(), slot.free(), Long::sum));
        layout.bricks()
                .forEach(brick -> free.merge(brick.node().value(), -brick.size().bytes(), Long::sum));
        Map<String, Long> after = new TreeMap<>();
        layout.headroomAfter().forEach((node, left) -> after.put(node.value(), left.bytes()));
        assertThat(after).as(name).isEqualTo(free);
        assertThat(layout.explain().candidates()).as(name).hasSameSizeAs(slots);
        assertThat(layout.explain().candidates())
                .as(name)
                .filteredOn(Candidate::chosen)
                .hasSize(3);
    }

    private static List<Slot> chosen(List<Slot> slots, BrickLayout layout) {
        return layout.bricks().stream()
                .map(brick -> slots.stream()
                        .filter(slot -> slot.device().equals(brick.device()))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    private static Optional<BrickLayout> planOrRefuse(Inventory inventory, VolumeRequest request) {
        try {
            return Optional.of(Planner.plan(inventory, request));
        } catch (NoFitException refused) {
            return Optional.empty();
        }
    }

    /** Every set of three devices that would do. */
    private static List<List<Slot>> possible(List<Slot> slots, VolumeRequest request) {
        long brick = BrickSize.holding(request.capacity().bytes());
        List<List<Slot>> found = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            for (int j = i + 1; j < slots.size(); j++) {
                for (int k = j + 1; k < slots.size(); k++) {
                    List<Slot> triple = List.of(slots.get(i), slots.get(j), slots.get(k));
                    if (distinct(triple, Slot::node) == 3
                            && (request.zones().spread() == ZoneSpread.PREFERRED || distinct(triple, Slot::zone) == 3)
                            && triple.stream().allMatch(slot -> allowed(slot, request, brick))) {
                        found.add(triple);
                    }
                }
            }
        }
        return found;
    }

    private static boolean allowed(Slot slot, VolumeRequest request, long brick) {
        boolean excluded = request.zones().excluded().contains(slot.zone());
        boolean within = request.zones().limitedTo().isEmpty()
                || request.zones().limitedTo().contains(slot.zone());
        return slot.unusable().isEmpty() && slot.free() >= brick && !excluded && within;
    }

    private static int distinct(List<Slot> slots, Function<Slot, Object> of) {
        return (int) slots.stream().map(of).distinct().count();
    }

    private static List<Slot> randomSlots(Random random) {
        List<Slot> slots = new ArrayList<>();
        int nodes = 2 + random.nextInt(6);
        int zones = 1 + random.nextInt(4);
        for (int node = 0; node < nodes; node++) {
            String zone = "z" + random.nextInt(zones);
            int devices = random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(2);
            for (int device = 0; device < devices; device++) {
                slots.add(slot(
                        "n" + node,
                        zone,
                        "/d" + device,
                        random.nextInt(10) * GIB / 2,
                        random.nextInt(8) == 0 ? "not ready" : ""));
            }
        }
        return slots;
    }

    private static VolumeRequest randomRequest(Random random) {
        int kind = random.nextInt(8);
        return request(1 + random.nextInt(2), zones -> {
            if (random.nextInt(3) == 0) {
                zones.spread();
            }
            if (kind == 0) {
                zones.exclude("z" + random.nextInt(4));
            } else if (kind == 1) {
                zones.limitTo("z0", "z" + (1 + random.nextInt(3)));
            }
        });
    }
}
