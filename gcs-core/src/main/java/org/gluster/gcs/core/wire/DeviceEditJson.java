/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import java.util.SortedMap;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.cluster.DeviceEdit;
import org.jspecify.annotations.Nullable;

/** What to change about a device. Nothing is checked before {@link #toEdit()}. */
public record DeviceEditJson(
        @Nullable SortedMap<String, String> labels,
        @Nullable List<String> removeLabels,
        @Nullable Long limit) {

    /** Returns the JSON of an edit. */
    public static DeviceEditJson of(DeviceEdit edit) {
        return new DeviceEditJson(
                edit.labels(),
                List.copyOf(edit.removedLabels()),
                edit.limit().map(Capacity::bytes).orElse(null));
    }

    /**
     * Returns the edit.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public DeviceEdit toEdit() {
        DeviceEdit.Builder builder = DeviceEdit.builder();
        Given.map(labels).forEach(builder::label);
        Given.list(removeLabels).forEach(builder::removeLabel);
        Given.when(limit, bytes -> builder.limit(Capacity.ofBytes(bytes)));
        return builder.build();
    }
}
