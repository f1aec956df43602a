/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.volume.PlacementSpec;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.ZoneSpread;

/**
 * Whether a request fits, by trying everything: sets one after another, each brick on each device. It leaves out only what
 * was tried before (the same free space with the same number of sets left, and bricks of a set in another order). Shares no
 * code with the planner: sizes and filters are written out again, from what is documented.
 */
final class Exhaustive {
    private static final long MIB = 1L << 20;

    private final VolumeRequest request;
    private final List<Slot> slots;
    private final int perSet;
    private final boolean hasArbiter;
    private final long brick;
    private final long arbiter;
    private final Set<List<Long>> deadEnds = new HashSet<>();
    private final long[] free;
    private final Set<Object> usedZones = new HashSet<>();

    private Exhaustive(List<Slot> all, VolumeRequest request, int sets) {
        this.request = request;
        slots = all.stream().filter(slot -> mayHave(slot, request)).collect(Collectors.toCollection(ArrayList::new));
        slots.sort((a, b) -> Long.compare(b.free(), a.free()));
        perSet = request.redundancy().bricksPerSubvolume();
        hasArbiter = request.redundancy() instanceof Redundancy.Arbiter;
        brick = brick(request, sets);
        arbiter = hasArbiter ? Math.min(brick, arbiter(request, sets)) : brick;
        free = slots.stream().mapToLong(Slot::free).toArray();
    }

    /** Whether so many sets fit. */
    static boolean fits(List<Slot> slots, VolumeRequest request, int sets) {
        long max = request.maxBrickSize().map(Capacity::bytes).orElse(Long.MAX_VALUE);
        if (brick(request, sets) > max) {
            return false;
        }
        return new Exhaustive(slots, request, sets).sets(sets);
    }

    static boolean mayHave(Slot slot, VolumeRequest request) {
        PlacementSpec p = request.placement();
        String place = slot.node() + ":" + slot.path();
        Set<String> excluded = new TreeSet<>();
        p.excludedDevices().forEach(device -> excluded.add(device.value()));
        Set<String> limited = new TreeSet<>();
        p.limitedToDevices().forEach(device -> limited.add(device.value()));
        return slot.unusable().isEmpty()
                && !request.zones().excluded().contains(slot.zone())
                && (request.zones().limitedTo().isEmpty()
                        || request.zones().limitedTo().contains(slot.zone()))
                && !p.excludedNodes().contains(slot.node())
                && (p.limitedToNodes().isEmpty() || p.limitedToNodes().contains(slot.node()))
                && !excluded.contains(place)
                && (limited.isEmpty() || limited.contains(place))
                && slot.labels().entrySet().containsAll(p.requiredLabels().entrySet());
    }

    static long brick(VolumeRequest request, int sets) {
        long perSet = divideUp(request.capacity().bytes(), sets);
        long part = divideUp(perSet, request.redundancy().dataBricks());
        if (request.redundancy() instanceof Redundancy.Dispersed) {
            part = divideUp(part, 512) * 512;
        }
        long least = request.minBrickSize().map(size -> extents(size.bytes())).orElse(0L);
        return Math.max(least, image(part, least < 300 * MIB ? request.smallBricks() : SmallBricks.ROUND_UP));
    }

    private static long arbiter(VolumeRequest request, int sets) {
        long files = divideUp(
                divideUp(request.capacity().bytes(), sets),
                request.averageFileSize().bytes());
        return image(files * 4096, request.smallBricks());
    }

    private static long image(long data, SmallBricks small) {
        long tiny = extents(divideUp((data + 4 * MIB) * 16, 15));
        if (small == SmallBricks.SMALL && tiny < 300 * MIB) {
            return Math.max(16 * MIB, tiny);
        }
        long with = data + data / 99 + 1 + 96 * MIB;
        return Math.max(300 * MIB, extents(with + with / 124 + 1));
    }

    private static long extents(long size) {
        return divideUp(size, 4 * MIB) * 4 * MIB;
    }

    private static long divideUp(long a, long b) {
        return (a + b - 1) / b;
    }

    private boolean sets(int left) {
        if (left == 0) {
            return true;
        }
        List<Long> state = state(left);
        if (deadEnds.contains(state)) {
            return false;
        }
        if (bricks(left, 0, 0, new ArrayList<>())) {
            return true;
        }
        deadEnds.add(state);
        return false;
    }

    /** Bricks of one set from a number on; those of one size only in the order of devices. */
    private boolean bricks(int setsLeft, int number, int from, List<Integer> chosen) {
        if (number == perSet) {
            return sets(setsLeft - 1);
        }
        boolean last = hasArbiter && number == perSet - 1;
        long size = last ? arbiter : brick;
        for (int i = last ? 0 : from; i < slots.size(); i++) {
            if (free[i] >= size && apart(i, chosen)) {
                boolean newZone = usedZones.add(slots.get(i).zone());
                free[i] -= size;
                chosen.add(i);
                boolean fits = bricks(setsLeft, number + 1, i + 1, chosen);
                chosen.subList(number, chosen.size()).clear();
                free[i] += size;
                if (newZone) {
                    usedZones.remove(slots.get(i).zone());
                }
                if (fits) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean apart(int slot, List<Integer> chosen) {
        if (request.zones().spread() == ZoneSpread.VOLUME) {
            return !usedZones.contains(slots.get(slot).zone());
        }
        return chosen.stream().noneMatch(other -> together(slots.get(slot), slots.get(other)));
    }

    private boolean together(Slot one, Slot other) {
        if (request.zones().spread() == ZoneSpread.SUBVOLUME) {
            return one.zone().equals(other.zone());
        }
        return request.placement().sharedNodes()
                ? one.equals(other)
                : one.node().equals(other.node());
    }

    private List<Long> state(int left) {
        long[] state = Arrays.copyOf(free, free.length + 1);
        for (int i = 0; i < free.length; i++) {
            // Space in which nothing fits any more is no space.
            state[i] = free[i] < arbiter ? 0 : free[i];
        }
        state[free.length] = left;
        if (request.zones().spread() == ZoneSpread.VOLUME) {
            for (int i = 0; i < free.length; i++) {
                state[i] = usedZones.contains(slots.get(i).zone()) ? -1 : state[i];
            }
        }
        return Arrays.stream(state).boxed().toList();
    }
}
