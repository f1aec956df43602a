/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.internal.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A wish to change what a volume is called by its users: labels, by which volumes are selected, and metadata, which is
 * kept for whoever reads it. Neither changes how it is served. Immutable and safe to share between threads.
 */
@Incubating(since = "0.1.0")
public final class VolumeEdit {

    private final SortedMap<String, String> labels;
    private final SortedSet<String> removedLabels;
    private final SortedMap<String, String> metadata;
    private final SortedSet<String> removedMetadata;
    private final @Nullable IdempotencyKey idempotencyKey;

    VolumeEdit(VolumeEditBuilder builder) {
        Problems problems = new Problems("volume edit");
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(builder.labels));
        VolumeRequestRules.checkLabels(labels, problems);
        removedLabels = Collections.unmodifiableSortedSet(new TreeSet<>(builder.removedLabels));
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(builder.metadata));
        VolumeRequestRules.checkMetadata(metadata, problems);
        removedMetadata = Collections.unmodifiableSortedSet(new TreeSet<>(builder.removedMetadata));
        removedMetadata.forEach(key -> VolumeRequestRules.checkMetadataKey(key, problems));
        for (String key : removedLabels) {
            problems.check(!labels.containsKey(key), "label " + Texts.quoted(key) + " is both given and removed");
        }
        for (String key : removedMetadata) {
            problems.check(!metadata.containsKey(key), "metadata " + Texts.quoted(key) + " is both given and removed");
        }
        problems.check(
                !labels.isEmpty() || !removedLabels.isEmpty() || !metadata.isEmpty() || !removedMetadata.isEmpty(),
                "nothing is given or removed");
        idempotencyKey = problems.optional(builder.idempotencyKey, IdempotencyKey::of);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new VolumeEditBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static VolumeEdit of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns the labels that are given; unmodifiable. */
    public SortedMap<String, String> labels() {
        return labels;
    }

    /** Returns the keys of labels that are removed; unmodifiable. */
    public SortedSet<String> removedLabels() {
        return removedLabels;
    }

    /** Returns the metadata that is given; unmodifiable. */
    public SortedMap<String, String> metadata() {
        return metadata;
    }

    /** Returns the keys of metadata that is removed; unmodifiable. */
    public SortedSet<String> removedMetadata() {
        return removedMetadata;
    }

    /** Returns the caller's key, if one was given. */
    public Optional<IdempotencyKey> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    /**
     * Returns the labels of a volume after this edit.
     *
     * @throws org.gluster.gcs.InvalidRequestException when they are too long together
     */
    public SortedMap<String, String> applyToLabels(SortedMap<String, String> before) {
        Problems problems = new Problems("volume edit");
        SortedMap<String, String> after = new TreeMap<>(before);
        after.keySet().removeAll(removedLabels);
        after.putAll(labels);
        VolumeRequestRules.checkLabels(after, problems);
        problems.throwIfAny();
        return Collections.unmodifiableSortedMap(after);
    }

    /**
     * Returns the metadata of a volume after this edit; keys that begin with {@code _} are left as they are.
     *
     * @throws org.gluster.gcs.InvalidRequestException when it is too long together
     */
    public SortedMap<String, String> applyToMetadata(SortedMap<String, String> before) {
        Problems problems = new Problems("volume edit");
        SortedMap<String, String> after = new TreeMap<>(before);
        after.keySet().removeAll(removedMetadata);
        after.putAll(metadata);
        VolumeRequestRules.checkMetadataSize(after, problems);
        problems.throwIfAny();
        return Collections.unmodifiableSortedMap(after);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof VolumeEdit that
                        && labels.equals(that.labels)
                        && removedLabels.equals(that.removedLabels)
                        && metadata.equals(that.metadata)
                        && removedMetadata.equals(that.removedMetadata)
                        && Objects.equals(idempotencyKey, that.idempotencyKey));
    }

    @Override
    public int hashCode() {
        return Objects.hash(labels, removedLabels, metadata, removedMetadata, idempotencyKey);
    }

    @Override
    public String toString() {
        return "VolumeEdit[labels=" + labels + ", removedLabels=" + removedLabels + ", metadata=" + metadata
                + ", removedMetadata=" + removedMetadata + ", idempotencyKey=" + idempotencyKey + "]";
    }

    /** Builds a {@link VolumeEdit}; not safe to share between threads. No text is checked before {@link #build()}. */
    public interface Builder {

        /** Gives a label, or another value of one; the rules are those of {@link VolumeRequest.Builder#label}. */
        Builder label(String key, String value);

        /** Removes a label; one that is not there is no problem. */
        Builder removeLabel(String key);

        /** Gives metadata, or another value of it; the rules are those of {@link VolumeRequest.Builder#metadata}. */
        Builder metadata(String key, String value);

        /** Removes metadata; what is not there is no problem. */
        Builder removeMetadata(String key);

        /**
         * Makes it safe to ask again: the same key with the same request gives the same operation; no key by default.
         */
        Builder idempotencyKey(String key);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        VolumeEdit build();
    }
}
