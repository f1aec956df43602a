/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.Constraint;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.ZoneSpread;

/** Checks a layout against a request and an inventory; shares the sizes with the search, and nothing else. */
final class Verification {
    private final Inventory inventory;
    private final BrickLayout layout;
    private final VolumeRequest request;
    private final List<String> wrong = new ArrayList<>();
    private final List<String> stale = new ArrayList<>();

    private Verification(Inventory inventory, BrickLayout layout) {
        this.inventory = inventory;
        this.layout = layout;
        request = layout.request();
    }

    static void check(Inventory inventory, BrickLayout layout) {
        Verification verification = new Verification(inventory, layout);
        verification.shape();
        verification.places();
        verification.apart();
        verification.report();
    }

    /** What is wrong whatever the inventory. */
    private void shape() {
        int perSet = request.redundancy().bricksPerSubvolume();
        List<PlannedBrick> bricks = layout.bricks();
        if (bricks.size() % perSet != 0) {
            wrong.add(bricks.size() + " bricks do not make whole sets of " + perSet);
            return;
        }
        int sets = bricks.size() / perSet;
        if (request.subvolumes().isPresent() && request.subvolumes().getAsInt() != sets) {
            wrong.add("it has " + sets + " sets, and the request wants "
                    + request.subvolumes().getAsInt());
        }
        Shape shape = Shape.of(request, sets);
        long max = request.maxBrickSize().map(Capacity::bytes).orElse(Long.MAX_VALUE);
        for (PlannedBrick brick : bricks) {
            int index = brick.index();
            BrickRole role = shape.isArbiter(index) ? BrickRole.ARBITER : BrickRole.DATA;
            if (brick.subvolume() != index / perSet || brick.role() != role) {
                wrong.add("brick " + index + " must be " + role + " of set " + index / perSet);
            }
            if (brick.size().bytes() != shape.size(index)) {
                wrong.add("brick " + index + " has " + brick.size() + ", and the capacity takes "
                        + Capacity.ofBytes(shape.size(index)));
            }
            if (brick.size().bytes() > max) {
                wrong.add("brick " + index + " has " + brick.size() + ", and the request allows "
                        + Capacity.ofBytes(max) + " at most");
            }
            if (!brick.reserved().isAtLeast(brick.size())) {
                wrong.add("brick " + index + " reserves less than it has");
            }
        }
        if (!layout.usable().equals(Capacity.ofBytes(shape.usable()))) {
            wrong.add("usable is " + layout.usable() + ", and such bricks hold " + Capacity.ofBytes(shape.usable()));
        }
    }

    /** Whether each device is there, may have bricks, and has room for all of its own. */
    private void places() {
        Fitness fitness = new Fitness(request);
        SortedMap<String, Long> wanted = new TreeMap<>();
        for (PlannedBrick brick : layout.bricks()) {
            String place = brick.node() + ":" + brick.devicePath();
            Slot slot = inventory.slot(brick.device());
            if (slot == null
                    || !slot.node().equals(brick.node())
                    || !slot.zone().equals(brick.zone())
                    || !slot.path().equals(brick.devicePath())) {
                stale.add("the device " + place + " is no longer there, or in another place");
                continue;
            }
            Constraint against = fitness.against(slot);
            if (against == Constraint.DEVICE_STATE) {
                stale.add(place + ": " + slot.unusable());
            } else if (against != null) {
                wrong.add("brick " + brick.index() + " cannot be on " + place + ": " + fitness.reason(slot, against));
            }
            long sum = wanted.merge(
                    place, brick.reserved().bytes(), (one, other) -> one + other < 0 ? Long.MAX_VALUE : one + other);
            if (sum > slot.free()) {
                stale.add(place + " has " + Reasons.format(slot.free()) + " free, and the layout needs "
                        + Reasons.format(sum) + " up to brick " + brick.index());
            }
        }
    }

    private void apart() {
        int perSet = request.redundancy().bricksPerSubvolume();
        ZoneSpread spread = request.zones().spread();
        SortedSet<String> used = new TreeSet<>();
        for (PlannedBrick brick : layout.bricks()) {
            if (brick.index() % perSet == 0 && spread != ZoneSpread.VOLUME) {
                used.clear();
            }
            String domain = spread != ZoneSpread.PREFERRED
                    ? "zone " + brick.zone()
                    : request.placement().sharedNodes()
                            ? "device " + brick.node() + ":" + brick.devicePath()
                            : "node " + brick.node();
            if (!used.add(domain)) {
                wrong.add("brick " + brick.index() + " shares " + domain + " with another that it must be apart from");
            }
        }
    }

    private void report() {
        if (!wrong.isEmpty()) {
            throw InvalidRequestException.of("layout", wrong);
        }
        if (!stale.isEmpty()) {
            throw GcsException.of(ErrorDetail.builder(ErrorCode.STALE_PLAN)
                    .message("the cluster changed since the layout was planned: " + String.join("; ", stale)
                            + ": plan again")
                    .problems(stale)
                    .build());
        }
    }
}
