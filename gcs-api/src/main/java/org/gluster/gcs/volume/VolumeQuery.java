/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.Collections;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/** Which volumes are wanted. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class VolumeQuery {

    private final SortedMap<String, String> labels;
    private final SortedSet<VolumeState> states;

    VolumeQuery(VolumeQueryBuilder builder) {
        Problems problems = new Problems("volume query");
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(builder.labels));
        states = Collections.unmodifiableSortedSet(new TreeSet<>(builder.states));
        VolumeRequestRules.checkLabels(labels, problems);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new VolumeQueryBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static VolumeQuery of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns whether the volume is wanted. */
    public boolean matches(Volume volume) {
        return volume.labels().entrySet().containsAll(labels.entrySet())
                && (states.isEmpty() || states.contains(volume.state()));
    }

    /** Returns the labels that a volume must have; unmodifiable. */
    public SortedMap<String, String> labels() {
        return labels;
    }

    /** Returns the states of which a volume must be in one, or none for any; unmodifiable. */
    public SortedSet<VolumeState> states() {
        return states;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof VolumeQuery that && labels.equals(that.labels) && states.equals(that.states));
    }

    @Override
    public int hashCode() {
        return Objects.hash(labels, states);
    }

    @Override
    public String toString() {
        return "VolumeQuery[labels=" + labels + ", states=" + states + "]";
    }

    /** Builds a {@link VolumeQuery}; not safe to share between threads. No text is checked before {@link #build()}. */
    public interface Builder {

        /** Requires a label with that value; of several all are required. */
        Builder label(String key, String value);

        /** Adds states of which a volume must be in one; by default any will do. */
        Builder state(VolumeState... states);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        VolumeQuery build();
    }
}
