/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeId;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VolumeWordsTest {
    @ParameterizedTest
    @CsvSource({
        "distributed,1,distributed,Distribute 1",
        "distributed,4,distributed x 4,Distribute 4",
        "replicated:3,1,replicated:3,Replicate 1 x 3",
        "replicated:3,2,replicated:3 x 2,Distributed-Replicate 2 x 3",
        "arbiter,1,arbiter,Replicate 1 x (2 + 1)",
        "arbiter,2,arbiter x 2,Distributed-Replicate 2 x (2 + 1)",
        "dispersed:4+2,1,dispersed:4+2,Disperse 1 x (4 + 2)",
        "dispersed:2+1,3,dispersed:2+1 x 3,Distributed-Disperse 3 x (2 + 1)"
    })
    void typesHaveTheirNames(String redundancy, int sets, String ours, String glusterd) {
        Volume volume = volume(Redundancy.parse(redundancy), sets);

        assertThat(VolumeWords.redundancy(volume)).isEqualTo(ours);
        assertThat(VolumeWords.type(volume)).isEqualTo(glusterd);
    }

    private static Volume volume(Redundancy redundancy, int sets) {
        List<Brick> bricks = new ArrayList<>();
        for (int index = 0; index < sets * redundancy.bricksPerSubvolume(); index++) {
            bricks.add(Brick.builder()
                    .id(new UUID(0, index))
                    .index(index)
                    .subvolume(index / redundancy.bricksPerSubvolume())
                    .node(NodeName.of("n" + index))
                    .address("127.0.0.1")
                    .path("/b" + index)
                    .size(Capacity.ZERO)
                    .build());
        }
        return Volume.builder()
                .name(VolumeName.of("v1"))
                .id(VolumeId.of(new UUID(1, 1)))
                .capacity(Capacity.ofGiB(1))
                .usable(Capacity.ofGiB(1))
                .redundancy(redundancy)
                .state(VolumeState.CREATED)
                .bricks(bricks)
                .createdAt(Instant.EPOCH)
                .build();
    }
}
