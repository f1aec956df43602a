/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.gluster.gcs.gluster.option.OptionRefusal.Reason;

/**
 * A named set of options. Those that exist from the start and those of users are of one kind.
 *
 * @param name letters, digits, {@code .}, {@code -} and {@code _}
 * @param description for people
 * @param options values by key
 * @param leftOut what an existing group of GlusterFS or GlusterD2 holds beyond that, and why it does not count here
 */
public record OptionGroup(String name, String description, SortedMap<String, String> options, List<LeftOut> leftOut) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
    private static final int LONGEST_DESCRIPTION = 1_024;

    /** @throws IllegalArgumentException when name, description or an option is not usable; all faults are named */
    public OptionGroup {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        leftOut = List.copyOf(leftOut);
        List<String> faults = faults(name, description, options);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException("option group '" + name + "': " + String.join("\n", faults));
        }
    }

    /**
     * What of a group does not count here.
     *
     * @param option as the group's origin writes it
     * @param value its value there
     * @param why the reason
     */
    public record LeftOut(String option, String value, String why) {}

    /**
     * A group of a user.
     *
     * @param options values by name, in any spelling
     * @throws IllegalArgumentException when name, description or an option is not usable; all faults are named
     */
    public static OptionGroup of(String name, String description, Map<String, String> options) {
        SortedMap<String, String> byKey = new TreeMap<>();
        new TreeMap<>(options).forEach((option, value) -> {
            OptionName found = OptionTable.glusterfs().resolve(option);
            String key =
                    found instanceof OptionName.Known known ? known.option().key() : option;
            if (byKey.put(key, value) != null) {
                throw new IllegalArgumentException("option group '" + name + "': option " + key + " is given twice");
            }
        });
        return new OptionGroup(name, description, byKey, List.of());
    }

    /** The groups that exist from the start: {@code container}, those of glusterd's package, those of GlusterD2. */
    public static List<OptionGroup> builtIn() {
        return BuiltIn.GROUPS;
    }

    /** The group of this name that exists from the start. */
    public static Optional<OptionGroup> builtIn(String name) {
        return BuiltIn.GROUPS.stream()
                .filter(group -> group.name().equals(name))
                .findFirst();
    }

    /**
     * What the group gives this volume: its options without those that are for other layouts.
     *
     * @param layout the volume
     * @return the options, and what else keeps the group from being applied
     */
    public CheckedOptions fitting(OptionLayout layout) {
        CheckedOptions checked = OptionTable.glusterfs().check(options, layout);
        return new CheckedOptions(
                checked.options(),
                checked.refusals().stream()
                        .filter(refusal -> refusal.reason() != Reason.WRONG_LAYOUT)
                        .toList());
    }

    /** What the group being switched off means: the default of each option that has one. */
    public SortedMap<String, String> defaults() {
        SortedMap<String, String> defaults = new TreeMap<>();
        options.keySet()
                .forEach(key -> OptionTable.glusterfs()
                        .option(key)
                        .map(VolumeOption::defaultValue)
                        .filter(value -> !value.isEmpty())
                        .ifPresent(value -> defaults.put(key, value)));
        return Collections.unmodifiableSortedMap(defaults);
    }

    private static List<String> faults(String name, String description, SortedMap<String, String> options) {
        List<String> faults = new ArrayList<>();
        if (!NAME.matcher(name).matches()) {
            faults.add("a name has up to 128 letters, digits, '.', '-' and '_', and begins with a letter or digit");
        }
        if (description.length() > LONGEST_DESCRIPTION || description.chars().anyMatch(Character::isISOControl)) {
            faults.add("a description is one line of at most " + LONGEST_DESCRIPTION + " characters");
        }
        if (options.isEmpty()) {
            faults.add("it holds no option; give at least one");
        }
        // one layout after the other: what no layout takes is a fault
        List<List<OptionRefusal>> refusals = LAYOUTS.stream()
                .map(layout -> OptionTable.glusterfs().check(options, layout).refusals())
                .toList();
        refusals.get(0).stream()
                .filter(refusal -> refusals.stream()
                        .allMatch(each ->
                                each.stream().anyMatch(other -> other.option().equals(refusal.option()))))
                .map(OptionRefusal::message)
                .forEach(faults::add);
        return faults;
    }

    private static final List<OptionLayout> LAYOUTS = List.of(
            new OptionLayout(OptionLayout.Kind.DISTRIBUTE, 1_000, 1, 0, List.of(), List.of()),
            new OptionLayout(OptionLayout.Kind.REPLICATE, 1_000, 1_000, 0, List.of(), List.of()),
            new OptionLayout(OptionLayout.Kind.DISPERSE, 1_000, 1_000, 499, List.of(), List.of()));

    /** Read when first asked for. */
    private static final class BuiltIn {
        static final List<OptionGroup> GROUPS = read();

        private static List<OptionGroup> read() {
            Map<String, String> descriptions = new LinkedHashMap<>();
            Map<String, SortedMap<String, String>> options = new LinkedHashMap<>();
            Map<String, List<LeftOut>> leftOut = new LinkedHashMap<>();
            for (List<String> cells : Resources.rows("groups.tsv")) {
                String group = cells.get(1);
                if (cells.get(0).equals("group")) {
                    descriptions.put(group, cells.get(2));
                    options.put(group, new TreeMap<>());
                    leftOut.put(group, new ArrayList<>());
                } else if (cells.get(4).isEmpty()) {
                    leftOut.getOrDefault(group, new ArrayList<>())
                            .add(new LeftOut(cells.get(2), cells.get(3), cells.get(5)));
                } else {
                    options.getOrDefault(group, new TreeMap<>()).put(cells.get(4), cells.get(3));
                }
            }
            List<OptionGroup> groups = new ArrayList<>();
            descriptions.forEach((group, description) -> groups.add(new OptionGroup(
                    group,
                    description,
                    options.getOrDefault(group, new TreeMap<>()),
                    leftOut.getOrDefault(group, List.of()))));
            return List.copyOf(groups);
        }
    }
}
