/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.List;
import java.util.regex.Pattern;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.core.wire.gd2.Gd2Json;
import org.gluster.gcs.core.wire.gd2.SnapCloneReq;
import org.gluster.gcs.core.wire.gd2.SnapCreateReq;
import org.gluster.gcs.engine.server.HttpReply;
import org.gluster.gcs.engine.server.gd2.Gd2Backend.Kept;

/**
 * The routes of snapshots. No bricks here can have any, so there are none: lists are empty, every name is one that is not
 * there, and making one is refused with the text that GlusterD2 has for such bricks. Clients that only list or clean up go on.
 */
final class SnapshotHandlers {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_-]+");

    private final Gd2Backend backend;

    SnapshotHandlers(Gd2Backend backend) {
        this.backend = backend;
    }

    HttpReply list(Gd2Call call) {
        String volume = call.query().getOrDefault("volume", "");
        if (!volume.isEmpty()
                && backend.volume(volume).filter(VolumeShapes::isShown).isEmpty()) {
            throw Gd2Failure.volumeNotFound();
        }
        return Gd2Call.ok(List.of());
    }

    @SuppressWarnings("DoNotCallSuggester") // the shape of all handlers
    HttpReply missing(Gd2Call call) {
        throw Gd2Failure.of(404, ErrorCode.NOT_FOUND, "snapshot not found");
    }

    HttpReply clone(Gd2Call call) {
        String name = call.read(SnapCloneReq.class).cloneName();
        if (!NAME.matcher(name).matches()) {
            throw Gd2Failure.badRequest("invalid volume name");
        }
        return missing(call);
    }

    HttpReply create(Gd2Call call) {
        SnapCreateReq request = call.read(SnapCreateReq.class);
        if (request.volName().isEmpty()) {
            throw Gd2Failure.badRequest("volume name is empty");
        }
        if (request.snapName().isEmpty()) {
            throw Gd2Failure.badRequest("snapshot name is empty");
        }
        if (!NAME.matcher(request.snapName()).matches()) {
            throw Gd2Failure.badRequest("invalid snapshot name");
        }
        Kept kept = backend.volume(request.volName())
                .filter(VolumeShapes::isShown)
                .orElseThrow(() -> Gd2Failure.of(422, ErrorCode.VOLUME_NOT_FOUND, "volume not found"));
        if (!VolumeShapes.isStarted(kept)) {
            throw Gd2Failure.of(422, ErrorCode.WRONG_STATE, "volume not started");
        }
        throw Gd2Failure.of(
                500,
                ErrorCode.NOT_SUPPORTED,
                "snapshot not supported",
                "bricks are images and directories here, of which no snapshots are taken");
    }

    HttpReply config(Gd2Call call) {
        return HttpReply.json(501, Gd2Json.writeAnswer("Snapshot Config Set"));
    }
}
