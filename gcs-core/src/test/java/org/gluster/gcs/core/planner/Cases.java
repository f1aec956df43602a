/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.SpreadBy;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.ZoneSpread;

/** Small random inventories and requests: up to 6 nodes of 4 devices, and 12 bricks where their number is asked for. */
final class Cases {
    static final long MIB = 1L << 20;
    private static final int MOST_BRICKS = 12;

    private final SplittableRandom random;

    Cases(long seed) {
        random = new SplittableRandom(seed);
    }

    record Case(List<Slot> slots, VolumeRequest request) {
        Inventory inventory() {
            return inventoryOf(slots);
        }
    }

    static Inventory inventoryOf(List<Slot> slots) {
        Inventory.Builder inventory = Inventory.builder().revision(7);
        slots.forEach(inventory::add);
        return inventory.build();
    }

    static Slot slot(String node, String zone, String path, long free) {
        return Slot.builder()
                .node(NodeName.of(node))
                .zone(Zone.of(zone))
                .device(DeviceId.of(new UUID(node.hashCode(), path.hashCode())))
                .path(path)
                .size(free)
                .build();
    }

    Case next() {
        return new Case(slots(), request());
    }

    private int upTo(int bound) {
        return random.nextInt(bound);
    }

    private boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    private List<Slot> slots() {
        List<Slot> slots = new ArrayList<>();
        if (oneIn(60)) {
            return slots;
        }
        int nodes = oneIn(8) ? 1 + random.nextInt(2) : 3 + random.nextInt(4);
        int zones = oneIn(2) ? nodes : 1 + random.nextInt(5);
        long step = oneIn(4) ? 20 * MIB : 310 * MIB;
        int roomy = 4 + random.nextInt(10);
        int broken = oneIn(5) ? 2 : 12;
        for (int node = 0; node < nodes; node++) {
            String zone = "z" + (zones == nodes ? node : random.nextInt(zones));
            int one = upTo(4);
            int other = upTo(4);
            int devices = oneIn(12) ? 0 : 1 + Math.max(one, other);
            for (int device = 0; device < devices; device++) {
                long free = random.nextInt(roomy + 1) * step + 7 * MIB * upTo(3);
                slots.add(slot("n" + node, zone, "/d" + device, free).toBuilder()
                        .size(free + step)
                        .bricks(random.nextInt(4))
                        .labels(oneIn(3) ? Map.of("media", "ssd") : oneIn(3) ? Map.of("media", "disk") : Map.of())
                        .unusable(oneIn(broken) ? "the device is not ready" : "")
                        .build());
            }
        }
        return slots;
    }

    private VolumeRequest request() {
        Redundancy redundancy = switch (random.nextInt(10)) {
            case 0 -> Redundancy.distributed();
            case 1 -> Redundancy.replicated(2);
            case 2, 3 -> Redundancy.replicated(3);
            case 4 -> Redundancy.dispersed(2, 1);
            case 5 -> Redundancy.dispersed(oneIn(2) ? 5 : 6);
            default -> Redundancy.arbiter();
        };
        int most = MOST_BRICKS / redundancy.bricksPerSubvolume();
        int one = upTo(most);
        int other = upTo(most);
        int sets = 1 + Math.min(one, other);
        boolean small = oneIn(3);
        long perSet = small ? (1 + random.nextInt(oneIn(4) ? 400 : 60)) * MIB : 2 * MIB * (1 + upTo(600));
        return VolumeRequest.forPlan(v -> {
            v.redundancy(redundancy).capacity(Capacity.ofBytes(perSet * sets - random.nextInt(3)));
            v.smallBricks(small ? SmallBricks.SMALL : SmallBricks.ROUND_UP);
            if (!oneIn(4)) {
                v.subvolumes(sets);
            }
            if (oneIn(8)) {
                v.maxBrickSize(Capacity.ofBytes(130 * MIB * (1 + upTo(6))));
            } else if (oneIn(8)) {
                v.minBrickSize(Capacity.ofBytes(150 * MIB * (1 + upTo(4)) + 1));
            }
            if (oneIn(2)) {
                v.averageFileSize(Capacity.ofKiB(oneIn(2) ? 4 : 12));
            }
            v.zones(z -> {
                if (oneIn(3)) {
                    z.spread(oneIn(4) ? ZoneSpread.VOLUME : ZoneSpread.SUBVOLUME);
                }
                int filter = random.nextInt(14);
                if (filter == 0) {
                    z.exclude("z" + random.nextInt(4));
                } else if (filter == 1) {
                    z.limitTo("z" + random.nextInt(2), "z" + (2 + random.nextInt(3)));
                }
            });
            v.placement(p -> {
                int filter = random.nextInt(30);
                if (filter < 2) {
                    p.excludeNodes("n" + random.nextInt(6));
                } else if (filter < 4) {
                    p.limitToNodes("n" + random.nextInt(3), "n" + (3 + random.nextInt(3)));
                } else if (filter < 7) {
                    p.excludeDevices("n" + random.nextInt(6) + ":/d0", "n" + random.nextInt(6) + ":/d1");
                } else if (filter < 10) {
                    p.limitToDevices("n0:/d0", "n1:/d0", "n2:/d1", "n3:/d0", "n" + random.nextInt(6) + ":/d2");
                } else if (filter < 13) {
                    p.requireLabel("media", "ssd");
                }
                p.spreadBy(oneIn(3) ? SpreadBy.BRICK_COUNT : SpreadBy.FREE_SPACE);
                p.shareNodes(oneIn(4));
            });
        });
    }
}
