/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import org.gluster.gcs.Capacity;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;

/** What a volume's type is called: in this program's words, and in glusterd's. */
final class VolumeWords {
    private VolumeWords() {}

    /** As a request would name it, with the number of sets where there are several: {@code replicated:3 x 2}. */
    static String redundancy(Volume volume) {
        return volume.redundancy() + (volume.subvolumes() > 1 ? " x " + volume.subvolumes() : "");
    }

    /** As {@code gluster volume info} says it: {@code Distributed-Replicate 2 x 3}. */
    static String type(Volume volume) {
        Redundancy redundancy = volume.redundancy();
        int sets = volume.subvolumes();
        if (redundancy instanceof Redundancy.Distributed) {
            return "Distribute " + sets;
        }
        String kind = (sets > 1 ? "Distributed-" : "")
                + (redundancy instanceof Redundancy.Dispersed ? "Disperse " : "Replicate ");
        return kind + sets + " x " + set(redundancy);
    }

    /** A size of a volume; what directories that were given hold, nobody said. */
    static String size(Volume volume, Capacity size) {
        boolean given =
                volume.bricks().stream().anyMatch(brick -> brick.device().isEmpty());
        return given ? "-" : size.format();
    }

    private static String set(Redundancy redundancy) {
        if (redundancy instanceof Redundancy.Dispersed dispersed) {
            return "(" + dispersed.data() + " + " + dispersed.redundancy() + ")";
        }
        return redundancy instanceof Redundancy.Arbiter ? "(2 + 1)" : Integer.toString(redundancy.bricksPerSubvolume());
    }
}
