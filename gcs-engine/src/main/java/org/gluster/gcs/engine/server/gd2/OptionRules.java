/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.gluster.option.OptionLayout;
import org.gluster.gcs.gluster.option.OptionRefusal;
import org.gluster.gcs.gluster.option.OptionTable;
import org.gluster.gcs.gluster.option.VolumeOption;
import org.gluster.gcs.option.OptionGroup;
import org.gluster.gcs.volume.Redundancy;

/** What GlusterD2 says of the options in a request, before the engine checks them all together. */
final class OptionRules {
    static final String RESERVED = "profile.default.";
    private static final String BASIC = "Basic";
    private static final int MANY = 1_000;

    private final Gcs gcs;

    OptionRules(Gcs gcs) {
        this.gcs = gcs;
    }

    /** Something is wrong with an option; the message is GlusterD2's, and more for a person. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final String more;
        private final boolean ofGroup;

        Refused(String message, String more, boolean ofGroup) {
            super(message, null, false, false);
            this.more = more;
            this.ofGroup = ofGroup;
        }

        String text() {
            return String.valueOf(getMessage());
        }

        /** The whole story, or empty. */
        String more() {
            return more;
        }

        /** Whether the group itself was at fault, and not an option. */
        boolean ofGroup() {
            return ofGroup;
        }
    }

    static void requireNotReserved(Map<String, String> options) {
        if (options.keySet().stream().anyMatch(name -> name.startsWith(RESERVED))) {
            throw Gd2Failure.badRequest("reserved group profile");
        }
    }

    /** Where options go: what of a volume, real or planned, decides which it can have. */
    static OptionLayout layout(Redundancy redundancy, int subvolumes) {
        OptionLayout.Kind kind = redundancy instanceof Redundancy.Dispersed
                ? OptionLayout.Kind.DISPERSE
                : redundancy instanceof Redundancy.Distributed
                        ? OptionLayout.Kind.DISTRIBUTE
                        : OptionLayout.Kind.REPLICATE;
        int lost = redundancy instanceof Redundancy.Dispersed dispersed ? dispersed.redundancy() : 0;
        return new OptionLayout(kind, subvolumes, redundancy.bricksPerSubvolume(), lost, List.of(), List.of());
    }

    /** A volume that could have any option of its kind, for a group. */
    static OptionLayout any(OptionLayout.Kind kind) {
        return new OptionLayout(
                kind, MANY, MANY, kind == OptionLayout.Kind.DISPERSE ? MANY / 2 - 1 : 0, List.of(), List.of());
    }

    /** Options by key, groups in the place of their names. */
    SortedMap<String, String> keys(Map<String, String> options, boolean advanced, OptionLayout layout) throws Refused {
        SortedMap<String, String> keys = new TreeMap<>();
        for (Map.Entry<String, String> option : new TreeMap<>(options).entrySet()) {
            Optional<OptionGroup> group = group(option.getKey());
            if (group.isEmpty()) {
                keys.put(key(option.getKey(), option.getValue(), advanced, layout), option.getValue());
                continue;
            }
            for (Map.Entry<String, String> member :
                    members(group.get(), option.getValue(), layout).entrySet()) {
                check(OptionNames.name(member.getKey()), member.getKey(), member.getValue(), advanced, layout);
                keys.put(member.getKey(), member.getValue());
            }
        }
        return keys;
    }

    private Optional<OptionGroup> group(String name) {
        return name.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")
                ? gcs.optionGroups().find(name)
                : Optional.empty();
    }

    /** The keys that a group stands for; the name alone if it is none. */
    List<String> namesOf(String name) {
        return group(name)
                .map(group ->
                        group.options().keySet().stream().map(OptionNames::name).toList())
                .orElse(List.of(name));
    }

    /** What a group says when it is switched; what is for other layouts is left out. */
    private static SortedMap<String, String> members(OptionGroup group, String value, OptionLayout layout)
            throws Refused {
        if (!value.equals("on") && !value.equals("off")) {
            throw new Refused("need either on or off", "", true);
        }
        SortedMap<String, String> members = new TreeMap<>();
        group.options().forEach((key, on) -> {
            Optional<VolumeOption> option = OptionTable.glusterfs().option(key);
            String said = value.equals("on")
                    ? on
                    : option.map(VolumeOption::defaultValue).orElse("");
            if (!said.isEmpty() && fits(key, said, layout)) {
                members.put(key, said);
            }
        });
        return members;
    }

    private static boolean fits(String key, String value, OptionLayout layout) {
        return refusals(key, value, layout).stream()
                .noneMatch(refusal -> refusal.reason() == OptionRefusal.Reason.WRONG_LAYOUT);
    }

    private static List<OptionRefusal> refusals(String key, String value, OptionLayout layout) {
        return OptionTable.glusterfs().check(Map.of(key, value), layout).refusals();
    }

    /** The key of one option, all of whose own rules hold. */
    static String key(String name, String value, boolean advanced, OptionLayout layout) throws Refused {
        boolean dispersed = layout.kind() == OptionLayout.Kind.DISPERSE;
        if (OptionNames.isOfOneGraph(name)) {
            throw new Refused(
                    "option " + name + " cannot be set",
                    "an option cannot be set for one kind of graph alone: leave out what is before the first dot",
                    false);
        }
        String key =
                OptionNames.key(name, dispersed).orElseThrow(() -> new Refused("option not found: " + name, "", false));
        check(name, key, value, advanced, layout);
        return key;
    }

    private static void check(String name, String key, String value, boolean advanced, OptionLayout layout)
            throws Refused {
        String described = OptionNames.isIdle(key) ? OptionNames.described(name).orElse(key) : key;
        if (!advanced && !level(described).equals(BASIC)) {
            throw new Refused("option " + name + " is an advanced option. To set it pass the advanced flag", "", false);
        }
        for (OptionRefusal refusal : refusals(described, value, layout)) {
            boolean idle = OptionNames.isIdle(key) && refusal.reason() == OptionRefusal.Reason.WRONG_LAYOUT;
            if (!idle) {
                throw refused(name, value, refusal);
            }
        }
    }

    /** How much one should know to change an option, as GlusterD2 says it. */
    static String level(String key) {
        return OptionTable.glusterfs()
                .option(key)
                .filter(option -> option.level().equals("basic"))
                .map(option -> BASIC)
                .orElse("Advanced");
    }

    private static Refused refused(String name, String value, OptionRefusal refusal) {
        String text = switch (refusal.reason()) {
            case UNKNOWN, AMBIGUOUS -> "option not found: " + name;
            case BAD_VALUE -> // key and value are the wrong way round, as GlusterD2 has them
                "failed to validate value(" + name + ") for key(" + value + "): "
                        + (isNumber(value) ? "option is out of valid range" : "invalid Value");
            case WRONG_LAYOUT -> ": option cannot be set for a non replicate volume";
            case FEATURE_MISSING, MANAGED, UNSAFE, FIXED -> "option " + name + " cannot be set";
            case CONFLICT, NOT_SET -> refusal.message();
        };
        return new Refused(text, refusal.message(), false);
    }

    private static boolean isNumber(String value) {
        return value.matches("-?[0-9]+(\\.[0-9]+)?");
    }

    /** An option's refusal where a volume is created or a group made. */
    static Gd2Failure onCreate(Refused refused) {
        return Gd2Failure.of(refused.ofGroup() ? 500 : 400, ErrorCode.INVALID_REQUEST, refused.text(), refused.more());
    }
}
