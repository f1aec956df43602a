/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.internal.Texts;

/** How much bricks may reserve on a device, and when they take it. */
@Incubating(since = "0.1.0")
public sealed interface DevicePolicy {

    /**
     * Returns the default: bricks take all that they reserve when they are made, and together never more than the
     * device has. What a brick reserved stays its own, whatever else fills the file system.
     */
    static DevicePolicy reserved() {
        return new Reserved();
    }

    /**
     * Returns overcommitment: bricks take space as it is written, and may together reserve more than there is. A brick
     * of such a device can meet a full disk.
     *
     * @param ratio how many times the size of the device bricks may reserve together, from 1 to 100
     * @param watermark the share of the real file system, more than 0 and at most 1, at whose use no new brick goes there
     * @throws InvalidRequestException when one of them is any other number
     */
    static DevicePolicy thin(double ratio, double watermark) {
        return new Thin(ratio, watermark);
    }

    /**
     * Parses what {@code toString} prints: {@code reserved} or {@code thin:RATIO,WATERMARK}, as in {@code thin:2.0,0.85}.
     *
     * @throws InvalidRequestException when it is anything else
     */
    static DevicePolicy parse(String text) {
        if (text.equals("reserved")) {
            return reserved();
        }
        Matcher thin = Thin.SYNTAX.matcher(text);
        if (!thin.matches()) {
            throw InvalidRequestException.of(
                    "device policy",
                    List.of("device policy " + Texts.quoted(text)
                            + " must be reserved or thin:RATIO,WATERMARK, as in thin:2.0,0.85"));
        }
        return thin(Double.parseDouble(thin.group(1)), Double.parseDouble(thin.group(2)));
    }

    /** Returns how much bricks may reserve together on a device of that size; exact, rounded down to a byte. */
    Capacity reservable(Capacity size);

    /** Bricks take what they reserve when they are made. */
    record Reserved() implements DevicePolicy {
        @Override
        public Capacity reservable(Capacity size) {
            return size;
        }

        @Override
        public String toString() {
            return "reserved";
        }
    }

    /**
     * Bricks take space as it is written.
     *
     * @param ratio how many times the size of the device bricks may reserve together
     * @param watermark the share of the real file system at whose use no new brick goes there
     */
    record Thin(double ratio, double watermark) implements DevicePolicy {
        private static final Pattern SYNTAX =
                Pattern.compile("thin:([0-9]{1,3}(?:\\.[0-9]{1,6})?),([0-9](?:\\.[0-9]{1,6})?)");
        private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

        /** Checks the numbers; others throw {@link InvalidRequestException}. */
        public Thin {
            Problems problems = new Problems("device policy");
            problems.check(
                    ratio >= 1 && ratio <= 100, "the ratio of a thin device must be from 1 to 100, not " + ratio);
            problems.check(
                    watermark > 0 && watermark <= 1,
                    "the watermark of a thin device must be more than 0 and at most 1, not " + watermark);
            problems.throwIfAny();
        }

        @Override
        public Capacity reservable(Capacity size) {
            return Capacity.ofBytes(BigDecimal.valueOf(ratio)
                    .multiply(BigDecimal.valueOf(size.bytes()))
                    .setScale(0, RoundingMode.DOWN)
                    .min(MOST)
                    .longValueExact());
        }

        @Override
        public String toString() {
            return "thin:" + plain(ratio) + "," + plain(watermark);
        }

        private static String plain(double number) {
            return BigDecimal.valueOf(number)
                    .setScale(6, RoundingMode.HALF_EVEN)
                    .stripTrailingZeros()
                    .toPlainString();
        }
    }
}
