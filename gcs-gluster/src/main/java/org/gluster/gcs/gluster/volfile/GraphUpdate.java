/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gluster.gcs.gluster.option.OptionTable;
import org.gluster.gcs.gluster.option.VolumeOption.Effect;

/**
 * What the processes of a running volume need so that a changed volume counts. Computed from the graphs before and after.
 *
 * <p>A process that reads its volfile again and finds the same translators takes new values in place, as far as the
 * translator can do so while it runs. When other translators are found, a mount switches to a new graph by itself and the
 * self-heal daemon attaches the volume anew; a brick process can do neither, so it must start again.
 *
 * @param needs all that is needed; empty: nothing
 * @param late options of translators, as {@code TYPE OPTION}, that keep their old value until a process starts: why
 *     {@link Need#BRICK_RESTART}, {@link Need#REMOUNT} or {@link Need#SELF_HEAL_RESTART} is in it
 */
public record GraphUpdate(Set<Need> needs, SortedSet<String> late) {

    /** One thing to do. */
    public enum Need {
        /** Mounts read their volfile again. */
        CLIENT_FETCH,
        /** Bricks read their volfile again. */
        BRICK_FETCH,
        /** The self-heal daemon reads its volfile again. */
        SELF_HEAL_FETCH,
        /**
         * Bricks start again. Where this is needed for other translators than before, {@link #BRICK_FETCH} is not in the
         * set: a brick process must not be given such a volfile.
         */
        BRICK_RESTART,
        /** A new value counts for mounts made after this only; no running mount is disturbed. */
        REMOUNT,
        /** The self-heal daemon starts again. */
        SELF_HEAL_RESTART
    }

    /** Copies both. */
    public GraphUpdate {
        needs = needs.isEmpty() ? EnumSet.noneOf(Need.class) : EnumSet.copyOf(needs);
        needs = Collections.unmodifiableSet(needs);
        late = Collections.unmodifiableSortedSet(new TreeSet<>(late));
    }

    /** Whether nothing is needed. */
    public boolean isNothing() {
        return needs.isEmpty();
    }

    /**
     * What a change of options needs.
     *
     * @param before the volume as its processes know it
     * @param after the same volume with other options
     * @throws IllegalArgumentException when anything but the options differs
     */
    public static GraphUpdate between(VolumeSpec before, VolumeSpec after) {
        if (!before.withOptions(after.options()).equals(after)) {
            throw new IllegalArgumentException("volume " + before.name() + " differs in more than its options");
        }
        Set<Need> needs = EnumSet.noneOf(Need.class);
        SortedSet<String> late = new TreeSet<>();
        Difference client = Difference.of(VolumeGraphs.trustedClient(before), VolumeGraphs.trustedClient(after));
        if (client.any()) {
            needs.add(Need.CLIENT_FETCH);
        }
        if (!client.translators() && late.addAll(client.late())) { // with a new graph all is read anew
            needs.add(Need.REMOUNT);
        }
        if (before.sharesProcesses() != after.sharesProcesses()) {
            needs.add(Need.BRICK_RESTART);
        }
        for (VolumeSpec.Brick brick : before.bricks()) {
            Difference each = Difference.ofBrick(
                    VolumeGraphs.brick(before, brick.index()),
                    VolumeGraphs.brick(after, brick.index()),
                    before.sharesProcesses());
            if (each.translators() || !each.late().isEmpty()) {
                needs.add(Need.BRICK_RESTART);
                late.addAll(each.late());
            }
            if (each.any() && !each.translators()) {
                needs.add(Need.BRICK_FETCH);
            }
        }
        if (VolumeGraphs.heals(before)) {
            Difference each = Difference.of(VolumeGraphs.selfHeal(before), VolumeGraphs.selfHeal(after));
            if (each.any()) {
                needs.add(Need.SELF_HEAL_FETCH);
            }
            if (!each.translators() && !each.late().isEmpty()) {
                needs.add(Need.SELF_HEAL_RESTART);
                late.addAll(each.late());
            }
        }
        return new GraphUpdate(needs, late);
    }

    /**
     * How two graphs differ.
     *
     * @param any whether at all
     * @param translators whether in names, types or order
     * @param late the options that only a new process takes
     */
    private record Difference(boolean any, boolean translators, SortedSet<String> late) {

        static Difference of(Graph before, Graph after) {
            return ofBrick(before, after, false);
        }

        /** One that shares its process cannot change what holds for all others there: it changes to another process. */
        static Difference ofBrick(Graph before, Graph after, boolean shares) {
            SortedSet<String> late = new TreeSet<>();
            if (!shape(before).equals(shape(after))) {
                return new Difference(true, true, late);
            }
            for (int i = 0; i < before.translators().size(); i++) {
                Translator old = before.translators().get(i);
                Translator now = after.translators().get(i);
                SortedSet<String> keys = new TreeSet<>(old.options().keySet());
                keys.addAll(now.options().keySet());
                for (String key : keys) {
                    boolean same = old.options()
                            .getOrDefault(key, "")
                            .equals(now.options().getOrDefault(key, ""));
                    if (!same && (isLate(now.type(), key) || (shares && ProcessGraph.isOfProcess(now.type(), key)))) {
                        late.add(now.type() + " " + key);
                    }
                }
            }
            return new Difference(!before.equals(after), false, late);
        }

        /** What GlusterFS compares to decide whether a graph can stay. */
        private static List<String> shape(Graph graph) {
            List<String> shape = new ArrayList<>();
            graph.translators().forEach(each -> shape.add(each.name() + " " + each.type() + " " + each.subvolumes()));
            return shape;
        }

        private static boolean isLate(String type, String option) {
            return !option.startsWith("auth.")
                    && Late.OPTIONS.getOrDefault(type, List.of()).contains(option);
        }
    }

    /** By type, the options that a running translator does not take. */
    private static final class Late {
        static final Map<String, List<String>> OPTIONS = read();

        private static Map<String, List<String>> read() {
            Map<String, List<String>> late = new LinkedHashMap<>();
            OptionTable.glusterfs().rows().stream()
                    .filter(row -> row.target().effect() == Effect.START)
                    .filter(row -> !row.target().option().isEmpty())
                    .forEach(row -> {
                        List<String> types = row.target().translator().equals("rpc-transport/socket")
                                ? List.of("protocol/client", "protocol/server")
                                : List.of(row.target().translator());
                        types.forEach(type -> late.computeIfAbsent(type, each -> new ArrayList<>())
                                .add(row.target().option()));
                    });
            return late;
        }
    }
}
