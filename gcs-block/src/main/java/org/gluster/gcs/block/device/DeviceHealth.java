/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.device;

/**
 * How an adopted device is.
 *
 * @param condition in one word
 * @param reason for a person: which, what, and what to do; empty when there is nothing to say
 * @param total bytes of its file system; 0 when that could not be read
 * @param used bytes of it that are used, by whatever it is
 * @param lost bytes that bricks could have reserved and that others took
 */
public record DeviceHealth(Condition condition, String reason, long total, long used, long lost) {

    /** In one word. */
    public enum Condition {
        /** It can take bricks. */
        GOOD,
        /** No room is left that no brick has reserved. */
        FULL,
        /** Its file system is used to the watermark. */
        ABOVE_WATERMARK,
        /** Its file system is smaller than it was, and what was promised does not fit. */
        SHRUNK,
        /** Its file system is read-only. */
        READ_ONLY,
        /** Its directory is gone, or something else is there. */
        MISSING,
        /** It returns errors. */
        FAILING
    }

    /** Whether telling the one after the other would say nothing new: uses may differ by a twentieth. */
    public boolean tellsTheSame(DeviceHealth other) {
        return condition == other.condition
                && total == other.total
                && lost == other.lost
                && Math.abs(used - other.used) < Math.max(1, total / 20);
    }
}
