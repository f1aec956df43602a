/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * What kind of value an option takes. Values are read as GlusterFS reads them, with three exceptions, all of which are
 * refused here: {@code nan} and {@code inf}, hexadecimal fractions, and numbers that do not fit and that GlusterFS would
 * silently wrap.
 */
public enum ValueType {
    /** Any text. */
    ANY("any text"),
    /** One of a list of words, or any text when there is no such list. */
    TEXT("text"),
    /** A whole number: decimal, {@code 0x..} or, beginning with 0, octal. */
    INT("a whole number"),
    /** A whole number that is not negative. */
    COUNT("a whole number that is not negative"),
    /** Bytes with B, KB, MB, GB, TB or PB (powers of 1024). */
    SIZE("a size like 4096, 64KB or 1.5GB"),
    /** A number from 0 to 100, with or without %. */
    PERCENT("a percentage from 0 to 100"),
    /** A percentage (with %) or a size. */
    PERCENT_OR_SIZE("a percentage like 5%, or a size like 10GB"),
    /** Yes or no. */
    BOOL("on or off (also yes/no, true/false, enable/disable, 1/0)"),
    /** The name of one of the volume's clients, e.g. {@code VOL-client-0}. */
    TRANSLATOR("the name of one of the volume's client translators, such as VOLUME-client-0"),
    /** An absolute path without {@code ../}. */
    PATH("an absolute path without '../'"),
    /** Seconds, or with s, m, h, d or w. */
    TIME("a time in seconds, or like 30s, 10m, 2h, 1d, 1w"),
    /** A number. */
    DOUBLE("a number"),
    /** A host name or address. */
    ADDRESS("a host name or address"),
    /** Host names, addresses, networks and patterns, with commas between. */
    ADDRESS_LIST("addresses, networks like 10.0.0.0/8, patterns like 10.0.* or host names, with commas between"),
    /** {@code pattern:number}, with commas between. */
    PRIORITY_LIST("pattern:number pairs with commas between"),
    /** A size that is a multiple of 512, or {@code pattern:size} pairs with commas between. */
    SIZE_LIST("a size that is a multiple of 512, or pattern:size pairs with commas between"),
    /** Addresses, networks and patterns as the NFS server takes them. */
    CLIENT_AUTH_ADDRESS("addresses, networks, patterns or host names, with commas between"),
    /** {@code off}, or the place of the graph where a debugging translator is put. */
    PLACE("off, client, or the short name of a translator of the brick, such as posix");

    private static final Pattern NUMBER =
            Pattern.compile("\\s*[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?");
    private static final Pattern INTEGER = Pattern.compile("\\s*([+-]?)(0[xX][0-9a-fA-F]+|[0-9]+)");
    private static final List<String> TRUE = List.of("1", "on", "yes", "true", "enable");
    private static final List<String> FALSE = List.of("0", "off", "no", "false", "disable");
    private static final List<String> UNITS = List.of("KB", "MB", "GB", "TB", "PB");

    private final String allowed;

    ValueType(String allowed) {
        this.allowed = allowed;
    }

    /** What is allowed, for people. */
    public String allowed() {
        return allowed;
    }

    /** Reads a switch as GlusterFS does. */
    public static Optional<Boolean> bool(String value) {
        String word = value.toLowerCase(Locale.ROOT);
        return TRUE.contains(word) ? Optional.of(true) : FALSE.contains(word) ? Optional.of(false) : Optional.empty();
    }

    /** Reads a size in bytes as GlusterFS does. */
    public static OptionalLong size(String value) {
        int digits = value.length();
        while (digits > 0 && Character.isLetter(value.charAt(digits - 1))) {
            digits--;
        }
        String number = value.substring(0, digits);
        String unit = value.substring(digits).toUpperCase(Locale.ROOT);
        long factor;
        if (unit.isEmpty() || unit.equals("B")) {
            factor = 1;
        } else if (UNITS.contains(unit)) {
            factor = 1L << (10 * (UNITS.indexOf(unit) + 1));
        } else {
            return OptionalLong.empty();
        }
        try {
            if (value.indexOf('.') >= 0) {
                double bytes = number(number).orElse(-1) * factor;
                return bytes < 0 || bytes > Long.MAX_VALUE ? OptionalLong.empty() : OptionalLong.of((long) bytes);
            }
            String plain = number.strip();
            if (!plain.matches("[+]?[0-9]+")) {
                return OptionalLong.empty();
            }
            return OptionalLong.of(Math.multiplyExact(Long.parseLong(plain), factor));
        } catch (NumberFormatException | ArithmeticException tooLong) {
            return OptionalLong.empty();
        }
    }

    /** Reads a whole number in C's notation. */
    static OptionalLong integer(String value) {
        var matcher = INTEGER.matcher(value);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        String digits = matcher.group(2);
        try {
            long number = digits.startsWith("0x") || digits.startsWith("0X")
                    ? Long.parseLong(matcher.group(1) + digits.substring(2), 16)
                    : digits.length() > 1 && digits.startsWith("0")
                            ? Long.parseLong(matcher.group(1) + digits, 8)
                            : Long.parseLong(matcher.group(1) + digits);
            return OptionalLong.of(number);
        } catch (NumberFormatException notOne) {
            return OptionalLong.empty();
        }
    }

    private static OptionalDouble number(String value) {
        if (!NUMBER.matcher(value).matches()) {
            return OptionalDouble.empty();
        }
        double number = Double.parseDouble(value.strip());
        return Double.isInfinite(number) ? OptionalDouble.empty() : OptionalDouble.of(number);
    }

    /**
     * Reads a value of this type.
     *
     * @return what the range is compared with: 0 where there is nothing to compare; empty when the value is none of this
     *     type
     */
    OptionalDouble read(String value) {
        return switch (this) {
            case ANY, TEXT, TRANSLATOR -> OptionalDouble.of(0);
            case PLACE -> Places.has(value) ? OptionalDouble.of(0) : OptionalDouble.empty();
            case INT -> widened(integer(value));
            case COUNT -> notNegative(widened(integer(value)));
            case SIZE -> widened(size(value));
            case DOUBLE -> number(value);
            case BOOL -> when(bool(value).isPresent());
            case PERCENT -> percent(value.endsWith("%") ? value.substring(0, value.length() - 1) : value);
            case PERCENT_OR_SIZE -> percentOrSize(value);
            case PATH -> when(value.startsWith("/") && !value.contains("../"));
            case TIME -> time(value);
            case ADDRESS -> when(Addresses.isAddress(value));
            case ADDRESS_LIST -> when(Addresses.isList(value));
            case CLIENT_AUTH_ADDRESS -> when(Addresses.isMountList(value));
            case PRIORITY_LIST -> when(pairs(value, ValueType::isInt32));
            case SIZE_LIST -> when(isBlockSize(value) || pairs(value, ValueType::isBlockSize));
        };
    }

    private static OptionalDouble when(boolean sound) {
        return sound ? OptionalDouble.of(0) : OptionalDouble.empty();
    }

    private static OptionalDouble widened(OptionalLong number) {
        return number.isPresent() ? OptionalDouble.of((double) number.getAsLong()) : OptionalDouble.empty();
    }

    private static OptionalDouble notNegative(OptionalDouble number) {
        return number.isPresent() && number.getAsDouble() < 0 ? OptionalDouble.empty() : number;
    }

    private static OptionalDouble percent(String value) {
        OptionalDouble number = number(value);
        return number.isPresent() && (number.getAsDouble() < 0 || number.getAsDouble() > 100)
                ? OptionalDouble.empty()
                : number;
    }

    private static OptionalDouble percentOrSize(String value) {
        if (value.endsWith("%")) {
            return when(percent(value.substring(0, value.length() - 1)).isPresent());
        }
        if (value.toUpperCase(Locale.ROOT).matches(".*[0-9.]B")) {
            return OptionalDouble.empty(); // this one alone has no unit B
        }
        int point = value.indexOf('.');
        if (point >= 0 && !value.substring(point + 1).chars().allMatch(c -> c == '0')) {
            return OptionalDouble.empty();
        }
        return widened(size(value));
    }

    private static OptionalDouble time(String value) {
        int digits = value.length();
        while (digits > 0 && Character.isLetter(value.charAt(digits - 1))) {
            digits--;
        }
        if (value.startsWith("0x") || value.startsWith("0X")) {
            digits = value.length();
        }
        long factor = switch (value.substring(digits)) {
            case "", "s", "sec" -> 1;
            case "m", "min" -> 60;
            case "h", "hr" -> 3_600;
            case "d", "days" -> 86_400;
            case "w", "wk" -> 604_800;
            default -> 0;
        };
        OptionalLong number = integer(value.substring(0, digits));
        if (factor == 0 || number.isEmpty() || value.strip().startsWith("-")) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of((double) Math.multiplyExact(number.getAsLong(), factor));
        } catch (ArithmeticException tooLong) {
            return OptionalDouble.empty();
        }
    }

    private static boolean isInt32(String value) {
        OptionalLong number = integer(value);
        return number.isPresent() && number.getAsLong() == (int) number.getAsLong();
    }

    private static boolean isBlockSize(String value) {
        OptionalLong size = size(value);
        return size.isPresent() && size.getAsLong() % 512 == 0;
    }

    private static boolean pairs(String value, java.util.function.Predicate<String> sound) {
        List<String> pairs = Addresses.tokens(value, ",");
        return !pairs.isEmpty()
                && pairs.stream()
                        .map(pair -> Addresses.tokens(pair, ":"))
                        .allMatch(parts -> parts.size() >= 2 && sound.test(parts.get(1)));
    }

    /** As the table writes it. */
    static ValueType named(String name) {
        return Arrays.stream(values())
                .filter(type -> type.written().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no type of values is called " + name));
    }

    private String written() {
        return this == TRANSLATOR ? "xlator" : name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
