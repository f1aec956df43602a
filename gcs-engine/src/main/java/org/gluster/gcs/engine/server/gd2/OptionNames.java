/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.gluster.option.OptionTable;
import org.gluster.gcs.gluster.option.VolumeOption;
import org.gluster.gcs.gluster.option.VolumeOption.Kind;
import org.gluster.gcs.gluster.option.VolumeOption.Target;

/**
 * GlusterD2's names of volume options, {@code [graph.][category/]translator[.option]}, and the keys by which GlusterFS has
 * them. Each option that has such a name has one full name, by which it is shown.
 */
final class OptionNames {
    /** GlusterD2 has one option for what is two here. */
    static final String SELF_HEAL = "cluster/replicate.self-heal-daemon";

    static final String SELF_HEAL_KEY = "cluster.self-heal-daemon";
    static final String DISPERSE_SELF_HEAL_KEY = "cluster.disperse-self-heal-daemon";

    /** Graphs that GlusterD2 writes and nothing here reads: what is set for them is kept, and has no effect, as there. */
    private static final List<String> IDLE_GRAPHS = List.of("gfproxy", "nfs");

    private static final List<String> OTHER_GRAPHS =
            List.of("brick", "client", "rebalance", "glustershd", "bitd", "scrubd");
    private static final String KEPT = "user.gd2.";

    private static final SortedMap<String, String> NAMES;
    private static final SortedMap<String, String> KEYS;
    private static final SortedMap<String, String> SHORT;
    private static final SortedMap<String, String> SWITCHES;

    static {
        SortedMap<String, String> names = new TreeMap<>();
        SortedMap<String, String> keys = new TreeMap<>();
        SortedMap<String, String> shorter = new TreeMap<>();
        SortedMap<String, String> switches = new TreeMap<>();
        for (VolumeOption option : OptionTable.glusterfs().options()) {
            option.targets().stream()
                    .flatMap(target -> name(target).stream())
                    .filter(name -> !keys.containsKey(name))
                    .findFirst()
                    .ifPresent(name -> {
                        names.put(option.key(), name);
                        keys.put(name, option.key());
                        shorter.putIfAbsent(shortened(name), option.key());
                    });
        }
        for (VolumeOption option : OptionTable.glusterfs().options()) { // the translator's name alone is its switch
            Target first = option.targets().get(0);
            if (first.kind() == Kind.SWITCH && !first.translator().startsWith("cluster/")) {
                keys.putIfAbsent(first.translator(), option.key());
                switches.put(option.key(), first.translator());
            }
        }
        NAMES = Collections.unmodifiableSortedMap(names);
        KEYS = Collections.unmodifiableSortedMap(keys);
        SHORT = Collections.unmodifiableSortedMap(shorter);
        SWITCHES = Collections.unmodifiableSortedMap(switches);
    }

    private OptionNames() {}

    private static Optional<String> name(Target target) {
        String translator = target.translator();
        return switch (target.kind()) {
            case SWITCH ->
                translator.startsWith("cluster/")
                        ? Optional.empty()
                        : Optional.of(translator + "." + translator.substring(translator.indexOf('/') + 1));
            case NFS, NONE, SERVER_AUTH, ADDRESS_FAMILY -> Optional.empty();
            default -> target.option().isEmpty() ? Optional.empty() : Optional.of(translator + "." + target.option());
        };
    }

    private static String shortened(String name) {
        return name.substring(name.indexOf('/') + 1);
    }

    /** All that have a name, by it. */
    static SortedMap<String, String> all() {
        SortedMap<String, String> all = new TreeMap<>();
        NAMES.forEach((key, name) -> all.put(name, key));
        return all;
    }

    /** The option that a name stands for on a volume; a key of ours for what is kept without an effect. */
    static Optional<String> key(String name, boolean dispersed) {
        Optional<String> idle = withoutGraph(name, IDLE_GRAPHS);
        if (idle.isPresent()) {
            return plain(idle.get()).map(key -> KEPT + name);
        }
        return plain(name).map(key -> dispersed && key.equals(SELF_HEAL_KEY) ? DISPERSE_SELF_HEAL_KEY : key);
    }

    /** The option of which a name means the value in one kind of graph only, which cannot be said here. */
    static boolean isOfOneGraph(String name) {
        return withoutGraph(name, OTHER_GRAPHS).flatMap(OptionNames::plain).isPresent();
    }

    /** The option whose default and range hold for what a name stands for. */
    static Optional<String> described(String name) {
        return plain(withoutGraph(name, IDLE_GRAPHS).orElse(name));
    }

    private static Optional<String> plain(String name) {
        String key = KEYS.get(name);
        return Optional.ofNullable(key != null ? key : SHORT.get(name));
    }

    private static Optional<String> withoutGraph(String name, List<String> graphs) {
        int dot = name.indexOf('.');
        return dot > 0 && graphs.contains(name.substring(0, dot)) && name.indexOf('.', dot + 1) > 0
                ? Optional.of(name.substring(dot + 1))
                : Optional.empty();
    }

    /** Whether that is kept without an effect. */
    static boolean isIdle(String key) {
        return key.startsWith(KEPT);
    }

    /** How a group names an option: one that switches a translator by the translator alone. */
    static String inGroup(String key) {
        return SWITCHES.getOrDefault(key, name(key));
    }

    /** How an option is shown. */
    static String name(String key) {
        if (isIdle(key)) {
            return key.substring(KEPT.length());
        }
        if (key.equals(DISPERSE_SELF_HEAL_KEY)) {
            return SELF_HEAL;
        }
        return NAMES.getOrDefault(key, key);
    }
}
