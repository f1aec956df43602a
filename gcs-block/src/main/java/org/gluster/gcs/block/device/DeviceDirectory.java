/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.device;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A directory on ext4 or XFS that holds brick images. The user made it; adopting it writes a mark and two directories,
 * giving it back removes exactly these.
 *
 * @param path the user's directory, absolute
 * @param cluster id of the cluster that owns it; printable, without quotes and backslashes
 * @param node name of the node that owns it; the same
 * @param device id of the device; the same
 * @param established whether it was adopted before: then a missing mark means that its file system is not mounted, and
 *     it is never adopted anew
 * @param present whether it is wanted
 */
public record DeviceDirectory(
        Path path, String cluster, String node, String device, boolean established, boolean present) {

    /** Name of the mark in the directory. */
    public static final String MARK = ".gcs-device";

    public DeviceDirectory {
        if (!path.isAbsolute()) {
            throw new IllegalArgumentException("a device directory must be an absolute path, not " + path);
        }
        plain("cluster", cluster);
        plain("node", node);
        plain("device", device);
    }

    private static void plain(String what, String value) {
        Objects.requireNonNull(value, what);
        if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '"' && c != '\\')) {
            throw new IllegalArgumentException(
                    what + " must be printable ASCII without spaces, quotes and backslashes, not \"" + value + "\"");
        }
    }

    /** The directory of the brick images. */
    public Path bricks() {
        return bricksOf(path);
    }

    /** The directory of the templates. */
    public Path templates() {
        return templatesOf(path);
    }

    /** The directory of the brick images of the device at {@code path}. */
    public static Path bricksOf(Path path) {
        return path.resolve("bricks");
    }

    /** The directory of the templates of the device at {@code path}. */
    public static Path templatesOf(Path path) {
        return path.resolve("templates");
    }

    Path mark() {
        return path.resolve(MARK);
    }

    String markText() {
        return "{\"schema\":" + DeviceMark.SCHEMA + ",\"cluster\":\"" + cluster + "\",\"node\":\"" + node
                + "\",\"device\":\"" + device + "\"}\n";
    }
}
