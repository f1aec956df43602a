/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.store;

/** The seed of a randomised test: {@code -Dgcs.seed=} when given, else a new one; printed in either case. */
final class Seeds {
    private Seeds() {}

    static long next() {
        String given = System.getProperty("gcs.seed", "");
        long seed = given.isBlank() ? System.nanoTime() : Long.parseLong(given.strip());
        System.out.println("Replay with -Dgcs.seed=" + seed);
        return seed;
    }
}
