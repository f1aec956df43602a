/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.Arrays;

/** A partition of the slots into ranges: the nodes, the zones, or the devices themselves. Immutable. */
final class Domains {
    /** Of each slot. */
    private final int[] domain;

    /** First slot of each domain, and one past the last slot. */
    private final int[] bounds;

    private Domains(int[] domain, int[] bounds) {
        this.domain = domain;
        this.bounds = bounds;
    }

    /** Whether two slots that follow each other are in one domain. */
    @FunctionalInterface
    interface Same {
        boolean test(int one, int next);
    }

    static Domains of(int slots, Same same) {
        int[] domain = new int[slots];
        int[] bounds = new int[slots + 1];
        int count = 0;
        for (int i = 0; i < slots; i++) {
            if (i == 0 || !same.test(i - 1, i)) {
                bounds[count++] = i;
            }
            domain[i] = count - 1;
        }
        bounds[count] = slots;
        return new Domains(domain, Arrays.copyOf(bounds, count + 1));
    }

    /** Each slot by itself. */
    static Domains single(int slots) {
        return of(slots, (one, next) -> false);
    }

    int count() {
        return bounds.length - 1;
    }

    int of(int slot) {
        return domain[slot];
    }

    int from(int of) {
        return bounds[of];
    }

    /** One past the last slot. */
    int to(int of) {
        return bounds[of + 1];
    }
}
