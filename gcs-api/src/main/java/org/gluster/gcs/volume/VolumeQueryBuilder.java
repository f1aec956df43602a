/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Keeps what was said until it is checked as a whole. */
final class VolumeQueryBuilder implements VolumeQuery.Builder {

    final SortedMap<String, String> labels = new TreeMap<>();
    final SortedSet<VolumeState> states = new TreeSet<>();

    @Override
    public VolumeQuery.Builder label(String key, String value) {
        labels.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public VolumeQuery.Builder state(VolumeState... wanted) {
        states.addAll(List.of(wanted));
        return this;
    }

    @Override
    public VolumeQuery build() {
        return new VolumeQuery(this);
    }
}
