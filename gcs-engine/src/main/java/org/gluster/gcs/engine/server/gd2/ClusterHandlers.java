/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.core.wire.gd2.ClusterOption;
import org.gluster.gcs.core.wire.gd2.ClusterOptionReq;
import org.gluster.gcs.engine.server.HttpReply;

/** The routes of the cluster's own options. */
final class ClusterHandlers {
    private static final String MAX_BRICKS = "cluster.max-bricks-per-process";
    private static final SortedMap<String, String> DEFAULTS = defaults();

    private final Gd2Backend backend;

    ClusterHandlers(Gd2Backend backend) {
        this.backend = backend;
    }

    private static SortedMap<String, String> defaults() {
        SortedMap<String, String> defaults = new TreeMap<>();
        defaults.put("cluster.shared-storage", "off");
        defaults.put("cluster.op-version", "50000");
        defaults.put("cluster.max-op-version", "50000");
        defaults.put("cluster.brick-multiplex", "off");
        defaults.put(MAX_BRICKS, "250");
        defaults.put("cluster.localtime-logging", "off");
        defaults.put("auto-create-block-hosting-volumes", "true");
        defaults.put("auto-delete-block-hosting-volumes", "false");
        defaults.put("block-hosting-volume-size", "5GiB");
        defaults.put("block-hosting-volume-type", "Replicate");
        defaults.put("block-hosting-volume-replica-count", "3");
        return Collections.unmodifiableSortedMap(defaults);
    }

    HttpReply get(Gd2Call call) {
        SortedMap<String, String> set = backend.clusterOptions();
        List<ClusterOption> options = new ArrayList<>();
        DEFAULTS.forEach((key, value) ->
                options.add(new ClusterOption(key, set.getOrDefault(key, value), value, set.containsKey(key))));
        return Gd2Call.ok(options);
    }

    /** All or none; values are taken as they are, but for one that must be a number, as GlusterD2 does. */
    HttpReply set(Gd2Call call) {
        ClusterOptionReq request = call.read(ClusterOptionReq.class);
        for (Map.Entry<String, String> option : request.options().entrySet()) {
            if (!DEFAULTS.containsKey(option.getKey())) {
                throw Gd2Failure.of(500, ErrorCode.INVALID_REQUEST, "Invalid global option: " + option.getKey());
            }
            if (option.getKey().equals(MAX_BRICKS) && !option.getValue().matches("[+-]?[0-9]{1,9}")) {
                throw Gd2Failure.badRequest(MAX_BRICKS
                        + " failed validation: error parsing the value. Make sure the value is a valid integer");
            }
        }
        return Gd2Call.ok(backend.setClusterOptions(new TreeMap<>(request.options())));
    }
}
