/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gluster.gcs.testkit.gd2.GoObject.Undecodable;

/** The body of a volume create: decoded, and checked as far as GlusterD2 does before it looks at its cluster. */
record Gd2CreateRequest(
        String name,
        String transport,
        List<SubvolRequest> subvols,
        boolean force,
        SortedMap<String, String> metadata,
        SortedMap<String, Boolean> flags,
        long size,
        long maxBrickSize,
        int distribute,
        int replica,
        int arbiter,
        int disperse,
        int disperseRedundancy,
        int disperseData,
        double reserveFactor,
        List<String> limitPeers,
        List<String> excludePeers,
        List<String> limitZones,
        List<String> excludeZones,
        boolean zonesOverlap,
        String provisioner,
        SortedMap<String, String> options,
        boolean advanced,
        boolean experimental) {

    static final long SMALLEST = 20L << 20;
    private static final int MOST_METADATA = 4096;
    private static final Set<String> FLAGS =
            Set.of("reuse-bricks", "allow-root-dir", "allow-mount-as-brick", "create-brick-dir");

    record BrickRequest(String type, String peer, String path) {}

    record SubvolRequest(
            String type, List<BrickRequest> bricks, int replica, int arbiter, int disperse, int data, int redundancy) {}

    static Gd2CreateRequest read(String body) throws Undecodable {
        GoObject all = GoObject.read(body, "VolCreateReq");
        List<SubvolRequest> subvols = new ArrayList<>();
        for (GoObject each : all.objects("subvols", "SubvolReq")) {
            List<BrickRequest> bricks = new ArrayList<>();
            for (GoObject brick : each.objects("bricks", "BrickReq")) {
                bricks.add(new BrickRequest(brick.string("type"), brick.string("peerid"), brick.string("path")));
            }
            subvols.add(new SubvolRequest(
                    each.string("type"),
                    bricks,
                    each.integer("replica"),
                    each.integer("arbiter"),
                    each.integer("disperse-count"),
                    each.integer("disperse-data"),
                    each.integer("disperse-redundancy")));
        }
        boolean snapshot = all.bool("snapshot");
        double factor = all.number("snapshot-reserve-factor", 1);
        return new Gd2CreateRequest(
                all.string("name"),
                all.string("transport"),
                subvols,
                all.bool("force"),
                all.stringMap("metadata"),
                all.boolMap("flags"),
                all.unsigned("size"),
                all.unsigned("max-brick-size"),
                all.integer("distribute"),
                all.integer("replica"),
                all.integer("arbiter"),
                all.integer("disperse"),
                all.integer("disperse-redundancy"),
                all.integer("disperse-data"),
                snapshot ? factor : 1,
                all.strings("limit-peers"),
                all.strings("exclude-peers"),
                all.strings("limit-zones"),
                all.strings("exclude-zones"),
                all.bool("subvolume-zones-overlap"),
                all.string("provisioner"),
                all.stringMap("options"),
                all.bool("allow-advanced-options"),
                all.bool("allow-experimental-options"));
    }

    boolean smart() {
        return size != 0;
    }

    boolean flag(String name) {
        return flags.getOrDefault(name, false);
    }

    /** Steps 2 to 9 of its handler. */
    void check() {
        if (!name.matches("[a-zA-Z0-9_-]+")) {
            throw Gd2Refusal.of(400, "invalid volume name");
        }
        if (!Set.of("", "tcp", "rdma").contains(transport)) {
            throw Gd2Refusal.of(400, "invalid transport. Supported values: tcp or rdma");
        }
        if (smart() && Long.compareUnsigned(size, SMALLEST) < 0) {
            throw Gd2Refusal.of(400, "invalid Volume Size, Minimum size required is " + SMALLEST);
        }
        if ((!smart() && subvols.isEmpty())
                || subvols.stream().anyMatch(each -> each.bricks().isEmpty())) {
            throw Gd2Refusal.of(400, "brick list is empty");
        }
        checkMetadata(metadata);
        if (flags.size() > FLAGS.size()) {
            throw Gd2Refusal.of(400, "invalid volume flags");
        }
        flags.keySet().stream()
                .filter(each -> !FLAGS.contains(each))
                .findFirst()
                .ifPresent(unknown -> {
                    throw Gd2Refusal.of(400, "volume flag not supported " + unknown);
                });
        if (options.keySet().stream().anyMatch(key -> key.startsWith(Gd2Options.RESERVED))) {
            throw Gd2Refusal.of(400, "reserved group profile");
        }
        if (smart() && reserveFactor < 1) {
            throw Gd2Refusal.of(400, "invalid snapshot reserve factor");
        }
    }

    /** Refuses more than 4 KiB, keys that begin with an underscore not counted. */
    static void checkMetadata(Map<String, String> metadata) {
        int size = metadata.entrySet().stream()
                .filter(each -> !each.getKey().startsWith("_"))
                .mapToInt(each -> bytes(each.getKey()) + bytes(each.getValue()))
                .sum();
        if (size > MOST_METADATA) {
            throw Gd2Refusal.of(400, "metadata size exceeds max allowed size of 4KB");
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Steps 11 and 15. */
    void checkBricks() {
        SortedSet<String> seen = new TreeSet<>();
        for (SubvolRequest subvol : subvols) {
            for (BrickRequest brick : subvol.bricks()) {
                if (!seen.add(brick.peer() + ":" + cleaned(brick.path()))) {
                    throw Gd2Refusal.of(400, "duplicate brick entry");
                }
            }
        }
        for (SubvolRequest subvol : subvols) {
            for (BrickRequest brick : subvol.bricks()) {
                if (!Gd2Ids.wellFormed(brick.peer())) {
                    throw Gd2Refusal.of(400, "failed to parse peer ID: " + brick.peer());
                }
            }
        }
    }

    /** A brick's path as the daemon takes it: what is relative begins at its working directory. */
    static String cleaned(String path) {
        String absolute = path.startsWith("/") ? path : "/var/lib/glusterd2/" + path;
        List<String> parts = new ArrayList<>();
        for (String part : absolute.split("/")) {
            if (part.equals("..") && !parts.isEmpty()) {
                parts.remove(parts.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
                parts.add(part);
            }
        }
        return "/" + String.join("/", parts);
    }
}
