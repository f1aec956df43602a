/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;

/** A volume of the stand-in's cluster. Guarded by its lock. */
final class Gd2Volume {
    final String id;
    final String name;
    final String transport;
    final List<Subvol> subvols;
    final SortedMap<String, String> options = new TreeMap<>();
    final SortedMap<String, String> metadata = new TreeMap<>();
    final long capacity;
    final String user;
    State state = State.CREATED;

    /** When its create was cut off by the end of the daemon, so that the cleaner will delete it; 0 when it was not. */
    long interrupted;

    enum State {
        CREATED("Created", 0),
        STARTED("Started", 1),
        STOPPED("Stopped", 2);

        private final String text;
        private final int number;

        State(String text, int number) {
            this.text = text;
            this.number = number;
        }
    }

    record Brick(String id, String path, String peer, String host, boolean arbiter, String device, long bytes) {}

    record Subvol(
            String id,
            String name,
            String asked,
            List<Brick> bricks,
            int replica,
            int arbiter,
            int disperse,
            int redundancy) {

        String type() {
            return switch (asked) {
                case "replicate" -> "Replicate";
                case "disperse" -> "Disperse";
                default -> "Distribute";
            };
        }
    }

    Gd2Volume(String id, String name, String transport, List<Subvol> subvols, long capacity, String user) {
        this.id = id;
        this.name = name;
        this.transport = transport;
        this.subvols = subvols;
        this.capacity = capacity;
        this.user = user;
    }

    private Subvol first() {
        return subvols.get(0);
    }

    /** The type of the first subvolume as it was asked for; the default profile hangs on it. */
    String askedType() {
        return first().asked();
    }

    boolean replicated() {
        return first().asked().equals("replicate");
    }

    boolean heals() {
        return replicated() || first().asked().equals("disperse");
    }

    private String type() {
        String type = first().type();
        return subvols.size() > 1 && !type.equals("Distribute") ? "Distributed-" + type : type;
    }

    private int typeNumber() {
        return List.of("Distribute", "Replicate", "Disperse", "Distributed-Replicate", "Distributed-Disperse")
                .indexOf(type());
    }

    List<Brick> bricks() {
        return subvols.stream().flatMap(subvol -> subvol.bricks().stream()).toList();
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("id", id)
                .put("name", name)
                .put("type", type())
                .put("transport", transport)
                .put("distribute-count", subvols.size())
                .put("replica-count", first().replica());
        if (first().arbiter() != 0) {
            node.put("arbiter-count", first().arbiter());
        }
        if (first().disperse() != 0) {
            node.put("disperse-count", first().disperse());
            node.put("disperse-data-count", first().disperse() - first().redundancy());
            node.put("disperse-redundancy-count", first().redundancy());
        }
        options.forEach(node.putObject("options")::put);
        node.put("state", state.text);
        ArrayNode all = node.putArray("subvols");
        subvols.forEach(subvol -> all.add(json(subvol)));
        metadata.forEach(node.putObject("metadata")::put);
        node.putArray("snap-list");
        if (capacity != 0) {
            node.put("capacity", Gd2Device.unsigned(capacity));
        }
        return node;
    }

    private ObjectNode json(Subvol subvol) {
        ObjectNode node =
                JsonNodeFactory.instance.objectNode().put("name", subvol.name()).put("type", subvol.type());
        ArrayNode bricks = node.putArray("bricks");
        subvol.bricks().forEach(brick -> bricks.add(json(brick)));
        node.put("replica-count", subvol.replica())
                .put("arbiter-count", subvol.arbiter())
                .put("disperse-count", subvol.disperse());
        if (subvol.disperse() != 0) {
            node.put("disperse-data-count", subvol.disperse() - subvol.redundancy());
            node.put("disperse-redundancy-count", subvol.redundancy());
        }
        return node;
    }

    private ObjectNode json(Brick brick) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", brick.id())
                .put("path", brick.path())
                .put("volume-id", id)
                .put("volume-name", name)
                .put("peer-id", brick.peer())
                .put("host", brick.host())
                .put("type", brick.arbiter() ? "Arbiter" : "Brick");
    }

    ArrayNode bricksJson() {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        int number = 0;
        for (Brick brick : bricks()) {
            boolean online = state == State.STARTED;
            ObjectNode node = all.addObject();
            node.set("info", json(brick));
            node.put("online", online)
                    .put("pid", online ? 20_000 + number : 0)
                    .put("port", online ? 49_152 + number : 0)
                    .put("fs-type", "xfs")
                    .put("mount-opts", "rw,relatime,inode64")
                    .put("device", "/dev/loop" + number);
            node.set("size", sizeJson(brick.bytes()));
            number++;
        }
        return all;
    }

    ObjectNode statusJson() {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("info", json());
        node.put("online", true);
        node.set("size", sizeJson(capacity));
        return node;
    }

    private static ObjectNode sizeJson(long bytes) {
        long used = 24L << 20;
        long known = Math.max(bytes, 400L << 20);
        return JsonNodeFactory.instance
                .objectNode()
                .put("capacity", known)
                .put("used", used)
                .put("free", known - used);
    }

    ArrayNode healJson(String kind) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        for (Brick brick : bricks()) {
            ObjectNode node = all.addObject()
                    .put("host-id", brick.peer())
                    .put("name", brick.host() + ":" + brick.path())
                    .put("status", "Connected");
            if (kind.equals("info-summary")) {
                node.put("total-entries", 0)
                        .put("entries-in-heal-pending", 0)
                        .put("entries-in-split-brain", 0)
                        .put("entries-possibly-healing", 0);
            } else {
                node.put("entries", 0);
            }
        }
        return all;
    }

    /** What a reset answers: the internal record with its login secrets. */
    ObjectNode internalJson() {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("ID", id)
                .put("Name", name)
                .put("VolfileID", name)
                .put("Type", typeNumber())
                .put("Transport", transport)
                .put("DistCount", subvols.size());
        options.forEach(node.putObject("Options")::put);
        node.put("State", state.number).put("Checksum", 0).put("Version", 0);
        ArrayNode all = node.putArray("Subvols");
        subvols.forEach(subvol -> all.add(internalJson(subvol)));
        node.putObject("Auth").put("Username", user).put("Password", "secret-of-" + name);
        node.putNull("GraphMap");
        metadata.forEach(node.putObject("Metadata")::put);
        node.putArray("SnapList");
        return node.put("SnapshotReserveFactor", capacity == 0 ? 0 : 1)
                .put("Capacity", Gd2Device.unsigned(capacity))
                .put("ProvisionerType", "lvm");
    }

    private ObjectNode internalJson(Subvol subvol) {
        ObjectNode node = JsonNodeFactory.instance
                .objectNode()
                .put("ID", subvol.id())
                .put("Name", subvol.name())
                .put(
                        "Type",
                        List.of("distribute", "replicate", "disperse")
                                .indexOf(subvol.type().toLowerCase(Locale.ROOT)));
        ArrayNode bricks = node.putArray("Bricks");
        for (Brick brick : subvol.bricks()) {
            bricks.addObject()
                    .put("ID", brick.id())
                    .put("Hostname", brick.host())
                    .put("PeerID", brick.peer())
                    .put("Path", brick.path())
                    .put("VolumeName", name)
                    .put("VolfileID", name)
                    .put("VolumeID", id)
                    .put("Type", brick.arbiter() ? 1 : 0)
                    .put("Decommissioned", false)
                    .put("PType", "")
                    .put("BrickDirSuffix", "")
                    .put("DevicePath", "")
                    .put("FsType", "")
                    .put("MntOpts", "")
                    .put("TpName", "")
                    .put("LvName", "")
                    .put("VgName", "")
                    .put("RootDevice", "")
                    .put("TotalSize", 0);
        }
        node.putNull("Subvols");
        return node.put("ReplicaCount", subvol.replica())
                .put("ArbiterCount", subvol.arbiter())
                .put("DisperseCount", subvol.disperse())
                .put("RedundancyCount", subvol.redundancy());
    }
}
