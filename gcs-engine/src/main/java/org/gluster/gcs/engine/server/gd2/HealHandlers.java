/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.ArrayList;
import java.util.List;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.core.wire.gd2.BrickHealInfo;
import org.gluster.gcs.core.wire.gd2.Nil;
import org.gluster.gcs.engine.server.HttpReply;
import org.gluster.gcs.engine.server.gd2.Gd2Backend.Kept;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickHeal;

/** The routes of self-heal. */
final class HealHandlers {
    private static final String CONNECTED = "Connected";
    private static final String NOT_CONNECTED = "Transport endpoint is not connected";
    private static final String SUMMARY = "info-summary";
    private static final String SPLIT_BRAIN = "split-brain-info";
    private static final long UNKNOWN = -1;

    private final Gd2Backend backend;
    private final VolumeHandlers volumes;

    HealHandlers(Gd2Backend backend, VolumeHandlers volumes) {
        this.backend = backend;
        this.volumes = volumes;
    }

    HttpReply info(Gd2Call call) {
        return info(call, "");
    }

    /** Of a kind: counts alone, or what is in split-brain. */
    HttpReply infoOf(Gd2Call call) {
        String kind = call.variable("opts");
        healing(call);
        return switch (kind) {
            case SUMMARY -> info(call, SUMMARY);
            case SPLIT_BRAIN ->
                throw Gd2Failure.of(
                        501,
                        ErrorCode.NOT_SUPPORTED,
                        "heal info operation failed",
                        "which files are in split-brain is not found out by this release: ask glfsheal on a node for it");
            default ->
                throw Gd2Failure.of(
                        500,
                        ErrorCode.INVALID_REQUEST,
                        "heal info operation failed",
                        "\"" + kind + "\" is neither " + SUMMARY + " nor " + SPLIT_BRAIN);
        };
    }

    private Kept healing(Gd2Call call) {
        Kept kept = volumes.existing(call.volume());
        if (!VolumeShapes.heals(kept.volume())) {
            throw Gd2Failure.of(400, ErrorCode.WRONG_STATE, "invalid operation for this volume type");
        }
        if (!VolumeShapes.isStarted(kept)) {
            throw Gd2Failure.notStarted();
        }
        return kept;
    }

    private HttpReply info(Gd2Call call, String kind) {
        Kept kept = healing(call);
        Nodes nodes = new Nodes(backend.nodes());
        List<BrickHealInfo> infos = new ArrayList<>();
        for (BrickHeal brick : backend.gcs().volume(call.volume()).heal().bricks()) {
            String address = kept.volume().bricks().stream()
                    .filter(each -> each.id().equals(brick.brick()))
                    .map(Brick::address)
                    .findFirst()
                    .orElse("");
            long pending = brick.online() ? brick.pending() : UNKNOWN;
            boolean summary = kind.equals(SUMMARY);
            infos.add(new BrickHealInfo(
                    brick.online() ? nodes.idOf(brick.node().value()) : "-",
                    address + ":" + brick.path(),
                    brick.online() ? CONNECTED : NOT_CONNECTED,
                    summary ? pending : null,
                    summary ? pending : null,
                    summary ? UNKNOWN : null, // the index does not tell them apart
                    summary ? UNKNOWN : null,
                    summary ? null : pending,
                    Nil.list()));
        }
        return Gd2Call.ok(infos);
    }

    HttpReply heal(Gd2Call call) {
        String type = call.query().getOrDefault("type", "index");
        if (!type.equals("index") && !type.equals("full")) {
            throw Gd2Failure.badRequest("heal type can only be either index or full");
        }
        Kept kept = volumes.existing(call.volume());
        if (!VolumeShapes.isStarted(kept)) {
            throw Gd2Failure.notStarted();
        }
        if (!VolumeShapes.isHealed(kept)) {
            throw Gd2Failure.of(400, ErrorCode.WRONG_STATE, "self heal option is disabled for this volume");
        }
        backend.heal(call.volume(), type.equals("full"));
        return HttpReply.empty(200);
    }
}
