/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.option.OptionOrigin;
import org.gluster.gcs.option.OptionValue;
import org.jspecify.annotations.Nullable;

/** The options of one volume as they were when they were read. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class VolumeOptions {

    private final SortedMap<String, OptionValue> values;

    private VolumeOptions(List<OptionValue> values) {
        SortedMap<String, OptionValue> sorted = new TreeMap<>();
        values.forEach(value -> sorted.put(value.key(), value));
        this.values = Collections.unmodifiableSortedMap(sorted);
    }

    /** Returns the options with these values. */
    public static VolumeOptions of(List<OptionValue> values) {
        return new VolumeOptions(values);
    }

    /** Returns every option that this volume can have or has, by key; unmodifiable. */
    public List<OptionValue> all() {
        return List.copyOf(values.values());
    }

    /** Returns those that the volume or a profile of it says, by key; unmodifiable. */
    public List<OptionValue> changed() {
        return values.values().stream()
                .filter(value -> value.origin() != OptionOrigin.DEFAULT)
                .toList();
    }

    /** Returns the option of that key, if this volume can have or has it. */
    public Optional<OptionValue> find(String key) {
        return Optional.ofNullable(values.get(Objects.requireNonNull(key, "key")));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || (other instanceof VolumeOptions that && values.equals(that.values));
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return "VolumeOptions" + values.values();
    }
}
