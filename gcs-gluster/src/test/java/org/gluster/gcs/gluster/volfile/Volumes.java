/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Brick;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Credentials;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Subvolume;

/** The volumes that the recorded graphs were made for. */
final class Volumes {
    static final Credentials CREDENTIALS = new Credentials("CREDENTIAL", "CREDENTIAL");

    private Volumes() {}

    static VolumeSpec recorded(String name, UUID id) {
        List<Subvolume> subvolumes = switch (name) {
            case "dist1" -> List.of(Subvolume.plain(brick(name, 0)));
            case "dist3" -> bricks(name, 0, 3).stream().map(Subvolume::plain).toList();
            case "rep2" -> List.of(Subvolume.replicate(bricks(name, 0, 2)));
            case "rep3" -> List.of(Subvolume.replicate(bricks(name, 0, 3)));
            case "arb" -> List.of(Subvolume.arbiter(bricks(name, 0, 3)));
            case "disp" -> List.of(Subvolume.disperse(bricks(name, 0, 3), 1));
            case "disp6" -> List.of(Subvolume.disperse(bricks(name, 0, 6), 2));
            case "drep23" -> List.of(Subvolume.replicate(bricks(name, 0, 3)), Subvolume.replicate(bricks(name, 3, 3)));
            default -> throw new IllegalArgumentException(name);
        };
        return VolumeSpec.of(name, id, subvolumes, CREDENTIALS, VolumeSpec.ANYONE);
    }

    static VolumeSpec replica3(String name) {
        return VolumeSpec.of(
                name, new UUID(1, 2), List.of(Subvolume.replicate(bricks(name, 0, 3))), CREDENTIALS, VolumeSpec.ANYONE);
    }

    static List<Brick> bricks(String volume, int from, int count) {
        return IntStream.range(from, from + count)
                .mapToObj(index -> brick(volume, index))
                .toList();
    }

    static Brick brick(String volume, int index) {
        return new Brick(index, "/bricks/" + volume + "/b" + (index + 1), "node1", "127.0.0.1", 49152 + index);
    }
}
