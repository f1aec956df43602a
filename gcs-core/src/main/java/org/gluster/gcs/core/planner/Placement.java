/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

/** Where each brick of a shape goes, and by which rule. */
final class Placement {
    /** Why a slot was taken. */
    enum Why {
        /** The best one in a zone that no brick of the set has. */
        OWN_ZONE,

        /** The best one on a node that no brick of the set has, though its zone has one. */
        OWN_NODE,

        /** The best device that no brick of the set has, though its node has one. */
        OWN_DEVICE,

        /** The best one of a zone, node or device without which there would be too few for the sets that are left. */
        NEEDED,

        /** Exact search found it. */
        SEARCHED
    }

    private final int[] slots;
    private final Why[] whys;

    Placement(int bricks) {
        slots = new int[bricks];
        whys = new Why[bricks];
    }

    void put(int brick, int slot, Why why) {
        slots[brick] = slot;
        whys[brick] = why;
    }

    int bricks() {
        return slots.length;
    }

    int slot(int brick) {
        return slots[brick];
    }

    Why why(int brick) {
        return whys[brick];
    }
}
