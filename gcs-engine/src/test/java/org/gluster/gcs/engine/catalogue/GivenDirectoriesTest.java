/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Directories that were given as bricks")
class GivenDirectoriesTest {
    private static VolumeRecord volume(String name, String node, String path) {
        BrickRecord brick = new BrickRecord(
                new UUID(1, name.hashCode()).toString(),
                0,
                0,
                "DATA",
                node,
                "127.0.0.1",
                BrickRecord.Backing.DIRECTORY,
                "",
                "",
                0,
                path,
                false,
                0,
                Map.of());
        return VolumeRecord.builder()
                .id(new UUID(2, name.hashCode()).toString())
                .name(name)
                .redundancy("distributed")
                .accessMode("RWX")
                .intent(Intent.STOPPED)
                .state("CREATED")
                .generation(1)
                .operation("")
                .bricks(List.of(brick))
                .labels(new TreeMap<>())
                .metadata(new TreeMap<>())
                .clients(List.of())
                .user("")
                .password("")
                .idempotencyKey("")
                .createdAt("2026-01-01T00:00:00Z")
                .build();
    }

    private static String path(Random random) {
        StringBuilder path = new StringBuilder();
        for (int depth = random.nextInt(4); depth >= 0; depth--) {
            path.append('/').append("ab".charAt(random.nextInt(2)));
            if (random.nextInt(4) == 0) {
                path.append('.');
            }
        }
        return random.nextInt(20) == 0 ? "/" : path.toString();
    }

    @Test
    @DisplayName("are found by what is, holds or lies in them, as a look at every volume finds them")
    void asByLookingAtAll() {
        long seed = Long.getLong("gcs.seed", System.nanoTime());
        System.out.println("GivenDirectoriesTest: seed " + seed + "; replay with -Dgcs.seed=" + seed);
        Random random = new Random(seed);
        Catalogue catalogue = new Catalogue();
        List<VolumeRecord> volumes = new ArrayList<>();
        for (int step = 0; step < 500; step++) {
            VolumeRecord made = volume("volume-" + step, "node-" + random.nextInt(2), path(random));
            String place = made.bricks().get(0).path();
            if (catalogue.givenAt(made.bricks().get(0).node(), place).isEmpty()) { // as requests make sure
                volumes.add(made);
                catalogue.put(made.key(), made);
            }
            if (volumes.size() > 6) {
                catalogue.remove(volumes.remove(random.nextInt(volumes.size())).key());
            }
            String node = "node-" + random.nextInt(2);
            String asked = path(random);
            TreeSet<String> expected = new TreeSet<>();
            for (VolumeRecord volume : volumes) {
                if (GivenDirectories.has(volume, node, asked)) {
                    expected.add(volume.key());
                }
            }
            assertThat(catalogue.givenAt(node, asked)).as(node + ":" + asked).isEqualTo(expected);
        }
    }
}
