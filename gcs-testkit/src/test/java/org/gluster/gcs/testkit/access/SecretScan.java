/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.access;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gluster.gcs.gluster.rpc.GlusterDict;
import org.gluster.gcs.testkit.access.Getspec.Answer;

/**
 * Asks every node over TCP for everything that might make it say a secret of a volume, and looks for the secrets themselves
 * in whatever comes back.
 *
 * @param asked how many questions were asked
 * @param volfiles how many were answered with a volfile
 * @param leaks questions whose answer held a secret
 */
record SecretScan(int asked, int volfiles, List<String> leaks) {
    private static final Pattern LOGIN = Pattern.compile("option auth\\.login\\.(\\S+)\\.password (\\S+)");
    private static final Pattern PRIVATE =
            Pattern.compile("option transport\\.socket\\.ssl-(?:own-cert|private-key|ca-list) (\\S+)");

    static SecretScan of(Cluster cluster, String volume) {
        String brick =
                volume + "." + cluster.gcs.volume(volume).get().bricks().get(0).id();
        String graph = Getspec.ask(cluster.socket(1), brick).text();
        Matcher login = LOGIN.matcher(graph);
        if (!login.find()) {
            throw new AssertionError("over its own socket the node gives its brick no credentials: " + graph);
        }
        Set<String> secrets = new LinkedHashSet<>(List.of(login.group(1), login.group(2)));
        Matcher files = PRIVATE.matcher(graph);
        while (files.find()) {
            secrets.add(files.group(1));
        }
        int asked = 0;
        int volfiles = 0;
        List<String> leaks = new ArrayList<>();
        for (String key : keys(cluster, volume)) {
            for (int flags : List.of(0, 1, 2, -1)) {
                for (GlusterDict dict : dicts(brick)) {
                    for (int node = 1; node <= 3; node++) {
                        Answer answer = Getspec.ask(Cluster.tcp(node), key, flags, dict);
                        asked++;
                        volfiles += answer.status() > 0 ? 1 : 0;
                        for (String secret : secrets) {
                            if (answer.everything().contains(secret)) {
                                leaks.add("node " + node + ", key \"" + key + "\", flags " + flags + ", " + dict);
                            }
                        }
                    }
                }
            }
        }
        return new SecretScan(asked, volfiles, List.copyOf(leaks));
    }

    private static List<GlusterDict> dicts(String brick) {
        return List.of(
                GlusterDict.empty(),
                GlusterDict.empty()
                        .with("min-op-version", 1)
                        .with("max-op-version", 100_000)
                        .with("brick_name", brick)
                        .with("volume", "trusted")
                        .with("peer", "127.0.0.1"));
    }

    private static List<String> keys(Cluster cluster, String volume) {
        List<String> bare = new ArrayList<>(List.of(
                volume,
                "shd/" + volume,
                "glustershd/" + volume,
                "gluster/glustershd",
                "glustershd",
                "shd",
                "trusted-" + volume,
                volume + "-shd",
                volume + "/trusted-" + volume,
                volume + ".tcp-fuse",
                volume + ".rdma",
                "trusted-" + volume + ".tcp-fuse",
                "client/" + volume,
                "rebalance/" + volume,
                "rebalance-" + volume,
                "snaps/" + volume,
                "quotad/" + volume,
                "gfproxyd/" + volume,
                "gfproxy-client/" + volume,
                "bitd/" + volume,
                "nfs/" + volume,
                "brick/" + volume,
                volume + "/",
                volume + "\0.x",
                "../" + volume,
                volume + "/..",
                "%73hd/" + volume,
                volume.toUpperCase(java.util.Locale.ROOT),
                "*",
                ""));
        cluster.gcs.volume(volume).get().bricks().forEach(brick -> {
            bare.add(volume + "." + brick.id());
            bare.add(volume + "." + brick.index());
            bare.add(volume + "." + brick.node() + brick.path().replace('/', '-'));
            bare.add(volume + "." + brick.address() + brick.path().replace('/', '-'));
            bare.add(volume + "." + brick.id() + ".vol");
            bare.add(brick.path());
            bare.add(brick.id().toString());
        });
        List<String> keys = new ArrayList<>();
        for (String key : bare) {
            keys.addAll(List.of(key, "/" + key, "//" + key, "./" + key));
        }
        return keys;
    }
}
