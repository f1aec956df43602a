/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.gluster.gcs.gluster.option.OptionLayout.Kind;
import org.gluster.gcs.gluster.option.OptionRefusal.Reason;
import org.gluster.gcs.gluster.option.VolumeOption.Rule;
import org.gluster.gcs.gluster.option.VolumeOption.Target;

/** One check of a volume's options: each alone, then all together. */
final class OptionCheck {
    private static final int LONGEST_VALUE = 4_096;
    private static final int MOST_THREADS = 1_024;

    private final OptionTable table;
    private final OptionLayout layout;
    private final SortedMap<String, String> implied;
    private final SortedMap<String, String> taken = new TreeMap<>();
    private final List<OptionRefusal> refusals = new ArrayList<>();

    OptionCheck(OptionTable table, OptionLayout layout) {
        this.table = table;
        this.layout = layout;
        this.implied = OptionTable.implied(layout.kind() == Kind.REPLICATE);
    }

    CheckedOptions all(Map<String, String> given) {
        given(given);
        together();
        return new CheckedOptions(taken, refusals);
    }

    CheckedOptions change(
            SortedMap<String, String> before, Map<String, String> set, Collection<String> reset, boolean started) {
        SortedMap<String, String> after = new TreeMap<>(before);
        for (String name : reset) {
            Optional<String> key = key(name);
            if (key.isPresent() && after.remove(key.get()) == null) {
                refuse(Reason.NOT_SET, name, "", "it is not set, so there is nothing to reset", "");
            }
        }
        given(set);
        after.putAll(taken);
        taken.clear();
        taken.putAll(after);
        together();
        if (started) {
            fixed(before);
        }
        boolean client = isOn("client.ssl");
        if (client != isOn("server.ssl")) {
            String on = client ? "client.ssl" : "server.ssl";
            String off = client ? "server.ssl" : "client.ssl";
            refuse(
                    Reason.CONFLICT,
                    on,
                    String.valueOf(taken.get(on)),
                    "clients and bricks could not talk, since " + off + " is off",
                    "change both in one request");
        }
        return new CheckedOptions(taken, refusals);
    }

    private Optional<String> key(String name) {
        OptionName found = table.resolve(name);
        if (found instanceof OptionName.Known known) {
            return Optional.of(known.option().key());
        }
        if (found instanceof OptionName.User user) {
            return Optional.of(user.key());
        }
        refusals.add(((OptionName.Refused) found).refusal());
        return Optional.empty();
    }

    private void given(Map<String, String> given) {
        Map<String, String> names = new TreeMap<>();
        new TreeMap<>(given).forEach((name, value) -> {
            Optional<String> key = key(name);
            if (key.isEmpty() || !storable(name, value) || !available(name, key.get(), value)) {
                return;
            }
            String same = names.put(key.get(), name);
            if (same != null && !value.equals(taken.get(key.get()))) {
                refuse(Reason.CONFLICT, name, value, same + " is the same option with another value", "give one");
                return;
            }
            Optional<VolumeOption> option = table.option(key.get());
            if (option.isEmpty() || fits(option.get(), name, value)) {
                taken.put(key.get(), value);
            }
        });
    }

    private boolean storable(String name, String value) {
        boolean strange = value.isEmpty()
                || value.length() > LONGEST_VALUE
                || !value.equals(value.strip())
                || value.chars().anyMatch(c -> Character.isISOControl(c) || "\"`\\".indexOf(c) >= 0);
        if (strange) {
            refuse(
                    Reason.BAD_VALUE,
                    name,
                    value.length() > LONGEST_VALUE ? "" : value,
                    "a value has 1 to " + LONGEST_VALUE
                            + " characters, none of them a control character, a quote, a back"
                            + " quote or a backslash, and no blank at either end",
                    "");
        }
        return !strange;
    }

    private boolean available(String name, String key, String value) {
        Optional<Unavailable> row = table.unavailable(key);
        if (row.isEmpty()) {
            return true;
        }
        // a value that GlusterFS itself would not take is called so, whatever else is true
        Optional<VolumeOption> option = table.option(key);
        if (option.isPresent() && !isOfType(option.get().targets().get(0), value)) {
            badValue(name, value, option.get().allowed());
            return false;
        }
        if (row.get().takes(value)) {
            return true;
        }
        refusals.add(row.get().refusal(name, value));
        return false;
    }

    private boolean fits(VolumeOption option, String name, String value) {
        boolean suits = switch (option.rule()) {
            case REPLICATED -> layout.kind() == Kind.REPLICATE;
            case DISPERSED, DISPERSE_COUNT -> layout.kind() == Kind.DISPERSE;
            case DISTRIBUTED_ONLY -> layout.kind() == Kind.DISTRIBUTE;
            default -> true;
        };
        if (!suits) {
            String needed = switch (option.rule()) {
                case REPLICATED -> "replicated";
                case DISTRIBUTED_ONLY -> "distributed (neither replicated nor dispersed)";
                default -> "dispersed";
            };
            refuse(
                    Reason.WRONG_LAYOUT,
                    name,
                    value,
                    "it is for " + needed + " volumes only; this one is "
                            + layout.kind().name().toLowerCase(Locale.ROOT) + "d",
                    "leave it out");
            return false;
        }
        boolean sound = switch (option.rule()) {
            case REPLICA_COUNT -> isBetween(value, 1, layout.kind() == Kind.REPLICATE ? layout.bricks() : 1);
            case DISPERSE_COUNT -> isBetween(value, layout.bricks() - layout.redundancy(), layout.bricks());
            case SUBVOLUME_COUNT -> isBetween(value, Long.MIN_VALUE, layout.subvolumes());
            case THROTTLE ->
                List.of("lazy", "normal", "aggressive").contains(value.toLowerCase(Locale.ROOT))
                        || isBetween(value, 1, MOST_THREADS);
            case NOT_NEGATIVE -> isBetween(value, 0, Integer.MAX_VALUE);
            case TRASH_DIR -> value.indexOf('/') < 0;
            default -> true;
        };
        if (!sound) {
            badValue(name, value, option.allowed());
        } else if (option.type() == ValueType.TRANSLATOR && !layout.clients().contains(value)) {
            sound = false;
            badValue(name, value, "one of " + String.join(", ", layout.clients()));
        }
        return sound;
    }

    private static boolean isBetween(String value, long least, long most) {
        OptionalLong number = ValueType.integer(value);
        return number.isPresent() && number.getAsLong() >= least && number.getAsLong() <= most;
    }

    private static boolean isOfType(Target target, String value) {
        return target.type().read(value).isPresent()
                && (target.values().isEmpty() || target.values().contains(value));
    }

    private static boolean isTakenBy(Target target, String value) {
        OptionalDouble number = target.type().read(value);
        boolean ranged = target.type() != ValueType.PERCENT_OR_SIZE || !value.endsWith("%");
        return number.isPresent()
                && (target.values().isEmpty() || target.values().contains(value))
                && (!ranged || (number.getAsDouble() >= target.min() && number.getAsDouble() <= target.max()));
    }

    private void together() {
        for (Map.Entry<String, String> each : List.copyOf(taken.entrySet())) {
            Optional<VolumeOption> option = table.option(each.getKey());
            if (option.isEmpty() || table.unavailable(each.getKey()).isPresent()) {
                continue;
            }
            Optional<Target> against = relevant(option.get()).stream()
                    .filter(target -> !isTakenBy(target, each.getValue()))
                    .findFirst();
            if (against.isPresent()) {
                taken.remove(each.getKey());
                badValue(each.getKey(), each.getValue(), against.get().allowed());
            }
        }
        if (isOn("features.read-only") && (isOn("features.worm") || isOn("features.worm-file-level"))) {
            conflict("features.read-only", "it cannot be on together with features.worm or features.worm-file-level");
        }
        if (isOn("cluster.nufa") && isOn("cluster.switch")) {
            conflict("cluster.nufa", "it cannot be on together with cluster.switch");
        }
        if (isOn("server.root-squash")
                && taken.containsKey("performance.read-after-open")
                && !isOn("performance.read-after-open")) {
            conflict(
                    "performance.read-after-open", "with server.root-squash files must be opened before they are read");
        }
        if (taken.containsKey("features.trash-dir") && !isOn("features.trash")) {
            conflict("features.trash-dir", "it has a meaning only while features.trash is on");
        }
        String least = taken.get("performance.cache-min-file-size");
        String most = taken.get("performance.cache-max-file-size");
        if (least != null
                && most != null
                && ValueType.size(least).orElse(0) > ValueType.size(most).orElse(0)) {
            conflict("performance.cache-min-file-size", "it is larger than performance.cache-max-file-size, " + most);
        }
        if (layout.subvolumes() > 1
                && isOn("performance.parallel-readdir")
                && isOn("performance.readdir-ahead")
                && ValueType.size(taken.getOrDefault("performance.rda-cache-limit", "1"))
                                .orElse(1)
                        == 0) {
            conflict("performance.rda-cache-limit", "nothing can be shared by performance.parallel-readdir");
        }
        lockouts();
    }

    /** The translators whose range counts: those in the graphs; all, when none is. */
    private List<Target> relevant(VolumeOption option) {
        List<Target> inGraphs = option.targets().stream()
                .filter(target -> switch (target.translator()) {
                    case "cluster/replicate" -> layout.kind() == Kind.REPLICATE;
                    case "cluster/disperse" -> layout.kind() == Kind.DISPERSE;
                    default -> option.targets().size() == 1 || isSwitchedOn(target.translator());
                })
                .toList();
        return inGraphs.isEmpty() ? option.targets() : inGraphs;
    }

    private boolean isSwitchedOn(String translator) {
        return table.switchOf(translator).map(this::isOn).orElse(true);
    }

    private void lockouts() {
        String rejected = taken.get("auth.reject");
        if (rejected == null) {
            return;
        }
        for (String entry : rejected.split(",")) {
            List<String> hit = layout.hosts().stream()
                    .filter(host -> matches(entry, host))
                    .distinct()
                    .toList();
            if (!hit.isEmpty()) {
                taken.remove("auth.reject");
                refuse(
                        Reason.UNSAFE,
                        "auth.reject",
                        rejected,
                        "'" + entry + "' would also shut out " + String.join(", ", hit)
                                + ", where the volume's own bricks are healed from",
                        "name only addresses of clients");
                return;
            }
        }
    }

    private static boolean matches(String entry, String host) {
        if (entry.indexOf('/') > 0) {
            return Addresses.contains(entry, host);
        }
        String pattern = entry.chars()
                .mapToObj(c -> c == '*' ? ".*" : Pattern.quote(Character.toString(c)))
                .collect(Collectors.joining());
        return host.matches(pattern);
    }

    private void fixed(SortedMap<String, String> before) {
        for (VolumeOption option : table.options()) {
            String key = option.key();
            if (option.rule() == Rule.BEFORE_START && isOn(before, key) != isOn(taken, key)) {
                refuse(
                        Reason.FIXED,
                        key,
                        taken.getOrDefault(key, ""),
                        "it cannot change once the volume has been started",
                        "set it when the volume is made");
            } else if (option.rule() == Rule.NEVER_OFF && isOn(before, key) && !isOn(taken, key)) {
                refuse(
                        Reason.FIXED,
                        key,
                        taken.getOrDefault(key, ""),
                        "files written so far would appear cut off without it",
                        "leave it on");
            }
        }
    }

    private boolean isOn(String key) {
        return isOn(taken, key);
    }

    private boolean isOn(Map<String, String> options, String key) {
        String value = options.getOrDefault(key, implied.getOrDefault(key, ""));
        return ValueType.bool(
                        value.isEmpty()
                                ? table.option(key)
                                        .map(VolumeOption::defaultValue)
                                        .orElse("")
                                : value)
                .orElse(false);
    }

    private void conflict(String key, String why) {
        refuse(Reason.CONFLICT, key, taken.getOrDefault(key, ""), why, "change one of them");
    }

    private void badValue(String name, String value, String allowed) {
        refuse(Reason.BAD_VALUE, name, value, "the value is not allowed", "allowed: " + allowed);
    }

    private void refuse(Reason reason, String option, String value, String why, String instead) {
        refusals.add(new OptionRefusal(reason, option, value, why, instead));
    }
}
