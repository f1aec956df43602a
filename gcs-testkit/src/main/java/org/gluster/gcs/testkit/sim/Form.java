/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.util.function.Consumer;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.VolumeRequest;

/** Forms of volume that histories are made with: every redundancy, once in one set and once distributed. */
public enum Form {
    /** One brick. */
    DISTRIBUTED(volume -> volume.redundancy(Redundancy.distributed())),
    /** Two bricks, files on either. */
    DISTRIBUTED_2(volume -> volume.redundancy(Redundancy.distributed()).subvolumes(2)),
    /** Two copies. */
    REPLICATED_2(volume -> volume.redundancy(Redundancy.replicated(2))),
    /** Three copies. */
    REPLICATED_3(volume -> volume.redundancy(Redundancy.replicated(3))),
    /** Files on either of two sets of three copies. */
    REPLICATED_3_OVER_2(volume -> volume.redundancy(Redundancy.replicated(3)).subvolumes(2)),
    /** Two copies and an arbiter. */
    ARBITER(volume -> volume.redundancy(Redundancy.arbiter())),
    /** Files on either of two sets with arbiters. */
    ARBITER_OVER_2(volume -> volume.redundancy(Redundancy.arbiter()).subvolumes(2)),
    /** Erasure coded. */
    DISPERSED(volume -> volume.redundancy(Redundancy.dispersed(2, 1))),
    /** Files on either of two erasure coded sets. */
    DISPERSED_OVER_2(volume -> volume.redundancy(Redundancy.dispersed(2, 1)).subvolumes(2)),
    /** Bricks smaller than XFS supports. */
    SMALL(volume -> volume.redundancy(Redundancy.replicated(2)).smallBricks(SmallBricks.SMALL)),
    /** Two copies in directories that the request names. */
    DIRECTORIES(2),
    /** The same, files on either of two sets. */
    DIRECTORIES_OVER_2(4);

    private static final int NODES = 3;

    // A function without a state.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Consumer<VolumeRequest.Builder> wishes;

    private final int directories;

    Form(Consumer<VolumeRequest.Builder> wishes) {
        this.wishes = wishes;
        directories = 0;
    }

    Form(int directories) {
        this.wishes = volume -> volume.redundancy(Redundancy.replicated(2));
        this.directories = directories;
    }

    /** A request for a volume of this form, on three nodes; {@link #SMALL} ones take a small part of the capacity. */
    VolumeRequest request(String name, Capacity capacity, boolean start) {
        return VolumeRequest.of(volume -> {
            volume.name(name).start(start);
            wishes.accept(volume);
            if (directories == 0) {
                volume.capacity(this == SMALL ? Capacity.ofBytes(capacity.bytes() / 64) : capacity);
            }
            for (int i = 0; i < directories; i++) {
                volume.brick("node-" + (1 + i % NODES), World.EXPORTS + "/" + name + "-" + i);
            }
        });
    }
}
