/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.gluster.volfile.VolumeGraphs;
import org.gluster.gcs.gluster.volfile.VolumeSpec;

/** A volume's record as its volfiles. Pure. */
public final class Volfiles {
    private Volfiles() {}

    /** Stands for the port of a brick on another node: only a brick's own graph names its port. */
    private static final int ELSEWHERE = 1;

    /**
     * What the graphs depend on.
     *
     * @param ports brick id to port, of the bricks whose own graphs will be asked for
     */
    public static VolumeSpec spec(VolumeRecord volume, Map<String, Integer> ports) {
        Map<Integer, List<VolumeSpec.Brick>> subvolumes = new TreeMap<>();
        for (BrickRecord brick : volume.bricks()) {
            subvolumes
                    .computeIfAbsent(brick.subvolume(), index -> new ArrayList<>())
                    .add(new VolumeSpec.Brick(
                            brick.index(),
                            brick.path(),
                            brick.address(),
                            brick.address(),
                            ports.getOrDefault(brick.id(), ELSEWHERE)));
        }
        List<VolumeSpec.Subvolume> replicated = new ArrayList<>();
        subvolumes.values().forEach(bricks -> replicated.add(VolumeSpec.Subvolume.replicate(bricks)));
        return new VolumeSpec(
                volume.name(),
                UUID.fromString(volume.id()),
                replicated,
                new VolumeSpec.Credentials(volume.user(), volume.password()),
                volume.clients(),
                new TreeMap<>());
    }

    /** The translators of the self-heal graph that heal, by name. */
    static List<String> healed(VolumeRecord volume) {
        List<String> names = new ArrayList<>();
        for (int subvolume = 0;
                subvolume <= volume.bricks().get(volume.bricks().size() - 1).subvolume();
                subvolume++) {
            names.add(volume.name() + "-replicate-" + subvolume);
        }
        return names;
    }

    /** A brick's own graph. */
    static String brick(VolumeRecord volume, BrickRecord brick, Map<String, Integer> ports) {
        return VolumeGraphs.brick(spec(volume, ports), brick.index()).text();
    }

    /** The self-heal graph. */
    static String selfHeal(VolumeRecord volume) {
        return VolumeGraphs.selfHeal(spec(volume, new TreeMap<>())).text();
    }
}
