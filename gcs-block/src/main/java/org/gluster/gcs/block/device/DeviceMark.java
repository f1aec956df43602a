/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.device;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The mark of a device as read: a fixed flat JSON object; members that this release does not know are ignored. */
record DeviceMark(long schema, String cluster, String node, String device) {
    static final int SCHEMA = 1;

    private static final Pattern SCHEMA_MEMBER = Pattern.compile("\"schema\"\\s*:\\s*(\\d{1,9})");

    /** A member that is not there is empty, which equals nobody's. */
    static DeviceMark parse(String text) {
        Matcher schema = SCHEMA_MEMBER.matcher(text);
        return new DeviceMark(
                schema.find() ? Long.parseLong(schema.group(1)) : 0,
                member(text, "cluster"),
                member(text, "node"),
                member(text, "device"));
    }

    private static String member(String text, String name) {
        Matcher matcher = Pattern.compile("\"" + name + "\"\\s*:\\s*\"([^\"\\\\]{0,255})\"")
                .matcher(text);
        return matcher.find() ? matcher.group(1) : "";
    }

    boolean isOf(DeviceDirectory want) {
        return cluster.equals(want.cluster()) && node.equals(want.node()) && device.equals(want.device());
    }

    @Override
    public String toString() {
        return "cluster \"" + cluster + "\", node \"" + node + "\", device \"" + device + "\"";
    }
}
