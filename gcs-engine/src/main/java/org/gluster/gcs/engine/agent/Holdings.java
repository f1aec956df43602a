/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.gluster.process.HealGraph;

/**
 * What a node has of volumes, kept as their records change: whoever needs a sum of all or a list of some need not look at each.
 * On one loop.
 */
final class Holdings {
    /** How many volumes are looked at each time for what waits to be healed; more when something does. */
    private static final int LOOKS = 2;

    private static final int HEALING_LOOKS = 20;

    private final String node;
    private final TreeMap<String, VolumeRecord> volumes = new TreeMap<>();
    private final TreeMap<String, Long> reserved = new TreeMap<>();
    private final TreeMap<String, HealGraph> healed = new TreeMap<>();
    private final TreeSet<String> healing = new TreeSet<>();
    private String lookedAt = "";
    private String lookedAtHealing = "";

    Holdings(String node) {
        this.node = node;
    }

    /** A volume is as this record says. */
    void put(VolumeRecord volume) {
        VolumeRecord before = volumes.put(volume.name(), volume);
        if (before != null) {
            charge(before, -1);
        }
        charge(volume, 1);
        if (volume.intent() == VolumeRecord.Intent.STARTED && Volfiles.heals(volume)) {
            if (before == null || !healed.containsKey(volume.name()) || !sameGraphs(before, volume)) {
                healed.put(volume.name(), HealGraph.of(Volfiles.selfHeal(volume)));
            }
        } else {
            unhealed(volume.name());
        }
    }

    /** Whether all that graphs depend on is equal: a change of state does not change them. */
    private static boolean sameGraphs(VolumeRecord before, VolumeRecord after) {
        return before.id().equals(after.id())
                && before.redundancy().equals(after.redundancy())
                && before.user().equals(after.user())
                && before.password().equals(after.password())
                && before.clients().equals(after.clients())
                && before.bricks().equals(after.bricks())
                && before.effectiveOptions().equals(after.effectiveOptions());
    }

    /** A volume is none of this node's any more. */
    void remove(String volume) {
        VolumeRecord before = volumes.remove(volume);
        if (before != null) {
            charge(before, -1);
        }
        unhealed(volume);
    }

    private void unhealed(String volume) {
        healed.remove(volume);
        healing.remove(volume);
    }

    private void charge(VolumeRecord volume, int sign) {
        for (BrickRecord brick : volume.bricks()) {
            if (brick.node().equals(node)) {
                long sum = reserved(brick.device()) + sign * brick.size();
                if (sum == 0) {
                    reserved.remove(brick.device());
                } else {
                    reserved.put(brick.device(), sum);
                }
            }
        }
    }

    /** Bytes of a device that bricks here have reserved. */
    long reserved(String device) {
        return reserved.getOrDefault(device, 0L);
    }

    /** The graphs that the self-heal daemon is to work on, by volume. */
    SortedMap<String, HealGraph> healed() {
        return Collections.unmodifiableSortedMap(healed);
    }

    /** How many entries of a volume wait for heal here. */
    void waits(String volume, long entries) {
        if (entries > 0 && healed.containsKey(volume)) {
            healing.add(volume);
        } else {
            healing.remove(volume);
        }
    }

    /**
     * The volumes to look at now for what waits to be healed: those where something did, and a few others in turn, however
     * many there are.
     */
    List<String> looks() {
        List<String> next = new ArrayList<>();
        for (int i = 0; i < Math.min(HEALING_LOOKS, healing.size()); i++) {
            String volume = healing.higher(lookedAtHealing);
            lookedAtHealing = volume == null ? healing.first() : volume;
            next.add(lookedAtHealing);
        }
        for (int i = 0; i < Math.min(LOOKS, healed.size()); i++) {
            String volume = healed.higherKey(lookedAt);
            lookedAt = volume == null ? healed.firstKey() : volume;
            if (!next.contains(lookedAt)) {
                next.add(lookedAt);
            }
        }
        return next;
    }
}
