/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.cluster.DeviceState;
import org.gluster.gcs.core.planner.Growth;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.BrickRecord.Backing;
import org.gluster.gcs.engine.catalogue.DeviceRecord;
import org.gluster.gcs.engine.catalogue.DeviceSpace;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.Words;
import org.gluster.gcs.event.EventType;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;

/**
 * Lets a volume hold more. Its bricks are reserved their new sizes where they are, in one transaction; nodes then make images,
 * loop devices and file systems as large, each as it is wanted already. Nothing of it is taken back: what grew stays grown.
 */
final class Expand extends Request {
    /** A file system keeps the allocation groups it was made with, and adds more of that size; thousands make it slow. */
    private static final long MOST = 100;

    private static final Capacity AVERAGE_FILE = Capacity.ofKiB(64);

    private final String name;
    private final Capacity amount;
    private final boolean added;

    /**
     * @param added whether the amount comes on top of what the volume holds by then, rather than being all that it is to hold
     */
    Expand(String name, Capacity amount, boolean added, Requested requested) {
        super(requested, OperationKind.EXPAND_VOLUME);
        this.name = name;
        this.amount = amount;
        this.added = added;
    }

    @Override
    String fingerprint() {
        return name + (added ? " more=" : " capacity=") + amount;
    }

    @Override
    OperationRecord begin(Draft draft, String operationId) {
        VolumeRecord volume = VolumeRequests.existing(draft, name);
        Capacity now = Capacity.ofBytes(volume.capacity());
        if (added) {
            // Each of two requests for more gets its own, so that none takes the other's place.
            Takeover.requireQuiet(draft, volume, "expand");
        }
        Capacity target = target(now);
        if (volume.bricks().stream().anyMatch(BrickRecord::isDirectory)) {
            throw Errors.of(
                    ErrorCode.NOT_SUPPORTED,
                    name,
                    "the bricks of the volume \"" + name
                            + "\" are directories that its request named, and it holds what"
                            + " their file systems hold: let those grow");
        }
        if (target.compareTo(now) < 0) {
            throw Errors.of(
                    ErrorCode.NOT_SUPPORTED,
                    name,
                    "the volume \"" + name + "\" holds " + now.format() + " and cannot be made smaller, as "
                            + target.format()
                            + " would be: ask for more than it holds, or make another volume and copy what is in it");
        }
        boolean growing = Takeover.runs(draft, volume, OperationKind.EXPAND_VOLUME);
        if (target.equals(now) && !growing) {
            return succeeded(draft, operationId, volume.key(), name);
        }
        Takeover.require(draft, volume, OperationKind.EXPAND_VOLUME, "expand");
        VolumeRecord next = grown(volume, target);
        if (next.bricks().equals(volume.bricks()) && !growing) {
            draft.put(volume.key(), next);
            Tell.volume(draft, EventType.VOLUME_EXPANDED, next, operationId);
            return succeeded(draft, operationId, volume.key(), name);
        }
        requireRoom(draft, volume, next, target);
        requireSound(next);
        Takeover.end(draft, volume, OperationKind.EXPAND_VOLUME, operationId);
        draft.put(volume.key(), next.intend(volume.intent(), volume.state(), operationId));
        return running(draft, operationId, volume.key(), name);
    }

    private Capacity target(Capacity now) {
        if (!added) {
            return amount;
        }
        if (amount.bytes() > Long.MAX_VALUE - now.bytes()) {
            throw Errors.of(
                    ErrorCode.NO_SPACE,
                    name,
                    "the volume \"" + name + "\" holds " + now.format() + ", and with " + amount.format()
                            + " more it would hold more than 8 EiB, which nothing does: ask for less");
        }
        return now.plus(amount);
    }

    private VolumeRecord grown(VolumeRecord volume, Capacity target) {
        long brick = largest(volume, false);
        Growth growth = Growth.of(
                target,
                Redundancy.parse(volume.redundancy()),
                volume.subvolumes(),
                volume.averageFile() == 0 ? AVERAGE_FILE : Capacity.ofBytes(volume.averageFile()),
                volume.bricks().stream().allMatch(one -> one.backing() == Backing.SMALL_IMAGE)
                        ? SmallBricks.SMALL
                        : SmallBricks.ROUND_UP,
                brick,
                Math.max(largest(volume, true), 0));
        List<BrickRecord> bricks = new ArrayList<>();
        for (BrickRecord one : volume.bricks()) {
            long size = Math.max(one.size(), isArbiter(one) ? growth.arbiter() : growth.brick());
            bricks.add(size == one.size() ? one : one.grownTo(size));
        }
        return volume.toBuilder()
                .capacity(target.bytes())
                .usable(Math.max(volume.usable(), growth.usable()))
                .capacityMade(volume.capacityMade() == 0 ? volume.capacity() : volume.capacityMade())
                .bricks(bricks)
                .build();
    }

    private void requireSound(VolumeRecord next) {
        for (BrickRecord brick : next.bricks()) {
            if (brick.size() / MOST > brick.sizeMade()) {
                throw Errors.of(
                        ErrorCode.NOT_SUPPORTED,
                        name,
                        "the bricks of the volume \"" + name + "\" were made with "
                                + Capacity.ofBytes(brick.sizeMade()).format() + " and would grow to "
                                + Capacity.ofBytes(brick.size()).format() + ", more than " + MOST
                                + " times as much, which makes their file systems slow: make another volume of that size and"
                                + " copy what is in this one");
            }
        }
    }

    private static boolean isArbiter(BrickRecord brick) {
        return brick.role().equals(BrickRole.ARBITER.name());
    }

    private static long largest(VolumeRecord volume, boolean arbiter) {
        return volume.bricks().stream()
                .filter(brick -> isArbiter(brick) == arbiter)
                .mapToLong(BrickRecord::size)
                .max()
                .orElse(0);
    }

    private void requireRoom(View view, VolumeRecord volume, VolumeRecord next, Capacity target) {
        TreeMap<String, Long> more = new TreeMap<>();
        for (int i = 0; i < volume.bricks().size(); i++) {
            more.merge(
                    volume.bricks().get(i).device(),
                    next.bricks().get(i).size() - volume.bricks().get(i).size(),
                    Long::sum);
        }
        List<String> lacking = new ArrayList<>();
        more.forEach((id, bytes) -> {
            if (bytes > 0) {
                lack(view, volume, id, bytes).ifPresent(lacking::add);
            }
        });
        Collections.sort(lacking);
        if (!lacking.isEmpty()) {
            throw GcsException.of(ErrorDetail.builder(ErrorCode.NO_SPACE)
                    .resource(name)
                    .message("the volume \"" + name + "\" cannot be expanded from "
                            + Capacity.ofBytes(volume.capacity()).format() + " to " + target.format()
                            + ", since its bricks grow where they are: " + String.join("; ", lacking)
                            + ": free some there, ask for less, or make another volume")
                    .problems(lacking)
                    .build());
        }
    }

    /** Why a device cannot give so much more to bricks that it has; one that is disabled may. */
    private static Optional<String> lack(View view, VolumeRecord volume, String id, long bytes) {
        Optional<DeviceRecord> device = view.device(id);
        if (device.isEmpty()) {
            String path = volume.bricks().stream()
                    .filter(brick -> brick.device().equals(id))
                    .map(brick -> brick.node() + ":" + brick.devicePath())
                    .findFirst()
                    .orElse(id);
            return Optional.of(path + " is not known as a device any more");
        }
        DeviceSpace space = DeviceSpace.of(view, device.get());
        String place = device.get().node() + ":" + device.get().path();
        if (space.state() != DeviceState.ENABLED && space.state() != DeviceState.DISABLED) {
            return Optional.of(place + " is " + Words.of(space.state().name())
                    + (space.reason().isEmpty() ? "" : ": " + space.reason()));
        }
        return space.free() >= bytes
                ? Optional.empty()
                : Optional.of(place + " has " + Capacity.ofBytes(space.free()).format() + " free and "
                        + Capacity.ofBytes(bytes).format() + " more would be taken, which is "
                        + Capacity.ofBytes(bytes - space.free()).format() + " too much");
    }
}
