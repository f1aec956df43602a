/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.ArrayList;
import java.util.List;

/** What a planner may choose from; immutable. */
public final class Inventory {
    private final List<Slot> slots;
    private final long revision;

    private Inventory(List<Slot> slots, long revision) {
        this.slots = List.copyOf(slots);
        this.revision = revision;
    }

    /** An empty inventory to fill. */
    public static Builder builder() {
        return new Builder();
    }

    /** The devices, in the order in which they were given. */
    public List<Slot> slots() {
        return slots;
    }

    /** Which state of the catalogue it was taken from; 0 when it is from none. */
    public long revision() {
        return revision;
    }

    /**
     * One device.
     *
     * @param node name of its node
     * @param zone failure domain of the node
     * @param device its id
     * @param path its path
     * @param size bytes for bricks
     * @param free bytes of them that no brick holds
     * @param unusable why nothing new may go there; empty when it may
     */
    public record Slot(String node, String zone, String device, String path, long size, long free, String unusable) {}

    /** Fills an {@link Inventory}; not thread-safe. */
    public static final class Builder {
        private final List<Slot> slots = new ArrayList<>();
        private long revision;

        private Builder() {}

        /** Adds a device. */
        public Builder add(Slot slot) {
            slots.add(slot);
            return this;
        }

        /** Says which state of the catalogue it is. */
        public Builder revision(long revision) {
            this.revision = revision;
            return this;
        }

        /** The inventory. */
        public Inventory build() {
            return new Inventory(slots, revision);
        }
    }
}
