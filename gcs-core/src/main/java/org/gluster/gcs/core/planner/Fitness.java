/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.Map;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.layout.Constraint;
import org.gluster.gcs.volume.DeviceSelector;
import org.gluster.gcs.volume.PlacementSpec;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.ZoneSpec;
import org.jspecify.annotations.Nullable;

/** Which devices may take bricks of a volume at all, whatever else is chosen and however large they are. */
final class Fitness {
    private final ZoneSpec zones;
    private final PlacementSpec placement;
    private final boolean everything;

    Fitness(VolumeRequest request) {
        zones = request.zones();
        placement = request.placement();
        everything = zones.excluded().isEmpty()
                && zones.limitedTo().isEmpty()
                && placement.limitedToNodes().isEmpty()
                && placement.excludedNodes().isEmpty()
                && placement.limitedToDevices().isEmpty()
                && placement.excludedDevices().isEmpty()
                && placement.requiredLabels().isEmpty();
    }

    /** Whether the request rules nothing out. */
    boolean everything() {
        return everything;
    }

    boolean admits(Slot slot) {
        return against(slot) == null;
    }

    /** What rules the device out, or null. */
    @Nullable
    Constraint against(Slot slot) {
        if (!slot.unusable().isEmpty()) {
            return Constraint.DEVICE_STATE;
        }
        if (everything) {
            return null;
        }
        if (zones.excluded().contains(slot.zone())
                || (!zones.limitedTo().isEmpty() && !zones.limitedTo().contains(slot.zone()))) {
            return Constraint.ZONE_FILTER;
        }
        NodeName node = slot.node();
        if (placement.excludedNodes().contains(node)
                || (!placement.limitedToNodes().isEmpty()
                        && !placement.limitedToNodes().contains(node))) {
            return Constraint.NODE_FILTER;
        }
        if (names(placement.excludedDevices(), slot)
                || (!placement.limitedToDevices().isEmpty() && !names(placement.limitedToDevices(), slot))) {
            return Constraint.DEVICE_FILTER;
        }
        return missingLabel(slot) == null ? null : Constraint.LABELS;
    }

    /** The same for a person. */
    String reason(Slot slot, Constraint against) {
        return switch (against) {
            case DEVICE_STATE -> slot.unusable();
            case ZONE_FILTER ->
                zones.excluded().contains(slot.zone())
                        ? "zone " + slot.zone() + " is excluded by the request"
                        : "the request is limited to other zones than " + slot.zone();
            case NODE_FILTER ->
                placement.excludedNodes().contains(slot.node())
                        ? "node " + slot.node() + " is excluded by the request"
                        : "the request is limited to other nodes than " + slot.node();
            case DEVICE_FILTER ->
                names(placement.excludedDevices(), slot)
                        ? "the device is excluded by the request"
                        : "the request is limited to other devices";
            case LABELS -> "it lacks the label " + missingLabel(slot) + ", which the request requires";
            default -> throw new IllegalArgumentException("not about one device: " + against);
        };
    }

    private static boolean names(Iterable<DeviceSelector> selectors, Slot slot) {
        for (DeviceSelector selector : selectors) {
            if (selector.matches(slot.node(), slot.device(), slot.path())) {
                return true;
            }
        }
        return false;
    }

    private @Nullable String missingLabel(Slot slot) {
        for (Map.Entry<String, String> label : placement.requiredLabels().entrySet()) {
            if (!label.getValue().equals(slot.labels().get(label.getKey()))) {
                return label.getKey() + "=" + label.getValue();
            }
        }
        return null;
    }
}
