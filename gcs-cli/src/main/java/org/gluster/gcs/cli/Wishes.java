/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.VolumeRequest;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what a volume is to be like. */
final class Wishes {
    @Option(names = "--size", required = true, paramLabel = "SIZE", description = "What clients can store, e.g. 20GiB.")
    @Nullable
    Capacity size;

    @Option(
            names = "--redundancy",
            paramLabel = "KIND",
            description = "distributed, replicated:N, arbiter or dispersed:D+R; replicated:3 when not given.")
    @Nullable
    String redundancy;

    @Option(names = "--zone-exclude", paramLabel = "ZONE", description = "A failure domain that gets no brick.")
    List<String> excluded = List.of();

    @Option(names = "--zone-spread", description = "Each brick must be in a failure domain of its own.")
    boolean spread;

    @Option(names = "--label", paramLabel = "KEY=VALUE", description = "A label of your own.")
    Map<String, String> labels = Map.of();

    @Option(names = "--metadata", paramLabel = "KEY=VALUE", description = "Metadata of your own.")
    Map<String, String> metadata = Map.of();

    @Option(names = "--option", paramLabel = "KEY=VALUE", description = "A GlusterFS option.")
    Map<String, String> options = Map.of();

    @Option(names = "--profile", paramLabel = "GROUP", description = "An option group that is applied, e.g. container.")
    List<String> profiles = List.of();

    @Option(
            names = "--allow",
            paramLabel = "ADDRESS",
            description =
                    "A client that may mount it: an address, a network, 10.1.*, a host name, * for everybody, or @nodes.")
    List<String> allowed = List.of();

    @Option(names = "--tls", description = "Its bricks talk TLS, with the files of each node in /etc/ssl.")
    boolean tls;

    @Option(names = "--tls-certificate", paramLabel = "PATH", description = "Where each node has its certificate.")
    @Nullable
    String certificate;

    @Option(names = "--tls-key", paramLabel = "PATH", description = "Where each node has its private key.")
    @Nullable
    String key;

    @Option(names = "--tls-authorities", paramLabel = "PATH", description = "Where each node has the authorities.")
    @Nullable
    String authorities;

    @Option(
            names = "--tls-subject",
            paramLabel = "NAME",
            description = "A common name that clients and nodes may have.")
    List<String> subjects = List.of();

    private void tls(VolumeRequest.Builder request) {
        if (tls || certificate != null || key != null || authorities != null || !subjects.isEmpty()) {
            request.dataPathTls(wanted -> {
                if (certificate != null) {
                    wanted.certificate(certificate);
                }
                if (key != null) {
                    wanted.key(key);
                }
                if (authorities != null) {
                    wanted.authorities(authorities);
                }
                subjects.forEach(wanted::allowSubjects);
            });
        }
    }

    void fill(VolumeRequest.Builder request) {
        if (size != null) {
            request.capacity(size);
        }
        if (redundancy != null) {
            request.redundancy(Redundancy.parse(redundancy));
        }
        request.zones(zones -> {
            if (spread) {
                zones.spread();
            }
            excluded.forEach(zones::exclude);
        });
        new TreeMap<>(labels).forEach(request::label);
        new TreeMap<>(metadata).forEach(request::metadata);
        new TreeMap<>(options).forEach(request::option);
        profiles.forEach(request::profile);
        allowed.forEach(request::allowClients);
        tls(request);
    }
}
