/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.util.HexFormat;
import java.util.Random;
import org.gluster.gcs.block.host.Bytes;

/** Random input that can be replayed with {@code -Dgcs.seed=}. */
final class Seed {
    private Seed() {}

    static Random random() {
        String given = System.getProperty("gcs.seed", "");
        long seed = given.isEmpty() ? System.nanoTime() : Long.parseLong(given);
        System.out.println("gcs.seed=" + seed);
        return new Random(seed);
    }

    static Bytes bytes(Random random, int maxLength) {
        byte[] bytes = new byte[random.nextInt(maxLength + 1)];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    static Bytes hex(String hex) {
        return Bytes.of(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }

    static String hex(Bytes bytes) {
        return HexFormat.of().formatHex(bytes.toArray());
    }

    static Bytes prefix(Bytes bytes, int length) {
        return Bytes.of(java.util.Arrays.copyOf(bytes.toArray(), length));
    }
}
