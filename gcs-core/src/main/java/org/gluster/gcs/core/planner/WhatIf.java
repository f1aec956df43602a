/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.HowMany;
import org.gluster.gcs.layout.Hypothesis;
import org.gluster.gcs.layout.NewNode;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.volume.VolumeRequest;

/** Answers questions about what would fit; pure, as the planner is. */
public final class WhatIf {
    /** Where counting ends. */
    private static final int MOST = 10_000;

    private WhatIf() {}

    /**
     * The inventory of a cluster that differs by nodes. Devices that are added have ids of their own, and paths that say
     * that they are new.
     *
     * @throws org.gluster.gcs.PeerNotFoundException when a node to take away has no device here
     * @throws org.gluster.gcs.AlreadyExistsException when a node to add is here
     */
    public static Inventory assume(Inventory inventory, Hypothesis hypothesis) {
        if (hypothesis.equals(Hypothesis.none())) {
            return inventory;
        }
        Inventory.Builder builder = inventory.toBuilder();
        for (NodeName node : hypothesis.without()) {
            if (!builder.removeNode(node)) {
                throw GcsException.of(ErrorDetail.builder(ErrorCode.PEER_NOT_FOUND)
                        .resource(node.value())
                        .message("there is no node \"" + node
                                + "\" with devices to leave out; list the devices to see which there are")
                        .build());
            }
        }
        long number = 0;
        for (NewNode node : hypothesis.with()) {
            if (inventory.headroom().containsKey(node.name())) {
                throw GcsException.of(ErrorDetail.builder(ErrorCode.ALREADY_EXISTS)
                        .resource(node.name().value())
                        .message("the node \"" + node.name() + "\" exists already; give the one to add another name")
                        .build());
            }
            for (int i = 0; i < node.devices().size(); i++) {
                builder.add(Slot.builder()
                        .node(node.name())
                        .zone(node.zone())
                        .device(DeviceId.of(new UUID(0, ++number)))
                        .path("/new/" + (i + 1))
                        .size(node.devices().get(i).bytes())
                        .build());
            }
        }
        return builder.build();
    }

    /**
     * The largest volume of a kind, whatever capacity the request names.
     *
     * @throws NoFitException when not even the smallest fits
     */
    public static BrickLayout largest(Inventory inventory, VolumeRequest kind) {
        VolumeRequest least = kind.toBuilder().capacity(Capacity.ofBytes(1)).build();
        Planner.requirePlaceable(kind);
        Attempt attempt = new Attempt(inventory, kind, new Fitness(kind));
        long roomiest = 0;
        for (long free : attempt.admitted()) {
            roomiest = Math.max(roomiest, free);
        }
        long max = Math.min(roomiest, kind.maxBrickSize().map(Capacity::bytes).orElse(Long.MAX_VALUE));
        int first = kind.subvolumes().orElse(1);
        int last = kind.subvolumes().orElse(Planner.AUTOMATIC_SETS);
        long best = 0;
        for (int sets = first; sets <= last; sets++) {
            best = Math.max(best, largest(attempt, least, sets, max, best));
        }
        if (kind.subvolumes().isEmpty()) {
            best = Math.max(best, largestOfMany(attempt, least, max));
        }
        return Planner.plan(inventory, best == 0 ? least : withCapacity(least, best));
    }

    /** The largest capacity above what is beaten that so many sets have; 0 when there is none. */
    private static long largest(Attempt attempt, VolumeRequest kind, int sets, long max, long beaten) {
        long fits = beaten + 1;
        if (!fits(attempt, kind, sets, max, fits)) {
            return 0;
        }
        long tooMuch = Math.max(fits, Shape.capacity(kind, sets, max)) + 1;
        while (tooMuch - fits > 1) {
            long middle = fits + (tooMuch - fits) / 2;
            if (fits(attempt, kind, sets, max, middle)) {
                fits = middle;
            } else {
                tooMuch = middle;
            }
        }
        return fits;
    }

    /**
     * The largest capacity for which the planner takes more sets than by its own choice, since fewer would have bricks larger
     * than allowed; 0 when there is none. The least that takes so many sets has more bricks, and none smaller, the more sets
     * it takes: so up to some number all fit, and beyond it none.
     */
    private static long largestOfMany(Attempt attempt, VolumeRequest kind, long max) {
        int fit = Planner.AUTOMATIC_SETS;
        int tooMany = Planner.MOST_SETS + 1;
        while (tooMany - fit > 1) {
            int sets = fit + (tooMany - fit) / 2;
            if (fits(attempt, kind, sets, max, Shape.capacity(kind, sets - 1, max) + 1)) {
                fit = sets;
            } else {
                tooMany = sets;
            }
        }
        return fit == Planner.AUTOMATIC_SETS ? 0 : largest(attempt, kind, fit, max, Shape.capacity(kind, fit - 1, max));
    }

    private static boolean fits(Attempt attempt, VolumeRequest kind, int sets, long max, long capacity) {
        try {
            Shape shape = Shape.of(withCapacity(kind, capacity), sets);
            return shape.brick() <= max && attempt.place(shape).placement() != null;
        } catch (GcsException overflow) {
            return false;
        }
    }

    private static VolumeRequest withCapacity(VolumeRequest kind, long bytes) {
        return kind.toBuilder().capacity(Capacity.ofBytes(bytes)).build();
    }

    /** How many volumes like that one fit, one after another. */
    public static HowMany howMany(Inventory inventory, VolumeRequest request) {
        Inventory left = inventory;
        for (int count = 0; count < MOST; count++) {
            try {
                left = after(left, Planner.plan(left, request));
            } catch (NoFitException full) {
                return new HowMany(count, false, String.valueOf(full.getMessage()));
            }
        }
        return new HowMany(MOST, true, "");
    }

    /** What is left when a layout is made. */
    public static Inventory after(Inventory inventory, BrickLayout layout) {
        Map<String, Slot> changed = new TreeMap<>();
        for (PlannedBrick brick : layout.bricks()) {
            String id = brick.device().toString();
            Slot slot = changed.getOrDefault(id, inventory.slot(brick.device()));
            if (slot == null) {
                throw new IllegalArgumentException("the device " + id + " is not in the inventory");
            }
            changed.put(
                    id,
                    slot.toBuilder()
                            .free(slot.free() - brick.reserved().bytes())
                            .bricks(slot.bricks() + 1)
                            .build());
        }
        return inventory.replace(changed.values(), inventory.revision());
    }
}
