/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.engine.catalogue.DeviceRecord;
import org.gluster.gcs.engine.catalogue.DeviceSpace;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.event.EventType;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;

/** Writes down, with a change, the events that it is. */
final class Tell {
    private Tell() {}

    /** What may end well of an operation; an undone one has changed nothing. */
    private static boolean runs(OperationRecord operation, OperationKind kind) {
        return operation.kind().equals(kind.name()) && operation.state().equals(OperationState.RUNNING.name());
    }

    static void volume(Draft draft, EventType type, VolumeRecord volume, String operation) {
        TreeMap<String, String> data = new TreeMap<>();
        data.put("volume.name", volume.name());
        data.put("volume.id", volume.id());
        if (type == EventType.VOLUME_EXPANDED) {
            data.put("volume.capacity", Long.toString(volume.capacity()));
        }
        data.put("operation.id", operation);
        draft.happened(type, "", data);
    }

    /** The volume has reached its intent: what that means depends on the operation that waited for it. */
    static void reached(Draft draft, VolumeRecord volume, OperationRecord operation) {
        boolean running = operation.state().equals(OperationState.RUNNING.name());
        switch (volume.intent()) {
            case STARTED, STOPPED -> {
                if (runs(operation, OperationKind.CREATE_VOLUME)) {
                    volume(draft, EventType.VOLUME_CREATED, volume, operation.id());
                }
                if (volume.intent() == VolumeRecord.Intent.STARTED) {
                    if (runs(operation, OperationKind.CREATE_VOLUME) || runs(operation, OperationKind.START_VOLUME)) {
                        volume(draft, EventType.VOLUME_STARTED, volume, operation.id());
                    }
                } else if (runs(operation, OperationKind.STOP_VOLUME)) {
                    volume(draft, EventType.VOLUME_STOPPED, volume, operation.id());
                }
                if (running) {
                    changed(draft, volume, operation);
                }
            }
            case ABSENT -> {
                if (!operation.kind().equals(OperationKind.CREATE_VOLUME.name())) {
                    volume(draft, EventType.VOLUME_DELETED, volume, operation.id());
                }
            }
        }
    }

    /** A change of what a volume is like is done, or goes on with what took its place. */
    static void changed(Draft draft, VolumeRecord volume, OperationRecord operation) {
        switch (OperationKind.valueOf(operation.kind())) {
            case CHANGE_OPTIONS -> volume(draft, EventType.VOLUME_OPTIONS_CHANGED, volume, operation.id());
            case CHANGE_ACCESS -> volume(draft, EventType.VOLUME_ACCESS_CHANGED, volume, operation.id());
            case EXPAND_VOLUME -> volume(draft, EventType.VOLUME_EXPANDED, volume, operation.id());
            default -> {
                // nothing that is told of
            }
        }
    }

    static void peer(Draft draft, EventType type, PeerRecord peer) {
        TreeMap<String, String> data = new TreeMap<>();
        data.put("peer.name", peer.name());
        data.put("peer.id", peer.id());
        draft.happened(type, peer.name(), data);
    }

    static void device(Draft draft, EventType type, DeviceRecord device) {
        SortedMap<String, String> data = device.eventData();
        if (type == EventType.DEVICE_CHANGED) {
            DeviceSpace space = DeviceSpace.of(draft, device);
            data.put("device.state", space.state().name());
        }
        draft.happened(type, device.node(), data);
    }
}
