/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.DeviceState;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.cluster.PeerState;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.core.wire.gd2.BrickInfo;
import org.gluster.gcs.core.wire.gd2.BrickStatus;
import org.gluster.gcs.core.wire.gd2.BrickType;
import org.gluster.gcs.core.wire.gd2.DeviceInfo;
import org.gluster.gcs.core.wire.gd2.OptionGroupInfo;
import org.gluster.gcs.core.wire.gd2.PeerInfo;
import org.gluster.gcs.core.wire.gd2.SubvolInfo;
import org.gluster.gcs.core.wire.gd2.SubvolType;
import org.gluster.gcs.core.wire.gd2.VolState;
import org.gluster.gcs.core.wire.gd2.VolumeInfo;
import org.gluster.gcs.core.wire.gd2.VolumeOption;
import org.gluster.gcs.option.OptionGroup;
import org.gluster.gcs.option.OptionGroupName;
import org.gluster.gcs.option.OptionValue;
import org.gluster.gcs.volume.AccessMode;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeId;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeState;
import org.jspecify.annotations.Nullable;

/** What GlusterD2 says, as this API says it. What is unknown here, or malformed there, breaks nothing. */
final class Gd2Views {
    private static final List<String> BUILT_IN_GROUPS = List.of(
            "profile.FUSE-large-file-EC",
            "profile.FUSE-small-file",
            "profile.SMB-large-file-EC",
            "profile.SMB-small-file",
            "profile.db",
            "profile.gluster-block",
            "profile.metadata-cache",
            "profile.nl-cache",
            "profile.test",
            "profile.virt",
            "tls");

    private Gd2Views() {}

    /** The first that can be a name: what we recorded, what the node calls itself, its id. */
    static NodeName nodeName(PeerInfo peer) {
        String recorded = peer.metadata().getOrDefault(Gd2Metadata.NODE, "");
        return parsed(recorded, NodeName::of)
                .or(() -> parsed(peer.name(), NodeName::of))
                .or(() -> parsed(peer.id(), NodeName::of))
                .orElseGet(() -> NodeName.of("unnamed"));
    }

    static Peer peer(PeerInfo peer, NodeName name) {
        return Peer.builder()
                .id(uuid(peer.id(), "peer"))
                .name(name)
                .address(host(peer))
                .zone(parsed(peer.metadata().getOrDefault("_zone", ""), Zone::of)
                        .orElseGet(() -> Zone.of(name)))
                .state(PeerState.READY)
                .build();
    }

    /** The address of a peer without its port. */
    static String host(PeerInfo peer) {
        for (List<String> addresses : List.of(peer.peerAddresses(), peer.clientAddresses())) {
            for (String address : addresses) {
                String host = withoutPort(address);
                if (!host.isEmpty()) {
                    return host;
                }
            }
        }
        return peer.name();
    }

    static String withoutPort(String address) {
        int colon = address.lastIndexOf(':');
        if (colon < 0) {
            return address;
        }
        String host = address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        return host.contains(":") ? address : host; // an IPv6 address that has no port
    }

    /** GlusterD2 has no ids of devices; the same node and path always give the same one. */
    static DeviceId deviceId(String peer, String path) {
        return DeviceId.of(UUID.nameUUIDFromBytes(("device " + peer + " " + path).getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * A device. Of directories GlusterD2 has total and free the wrong way round, and free can run below zero, which shows as
     * nearly 2^64.
     */
    static Device device(DeviceInfo device, NodeName node) {
        long total = sane(device.totalSize());
        long free = sane(device.freeSize());
        long size = Math.max(total, free);
        long left = device.freeSize() < 0 ? 0 : Math.min(total, free);
        boolean enabled = !device.state().equals("disabled");
        return Device.builder()
                .id(deviceId(device.peerId(), device.device()))
                .node(node)
                .path(device.device())
                .state(enabled ? DeviceState.ENABLED : DeviceState.DISABLED)
                .enabled(enabled)
                .size(Capacity.ofBytes(size))
                .reserved(Capacity.ofBytes(size - left))
                .free(Capacity.ofBytes(left))
                .fileSystem("")
                .build();
    }

    private static long sane(long unsigned) {
        return Math.max(unsigned, 0);
    }

    static Volume volume(VolumeInfo info, List<BrickStatus> statuses, Function<String, NodeName> nodes) {
        Map<String, BrickStatus> byId = new TreeMap<>();
        statuses.forEach(status -> byId.put(key(status.info()), status));
        VolumeState state = state(info.state());
        List<Brick> bricks = new ArrayList<>();
        int set = 0;
        for (SubvolInfo subvolume : info.subvols()) {
            boolean apart = isDistribute(subvolume);
            for (BrickInfo brick : subvolume.bricks()) {
                bricks.add(brick(brick, bricks.size(), set, state, byId.get(key(brick)), nodes));
                set += apart ? 1 : 0;
            }
            set += apart ? 0 : 1;
        }
        Capacity capacity = Capacity.ofBytes(sane(info.capacity()));
        return Volume.builder()
                .name(VolumeName.of(info.name()))
                .id(VolumeId.of(uuid(info.id(), "volume")))
                .capacity(capacity)
                .usable(capacity)
                .redundancy(redundancy(info))
                .accessMode(Arrays.stream(AccessMode.values())
                        .filter(mode -> mode.name().equals(info.metadata().get(Gd2Metadata.ACCESS_MODE)))
                        .findFirst()
                        .orElse(AccessMode.READ_WRITE_MANY))
                .state(state)
                .bricks(bricks)
                .options(info.options())
                .labels(Gd2Metadata.labels(info.metadata()))
                .metadata(Gd2Metadata.own(info.metadata()))
                .accessList(List.of("*"))
                .createdAt(Gd2Metadata.asked(info.metadata()).orElse(Instant.EPOCH))
                .build();
    }

    /** Whether this API can name it: GlusterD2 has no limit for the length of names. */
    static boolean nameable(VolumeInfo info) {
        return parsed(info.name(), VolumeName::of).isPresent();
    }

    private static String key(BrickInfo brick) {
        return brick.peerId() + ":" + brick.path();
    }

    private static boolean isDistribute(SubvolInfo subvolume) {
        return SubvolType.of(subvolume.type())
                .filter(SubvolType.DISTRIBUTE::equals)
                .isPresent();
    }

    private static Brick brick(
            BrickInfo info,
            int index,
            int set,
            VolumeState state,
            @Nullable BrickStatus status,
            Function<String, NodeName> nodes) {
        Brick.Builder brick = Brick.builder()
                .id(uuid(info.id(), "brick " + key(info)))
                .index(index)
                .subvolume(set)
                .role(info.type().equals(BrickType.ARBITER.text()) ? BrickRole.ARBITER : BrickRole.DATA)
                .node(nodes.apply(info.peerId()))
                .address(info.host())
                .path(info.path())
                .size(Capacity.ofBytes(status == null ? 0 : sane(status.size().capacity())));
        boolean online = status != null && status.online();
        if (state == VolumeState.STARTED) {
            brick.state(online ? BrickState.ONLINE : BrickState.OFFLINE);
        } else {
            brick.state(BrickState.PREPARED);
        }
        if (status != null && online && status.port() > 0 && status.port() < 65536) {
            brick.port(status.port());
        }
        return brick.build();
    }

    /** A state that is not known here is taken by its name, and else for one in which nothing can be mounted. */
    static VolumeState state(String text) {
        return VolState.of(text)
                .map(known -> switch (known) {
                    case CREATED -> VolumeState.CREATED;
                    case STARTED -> VolumeState.STARTED;
                    case STOPPED -> VolumeState.STOPPED;
                })
                .or(() -> Arrays.stream(VolumeState.values())
                        .filter(state -> state.name().equals(text.toUpperCase(Locale.ROOT)))
                        .findFirst())
                .orElse(VolumeState.STOPPED);
    }

    /** As its first set has it: the counts of the volume are wrong after some of GlusterD2's own changes. */
    static Redundancy redundancy(VolumeInfo info) {
        if (info.subvols().isEmpty()) {
            return Redundancy.distributed();
        }
        SubvolInfo first = info.subvols().get(0);
        String type = first.type();
        if (type.equals(SubvolType.REPLICATE.text())) {
            boolean arbiter = first.arbiterCount() > 0
                    || first.bricks().stream().anyMatch(brick -> brick.type().equals(BrickType.ARBITER.text()));
            if (arbiter) {
                return Redundancy.arbiter();
            }
            boolean thin = info.options().keySet().stream().anyMatch(key -> key.endsWith("replicate.thin-arbiter"));
            if (thin && first.replicaCount() == 2) {
                return Redundancy.thinArbiter();
            }
            return first(
                    () -> Redundancy.replicated(first.replicaCount()),
                    () -> Redundancy.replicated(first.bricks().size()));
        }
        if (type.equals(SubvolType.DISPERSE.text())) {
            int redundancy = first.disperseRedundancyCount();
            return first(
                    () -> Redundancy.dispersed(first.disperseCount() - redundancy, redundancy),
                    () -> Redundancy.dispersed(first.bricks().size()));
        }
        return Redundancy.distributed();
    }

    @SafeVarargs
    private static Redundancy first(Supplier<Redundancy>... attempts) {
        for (Supplier<Redundancy> attempt : attempts) {
            try {
                return attempt.get();
            } catch (InvalidRequestException impossible) {
                // GlusterD2 lets volumes have counts that GlusterFS does not: the next attempt may do.
            }
        }
        return Redundancy.distributed();
    }

    static OptionValue option(VolumeOption option) {
        OptionValue.Builder value = OptionValue.builder().key(option.name()).defaultValue(option.defaultValue());
        if (option.modified()) {
            value.value(option.value());
        }
        return value.build();
    }

    /** A group; none for one that cannot be named here. */
    static Optional<OptionGroup> group(OptionGroupInfo group) {
        SortedMap<String, String> options = new TreeMap<>();
        group.options().forEach(option -> options.put(option.name(), option.onValue()));
        boolean builtIn = BUILT_IN_GROUPS.contains(group.name()) || group.name().startsWith("profile.default.");
        return parsed(group.name(), OptionGroupName::of)
                .map(name -> OptionGroup.builder()
                        .name(name)
                        .description(group.description())
                        .options(options)
                        .builtIn(builtIn)
                        .build());
    }

    /** The id in that text; where there is none, one that is the same each time. */
    static UUID uuid(String text, String what) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException none) {
            return UUID.nameUUIDFromBytes((what + " " + text).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static <T> Optional<T> parsed(String text, Function<String, T> parser) {
        try {
            return Optional.of(parser.apply(text));
        } catch (InvalidRequestException | DateTimeException malformed) {
            return Optional.empty();
        }
    }
}
