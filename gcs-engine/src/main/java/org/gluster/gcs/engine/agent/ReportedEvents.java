/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.DeviceRecord;
import org.gluster.gcs.engine.catalogue.EventRecord.Happening;
import org.gluster.gcs.engine.catalogue.StatusRecord;
import org.gluster.gcs.engine.catalogue.StatusRecord.BrickStatus;
import org.gluster.gcs.engine.catalogue.Subject;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.event.EventType;
import org.jspecify.annotations.Nullable;

/** What has happened on a node between one report and the next: bricks of started volumes and devices that came and went. Pure. */
final class ReportedEvents {
    private static final int LONGEST_REASON = 300;

    private ReportedEvents() {}

    static List<Happening> between(String node, Subject subject, @Nullable StatusRecord before, StatusRecord now) {
        if (before == null) {
            return List.of();
        } else if (subject instanceof VolumeRecord volume && volume.state().equals("STARTED")) {
            return bricks(node, volume, before, now);
        } else if (subject instanceof DeviceRecord device && device.ready()) {
            return device(node, device, before.device(), now.device());
        }
        return List.of();
    }

    private static List<Happening> bricks(String node, VolumeRecord volume, StatusRecord before, StatusRecord now) {
        List<Happening> events = new ArrayList<>();
        for (BrickRecord brick : volume.bricksOn(node)) {
            String was = state(before, brick);
            String is = state(now, brick);
            boolean went = was.equals("ONLINE") && is.equals("OFFLINE");
            if (went || (was.equals("OFFLINE") && is.equals("ONLINE"))) {
                TreeMap<String, String> data = new TreeMap<>();
                data.put("volume.name", volume.name());
                data.put("volume.id", volume.id());
                data.put("brick.id", brick.id());
                data.put("brick.path", brick.path());
                events.add(Happening.of(went ? EventType.BRICK_DISCONNECTED : EventType.BRICK_CONNECTED, node, data));
            }
        }
        return events;
    }

    private static String state(StatusRecord status, BrickRecord brick) {
        return status.bricks().stream()
                .filter(seen -> seen.id().equals(brick.id()))
                .map(BrickStatus::state)
                .findFirst()
                .orElse("");
    }

    private static List<Happening> device(
            String node, DeviceRecord device, StatusRecord.@Nullable Health was, StatusRecord.@Nullable Health is) {
        if (was == null || is == null || was.condition().equals(is.condition())) {
            return List.of();
        }
        SortedMap<String, String> data = device.eventData();
        data.put(
                "device.state",
                !is.condition().equals("GOOD") ? is.condition() : device.disabled() ? "DISABLED" : "ENABLED");
        if (!is.reason().isEmpty()) {
            data.put(
                    "reason",
                    is.reason().length() > LONGEST_REASON ? is.reason().substring(0, LONGEST_REASON) : is.reason());
        }
        return List.of(Happening.of(EventType.DEVICE_CHANGED, node, data));
    }
}
