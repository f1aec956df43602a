/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.BrickRecord.Backing;
import org.gluster.gcs.engine.catalogue.DeviceRecord;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.Presence;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.volume.BrickDirectory;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.VolumeRequest;

/**
 * Bricks in directories that the request names: nothing is planned, and nothing counted, since their file systems are not
 * the cluster's. What is known here is refused here; what only the node can see (files in the directory, bricks of other
 * clusters, file systems without attributes) is refused there.
 */
final class GivenBricks {
    private GivenBricks() {}

    /** The bricks of a request, set after set. */
    static List<BrickRecord> of(Draft draft, VolumeRequest request) {
        if (request.redundancy() instanceof Redundancy.ThinArbiter) {
            throw Errors.of(
                    ErrorCode.NOT_SUPPORTED,
                    request.name().value(),
                    "this release runs no witness outside the cluster, so it makes no " + request.redundancy()
                            + " volumes: ask for " + Redundancy.arbiter() + ", and give a third brick of each set");
        }
        int set = request.redundancy().bricksPerSubvolume();
        List<BrickRecord> bricks = new ArrayList<>();
        for (BrickDirectory given : request.bricks()) {
            PeerRecord peer = peer(draft, given);
            requireFree(draft, peer.name(), given.path());
            for (BrickRecord other : bricks) {
                if (other.node().equals(peer.name()) && overlap(other.path(), given.path())) {
                    throw taken(given.toString(), "brick " + other.path() + " of the same request");
                }
            }
            int index = bricks.size();
            boolean arbiter = request.redundancy() instanceof Redundancy.Arbiter && index % set == set - 1;
            bricks.add(new BrickRecord(
                    draft.newId(),
                    index,
                    index / set,
                    (arbiter ? BrickRole.ARBITER : BrickRole.DATA).name(),
                    peer.name(),
                    peer.address(),
                    Backing.DIRECTORY,
                    "",
                    "",
                    0,
                    given.path(),
                    false,
                    0,
                    Map.of()));
        }
        return bricks;
    }

    /**
     * Refuses a path that is, holds or lies in what is the cluster's already on this node: a device, a brick, or the node's
     * own directory.
     */
    static void requireFree(View view, String node, String path) {
        String place = node + ":" + path;
        for (DeviceRecord device : view.devices().values()) {
            if (device.node().equals(node) && overlap(device.path(), path)) {
                throw taken(place, "the device " + device.path());
            }
        }
        Optional<PeerRecord> peer = view.peer(node);
        if (peer.isPresent() && overlap(peer.get().directory(), path)) {
            throw taken(place, "the node's own directory " + peer.get().directory());
        }
        brickAt(view, node, path).ifPresent(volume -> {
            throw taken(place, "a brick of the volume \"" + volume.name() + "\"");
        });
    }

    /** The volume, if there is one, that has a given directory which is, holds or lies in this one. */
    static Optional<VolumeRecord> brickAt(View view, String node, String path) {
        return view.givenAt(node, path).stream()
                .flatMap(key -> view.find(VolumeRecord.class, key).stream())
                .findFirst();
    }

    private static boolean overlap(String one, String other) {
        Path first = Path.of(one).normalize();
        Path second = Path.of(other).normalize();
        return first.startsWith(second) || second.startsWith(first);
    }

    private static GcsException taken(String place, String by) {
        return Errors.of(
                ErrorCode.IN_USE,
                place,
                "the brick directory " + place + " is, holds or lies in " + by + ": name a directory elsewhere");
    }

    private static PeerRecord peer(Draft draft, BrickDirectory given) {
        String node = given.node().value();
        PeerRecord peer = draft.peer(node)
                .orElseThrow(() -> Errors.of(
                        ErrorCode.PEER_NOT_FOUND,
                        node,
                        "there is no peer \"" + node + "\" for the brick directory " + given
                                + "; list the peers to see which there are"));
        if (!peer.ready() || peer.presence() == Presence.ABSENT) {
            throw Errors.of(
                    ErrorCode.WRONG_STATE,
                    node,
                    "the peer \"" + node + "\" is not ready for the brick directory " + given + ": wait for operation "
                            + peer.operation());
        }
        return peer;
    }
}
