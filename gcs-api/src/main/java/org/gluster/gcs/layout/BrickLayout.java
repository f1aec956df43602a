/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.layout;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.volume.VolumeRequest;
import org.jspecify.annotations.Nullable;

/**
 * Where the bricks of a volume would go: the same inventory and request give the same layout. Immutable and safe to
 * share between threads.
 */
@Incubating(since = "0.1.0")
public final class BrickLayout {

    private final VolumeRequest request;
    private final List<PlannedBrick> bricks;
    private final Explanation explain;
    private final SortedMap<NodeName, Capacity> headroomAfter;
    private final Capacity usable;
    private final long inventoryRevision;

    private BrickLayout(Builder builder) {
        Problems problems = new Problems("brick layout");
        request = problems.required("request", builder.request);
        bricks = builder.bricks;
        explain = builder.explain;
        headroomAfter = builder.headroomAfter;
        usable = problems.required("usable", builder.usable);
        inventoryRevision = builder.inventoryRevision;
        problems.check(!bricks.isEmpty(), "bricks is empty");
        problems.check(
                IntStream.range(0, bricks.size()).allMatch(i -> bricks.get(i).index() == i),
                "bricks are not in the order of their index, from 0");
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with everything set as it is here. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.request = request;
        builder.bricks = bricks;
        builder.explain = explain;
        builder.headroomAfter = headroomAfter;
        builder.usable = usable;
        builder.inventoryRevision = inventoryRevision;
        return builder;
    }

    /** Returns what was planned. */
    public VolumeRequest request() {
        return request;
    }

    /** Returns over how many sets of bricks files are distributed. */
    public int subvolumes() {
        return bricks.get(bricks.size() - 1).subvolume() + 1;
    }

    /** Returns the bricks, in the order of {@link PlannedBrick#index()}; unmodifiable. */
    public List<PlannedBrick> bricks() {
        return bricks;
    }

    /** Returns why these devices and not others. */
    public Explanation explain() {
        return explain;
    }

    /** Returns what each node would have free afterwards; unmodifiable. */
    public SortedMap<NodeName, Capacity> headroomAfter() {
        return headroomAfter;
    }

    /** Returns what clients could store. */
    public Capacity usable() {
        return usable;
    }

    /**
     * Returns the revision of the inventory it was planned on: a number that is another one when any device, its space, its
     * bricks or its state is; 0 when it is not known.
     */
    public long inventoryRevision() {
        return inventoryRevision;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof BrickLayout that
                        && request.equals(that.request)
                        && bricks.equals(that.bricks)
                        && explain.equals(that.explain)
                        && headroomAfter.equals(that.headroomAfter)
                        && usable.equals(that.usable)
                        && inventoryRevision == that.inventoryRevision);
    }

    @Override
    public int hashCode() {
        return Objects.hash(request, bricks, explain, headroomAfter, usable, inventoryRevision);
    }

    @Override
    public String toString() {
        return "BrickLayout[request=" + request + ", bricks=" + bricks + ", explain=" + explain + ", headroomAfter="
                + headroomAfter + ", usable=" + usable + ", inventoryRevision=" + inventoryRevision + "]";
    }

    /** Builds a {@link BrickLayout}; not safe to share between threads. */
    public static final class Builder {

        private @Nullable VolumeRequest request;
        private List<PlannedBrick> bricks = List.of();
        private Explanation explain = Explanation.empty();
        private SortedMap<NodeName, Capacity> headroomAfter = Collections.emptySortedMap();
        private @Nullable Capacity usable;
        private long inventoryRevision;

        private Builder() {}

        /** Sets what was planned; required. */
        public Builder request(VolumeRequest request) {
            this.request = Objects.requireNonNull(request, "request");
            return this;
        }

        /** Sets the bricks, in the order of {@link PlannedBrick#index()}; none by default. */
        public Builder bricks(List<PlannedBrick> bricks) {
            this.bricks = List.copyOf(bricks);
            return this;
        }

        /** Sets why these devices and not others where it is not the default. */
        public Builder explain(Explanation explain) {
            this.explain = Objects.requireNonNull(explain, "explain");
            return this;
        }

        /** Sets what each node would have free afterwards; none by default. */
        public Builder headroomAfter(Map<NodeName, Capacity> headroomAfter) {
            this.headroomAfter = Collections.unmodifiableSortedMap(new TreeMap<>(headroomAfter));
            return this;
        }

        /** Sets what clients could store; required. */
        public Builder usable(Capacity usable) {
            this.usable = Objects.requireNonNull(usable, "usable");
            return this;
        }

        /** Sets the revision of the inventory it was planned on; 0 by default. */
        public Builder inventoryRevision(long inventoryRevision) {
            this.inventoryRevision = inventoryRevision;
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public BrickLayout build() {
            return new BrickLayout(this);
        }
    }
}
