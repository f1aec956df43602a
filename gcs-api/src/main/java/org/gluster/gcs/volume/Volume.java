/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.WrongStateException;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/**
 * A volume as it was when it was read; it does not change afterwards, so read again to see news. Immutable and safe
 * to share between threads.
 */
@Incubating(since = "0.1.0")
public final class Volume {

    private final VolumeName name;
    private final VolumeId id;
    private final Capacity capacity;
    private final Capacity usable;
    private final Redundancy redundancy;
    private final AccessMode accessMode;
    private final VolumeState state;
    private final List<Brick> bricks;
    private final SortedMap<String, String> options;
    private final List<String> profiles;
    private final SortedMap<String, String> labels;
    private final SortedMap<String, String> metadata;
    private final List<String> accessList;
    private final Instant createdAt;

    private Volume(Builder builder) {
        Problems problems = new Problems("volume");
        name = problems.required("name", builder.name);
        id = problems.required("id", builder.id);
        capacity = problems.required("capacity", builder.capacity);
        usable = problems.required("usable", builder.usable);
        redundancy = problems.required("redundancy", builder.redundancy);
        accessMode = builder.accessMode;
        state = problems.required("state", builder.state);
        bricks = builder.bricks;
        options = builder.options;
        profiles = builder.profiles;
        labels = builder.labels;
        metadata = builder.metadata;
        accessList = builder.accessList;
        createdAt = problems.required("createdAt", builder.createdAt);
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
        builder.name = name;
        builder.id = id;
        builder.capacity = capacity;
        builder.usable = usable;
        builder.redundancy = redundancy;
        builder.accessMode = accessMode;
        builder.state = state;
        builder.bricks = bricks;
        builder.options = options;
        builder.profiles = profiles;
        builder.labels = labels;
        builder.metadata = metadata;
        builder.accessList = accessList;
        builder.createdAt = createdAt;
        return builder;
    }

    /** Returns its name. */
    public VolumeName name() {
        return name;
    }

    /** Returns its id. */
    public VolumeId id() {
        return id;
    }

    /** Returns what was requested. */
    public Capacity capacity() {
        return capacity;
    }

    /** Returns what clients can store; at least {@link #capacity()}. */
    public Capacity usable() {
        return usable;
    }

    /** Returns how its data is kept against failures. */
    public Redundancy redundancy() {
        return redundancy;
    }

    /** Returns how many sets of {@link Redundancy#bricksPerSubvolume()} bricks it has; files are distributed over them. */
    public int subvolumes() {
        return bricks.stream().mapToInt(Brick::subvolume).max().orElse(-1) + 1;
    }

    /** Returns how clients mean to use it. */
    public AccessMode accessMode() {
        return accessMode;
    }

    /** Returns where it stands. */
    public VolumeState state() {
        return state;
    }

    /** Returns its bricks, in the order of {@link Brick#index()}; unmodifiable. */
    public List<Brick> bricks() {
        return bricks;
    }

    /**
     * Returns the GlusterFS options that were set on it, without those of its profiles; unmodifiable. See
     * {@link VolumeHandle#options()} for what holds.
     */
    public SortedMap<String, String> options() {
        return options;
    }

    /** Returns the option groups that were applied to it, in that order; unmodifiable. */
    public List<String> profiles() {
        return profiles;
    }

    /** Returns its labels, by which volumes are selected; unmodifiable. */
    public SortedMap<String, String> labels() {
        return labels;
    }

    /** Returns its metadata, which is kept for whoever reads it; unmodifiable. */
    public SortedMap<String, String> metadata() {
        return metadata;
    }

    /**
     * Returns the clients that may mount it, each as {@link ClientPattern} reads it; empty: only the nodes of the
     * cluster; unmodifiable.
     */
    public List<String> accessList() {
        return accessList;
    }

    /** Returns with which files its bricks talk TLS, if they do; it stands in {@link #options()}. */
    public Optional<DataPathTls> dataPathTls() {
        return DataPathTls.ofOptions(options);
    }

    /** Returns when it was requested. */
    public Instant createdAt() {
        return createdAt;
    }

    /**
     * Returns how to mount it: the servers are those of its bricks, in brick order.
     *
     * @throws WrongStateException when it has no brick yet
     */
    public MountSpec mountSpec() {
        if (bricks.isEmpty()) {
            throw (WrongStateException) GcsException.of(ErrorDetail.builder(ErrorCode.WRONG_STATE)
                    .message("volume " + name
                            + " has no bricks, so there is no server to mount it from; wait until it is created")
                    .resource(name.value())
                    .build());
        }
        List<String> servers = bricks.stream().map(Brick::address).distinct().toList();
        MountSpec spec = MountSpec.of(servers, name, capacity, accessMode);
        return DataPathTls.isSaidBy(options) ? spec.withTls() : spec;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Volume that
                        && name.equals(that.name)
                        && id.equals(that.id)
                        && capacity.equals(that.capacity)
                        && usable.equals(that.usable)
                        && redundancy.equals(that.redundancy)
                        && accessMode.equals(that.accessMode)
                        && state.equals(that.state)
                        && bricks.equals(that.bricks)
                        && options.equals(that.options)
                        && profiles.equals(that.profiles)
                        && labels.equals(that.labels)
                        && metadata.equals(that.metadata)
                        && accessList.equals(that.accessList)
                        && createdAt.equals(that.createdAt));
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                name,
                id,
                capacity,
                usable,
                redundancy,
                accessMode,
                state,
                bricks,
                options,
                profiles,
                labels,
                metadata,
                accessList,
                createdAt);
    }

    @Override
    public String toString() {
        return "Volume[name=" + name + ", id=" + id + ", capacity=" + capacity + ", usable=" + usable + ", redundancy="
                + redundancy + ", accessMode=" + accessMode + ", state=" + state + ", bricks=" + bricks + ", options="
                + options + ", profiles=" + profiles + ", labels=" + labels + ", metadata=" + metadata + ", accessList="
                + accessList + ", createdAt=" + createdAt + "]";
    }

    /** Builds a {@link Volume}; not safe to share between threads. */
    public static final class Builder {

        private @Nullable VolumeName name;
        private @Nullable VolumeId id;
        private @Nullable Capacity capacity;
        private @Nullable Capacity usable;
        private @Nullable Redundancy redundancy;
        private AccessMode accessMode = AccessMode.READ_WRITE_MANY;
        private @Nullable VolumeState state;
        private List<Brick> bricks = List.of();
        private SortedMap<String, String> options = Collections.emptySortedMap();
        private List<String> profiles = List.of();
        private SortedMap<String, String> labels = Collections.emptySortedMap();
        private SortedMap<String, String> metadata = Collections.emptySortedMap();
        private List<String> accessList = List.of();
        private @Nullable Instant createdAt;

        private Builder() {}

        /** Sets its name; required. */
        public Builder name(VolumeName name) {
            this.name = Objects.requireNonNull(name, "name");
            return this;
        }

        /** Sets its id; required. */
        public Builder id(VolumeId id) {
            this.id = Objects.requireNonNull(id, "id");
            return this;
        }

        /** Sets what was requested; required. */
        public Builder capacity(Capacity capacity) {
            this.capacity = Objects.requireNonNull(capacity, "capacity");
            return this;
        }

        /** Sets what clients can store; required. */
        public Builder usable(Capacity usable) {
            this.usable = Objects.requireNonNull(usable, "usable");
            return this;
        }

        /** Sets how its data is kept against failures; required. */
        public Builder redundancy(Redundancy redundancy) {
            this.redundancy = Objects.requireNonNull(redundancy, "redundancy");
            return this;
        }

        /** Sets how clients mean to use it where it is not the default. */
        public Builder accessMode(AccessMode accessMode) {
            this.accessMode = Objects.requireNonNull(accessMode, "accessMode");
            return this;
        }

        /** Sets where it stands; required. */
        public Builder state(VolumeState state) {
            this.state = Objects.requireNonNull(state, "state");
            return this;
        }

        /** Sets its bricks, in the order of {@link Brick#index()}; none by default. */
        public Builder bricks(List<Brick> bricks) {
            this.bricks = List.copyOf(bricks);
            return this;
        }

        /** Sets the GlusterFS options that were set on it; none by default. */
        public Builder options(Map<String, String> options) {
            this.options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
            return this;
        }

        /** Sets the option groups that were applied to it, in that order; none by default. */
        public Builder profiles(List<String> profiles) {
            this.profiles = List.copyOf(profiles);
            return this;
        }

        /** Sets its metadata; none by default. */
        public Builder metadata(Map<String, String> metadata) {
            this.metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
            return this;
        }

        /** Sets its labels; none by default. */
        public Builder labels(Map<String, String> labels) {
            this.labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
            return this;
        }

        /** Sets the clients that may mount it, each as {@link ClientPattern} reads it; none by default. */
        public Builder accessList(List<String> accessList) {
            this.accessList = List.copyOf(accessList);
            return this;
        }

        /** Sets when it was requested; required. */
        public Builder createdAt(Instant createdAt) {
            this.createdAt = Objects.requireNonNull(createdAt, "createdAt");
            return this;
        }

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        public Volume build() {
            return new Volume(this);
        }
    }
}
