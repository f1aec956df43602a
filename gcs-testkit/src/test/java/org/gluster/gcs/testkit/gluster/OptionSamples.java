/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gluster;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.gluster.gcs.gluster.option.ValueType;
import org.gluster.gcs.gluster.option.VolumeOption;
import org.gluster.gcs.gluster.option.VolumeOption.Rule;
import org.gluster.gcs.gluster.option.VolumeOption.Target;

/** Values to try for an option, at and beyond the ends of its range. */
final class OptionSamples {
    private OptionSamples() {}

    /** Values of its type and range, none of them its default; never empty. */
    static List<String> good(VolumeOption option, String volume) {
        Target target = option.targets().get(option.targets().size() - 1);
        Set<String> good = new LinkedHashSet<>(
                switch (option.rule()) {
                    case REPLICA_COUNT -> List.of("1", "2");
                    case DISPERSE_COUNT -> List.of("3", "2");
                    case SUBVOLUME_COUNT -> List.of("1");
                    case THROTTLE -> List.of("lazy", "aggressive", "1");
                    case TRASH_DIR -> List.of("bin");
                    default -> ofType(target, volume);
                });
        if (ValueType.bool(option.defaultValue()).isPresent() && good.size() > 1) {
            // what a switch is not, first
            List<String> other = good.stream()
                    .filter(value -> !ValueType.bool(value).equals(ValueType.bool(option.defaultValue())))
                    .toList();
            good.removeAll(other);
            List<String> ordered = new ArrayList<>(other);
            ordered.addAll(good);
            return ordered;
        }
        if (good.size() > 1) {
            good.remove(option.defaultValue());
        }
        return List.copyOf(good);
    }

    private static List<String> ofType(Target target, String volume) {
        if (!target.values().isEmpty()) {
            return target.values();
        }
        return switch (target.type()) {
            case ANY, TEXT -> List.of("some-text", "a.b:c");
            case INT -> numbers(target, 1, 37, "0x20");
            case COUNT -> List.of("600", "0x10");
            case TIME -> numbers(target, 1, 63, "2m");
            case SIZE -> numbers(target, 1, 16 * 1024 * 1024, "4MB");
            case PERCENT -> List.of("37", "42%", "100");
            case PERCENT_OR_SIZE -> List.of("7%", "10GB", "20");
            case BOOL -> List.of("on", "off", "enable", "0");
            case TRANSLATOR -> List.of(volume + "-client-0", volume + "-client-1");
            case PATH -> List.of("/tmp", "/var/tmp");
            case DOUBLE -> List.of("1.5");
            case ADDRESS -> List.of("10.0.0.1", "host.example");
            case ADDRESS_LIST -> List.of("10.0.0.1", "10.1.*,192.168.0.0/16", "host.example,fd00::1");
            case PRIORITY_LIST -> List.of("*.jpg:3", "*.jpg:3,*.txt:-1");
            case SIZE_LIST -> List.of("1MB");
            case CLIENT_AUTH_ADDRESS -> List.of("10.0.0.0/8");
            case PLACE -> List.of("client", "io-stats", "posix");
        };
    }

    private static List<String> numbers(Target target, long least, long usual, String written) {
        long min = Double.isInfinite(target.min()) ? least : (long) target.min();
        long max = Double.isInfinite(target.max()) ? Long.MAX_VALUE : (long) target.max();
        List<String> numbers = new ArrayList<>();
        numbers.add(Long.toString(Math.max(min, Math.min(max, usual))));
        if (!Double.isInfinite(target.max())) {
            numbers.add(Long.toString(max));
        }
        numbers.add(Long.toString(min));
        if (min <= 32 && max >= 4L * 1024 * 1024) {
            numbers.add(written);
        }
        return numbers;
    }

    /** Values that are not, by its type and range; often empty for text. */
    static List<String> bad(VolumeOption option) {
        List<String> bad = new ArrayList<>();
        Target target = option.targets().get(0);
        switch (option.rule()) {
            case REPLICA_COUNT -> bad.addAll(List.of("0", "4", "two"));
            case DISPERSE_COUNT -> bad.addAll(List.of("1", "4", "two"));
            case SUBVOLUME_COUNT -> bad.addAll(List.of("7", "0x"));
            case THROTTLE -> bad.addAll(List.of("fast", "0", "-1"));
            case TRASH_DIR -> bad.add("a/b");
            default -> bad.addAll(badOfType(target));
        }
        if (option.rule() == Rule.NOT_NEGATIVE) {
            bad.add("-1");
        }
        return bad;
    }

    private static List<String> badOfType(Target target) {
        if (!target.values().isEmpty()) {
            return List.of("nosuchword", target.values().get(0) + "x");
        }
        return switch (target.type()) {
            case ANY, TEXT -> List.of();
            case INT -> beyond(target, "", "word", "12x", "1.5", "08");
            case COUNT -> List.of("-5", "word");
            case TIME -> beyond(target, "", "word", "10y", "-3");
            case SIZE -> beyond(target, "", "word", "12XB", "-1");
            case PERCENT -> List.of("101", "-1", "50p");
            case PERCENT_OR_SIZE -> List.of("101%", "word", "-1", "1.5GB");
            case BOOL -> List.of("perhaps", "2", "onn");
            case TRANSLATOR -> List.of("no-such-translator");
            case PATH -> List.of("relative/path", "/tmp/../tmp");
            case DOUBLE -> List.of("word");
            case ADDRESS, ADDRESS_LIST, CLIENT_AUTH_ADDRESS -> List.of("a..b", "10.0.0.300/8x", "-host");
            case PRIORITY_LIST -> List.of("word", "*.jpg:high");
            case SIZE_LIST -> List.of("513");
            case PLACE -> List.of("nowhere");
        };
    }

    private static List<String> beyond(Target target, String unit, String... others) {
        List<String> bad = new ArrayList<>(List.of(others));
        if (!Double.isInfinite(target.min()) && target.min() > Long.MIN_VALUE) {
            bad.add((long) target.min() - 1 + unit);
        }
        if (!Double.isInfinite(target.max()) && target.max() < Long.MAX_VALUE / 2.0) {
            bad.add((long) target.max() + 1 + unit);
        }
        return bad;
    }
}
