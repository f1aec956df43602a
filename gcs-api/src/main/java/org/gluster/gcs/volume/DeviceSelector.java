/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.regex.Pattern;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.internal.Texts;

/**
 * Names a device: its id, or {@code NODE:/path}.
 *
 * @param value the text
 */
@Incubating(since = "0.1.0")
public record DeviceSelector(String value) implements Comparable<DeviceSelector> {

    private static final Pattern SYNTAX = Pattern.compile(
            "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[A-Za-z0-9][A-Za-z0-9_.-]{0,62}:/\\P{Cntrl}{1,1000}");

    /** Checks the syntax; anything else throws {@link org.gluster.gcs.InvalidRequestException}. */
    public DeviceSelector {
        Texts.matching(SYNTAX, value, "device", "the id of a device, or NODE:/path");
    }

    /** Returns the text as a checked value. */
    public static DeviceSelector of(String value) {
        return new DeviceSelector(value);
    }

    /** Returns whether it names this device. */
    public boolean matches(NodeName node, DeviceId id, String path) {
        int colon = value.indexOf(':');
        return colon < 0
                ? value.equals(id.toString())
                : value.startsWith(path, colon + 1)
                        && value.length() == colon + 1 + path.length()
                        && value.startsWith(node.value())
                        && node.value().length() == colon;
    }

    @Override
    public int compareTo(DeviceSelector other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
