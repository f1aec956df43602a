/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.core.planner.Inventory;
import org.gluster.gcs.core.planner.Inventory.Slot;

/**
 * What a planner may use, as a view has it. Its revision is a hash of all that the planner goes by, summed up by devices: it is the
 * same after a restart, and a change of one device changes it without a look at the others.
 *
 * @param inventory the devices
 * @param sum of what each of them adds to the revision
 */
public record Stock(Inventory inventory, long sum) {
    /** What a reader of JSON that has doubles only still tells apart. */
    private static final long MOST_IN_JSON = (1L << 53) - 1;

    /** Looks at every device. */
    static Stock of(View view) {
        Inventory.Builder inventory = Inventory.builder();
        long sum = 0;
        for (DeviceRecord device : view.devices().values()) {
            Optional<Slot> slot = slot(view, device);
            if (slot.isPresent()) {
                inventory.add(slot.get());
                sum += hash(slot.get());
            }
        }
        return new Stock(inventory.revision(revision(sum)).build(), sum);
    }

    /**
     * The same with some devices as a later view has them; that one has the same devices on the same peers.
     *
     * @param changes what each of those that changed was like, and is now
     */
    Stock with(List<Change> changes) {
        if (changes.isEmpty()) {
            return this;
        }
        long changed = sum;
        List<Slot> slots = new ArrayList<>();
        for (Change change : changes) {
            changed += hash(change.now()) - change.before();
            slots.add(change.now());
        }
        return new Stock(inventory.replace(slots, revision(changed)), changed);
    }

    /**
     * One device that changed.
     *
     * @param before its {@link #hash} until now
     * @param now what it is like
     */
    record Change(long before, Slot now) {}

    private static long revision(long sum) {
        return (sum & MOST_IN_JSON) | 1;
    }

    /** The device as the planner sees it; empty when its peer is unknown. */
    static Optional<Slot> slot(View view, DeviceRecord device) {
        Optional<PeerRecord> peer = view.peer(device.node());
        if (peer.isEmpty()) {
            return Optional.empty();
        }
        boolean ready = peer.get().ready() && peer.get().presence() == Presence.PRESENT;
        DeviceSpace space = DeviceSpace.of(view, device);
        return Optional.of(Slot.builder()
                .node(NodeName.of(device.node()))
                .zone(Zone.of(peer.get().zone()))
                .device(DeviceId.parse(device.id()))
                .path(device.path())
                .size(device.reservable())
                .free(space.free())
                .bricks(view.bricks(device.id()))
                .labels(device.labels())
                .unusable(ready ? space.unusable() : "its node is not ready")
                .build());
    }

    /** Depends on what the slot says alone, not on the JVM. */
    static long hash(Slot slot) {
        long hash = 1;
        hash = mix(hash, slot.device().toString());
        hash = mix(hash, slot.node().toString());
        hash = mix(hash, slot.path());
        hash = mix(hash, slot.zone().toString());
        hash = mix(hash, slot.unusable());
        for (Map.Entry<String, String> label : slot.labels().entrySet()) {
            hash = mix(mix(hash, label.getKey()), label.getValue());
        }
        return mix(mix(mix(hash, slot.size()), slot.free()), slot.bricks());
    }

    private static long mix(long hash, String text) {
        long mixed = mix(hash, text.length());
        for (int i = 0; i < text.length(); i++) {
            mixed = mixed * 31 + text.charAt(i);
        }
        return mixed;
    }

    private static long mix(long hash, long value) {
        long mixed = (hash ^ value) * 0x9E3779B97F4A7C15L;
        return mixed ^ (mixed >>> 29);
    }
}
