/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Labels;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.internal.Texts;
import org.jspecify.annotations.Nullable;

/** What to change about a device. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class DeviceEdit {

    private final SortedMap<String, String> labels;
    private final SortedSet<String> removedLabels;

    DeviceEdit(DeviceEditBuilder builder) {
        Problems problems = new Problems("device edit");
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(builder.labels));
        removedLabels = Collections.unmodifiableSortedSet(new TreeSet<>(builder.removedLabels));
        Labels.check(labels, problems);
        removedLabels.forEach(key -> Labels.checkKey(key, problems));
        for (String key : removedLabels) {
            problems.check(!labels.containsKey(key), "label " + Texts.quoted(key) + " is both set and removed");
        }
        problems.check(!labels.isEmpty() || !removedLabels.isEmpty(), "no label is set or removed");
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new DeviceEditBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static DeviceEdit of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns the labels that are set; unmodifiable. */
    public SortedMap<String, String> labels() {
        return labels;
    }

    /** Returns the keys of the labels that are removed; unmodifiable. */
    public SortedSet<String> removedLabels() {
        return removedLabels;
    }

    /**
     * Returns the labels of a device after this edit.
     *
     * @throws org.gluster.gcs.InvalidRequestException when they are too long together
     */
    public SortedMap<String, String> applyToLabels(SortedMap<String, String> before) {
        Problems problems = new Problems("device edit");
        SortedMap<String, String> after = new TreeMap<>(before);
        after.putAll(labels);
        after.keySet().removeAll(removedLabels);
        Labels.check(after, problems);
        problems.throwIfAny();
        return Collections.unmodifiableSortedMap(after);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof DeviceEdit that
                        && labels.equals(that.labels)
                        && removedLabels.equals(that.removedLabels));
    }

    @Override
    public int hashCode() {
        return Objects.hash(labels, removedLabels);
    }

    @Override
    public String toString() {
        return "DeviceEdit[labels=" + labels + ", removedLabels=" + removedLabels + "]";
    }

    /** Builds a {@link DeviceEdit}; not safe to share between threads. No text is checked before {@link #build()}. */
    public interface Builder {

        /** Sets a label, whether the device has one of that key or not. */
        Builder label(String key, String value);

        /** Removes a label; a device that has none of that key is fine. */
        Builder removeLabel(String key);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        DeviceEdit build();
    }
}
