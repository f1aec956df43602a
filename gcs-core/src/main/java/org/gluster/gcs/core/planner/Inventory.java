/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Zone;
import org.jspecify.annotations.Nullable;

/**
 * What a planner may choose from. Immutable, and safe to share between threads: it is indexed once, when it is built, so
 * that a plan need not look at every device; {@link #replace} derives another from it in a fraction of that time.
 */
public final class Inventory {
    /** The order of everything that goes by index here: a zone's nodes, and a node's devices, lie side by side. */
    private static final Comparator<Slot> ORDER = Comparator.comparing(Slot::zone)
            .thenComparing(Slot::node)
            .thenComparing(Slot::path)
            .thenComparing(Slot::device);

    private final Slot[] slots;
    private final Domains nodes;
    private final Domains zones;
    /** Looked up only: hashed, so never walked. */
    private final Map<DeviceId, Integer> byDevice;

    private final SortedMap<NodeName, Capacity> headroom;
    private final long[] usableFree;
    private final Ranking roomiest;
    private final long revision;

    private Inventory(Builder builder) {
        slots = builder.slots.toArray(Slot[]::new);
        Arrays.sort(slots, ORDER);
        byDevice = new HashMap<>();
        SortedMap<NodeName, Zone> zoneOf = new TreeMap<>();
        for (int i = 0; i < slots.length; i++) {
            Slot slot = slots[i];
            if (byDevice.put(slot.device(), i) != null) {
                throw new IllegalArgumentException("the device " + slot.device() + " is in the inventory twice");
            }
            Zone other = zoneOf.putIfAbsent(slot.node(), slot.zone());
            if (other != null && !other.equals(slot.zone())) {
                throw new IllegalArgumentException(
                        "the node " + slot.node() + " is in two zones: " + other + " and " + slot.zone());
            }
        }
        nodes = Domains.of(slots.length, (one, next) -> slots[one].node().equals(slots[next].node()));
        zones = Domains.of(slots.length, (one, next) -> slots[one].zone().equals(slots[next].zone()));
        headroom = new TreeMap<>();
        for (int node = 0; node < nodes.count(); node++) {
            sumHeadroom(node);
        }
        usableFree = new long[slots.length];
        Arrays.setAll(usableFree, index -> usableFree(slots[index]));
        roomiest = Ranking.byFreeSpace(usableFree.clone());
        revision = builder.revision;
    }

    private Inventory(Inventory origin, Collection<Slot> changed, long revision) {
        slots = origin.slots.clone();
        nodes = origin.nodes;
        zones = origin.zones;
        byDevice = origin.byDevice;
        headroom = new TreeMap<>(origin.headroom);
        usableFree = origin.usableFree.clone();
        roomiest = origin.roomiest.copy();
        this.revision = revision;
        for (Slot slot : changed) {
            Integer index = byDevice.get(slot.device());
            if (index == null || ORDER.compare(slots[index], slot) != 0) {
                throw new IllegalArgumentException("the device " + slot.device()
                        + " is not in the inventory, or elsewhere in it: build a new one");
            }
            slots[index] = slot;
            usableFree[index] = usableFree(slot);
            roomiest.set(index, usableFree[index], 0);
            sumHeadroom(nodes.of(index));
        }
    }

    /** An empty inventory to fill. */
    public static Builder builder() {
        return new Builder();
    }

    /** A builder with these devices and this revision. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.slots.addAll(Arrays.asList(slots));
        builder.revision = revision;
        return builder;
    }

    /**
     * The same with some devices changed in all but node, zone and path.
     *
     * @throws IllegalArgumentException when one of them is not in this inventory
     */
    public Inventory replace(Collection<Slot> changed, long newRevision) {
        return new Inventory(this, changed, newRevision);
    }

    /** The devices, in the order of zone, node and path; unmodifiable. */
    public List<Slot> slots() {
        return Collections.unmodifiableList(Arrays.asList(slots));
    }

    /** Which state of the catalogue it was taken from; 0 when it is from none. */
    public long revision() {
        return revision;
    }

    /** The device of that id, if it is there. */
    @Nullable
    Slot slot(DeviceId device) {
        Integer index = byDevice.get(device);
        return index == null ? null : slots[index];
    }

    int size() {
        return slots.length;
    }

    Slot slot(int index) {
        return slots[index];
    }

    Domains nodes() {
        return nodes;
    }

    Domains zones() {
        return zones;
    }

    /** What each node could still give to new bricks. */
    SortedMap<NodeName, Capacity> headroom() {
        return Collections.unmodifiableSortedMap(headroom);
    }

    /** All devices that take bricks, the one with the most free space first; not to be changed, but copied. */
    Ranking roomiest() {
        return roomiest;
    }

    /** What each device has free; {@link Ranking#OUT} where it takes no bricks. Not to be changed. */
    long[] usableFree() {
        return usableFree;
    }

    private static long usableFree(Slot slot) {
        return slot.unusable().isEmpty() ? slot.free() : Ranking.OUT;
    }

    private void sumHeadroom(int node) {
        long sum = 0;
        for (int i = nodes.from(node); i < nodes.to(node); i++) {
            sum += Math.max(0, usableFree(slots[i]));
        }
        headroom.put(slots[nodes.from(node)].node(), Capacity.ofBytes(sum));
    }

    /** One device. Immutable. */
    public static final class Slot {
        private final NodeName node;
        private final Zone zone;
        private final DeviceId device;
        private final String path;
        private final long size;
        private final long free;
        private final int bricks;
        private final SortedMap<String, String> labels;
        private final String unusable;

        private Slot(SlotBuilder builder) {
            node = Objects.requireNonNull(builder.node, "node");
            zone = builder.zone == null ? Zone.of(node) : builder.zone;
            device = Objects.requireNonNull(builder.device, "device");
            path = Objects.requireNonNull(builder.path, "path");
            size = builder.size;
            free = builder.free == null ? size : builder.free;
            bricks = builder.bricks;
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(builder.labels));
            unusable = builder.unusable;
            if (size < 0 || free < 0 || bricks < 0) {
                throw new IllegalArgumentException("negative on " + node + ":" + path + ": size " + size + ", free "
                        + free + ", bricks " + bricks);
            }
        }

        /** A slot to fill; node, device and path are required. */
        public static SlotBuilder builder() {
            return new SlotBuilder();
        }

        /** A builder with everything as here. */
        public SlotBuilder toBuilder() {
            return new SlotBuilder()
                    .node(node)
                    .zone(zone)
                    .device(device)
                    .path(path)
                    .size(size)
                    .free(free)
                    .bricks(bricks)
                    .labels(labels)
                    .unusable(unusable);
        }

        /** Its node. */
        public NodeName node() {
            return node;
        }

        /** The failure domain of the node. */
        public Zone zone() {
            return zone;
        }

        /** Its id. */
        public DeviceId device() {
            return device;
        }

        /** Its path on the node. */
        public String path() {
            return path;
        }

        /** Bytes that bricks may reserve in all, by its policy. */
        public long size() {
            return size;
        }

        /** Bytes of them that no brick has reserved. */
        public long free() {
            return free;
        }

        /** How many bricks it has, those being deleted included. */
        public int bricks() {
            return bricks;
        }

        /** Its labels; unmodifiable. */
        public SortedMap<String, String> labels() {
            return labels;
        }

        /** Why nothing new may go there, for a person; empty when it may. */
        public String unusable() {
            return unusable;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other
                    || (other instanceof Slot that
                            && node.equals(that.node)
                            && zone.equals(that.zone)
                            && device.equals(that.device)
                            && path.equals(that.path)
                            && size == that.size
                            && free == that.free
                            && bricks == that.bricks
                            && labels.equals(that.labels)
                            && unusable.equals(that.unusable));
        }

        @Override
        public int hashCode() {
            return Objects.hash(node, zone, device, path, size, free, bricks, labels, unusable);
        }

        @Override
        public String toString() {
            return "Slot[" + node + "(" + zone + "):" + path + ", size=" + size + ", free=" + free + ", bricks="
                    + bricks + ", labels=" + labels + (unusable.isEmpty() ? "" : ", unusable=" + unusable) + "]";
        }
    }

    /** Fills a {@link Slot}; not thread-safe. */
    public static final class SlotBuilder {
        private @Nullable NodeName node;
        private @Nullable Zone zone;
        private @Nullable DeviceId device;
        private @Nullable String path;
        private long size;
        private @Nullable Long free;
        private int bricks;
        private Map<String, String> labels = Map.of();
        private String unusable = "";

        private SlotBuilder() {}

        /** Sets its node; required. */
        public SlotBuilder node(NodeName node) {
            this.node = node;
            return this;
        }

        /** Sets the failure domain of the node; by default one named after it. */
        public SlotBuilder zone(Zone zone) {
            this.zone = zone;
            return this;
        }

        /** Sets its id; required. */
        public SlotBuilder device(DeviceId device) {
            this.device = device;
            return this;
        }

        /** Sets its path on the node; required. */
        public SlotBuilder path(String path) {
            this.path = path;
            return this;
        }

        /** Sets the bytes that bricks may reserve in all, by its policy; 0 by default. */
        public SlotBuilder size(long size) {
            this.size = size;
            return this;
        }

        /** Sets the bytes of them that no brick has reserved; all by default. */
        public SlotBuilder free(long free) {
            this.free = free;
            return this;
        }

        /** Sets how many bricks it has; none by default. */
        public SlotBuilder bricks(int bricks) {
            this.bricks = bricks;
            return this;
        }

        /** Sets its labels; none by default. */
        public SlotBuilder labels(Map<String, String> labels) {
            this.labels = labels;
            return this;
        }

        /** Sets why nothing new may go there; by default it may. */
        public SlotBuilder unusable(String reason) {
            unusable = Objects.requireNonNull(reason, "reason");
            return this;
        }

        /** The slot. */
        public Slot build() {
            return new Slot(this);
        }
    }

    /** Fills an {@link Inventory}; not thread-safe. */
    public static final class Builder {
        private final List<Slot> slots = new ArrayList<>();
        private long revision;

        private Builder() {}

        /** Adds a device. */
        public Builder add(Slot slot) {
            slots.add(Objects.requireNonNull(slot, "slot"));
            return this;
        }

        /** Leaves out all devices of a node; says whether there were any. */
        public boolean removeNode(NodeName node) {
            return slots.removeIf(slot -> slot.node().equals(node));
        }

        /** Says which state of the catalogue it is. */
        public Builder revision(long revision) {
            this.revision = revision;
            return this;
        }

        /**
         * The inventory.
         *
         * @throws IllegalArgumentException when a device is there twice, or a node in two zones
         */
        public Inventory build() {
            return new Inventory(this);
        }
    }
}
