/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.core.wire.gd2.BrickInfo;
import org.gluster.gcs.core.wire.gd2.SubvolInfo;
import org.gluster.gcs.core.wire.gd2.VolState;
import org.gluster.gcs.core.wire.gd2.VolumeInfo;
import org.gluster.gcs.engine.server.gd2.Gd2Backend.Kept;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeState;

/** Volumes as GlusterD2 shows them. */
final class VolumeShapes {
    /** Internal metadata that says how a volume's request wrote its subvolumes: {@code TYPE:BRICKS,...}. */
    static final String LAYOUT = "_gcs.gd2.subvols";

    private static final String OWN = "_gcs.";
    private static final String PROVISION_TYPE = "_brick-provision-type";

    private VolumeShapes() {}

    /** Whether GlusterD2's clients see a volume: not before it is created, nor when that failed. */
    static boolean isShown(Kept kept) {
        return kept.volume().state() != VolumeState.CREATING && kept.created();
    }

    static VolState state(Kept kept) {
        return switch (kept.volume().state()) {
            case STARTED, STOPPING -> VolState.STARTED;
            case CREATING, CREATED -> VolState.CREATED;
            case STARTING, STOPPED, DELETING -> kept.everStarted() ? VolState.STOPPED : VolState.CREATED;
        };
    }

    static boolean isStarted(Kept kept) {
        return state(kept) == VolState.STARTED;
    }

    static boolean isDispersed(Volume volume) {
        return volume.redundancy() instanceof Redundancy.Dispersed;
    }

    /** Whether copies or fragments can be healed. */
    static boolean heals(Volume volume) {
        return volume.redundancy().tolerated() > 0 || volume.redundancy().bricksPerSubvolume() > 1;
    }

    /** Whether GlusterFS' self-heal daemon works on it. */
    static boolean isHealed(Kept kept) {
        String key = isDispersed(kept.volume()) ? OptionNames.DISPERSE_SELF_HEAL_KEY : OptionNames.SELF_HEAL_KEY;
        String value = kept.options().getOrDefault(key, "on");
        return heals(kept.volume())
                && List.of("on", "yes", "true", "enable", "1").contains(value);
    }

    static VolumeInfo info(Kept kept, Nodes nodes) {
        Volume volume = kept.volume();
        Counts counts = Counts.of(volume.redundancy());
        List<SubvolInfo> subvols = subvols(kept, nodes, counts);
        return new VolumeInfo(
                volume.id().toString(),
                volume.name().value(),
                type(volume.redundancy(), subvols.size()),
                "tcp",
                subvols.size(),
                counts.replica(),
                counts.arbiter(),
                counts.disperse(),
                counts.data(),
                counts.redundancy(),
                options(kept),
                state(kept).text(),
                subvols,
                metadata(kept),
                List.of(),
                volume.capacity().bytes());
    }

    private static String type(Redundancy redundancy, int subvols) {
        if (redundancy instanceof Redundancy.Distributed) {
            return "Distribute";
        }
        return (subvols > 1 ? "Distributed-" : "")
                + (redundancy instanceof Redundancy.Dispersed ? "Disperse" : "Replicate");
    }

    /** By the names that GlusterD2 has for them. */
    static Map<String, String> options(Kept kept) {
        SortedMap<String, String> options = new TreeMap<>();
        kept.options().forEach((key, value) -> options.put(OptionNames.name(key), value));
        if (heals(kept.volume())) {
            options.putIfAbsent(OptionNames.SELF_HEAL, "on");
        }
        if (kept.volume().redundancy() instanceof Redundancy.Arbiter) {
            options.put("cluster/replicate.arbiter-count", "1");
        }
        return options;
    }

    static SortedMap<String, String> metadata(Kept kept) {
        SortedMap<String, String> metadata = new TreeMap<>(kept.metadata());
        metadata.keySet().removeIf(key -> key.startsWith(OWN));
        boolean provisioned =
                kept.volume().bricks().stream().anyMatch(brick -> brick.device().isPresent());
        metadata.put(PROVISION_TYPE, provisioned ? "auto" : "");
        return metadata;
    }

    private static List<SubvolInfo> subvols(Kept kept, Nodes nodes, Counts counts) {
        List<SubvolInfo> subvols = new ArrayList<>();
        List<Brick> bricks = kept.volume().bricks();
        int at = 0;
        for (Part part : parts(kept)) {
            List<BrickInfo> infos = new ArrayList<>();
            for (Brick brick : bricks.subList(at, Math.min(bricks.size(), at + part.bricks()))) {
                infos.add(brick(kept.volume(), brick, nodes));
            }
            at += part.bricks();
            subvols.add(new SubvolInfo(
                    kept.volume().name() + "-" + part.type() + "-" + subvols.size(),
                    subvolType(kept.volume().redundancy()),
                    infos,
                    List.of(),
                    counts.replica(),
                    counts.arbiter(),
                    counts.disperse(),
                    counts.data(),
                    counts.redundancy()));
        }
        return subvols;
    }

    private static String subvolType(Redundancy redundancy) {
        return redundancy instanceof Redundancy.Distributed
                ? "Distribute"
                : redundancy instanceof Redundancy.Dispersed ? "Disperse" : "Replicate";
    }

    /** Some bricks of a volume that GlusterD2 shows together. */
    private record Part(String type, int bricks) {}

    /** As the request wrote them; set by set when it did not. */
    private static List<Part> parts(Kept kept) {
        Volume volume = kept.volume();
        List<Part> parts = new ArrayList<>();
        int total = 0;
        for (String text : kept.metadata().getOrDefault(LAYOUT, "").split(",", -1)) {
            int colon = text.lastIndexOf(':');
            if (colon >= 0 && text.substring(colon + 1).matches("[0-9]{1,6}")) {
                parts.add(new Part(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1))));
                total += parts.get(parts.size() - 1).bricks();
            }
        }
        if (total == volume.bricks().size() && total > 0) {
            return parts;
        }
        String type = subvolType(volume.redundancy()).toLowerCase(java.util.Locale.ROOT);
        int set = volume.redundancy().bricksPerSubvolume();
        parts.clear();
        for (int i = 0; i < volume.subvolumes(); i++) {
            parts.add(new Part(type, set));
        }
        return parts;
    }

    static BrickInfo brick(Volume volume, Brick brick, Nodes nodes) {
        return new BrickInfo(
                brick.id().toString(),
                brick.path(),
                volume.id().toString(),
                volume.name().value(),
                nodes.idOf(brick.node().value()),
                brick.address(),
                brick.role() == BrickRole.ARBITER ? "Arbiter" : "Brick");
    }

    /** The numbers that GlusterD2 has for a redundancy. */
    private record Counts(int replica, int arbiter, int disperse, int data, int redundancy) {
        static Counts of(Redundancy redundancy) {
            if (redundancy instanceof Redundancy.Replicated replicated) {
                return new Counts(replicated.copies(), 0, 0, 0, 0);
            } else if (redundancy instanceof Redundancy.Arbiter) {
                return new Counts(2, 1, 0, 0, 0);
            } else if (redundancy instanceof Redundancy.ThinArbiter) {
                return new Counts(2, 0, 0, 0, 0);
            } else if (redundancy instanceof Redundancy.Dispersed dispersed) {
                return new Counts(
                        1, 0, dispersed.data() + dispersed.redundancy(), dispersed.data(), dispersed.redundancy());
            }
            return new Counts(1, 0, 0, 0, 0);
        }
    }
}
