/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.layout.Candidate;
import org.gluster.gcs.layout.Explanation;

/**
 * Where bricks of one device could go instead, one after another: each to the roomiest device that no other brick of its
 * subvolume shares a node with, nor a zone where they have zones of their own now. What an earlier one took, a later one
 * does not get. Not thread-safe; the same inventory and moves give the same answers.
 */
public final class Relocation {
    private final DeviceId from;
    private final List<Slot> slots;
    private final SortedMap<NodeName, Zone> zones = new TreeMap<>();
    private final SortedMap<DeviceId, Long> taken = new TreeMap<>();

    private Relocation(DeviceId from, List<Slot> slots) {
        this.from = from;
        this.slots = new ArrayList<>(slots);
        slots.forEach(slot -> zones.put(slot.node(), slot.zone()));
    }

    /** Moves away from a device. */
    public static Relocation awayFrom(Inventory inventory, DeviceId device) {
        return new Relocation(device, inventory.slots());
    }

    /**
     * Places one brick, and remembers the room that it takes.
     *
     * @param brick its place in the volume
     * @param size bytes that it reserves
     * @param node where it is
     * @param siblings nodes of the other bricks of its subvolume
     * @return every device but the one it is on, in the order of looking; at most one is chosen
     */
    public Explanation move(int brick, long size, NodeName node, List<NodeName> siblings) {
        SortedSet<NodeName> nodes = new TreeSet<>(siblings);
        SortedSet<Zone> taboo = new TreeSet<>();
        nodes.forEach(sibling -> taboo.add(zone(sibling)));
        boolean apart = taboo.size() == siblings.size() && !taboo.contains(zone(node));
        slots.sort(Comparator.comparingLong(this::free)
                .reversed()
                .thenComparing(Slot::node)
                .thenComparing(Slot::path));
        Explanation.Builder explanation = Explanation.builder();
        boolean placed = false;
        for (Slot slot : List.copyOf(slots)) {
            if (slot.device().equals(from)) {
                continue;
            }
            String why = unfit(slot, size, nodes, apart ? taboo : new TreeSet<>());
            boolean chosen = why.isEmpty() && !placed;
            if (chosen) {
                why = "roomiest device that can take it: "
                        + Capacity.ofBytes(free(slot)).format() + " free, "
                        + Capacity.ofBytes(free(slot) - size).format() + " after";
                placed = true;
            } else if (why.isEmpty()) {
                why = "placed already, on a roomier device";
            }
            explanation.add(new Candidate(brick, slot.node(), slot.device(), slot.path(), chosen, why));
            if (chosen) {
                taken.merge(slot.device(), size, Long::sum);
            }
        }
        return explanation.build();
    }

    private Zone zone(NodeName node) {
        return zones.getOrDefault(node, Zone.of(node));
    }

    private long free(Slot slot) {
        return slot.free() - taken.getOrDefault(slot.device(), 0L);
    }

    private String unfit(Slot slot, long size, SortedSet<NodeName> nodes, SortedSet<Zone> taboo) {
        if (!slot.unusable().isEmpty()) {
            return slot.unusable();
        } else if (nodes.contains(slot.node())) {
            return "node " + slot.node() + " has another brick of its subvolume";
        } else if (taboo.contains(slot.zone())) {
            return "zone " + slot.zone() + " has another brick of its subvolume, and each has a zone of its own now";
        } else if (free(slot) < size) {
            return "too small by " + Capacity.ofBytes(size - free(slot)).format() + ": the brick takes "
                    + Capacity.ofBytes(size).format() + ", free are "
                    + Capacity.ofBytes(free(slot)).format();
        }
        return "";
    }
}
