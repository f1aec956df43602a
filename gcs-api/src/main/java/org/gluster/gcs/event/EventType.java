/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.event;

import java.util.Locale;
import org.gluster.gcs.Incubating;

/** What can happen. More will be added; one that this release does not know is {@link #OTHER}. */
@Incubating(since = "0.1.0")
public enum EventType {
    /** A volume was made. */
    VOLUME_CREATED,

    /** A volume is served. */
    VOLUME_STARTED,

    /** A volume is served no more. */
    VOLUME_STOPPED,

    /** A volume and its data are gone. */
    VOLUME_DELETED,

    /** A volume holds more than before. */
    VOLUME_EXPANDED,

    /** A volume has other options. */
    VOLUME_OPTIONS_CHANGED,

    /** Others may mount a volume. */
    VOLUME_ACCESS_CHANGED,

    /** A volume has other labels or metadata. */
    VOLUME_EDITED,

    /** A node takes part. */
    PEER_ADDED,

    /** A node takes no part any more. */
    PEER_REMOVED,

    /** A device can take bricks. */
    DEVICE_ADDED,

    /** A device is given back. */
    DEVICE_REMOVED,

    /** A device fell ill, recovered, was enabled or disabled. */
    DEVICE_CHANGED,

    /** A brick of a started volume is not served any more, though it should be. */
    BRICK_DISCONNECTED,

    /** A brick that was not served is again. */
    BRICK_CONNECTED,

    /** Something that this release has no word for: see {@link ClusterEvent#name()}. */
    OTHER;

    /** Returns its name as events carry it, e.g. {@code volume.created}. */
    public String word() {
        String name = name().toLowerCase(Locale.ROOT);
        int first = name.indexOf('_');
        return first < 0
                ? name
                : name.substring(0, first) + "." + name.substring(first + 1).replace('_', '-');
    }

    /** Returns the type with that word, or {@link #OTHER}. */
    public static EventType ofWord(String word) {
        for (EventType type : values()) {
            if (type.word().equals(word)) {
                return type;
            }
        }
        return OTHER;
    }
}
