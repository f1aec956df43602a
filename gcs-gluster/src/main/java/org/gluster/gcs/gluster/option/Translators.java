/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.gluster.gcs.gluster.option.VolumeOption.Kind;
import org.gluster.gcs.gluster.option.VolumeOption.Side;

/** Which translator stands in which graph, and by what other names it goes. */
final class Translators {
    private static final List<String> BRICK_FEATURES = List.of(
            "features/access-control",
            "features/arbiter",
            "features/barrier",
            "features/bitrot-stub",
            "features/cdc",
            "features/changelog",
            "features/index",
            "features/leases",
            "features/locks",
            "features/marker",
            "features/namespace",
            "features/quota",
            "features/read-only",
            "features/sdfs",
            "features/selinux",
            "features/trash",
            "features/upcall",
            "features/worm",
            "performance/io-threads",
            "protocol/server",
            "rpc-transport/socket",
            "storage/posix");
    private static final List<String> CLIENT_FEATURES =
            List.of("features/cdc", "features/shard", "features/utime", "protocol/client", "rpc-transport/socket");
    private static final List<String> SELF_HEAL =
            List.of("cluster/disperse", "cluster/replicate", "protocol/client", "rpc-transport/socket");
    private static final Map<String, String> ALIASES = new TreeMap<>(Map.of(
            "cluster/afr", "cluster/replicate",
            "cluster/dht", "cluster/distribute",
            "cluster/ec", "cluster/disperse",
            "features/posix-locks", "features/locks",
            "performance/stat-prefetch", "performance/md-cache",
            "system/posix-acl", "features/access-control"));

    private Translators() {}

    static Set<Side> sides(String type, Kind kind) {
        return switch (kind) {
            case NONE, NFS -> EnumSet.noneOf(Side.class);
            case BRICK_LOG, SERVER_AUTH, TLS_NAMES -> EnumSet.of(Side.BRICK);
            case CLIENT_LOG -> EnumSet.of(Side.CLIENT, Side.SELF_HEAL);
            case SELF_HEAL -> EnumSet.of(Side.SELF_HEAL);
            case ADDRESS_FAMILY -> EnumSet.allOf(Side.class);
            case SWITCH, PLAIN, TLS -> sides(type, kind == Kind.SWITCH);
        };
    }

    private static Set<Side> sides(String type, boolean isSwitch) {
        Set<Side> sides = EnumSet.noneOf(Side.class);
        if (type.startsWith("debug/") || BRICK_FEATURES.contains(type)) {
            sides.add(Side.BRICK);
        }
        if (type.startsWith("cluster/")
                || type.startsWith("performance/")
                || type.startsWith("debug/")
                || CLIENT_FEATURES.contains(type)) {
            sides.add(Side.CLIENT);
        }
        if (SELF_HEAL.contains(type)) {
            sides.add(Side.SELF_HEAL);
        }
        if (isSwitch && type.equals("performance/io-threads")) { // the bricks always have theirs
            sides.remove(Side.BRICK);
        }
        return sides;
    }

    /** The type by the name that this project and glusterd use. */
    static String canonical(String type) {
        return ALIASES.getOrDefault(type, type);
    }

    /** The types that go by this short name: the part after the slash. */
    static List<String> called(String shortName, List<String> types) {
        for (Map.Entry<String, String> alias : ALIASES.entrySet()) {
            if (alias.getKey().endsWith("/" + shortName)) {
                return List.of(alias.getValue());
            }
        }
        return types.stream().filter(type -> type.endsWith("/" + shortName)).toList();
    }
}
