/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gluster.gcs.Capacity;
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
    private final @Nullable Capacity limit;

    DeviceEdit(DeviceEditBuilder builder) {
        Problems problems = new Problems("device edit");
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(builder.labels));
        removedLabels = Collections.unmodifiableSortedSet(new TreeSet<>(builder.removedLabels));
        Labels.check(labels, problems);
        removedLabels.forEach(key -> Labels.checkKey(key, problems));
        for (String key : removedLabels) {
            problems.check(!labels.containsKey(key), "label " + Texts.quoted(key) + " is both set and removed");
        }
        limit = builder.limit;
        problems.check(
                limit == null || limit.bytes() > 0, "limit, what bricks may take of the device, must be more than 0");
        problems.check(
                !labels.isEmpty() || !removedLabels.isEmpty() || limit != null,
                "no label is set or removed, nor is the limit");
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

    /** Returns how much of the device bricks may take from then on; empty to leave that as it is. */
    public Optional<Capacity> limit() {
        return Optional.ofNullable(limit);
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
                        && removedLabels.equals(that.removedLabels)
                        && Objects.equals(limit, that.limit));
    }

    @Override
    public int hashCode() {
        return Objects.hash(labels, removedLabels, limit);
    }

    @Override
    public String toString() {
        return "DeviceEdit[labels=" + labels + ", removedLabels=" + removedLabels + ", limit=" + limit + "]";
    }

    /** Builds a {@link DeviceEdit}; not safe to share between threads. No text is checked before {@link #build()}. */
    public interface Builder {

        /** Sets a label, whether the device has one of that key or not. */
        Builder label(String key, String value);

        /** Removes a label; a device that has none of that key is fine. */
        Builder removeLabel(String key);

        /**
         * Lets bricks take so much of the device: less, down to what they have reserved, or more, up to what its file system has.
         * A device that shrank is well again with a limit that it can hold.
         */
        Builder limit(Capacity limit);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        DeviceEdit build();
    }
}
