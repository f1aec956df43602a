/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.volume.PlacementSpec;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.SpreadBy;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.ZoneSpec;
import org.gluster.gcs.volume.ZoneSpread;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say what a volume is to be like. */
final class Wishes {
    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec command;

    @Option(names = "--size", paramLabel = "SIZE", description = "What clients can store, e.g. 20GiB.")
    @Nullable
    Capacity size;

    @Option(
            names = "--redundancy",
            paramLabel = "KIND",
            description =
                    "distributed, replicated:N, arbiter, dispersed:D+R or dispersed:N; replicated:3 when not given.")
    @Nullable
    String redundancy;

    @Option(
            names = "--subvolumes",
            paramLabel = "N",
            description = "Over how many sets of bricks files are distributed; the fewest that fit when not given.")
    @Nullable
    Integer subvolumes;

    @Option(names = "--max-brick", paramLabel = "SIZE", description = "How large a brick may become on its device.")
    @Nullable
    Capacity maxBrick;

    @Option(names = "--min-brick", paramLabel = "SIZE", description = "How large a brick is on its device at least.")
    @Nullable
    Capacity minBrick;

    @Option(
            names = "--file-size",
            paramLabel = "SIZE",
            description =
                    "What a file is expected to hold, which decides how large an arbiter is; 64KiB when not given.")
    @Nullable
    Capacity fileSize;

    @Option(
            names = "--small-bricks",
            description = "Make bricks below 300 MiB as small as asked for: for test rigs, XFS does not support it.")
    boolean smallBricks;

    @Option(names = "--zone-exclude", paramLabel = "ZONE", description = "A failure domain that gets no brick.")
    List<String> excludedZones = List.of();

    @Option(
            names = "--zone-only",
            paramLabel = "ZONE",
            description = "A failure domain that gets bricks; no other does.")
    List<String> onlyZones = List.of();

    @Option(names = "--zone-spread", description = "Each brick of a set must be in a failure domain of its own.")
    boolean spread;

    @Option(names = "--zone-unique", description = "Each brick of the volume must be in a failure domain of its own.")
    boolean unique;

    @Option(names = "--node-exclude", paramLabel = "NODE", description = "A node that gets no brick.")
    List<String> excludedNodes = List.of();

    @Option(names = "--node-only", paramLabel = "NODE", description = "A node that gets bricks; no other does.")
    List<String> onlyNodes = List.of();

    @Option(
            names = "--device-exclude",
            paramLabel = "DEVICE",
            description = "A device that gets no brick, by its id or as NODE:/path.")
    List<String> excludedDevices = List.of();

    @Option(
            names = "--device-only",
            paramLabel = "DEVICE",
            description = "A device that gets bricks, by its id or as NODE:/path; no other does.")
    List<String> onlyDevices = List.of();

    @Option(names = "--device-label", paramLabel = "KEY=VALUE", description = "A label that a device must have.")
    Map<String, String> deviceLabels = Map.of();

    @Option(names = "--fewest-bricks", description = "Prefer devices with few bricks to those with much free space.")
    boolean fewestBricks;

    @Option(
            names = "--share-nodes",
            description = "Bricks of a set may be on one node: such a volume does not survive its loss.")
    boolean shareNodes;

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

    /** Refuses a call without {@code --size}. */
    void requireSize() {
        if (size == null && command != null) {
            throw new ParameterException(command.commandLine(), "Missing required option: '--size=SIZE'");
        }
    }

    void fill(VolumeRequest.Builder request) {
        if (size != null) {
            request.capacity(size);
        }
        if (redundancy != null) {
            request.redundancy(Redundancy.parse(redundancy));
        }
        if (subvolumes != null) {
            request.subvolumes(subvolumes);
        }
        if (maxBrick != null) {
            request.maxBrickSize(maxBrick);
        }
        if (minBrick != null) {
            request.minBrickSize(minBrick);
        }
        if (fileSize != null) {
            request.averageFileSize(fileSize);
        }
        request.smallBricks(smallBricks ? SmallBricks.SMALL : SmallBricks.ROUND_UP);
        request.zones(this::fill).placement(this::fill);
        new TreeMap<>(labels).forEach(request::label);
        new TreeMap<>(metadata).forEach(request::metadata);
        new TreeMap<>(options).forEach(request::option);
        profiles.forEach(request::profile);
        allowed.forEach(request::allowClients);
        tls(request);
    }

    private void fill(ZoneSpec.Builder zones) {
        if (unique) {
            zones.spread(ZoneSpread.VOLUME);
        } else if (spread) {
            zones.spread(ZoneSpread.SUBVOLUME);
        }
        excludedZones.forEach(zones::exclude);
        onlyZones.forEach(zones::limitTo);
    }

    private void fill(PlacementSpec.Builder placement) {
        excludedNodes.forEach(placement::excludeNodes);
        onlyNodes.forEach(placement::limitToNodes);
        excludedDevices.forEach(placement::excludeDevices);
        onlyDevices.forEach(placement::limitToDevices);
        new TreeMap<>(deviceLabels).forEach(placement::requireLabel);
        placement.spreadBy(fewestBricks ? SpreadBy.BRICK_COUNT : SpreadBy.FREE_SPACE);
        placement.shareNodes(shareNodes);
    }
}
