/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keeps what was said until it is checked as a whole. */
final class PlacementSpecBuilder implements PlacementSpec.Builder {

    final List<String> limitedToNodes = new ArrayList<>();
    final List<String> excludedNodes = new ArrayList<>();
    final List<String> limitedToDevices = new ArrayList<>();
    final List<String> excludedDevices = new ArrayList<>();
    final SortedMap<String, String> requiredLabels = new TreeMap<>();
    SpreadBy spreadBy = SpreadBy.FREE_SPACE;
    boolean sharedNodes;

    void set(PlacementSpec spec) {
        spec.limitedToNodes().forEach(node -> limitedToNodes.add(node.value()));
        spec.excludedNodes().forEach(node -> excludedNodes.add(node.value()));
        spec.limitedToDevices().forEach(device -> limitedToDevices.add(device.value()));
        spec.excludedDevices().forEach(device -> excludedDevices.add(device.value()));
        requiredLabels.putAll(spec.requiredLabels());
        spreadBy = spec.spreadBy();
        sharedNodes = spec.sharedNodes();
    }

    @Override
    public PlacementSpec.Builder limitToNodes(String... nodes) {
        limitedToNodes.addAll(List.of(nodes));
        return this;
    }

    @Override
    public PlacementSpec.Builder excludeNodes(String... nodes) {
        excludedNodes.addAll(List.of(nodes));
        return this;
    }

    @Override
    public PlacementSpec.Builder limitToDevices(String... devices) {
        limitedToDevices.addAll(List.of(devices));
        return this;
    }

    @Override
    public PlacementSpec.Builder excludeDevices(String... devices) {
        excludedDevices.addAll(List.of(devices));
        return this;
    }

    @Override
    public PlacementSpec.Builder requireLabel(String key, String value) {
        requiredLabels.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public PlacementSpec.Builder spreadBy(SpreadBy spreadBy) {
        this.spreadBy = Objects.requireNonNull(spreadBy, "spreadBy");
        return this;
    }

    @Override
    public PlacementSpec.Builder shareNodes(boolean allowed) {
        sharedNodes = allowed;
        return this;
    }

    @Override
    public PlacementSpec build() {
        return new PlacementSpec(this);
    }
}
