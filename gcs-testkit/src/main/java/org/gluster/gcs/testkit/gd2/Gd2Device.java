/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;

/** A device of the stand-in's cluster, with GlusterD2's counters. Guarded by its lock. */
final class Gd2Device {
    final String name;
    final String provisioner;
    final String peer;
    private final long total;
    private long free;
    boolean enabled = true;

    /** A directory for loop devices: total and free are swapped, as GlusterD2 swaps them. */
    static Gd2Device directory(String name, String peer, long bytes) {
        return new Gd2Device(name, "loop", peer, bytes - bytes / 128, bytes);
    }

    static Gd2Device block(String name, String peer, long bytes) {
        return new Gd2Device(name, "lvm", peer, bytes - (150L << 20), bytes - (150L << 20));
    }

    private Gd2Device(String name, String provisioner, String peer, long total, long free) {
        this.name = name;
        this.provisioner = provisioner;
        this.peer = peer;
        this.total = total;
        this.free = free;
    }

    long free() {
        return free;
    }

    /** Takes space without a check: planning and taking are two steps, so that the counter may go below zero. */
    void take(long bytes) {
        free -= bytes;
    }

    void give(long bytes) {
        free += bytes;
    }

    ObjectNode json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("device", name)
                .put("provisioner", provisioner)
                .put("state", enabled ? "enabled" : "disabled")
                .put("free-size", unsigned(free))
                .put("total-size", unsigned(total))
                .put("used-size", unsigned(total - free))
                .put("extent-size", 0)
                .put("device-used", false)
                .put("peer-id", peer);
    }

    static BigInteger unsigned(long bytes) {
        return new BigInteger(Long.toUnsignedString(bytes));
    }
}
