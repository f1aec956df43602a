/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Brick;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Credentials;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Kind;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Subvolume;

/**
 * The graphs of a volume, as glusterd 10.3 makes them with default options: same translators, same order, same options.
 * A brick's graph differs on purpose, see {@link #brick}; the others do not. Pure functions: equal input, equal graph.
 */
public final class VolumeGraphs {

    private VolumeGraphs() {}

    /**
     * The graph of one brick. Other than glusterd's it
     *
     * <ul>
     *   <li>says {@code transport.socket.bind-address} and {@code transport.socket.listen-port}: the brick listens on its
     *       node's address alone, on a port that survives restarts;
     *   <li>lets clients without credentials in by the volume's access list, not always from everywhere; with an empty
     *       list there is no such option at all;
     *   <li>has {@code shared-brick-count} 1, since each brick has a file system of its own;
     *   <li>keeps the marker's {@code timestamp-file} in the brick's own {@code .glusterfs} directory.
     * </ul>
     *
     * <p>It holds the credentials: serve it over the Unix socket only, store it with mode 0600 only.
     *
     * @throws IllegalArgumentException when the volume has no brick of this index
     */
    public static Graph brick(VolumeSpec volume, int index) {
        for (Subvolume subvolume : volume.subvolumes()) {
            for (Brick brick : subvolume.bricks()) {
                if (brick.index() == index) {
                    return brick(volume, subvolume, brick);
                }
            }
        }
        throw new IllegalArgumentException("volume " + volume.name() + " has no brick of index " + index);
    }

    /** The graph of a client anywhere; holds no secret. */
    public static Graph client(VolumeSpec volume) {
        return client(volume, false);
    }

    /** The graph of a client on a storage node: {@link #client} with credentials. For the Unix socket only. */
    public static Graph trustedClient(VolumeSpec volume) {
        return client(volume, true);
    }

    /** Whether there is anything to heal: some subvolume is replicated or dispersed. */
    public static boolean heals(VolumeSpec volume) {
        return volume.subvolumes().stream().anyMatch(subvolume -> subvolume.kind() != Kind.PLAIN);
    }

    /**
     * The graph by which the self-heal daemon serves this volume. Holds the credentials, for the Unix socket only.
     *
     * @throws IllegalArgumentException when nothing of the volume heals, see {@link #heals}
     */
    public static Graph selfHeal(VolumeSpec volume) {
        if (!heals(volume)) {
            throw new IllegalArgumentException("volume " + volume.name() + " keeps no redundancy that could be healed");
        }
        Stack graph = new Stack();
        clients(volume, true).forEach(client -> graph.add(client.without("send-gids")));
        List<String> tops = new ArrayList<>();
        int replicates = 0;
        int disperses = 0;
        for (Subvolume subvolume : volume.subvolumes()) {
            switch (subvolume.kind()) {
                case PLAIN -> tops.addAll(clientNames(volume, subvolume));
                case REPLICATE ->
                    tops.add(graph.add(replicate(volume, subvolume, replicates++, true))
                            .name());
                case DISPERSE ->
                    tops.add(graph.add(disperse(volume, subvolume, disperses++, true))
                            .name());
            }
        }
        graph.add(new Draft(volume.name(), "debug/io-stats")
                .with("threads", "16")
                .with("log-level", "INFO")
                .over(tops));
        return graph.build();
    }

    private static Graph brick(VolumeSpec volume, Subvolume subvolume, Brick brick) {
        String id = volume.id().toString();
        String path = brick.path();
        Credentials credentials = volume.credentials();
        Tower graph = new Tower(volume.name());
        graph.put("posix", "storage/posix")
                .with("shared-brick-count", "1")
                .with("fips-mode-rchecksum", "on")
                .with("volume-id", id)
                .with("directory", path);
        if (subvolume.isArbiter(brick)) {
            graph.put("arbiter", "features/arbiter");
        }
        graph.put("trash", "features/trash")
                .with("trash-internal-op", "off")
                .with("brick-path", path)
                .with("trash-dir", ".trashcan");
        graph.put("changelog", "features/changelog")
                .with("changelog-barrier-timeout", "120")
                .with("changelog-notification", "off")
                .with("changelog-dir", path + "/.glusterfs/changelogs")
                .with("changelog-brick", path);
        graph.put("bitrot-stub", "features/bitrot-stub")
                .with("bitrot", "disable")
                .with("export", path);
        graph.put("access-control", "features/access-control");
        graph.put("locks", "features/locks").with("enforce-mandatory-lock", "off");
        graph.put("worm", "features/worm")
                .with("worm-files-deletable", "on")
                .with("worm-file-level", "off")
                .with("worm", "off");
        graph.put("read-only", "features/read-only").with("read-only", "off");
        graph.put("leases", "features/leases").with("leases", "off");
        graph.put("upcall", "features/upcall").with("cache-invalidation", "off");
        graph.put("io-threads", "performance/io-threads");
        graph.put("selinux", "features/selinux").with("selinux", "on");
        graph.put("marker", "features/marker")
                .with("inode-quota", "off")
                .with("quota", "off")
                .with("gsync-force-xtime", "off")
                .with("xtime", "off")
                .with("quota-version", "0")
                .with("timestamp-file", path + "/.glusterfs/marker.tstamp")
                .with("volume-uuid", id);
        graph.put("barrier", "features/barrier").with("barrier-timeout", "120").with("barrier", "disable");
        Draft index = graph.put("index", "features/index");
        if (subvolume.kind() == Kind.DISPERSE) {
            index.with("xattrop64-watchlist", "trusted.ec.dirty");
        } else { // glusterd treats a plain brick as a replica of one
            index.with("xattrop-pending-watchlist", "trusted.afr." + volume.name() + "-")
                    .with("xattrop-dirty-watchlist", "trusted.afr.dirty");
        }
        index.with("index-base", path + "/.glusterfs/indices");
        graph.put("quota", "features/quota")
                .with("deem-statfs", "off")
                .with("server-quota", "off")
                .with("volume-uuid", volume.name());
        graph.putAs(path, "debug/io-stats") // clients ask for the brick by this name
                .with("global-threading", "off")
                .with("count-fop-hits", "off")
                .with("latency-measurement", "off")
                .with("threads", "16")
                .with("log-level", "INFO")
                .with("volume-id", id)
                .with("unique-id", path);
        Draft server = graph.put("server", "protocol/server")
                .with("transport.listen-backlog", "1024")
                .with("transport.socket.keepalive-count", "9")
                .with("transport.socket.keepalive-interval", "2")
                .with("transport.socket.keepalive-time", "20")
                .with("transport.socket.ssl-enabled", "off")
                .with("transport.socket.keepalive", "1");
        if (!volume.access().isEmpty()) {
            server.with("auth.addr." + path + ".allow", String.join(",", volume.access()));
        }
        server.with("auth-path", path)
                .with("auth.login." + credentials.user() + ".password", credentials.password())
                .with("auth.login." + path + ".allow", credentials.user())
                .with("transport.address-family", family(brick.address()))
                .with("transport-type", "tcp")
                .with("transport.socket.bind-address", brick.address())
                .with("transport.socket.listen-port", Integer.toString(brick.port()));
        return graph.build();
    }

    private static Graph client(VolumeSpec volume, boolean trusted) {
        Stack graph = new Stack();
        clients(volume, trusted).forEach(graph::add);
        List<String> tops = new ArrayList<>();
        boolean clientThreads = true;
        int replicates = 0;
        int disperses = 0;
        for (Subvolume subvolume : volume.subvolumes()) {
            switch (subvolume.kind()) {
                case PLAIN -> tops.addAll(clientNames(volume, subvolume));
                case REPLICATE -> {
                    tops.add(graph.add(replicate(volume, subvolume, replicates++, false))
                            .name());
                    clientThreads = false; // glusterd's default for replicated volumes
                }
                case DISPERSE ->
                    tops.add(graph.add(disperse(volume, subvolume, disperses++, false))
                            .name());
            }
        }
        Tower upper = new Tower(volume.name());
        upper.put("dht", "cluster/distribute")
                .with("force-migration", "off")
                .with("lock-migration", "off")
                .over(tops);
        upper.put("utime", "features/utime").with("noatime", "on");
        upper.put("write-behind", "performance/write-behind");
        upper.put("open-behind", "performance/open-behind");
        upper.put("quick-read", "performance/quick-read");
        upper.put("md-cache", "performance/md-cache");
        if (clientThreads) {
            upper.put("io-threads", "performance/io-threads");
        }
        upper.putAs(volume.name(), "debug/io-stats")
                .with("global-threading", "off")
                .with("count-fop-hits", "off")
                .with("latency-measurement", "off")
                .with("threads", "16")
                .with("log-level", "INFO");
        upper.drafts.forEach(graph::add);
        return graph.build();
    }

    private static List<Draft> clients(VolumeSpec volume, boolean trusted) {
        List<Draft> clients = new ArrayList<>();
        for (Brick brick : volume.bricks()) {
            Draft client = new Draft(clientName(volume, brick), "protocol/client")
                    .with("send-gids", "true")
                    .with("strict-locks", "off")
                    .with("transport.socket.keepalive-count", "9")
                    .with("transport.socket.keepalive-interval", "2")
                    .with("transport.socket.keepalive-time", "20")
                    .with("transport.tcp-user-timeout", "0")
                    .with("transport.socket.ssl-enabled", "off");
            if (trusted) {
                client.with("password", volume.credentials().password())
                        .with("username", volume.credentials().user());
            }
            clients.add(client.with("transport.address-family", family(brick.host()))
                    .with("transport-type", "tcp")
                    .with("remote-subvolume", brick.path())
                    .with("remote-host", brick.host())
                    .with("ping-timeout", "42"));
        }
        return clients;
    }

    private static Draft replicate(VolumeSpec volume, Subvolume subvolume, int number, boolean healing) {
        Draft replicate = new Draft(volume.name() + "-replicate-" + number, "cluster/replicate");
        if (healing) {
            replicate.with("iam-self-heal-daemon", "yes");
        }
        replicate
                .with("use-anonymous-inode", "yes")
                .with("use-compound-fops", "off")
                .with("granular-entry-heal", "on");
        if (healing) { // without these three the daemon runs and heals nothing
            replicate
                    .with("self-heal-daemon", "enable")
                    .with("entry-self-heal", "on")
                    .with("data-self-heal", "on")
                    .with("metadata-self-heal", "on")
                    .with("background-self-heal-count", "0");
        }
        if (subvolume.arbiters() > 0) {
            replicate.with("arbiter-count", Integer.toString(subvolume.arbiters()));
        }
        List<String> below = clientNames(volume, subvolume);
        return replicate
                .with("volume-id", volume.id().toString())
                .with("afr-pending-xattr", String.join(",", below))
                .over(below);
    }

    private static Draft disperse(VolumeSpec volume, Subvolume subvolume, int number, boolean healing) {
        Draft disperse = new Draft(volume.name() + "-disperse-" + number, "cluster/disperse");
        if (healing) {
            disperse.with("iam-self-heal-daemon", "yes").with("self-heal-daemon", "enable");
        }
        return disperse.with("redundancy", Integer.toString(subvolume.redundancy()))
                .over(clientNames(volume, subvolume));
    }

    private static List<String> clientNames(VolumeSpec volume, Subvolume subvolume) {
        return subvolume.bricks().stream()
                .map(brick -> clientName(volume, brick))
                .toList();
    }

    /** Also the name of the pending attribute on disk ({@code trusted.afr.<name>}): fixed by the slot, for ever. */
    private static String clientName(VolumeSpec volume, Brick brick) {
        return volume.name() + "-client-" + brick.index();
    }

    private static String family(String address) {
        return address.indexOf(':') >= 0 ? "inet6" : "inet";
    }

    /** A translator that is still being written. */
    private static final class Draft {
        private final String name;
        private final String type;
        private final Map<String, String> options = new LinkedHashMap<>();
        private List<String> subvolumes = List.of();

        Draft(String name, String type) {
            this.name = name;
            this.type = type;
        }

        String name() {
            return name;
        }

        Draft with(String key, String value) {
            options.put(key, value);
            return this;
        }

        Draft without(String key) {
            options.remove(key);
            return this;
        }

        Draft over(List<String> below) {
            subvolumes = below;
            return this;
        }
    }

    /** Translators side by side and above each other; each says what it stands over. */
    private static class Stack {
        final List<Draft> drafts = new ArrayList<>();

        Draft add(Draft draft) {
            drafts.add(draft);
            return draft;
        }

        Graph build() {
            return Graph.of(drafts.stream()
                    .map(draft -> new Translator(draft.name, draft.type, draft.options, draft.subvolumes))
                    .toList());
        }
    }

    /** Translators one above the other, called {@code <volume>-<suffix>}. */
    private static final class Tower extends Stack {
        private final String prefix;

        Tower(String volume) {
            prefix = volume + "-";
        }

        Draft put(String suffix, String type) {
            return putAs(prefix + suffix, type);
        }

        Draft putAs(String name, String type) {
            Draft draft = new Draft(name, type);
            if (!drafts.isEmpty()) {
                draft.over(List.of(drafts.get(drafts.size() - 1).name()));
            }
            return add(draft);
        }
    }
}
