/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * One option of the table.
 *
 * @param key as {@code gluster volume set} names it, e.g. {@code cluster.eager-lock}
 * @param targets the translators that it reaches, in the order in which they are reached; never empty
 * @param rule what more than its type decides about a value
 * @param defaultValue what holds when it is not set; empty when GlusterFS decides while it runs, or nothing holds
 * @param clusterWide whether GlusterFS keeps it once for all volumes
 * @param documented whether {@code gluster volume set help} shows it
 * @param level how much one should know to change it: {@code basic} or {@code advanced}
 * @param since the op-version that brought it
 */
public record VolumeOption(
        String key,
        List<Target> targets,
        Rule rule,
        String defaultValue,
        boolean clusterWide,
        boolean documented,
        String level,
        int since) {

    /** @throws IllegalArgumentException when there is no target */
    public VolumeOption {
        targets = List.copyOf(targets);
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("option " + key + " reaches nothing");
        }
    }

    /** What its values look like. Where translators differ in the range, see {@link Target}. */
    public ValueType type() {
        return targets.get(0).type();
    }

    /** The graphs that can change with it; empty when none does. */
    public Set<Side> sides() {
        Set<Side> sides = EnumSet.noneOf(Side.class);
        targets.forEach(target -> sides.addAll(target.sides()));
        return Collections.unmodifiableSet(sides);
    }

    /** What is allowed, for people. */
    public String allowed() {
        return rule.allowed().isEmpty() ? targets.get(0).allowed() : rule.allowed();
    }

    /** Whose graph. */
    public enum Side {
        /** Mounts. */
        CLIENT,
        /** Brick processes. */
        BRICK,
        /** The self-heal daemon. */
        SELF_HEAL
    }

    /** When a process takes a new value. */
    public enum Effect {
        /** At once, when it reads its volfile again. */
        LIVE,
        /** When it starts the next time. */
        START,
        /** Never: no graph holds it. */
        NONE
    }

    /** How a value gets into graphs. */
    public enum Kind {
        /** Into every translator of that type. */
        PLAIN,
        /** Puts a translator in, or leaves it out. */
        SWITCH,
        /** Into the self-heal graph only. */
        SELF_HEAL,
        /** Into the bricks' io-stats. */
        BRICK_LOG,
        /** Into the io-stats of clients and of the self-heal daemon. */
        CLIENT_LOG,
        /** Into every translator that speaks over the network. */
        TLS,
        /** Who may come with a certificate. */
        TLS_NAMES,
        /** Who may come, by address. */
        SERVER_AUTH,
        /** IPv4 or IPv6. */
        ADDRESS_FAMILY,
        /** Into graphs of the NFS server, which are not made here. */
        NFS,
        /** Into none. */
        NONE
    }

    /** What more than its type decides about a value. */
    public enum Rule {
        /** Nothing. */
        NONE(""),
        /** Replicated volumes only. */
        REPLICATED(""),
        /** Dispersed volumes only. */
        DISPERSED(""),
        /** From 1 to the number of bricks in a replica set. */
        REPLICA_COUNT("a whole number from 1 to the number of replicas"),
        /** From the number of data bricks to all bricks of a dispersed set. */
        DISPERSE_COUNT("a whole number from the number of data bricks to the number of all bricks of a dispersed set"),
        /** At most the number of subvolumes. */
        SUBVOLUME_COUNT("a whole number, at most the number of subvolumes"),
        /** Volumes that are neither replicated nor dispersed. */
        DISTRIBUTED_ONLY(""),
        /** A word or a number of threads. */
        THROTTLE("lazy, normal, aggressive, or a number of threads from 1 to 1024"),
        /** Smallest and largest size of one pair. */
        MIN_MAX(""),
        /** 0 and more. */
        NOT_NEGATIVE("a whole number that is not negative"),
        /** A name, not a path, and only with the trash switched on. */
        TRASH_DIR("a name without '/'"),
        /** Only as long as the volume has never been started. */
        BEFORE_START(""),
        /** Once on, it stays on. */
        NEVER_OFF("");

        private final String allowed;

        Rule(String allowed) {
            this.allowed = allowed;
        }

        String allowed() {
            return allowed;
        }
    }

    /**
     * One translator that an option reaches.
     *
     * @param translator its type, e.g. {@code cluster/replicate}
     * @param option how its volfile calls it; empty when there is no such fixed name
     * @param kind how it gets there
     * @param written what stands in the volfile when the option is not set; empty: nothing
     * @param type what its values look like
     * @param min smallest, negative infinity when there is none
     * @param max largest, infinity when there is none
     * @param values the only ones for {@link ValueType#TEXT}; empty: any
     * @param effect when a process takes a new value
     */
    public record Target(
            String translator,
            String option,
            Kind kind,
            String written,
            ValueType type,
            double min,
            double max,
            List<String> values,
            Effect effect) {

        /** Copies the list. */
        public Target {
            values = List.copyOf(values);
        }

        /** The graphs that hold this translator. */
        public Set<Side> sides() {
            return Translators.sides(translator, kind);
        }

        /** What is allowed, for people. */
        public String allowed() {
            if (!values.isEmpty()) {
                return "one of " + String.join(", ", values);
            }
            boolean low = !Double.isInfinite(min);
            boolean high = !Double.isInfinite(max);
            String range = low && high
                    ? " from " + shown(min) + " to " + shown(max)
                    : low ? ", at least " + shown(min) : high ? ", at most " + shown(max) : "";
            return type.allowed() + range;
        }

        private static String shown(double bound) {
            return bound == (long) bound ? Long.toString((long) bound) : Double.toString(bound);
        }
    }
}
