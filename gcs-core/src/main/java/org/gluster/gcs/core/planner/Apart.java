/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.Arrays;

/**
 * What must hold between the bricks of a volume: those of one set are in different domains, and a domain takes at most so
 * many bricks of the volume.
 *
 * @param domains zones, nodes or devices
 * @param level which of them
 * @param perVolume bricks of the volume that a domain takes at most
 */
record Apart(Domains domains, Level level, int perVolume) {
    /** What bricks of a set must not share; each is a part of those before. */
    enum Level {
        ZONE("zone"),
        NODE("node"),
        DEVICE("device");

        private final String word;

        Level(String word) {
            this.word = word;
        }

        /** For a person. */
        String word() {
            return word;
        }
    }

    static Apart of(Inventory inventory, Level level, int perVolume) {
        Domains domains = switch (level) {
            case ZONE -> inventory.zones();
            case NODE -> inventory.nodes();
            case DEVICE -> Domains.single(inventory.size());
        };
        return new Apart(domains, level, perVolume);
    }

    /** How many bricks of that size each domain takes, at most as many as are useful. */
    int[] room(long[] free, long size) {
        int[] room = new int[domains.count()];
        for (int domain = 0; domain < room.length; domain++) {
            long sum = 0;
            for (int i = domains.from(domain); i < domains.to(domain) && sum < perVolume; i++) {
                if (free[i] >= size) {
                    sum += free[i] / size;
                }
            }
            room[domain] = (int) Math.min(perVolume, sum);
        }
        return room;
    }

    /**
     * Whether so many sets of equal bricks fit: a domain serves a set once, so it is worth as many bricks as there are
     * sets at most; and when the sum suffices, dealing the bricks out set after set never puts two into one domain.
     */
    static boolean suffices(int[] room, int sets, int perSet) {
        long sum = Arrays.stream(room).mapToLong(each -> Math.min(each, sets)).sum();
        return sum >= (long) sets * perSet;
    }
}
