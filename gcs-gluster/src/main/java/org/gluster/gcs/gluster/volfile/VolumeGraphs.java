/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import java.util.ArrayList;
import java.util.List;
import org.gluster.gcs.gluster.option.ValueType;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Brick;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Credentials;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Kind;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Subvolume;

/**
 * The graphs of a volume, as glusterd 10.3 makes them: same translators, same order, same options, for the volume's own
 * options too. A brick's graph differs on purpose, see {@link #brick}; the others do not. Pure functions: equal input,
 * equal graph.
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
        OptionWriter options = OptionWriter.selfHeal(volume);
        DraftGraph graph = new DraftGraph(volume.name());
        clients(volume, true, options, graph);
        List<String> tops = clusters(volume, graph);
        options.selfHeal(graph.drafts());
        graph.drafts().stream()
                .filter(draft -> draft.is("cluster/replicate") || draft.is("cluster/disperse"))
                .forEach(draft -> draft.with("iam-self-heal-daemon", "yes"));
        graph.add(new Draft(volume.name(), "debug/io-stats").over(tops));
        options.clientLogs(graph.drafts());
        return graph.build();
    }

    /** Bottom up; a debugging translator may stand above each. */
    private static Graph brick(VolumeSpec volume, Subvolume subvolume, Brick brick) {
        OptionWriter options = OptionWriter.of(volume);
        String id = volume.id().toString();
        String path = brick.path();
        DraftGraph graph = new DraftGraph(volume.name());

        Draft posix = graph.put("storage/posix").with("directory", path).with("volume-id", id);
        if (options.isOn("features.trash")) {
            posix.with("update-link-count-parent", "on");
        }
        posix.with("fips-mode-rchecksum", "on").with("shared-brick-count", "1");
        options.debug(graph, "posix");
        if (subvolume.isArbiter(brick)) {
            graph.put("features/arbiter");
        }
        options.debug(graph, "arbiter");
        graph.put("features/trash")
                .with("trash-dir", ".trashcan")
                .with("brick-path", path)
                .with("trash-internal-op", "off");
        options.debug(graph, "trash");
        graph.put("features/changelog")
                .with("changelog-brick", path)
                .with("changelog-dir", path + "/.glusterfs/changelogs")
                .with("changelog-notification", "off");
        options.debug(graph, "changelog");
        graph.put("features/bitrot-stub").with("export", path).with("bitrot", "disable");
        options.debug(graph, "bitrot-stub");
        if (options.isOn("features.acl")) {
            graph.put("features/access-control");
        }
        options.debug(graph, "access-control");
        graph.put("features/locks");
        options.debug(graph, "locks");
        graph.put("features/worm");
        options.debug(graph, "worm");
        graph.put("features/read-only").with("read-only", "off");
        options.debug(graph, "read-only");
        graph.put("features/leases");
        options.debug(graph, "leases");
        graph.put("features/upcall");
        options.debug(graph, "upcall");
        graph.put("performance/io-threads");
        options.debug(graph, "io-threads");
        graph.put("features/selinux");
        options.debug(graph, "selinux");
        graph.put("features/marker")
                .with("volume-uuid", id)
                .with("timestamp-file", path + "/.glusterfs/marker.tstamp")
                .with("quota-version", "0");
        options.debug(graph, "marker");
        graph.put("features/barrier");
        options.debug(graph, "barrier");
        index(volume, subvolume, graph.put("features/index").with("index-base", path + "/.glusterfs/indices"));
        options.debug(graph, "index");
        graph.put("features/quota").with("volume-uuid", volume.name()).with("server-quota", "off");
        options.debug(graph, "quota");
        if (options.isOn("network.compression")) {
            graph.put("features/cdc").with("mode", "server");
        }
        options.debug(graph, "cdc");
        if (options.isOn("features.tag-namespaces")) {
            graph.put("features/namespace");
        }
        options.debug(graph, "namespace");
        if (options.isOn("features.sdfs")) {
            graph.put("features/sdfs").with("pass-through", "false");
        }
        options.debug(graph, "sdfs");
        graph.putAs(path, "debug/io-stats") // clients ask for the brick by this name
                .with("unique-id", path)
                .with("volume-id", id);
        options.debug(graph, "io-stats");
        server(volume, brick, options, graph.put("protocol/server"));
        options.brick(graph.drafts(), path, volume.access());
        return graph.build();
    }

    private static void index(VolumeSpec volume, Subvolume subvolume, Draft index) {
        if (subvolume.kind() == Kind.DISPERSE) {
            index.with("xattrop64-watchlist", "trusted.ec.dirty");
        } else { // glusterd treats a plain brick as a replica of one
            index.with("xattrop-dirty-watchlist", "trusted.afr.dirty")
                    .with("xattrop-pending-watchlist", "trusted.afr." + volume.name() + "-");
        }
    }

    private static void server(VolumeSpec volume, Brick brick, OptionWriter options, Draft server) {
        Credentials credentials = volume.credentials();
        server.with("transport.socket.listen-port", Integer.toString(brick.port()))
                .with("transport.socket.bind-address", brick.address())
                .with("transport-type", "tcp");
        options.tls(server);
        server.with("transport.address-family", family(brick.address()))
                .with("auth.login." + brick.path() + ".allow", credentials.user())
                .with("auth.login." + credentials.user() + ".password", credentials.password())
                .with("auth-path", brick.path());
        options.value("auth.ssl-allow")
                .ifPresent(names -> server.with("auth.login." + brick.path() + ".ssl-allow", names));
    }

    private static Graph client(VolumeSpec volume, boolean trusted) {
        OptionWriter options = OptionWriter.client(volume);
        DraftGraph graph = new DraftGraph(volume.name());
        clients(volume, trusted, options, graph);
        List<String> tops = clusters(volume, graph);
        if (options.isOn("performance.parallel-readdir")) {
            tops = readAheadBelow(volume, graph, tops);
        }
        String distribute = options.isOn("cluster.switch")
                ? "cluster/switch"
                : options.isOn("cluster.nufa") ? "cluster/nufa" : "cluster/distribute";
        graph.add(new Draft(volume.name() + "-dht", distribute).over(tops));
        if (options.isOn("features.shard")) {
            graph.put("features/shard");
        }
        if (options.isOn("features.ctime")) {
            graph.put("features/utime");
        }
        if (options.isOn("network.compression")) {
            graph.put("features/cdc").with("mode", "client");
        }
        options.performance().forEach(graph::put);
        options.debug(graph, "client");
        graph.putAs(volume.name(), "debug/io-stats");
        options.clientLogs(graph.drafts());
        options.plain(graph.drafts());
        return graph.build();
    }

    private static void clients(VolumeSpec volume, boolean trusted, OptionWriter options, DraftGraph graph) {
        for (Brick brick : volume.bricks()) {
            Draft client = graph.add(new Draft(clientName(volume, brick), "protocol/client"))
                    .with("ping-timeout", "42")
                    .with("remote-host", brick.host())
                    .with("remote-subvolume", brick.path())
                    .with("transport-type", "tcp")
                    .with("transport.address-family", family(brick.host()));
            if (trusted) {
                client.with("username", volume.credentials().user())
                        .with("password", volume.credentials().password());
            }
            if (ValueType.bool(options.value("client.ssl").orElse("off")).orElse(false)) {
                client.with("transport.socket.ssl-enabled", "true");
            }
            options.tls(client);
        }
    }

    /** One translator for each subvolume; answers their names. */
    private static List<String> clusters(VolumeSpec volume, DraftGraph graph) {
        List<String> tops = new ArrayList<>();
        int replicates = 0;
        int disperses = 0;
        for (Subvolume subvolume : volume.subvolumes()) {
            List<String> below = clientNames(volume, subvolume);
            switch (subvolume.kind()) {
                case PLAIN -> tops.addAll(below);
                case REPLICATE -> {
                    Draft replicate = new Draft(volume.name() + "-replicate-" + replicates++, "cluster/replicate")
                            .with("afr-pending-xattr", String.join(",", below))
                            .with("volume-id", volume.id().toString());
                    if (subvolume.arbiters() > 0) {
                        replicate.with("arbiter-count", Integer.toString(subvolume.arbiters()));
                    }
                    tops.add(graph.add(replicate.over(below)).name());
                }
                case DISPERSE ->
                    tops.add(graph.add(new Draft(volume.name() + "-disperse-" + disperses++, "cluster/disperse")
                                    .with("redundancy", Integer.toString(subvolume.redundancy()))
                                    .over(below))
                            .name());
            }
        }
        return tops;
    }

    private static List<String> readAheadBelow(VolumeSpec volume, DraftGraph graph, List<String> tops) {
        List<String> above = new ArrayList<>();
        for (String top : tops) {
            above.add(graph.add(new Draft(volume.name() + "-readdir-ahead-" + above.size(), "performance/readdir-ahead")
                            .with("performance.readdir-ahead", "on")
                            .over(List.of(top)))
                    .name());
        }
        return above;
    }

    private static List<String> clientNames(VolumeSpec volume, Subvolume subvolume) {
        return subvolume.bricks().stream()
                .map(brick -> clientName(volume, brick))
                .toList();
    }

    /** Also the name of the pending attribute on disk ({@code trusted.afr.<name>}): fixed by the slot, for ever. */
    static String clientName(VolumeSpec volume, Brick brick) {
        return volume.name() + "-client-" + brick.index();
    }

    private static String family(String address) {
        return address.indexOf(':') >= 0 ? "inet6" : "inet";
    }
}
