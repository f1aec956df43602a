/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keeps what was said until it is checked as a whole. */
final class VolumeEditBuilder implements VolumeEdit.Builder {

    final SortedMap<String, String> labels = new TreeMap<>();
    final SortedSet<String> removedLabels = new TreeSet<>();
    final SortedMap<String, String> metadata = new TreeMap<>();
    final SortedSet<String> removedMetadata = new TreeSet<>();

    @Nullable
    String idempotencyKey;

    @Override
    public VolumeEdit.Builder label(String key, String value) {
        labels.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public VolumeEdit.Builder removeLabel(String key) {
        removedLabels.add(Objects.requireNonNull(key, "key"));
        return this;
    }

    @Override
    public VolumeEdit.Builder metadata(String key, String value) {
        metadata.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public VolumeEdit.Builder removeMetadata(String key) {
        removedMetadata.add(Objects.requireNonNull(key, "key"));
        return this;
    }

    @Override
    public VolumeEdit.Builder idempotencyKey(String key) {
        idempotencyKey = Objects.requireNonNull(key, "key");
        return this;
    }

    @Override
    public VolumeEdit build() {
        return new VolumeEdit(this);
    }
}
