/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gluster.gcs.internal.Texts;

/**
 * An exact number of bytes, from 0 to {@link Long#MAX_VALUE}. No arithmetic rounds and none wraps around.
 *
 * @param bytes how many; not negative
 */
@Incubating(since = "0.1.0")
public record Capacity(long bytes) implements Comparable<Capacity> {

    /** No bytes at all. */
    public static final Capacity ZERO = new Capacity(0);

    private static final List<String> UNITS = List.of("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB");
    private static final int SHIFT = 10;
    private static final Pattern SYNTAX = Pattern.compile("([0-9]{1,19})(?: ?(B|KiB|MiB|GiB|TiB|PiB|EiB))?");

    /** Checks the sign; a negative number throws {@link InvalidRequestException}. */
    public Capacity {
        if (bytes < 0) {
            throw InvalidRequestException.of("capacity", List.of("capacity must not be negative: " + bytes + " bytes"));
        }
    }

    /** Returns that many bytes. */
    public static Capacity ofBytes(long bytes) {
        return new Capacity(bytes);
    }

    /** Returns that many times 1024 bytes; more than a {@code long} holds throws {@link InvalidRequestException}. */
    public static Capacity ofKiB(long kibibytes) {
        return of(kibibytes, 1);
    }

    /** Returns that many times 1024 KiB; more than a {@code long} holds throws {@link InvalidRequestException}. */
    public static Capacity ofMiB(long mebibytes) {
        return of(mebibytes, 2);
    }

    /** Returns that many times 1024 MiB; more than a {@code long} holds throws {@link InvalidRequestException}. */
    public static Capacity ofGiB(long gibibytes) {
        return of(gibibytes, 3);
    }

    /** Returns that many times 1024 GiB; more than a {@code long} holds throws {@link InvalidRequestException}. */
    public static Capacity ofTiB(long tebibytes) {
        return of(tebibytes, 4);
    }

    /**
     * Parses a whole number with an optional unit of B, KiB, MiB, GiB, TiB, PiB or EiB, such as {@code 1GiB},
     * {@code 20 MiB} or {@code 1073741824}. Fractions and decimal units (GB) are refused: they hide what is meant.
     *
     * @throws InvalidRequestException when it is anything else, or more than a {@code long} holds
     */
    public static Capacity parse(String text) {
        Texts.matching(SYNTAX, text, "capacity", "a whole number and B, KiB, MiB, GiB, TiB, PiB or EiB, e.g. 20GiB");
        Matcher matcher = SYNTAX.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalStateException("it did match");
        }
        String unit = matcher.group(2);
        long count;
        try {
            count = Long.parseLong(matcher.group(1));
        } catch (NumberFormatException moreThanALong) {
            throw tooMuch(text);
        }
        return of(count, unit == null ? 0 : UNITS.indexOf(unit));
    }

    /**
     * Returns the sum.
     *
     * @throws InvalidRequestException when it is more than a {@code long} holds
     */
    public Capacity plus(Capacity other) {
        long sum = bytes + other.bytes;
        if (sum < 0) {
            throw tooMuch(this + " + " + other);
        }
        return new Capacity(sum);
    }

    /**
     * Returns the difference.
     *
     * @throws InvalidRequestException when the other is larger
     */
    public Capacity minus(Capacity other) {
        if (other.bytes > bytes) {
            throw InvalidRequestException.of("capacity", List.of(this + " - " + other + " is less than nothing"));
        }
        return new Capacity(bytes - other.bytes);
    }

    /** Returns whether this is as large as the other, or larger. */
    public boolean isAtLeast(Capacity other) {
        return bytes >= other.bytes;
    }

    @Override
    public int compareTo(Capacity other) {
        return Long.compare(bytes, other.bytes);
    }

    /** Returns it for a person, with at most one decimal, rounded down: {@code 1.5 GiB}. */
    public String format() {
        int unit = bytes == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(bytes)) / SHIFT;
        String number = BigDecimal.valueOf(bytes)
                .divide(BigDecimal.valueOf(1L << (unit * SHIFT)), 1, RoundingMode.DOWN)
                .stripTrailingZeros()
                .toPlainString();
        return number + " " + UNITS.get(unit);
    }

    /**
     * Returns the exact value in the largest unit that leaves a whole number, as {@link #parse} reads it:
     * {@code 1536MiB}.
     */
    @Override
    public String toString() {
        int unit = bytes == 0 ? 0 : Math.min(Long.numberOfTrailingZeros(bytes) / SHIFT, UNITS.size() - 1);
        return (bytes >> (unit * SHIFT)) + UNITS.get(unit);
    }

    private static Capacity of(long count, int unit) {
        int shift = unit * SHIFT;
        if (count > Long.MAX_VALUE >> shift) {
            throw tooMuch(count + UNITS.get(unit));
        }
        return new Capacity(count < 0 ? count : count << shift);
    }

    private static InvalidRequestException tooMuch(String what) {
        return InvalidRequestException.of("capacity", List.of("capacity must be below 8EiB: " + what));
    }
}
