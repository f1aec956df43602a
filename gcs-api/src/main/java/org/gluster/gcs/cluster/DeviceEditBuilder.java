/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.Capacity;
import org.jspecify.annotations.Nullable;

/** Keeps what was said until it is checked as a whole. */
final class DeviceEditBuilder implements DeviceEdit.Builder {

    final SortedMap<String, String> labels = new TreeMap<>();
    final SortedSet<String> removedLabels = new TreeSet<>();

    @Nullable
    Capacity limit;

    @Override
    public DeviceEdit.Builder label(String key, String value) {
        labels.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public DeviceEdit.Builder removeLabel(String key) {
        removedLabels.add(Objects.requireNonNull(key, "key"));
        return this;
    }

    @Override
    public DeviceEdit.Builder limit(Capacity most) {
        limit = Objects.requireNonNull(most, "limit");
        return this;
    }

    @Override
    public DeviceEdit build() {
        return new DeviceEdit(this);
    }
}
