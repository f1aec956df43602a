/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.util.Random;

/** Random numbers that can be replayed: the seed is printed, and taken from {@code -Dgcs.seed=} where that is given. */
final class Seeds {

    private Seeds() {}

    static Random random(String test) {
        String given = System.getProperty("gcs.seed", "");
        long seed = given.isBlank() ? System.nanoTime() : Long.parseLong(given);
        System.out.println(test + ": replay with -Dgcs.seed=" + seed);
        return new Random(seed);
    }
}
