/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import java.util.Optional;
import org.gluster.gcs.cluster.DeviceState;

/**
 * What a device can still give: its record, the reservations derived from the volumes, and what its node saw last, put
 * together. Pure.
 *
 * @param state in one word
 * @param reason why, for a person; empty when there is nothing to say
 * @param reserved bytes that bricks have reserved, those being deleted included
 * @param lost bytes that bricks could have reserved and that others took
 * @param free bytes that new bricks could still reserve
 * @param seen what its node saw last; empty when it has not looked yet
 */
public record DeviceSpace(
        DeviceState state, String reason, long reserved, long lost, long free, Optional<StatusRecord.Health> seen) {

    private static final String GOOD = "GOOD";

    /** The space of a device as a view has it. */
    public static DeviceSpace of(View view, DeviceRecord device) {
        Optional<StatusRecord.Health> seen =
                view.status(device.node(), device).flatMap(status -> Optional.ofNullable(status.device()));
        long reserved = view.reserved(device.id());
        long lost = seen.map(StatusRecord.Health::lost).orElse(0L);
        return new DeviceSpace(
                state(device, seen),
                seen.map(StatusRecord.Health::reason).orElse(""),
                reserved,
                lost,
                Math.max(0, device.reservable() - reserved - lost),
                seen);
    }

    private static DeviceState state(DeviceRecord device, Optional<StatusRecord.Health> seen) {
        if (device.presence() == Presence.ABSENT) {
            return DeviceState.REMOVING;
        } else if (!device.ready()) {
            return DeviceState.ADDING;
        } else if (seen.isPresent() && !seen.get().condition().equals(GOOD)) {
            return DeviceState.valueOf(seen.get().condition());
        }
        return device.disabled() ? DeviceState.DISABLED : DeviceState.ENABLED;
    }

    /** Whether bricks on it cannot be worked on now. */
    public boolean ill() {
        return state == DeviceState.MISSING || state == DeviceState.FAILING || state == DeviceState.READ_ONLY;
    }

    /** Why no new brick may go there; empty when one may. */
    public String unusable() {
        return switch (state) {
            case ENABLED -> "";
            case ADDING -> "the device is not ready";
            case REMOVING -> "the device is being removed";
            case DISABLED -> "the device is disabled";
            case FULL, ABOVE_WATERMARK, SHRUNK, READ_ONLY, MISSING, FAILING ->
                "the device is " + Words.of(state.name()) + ": " + reason;
        };
    }
}
