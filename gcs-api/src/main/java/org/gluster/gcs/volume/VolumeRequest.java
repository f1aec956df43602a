/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.OptionRules;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/** A wish for a volume. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class VolumeRequest {

    private final VolumeName name;
    private final Capacity capacity;
    private final Redundancy redundancy;
    private final AccessMode accessMode;
    private final SortedMap<String, String> labels;
    private final SortedMap<String, String> metadata;
    private final SortedMap<String, String> options;
    private final List<String> profiles;
    private final @Nullable Integer subvolumes;
    private final @Nullable Capacity maxBrickSize;
    private final @Nullable Capacity minBrickSize;
    private final Capacity averageFileSize;
    private final SmallBricks smallBricks;
    private final ZoneSpec zones;
    private final PlacementSpec placement;
    private final List<BrickDirectory> bricks;
    private final List<String> accessList;
    private final @Nullable DataPathTls dataPathTls;
    private final boolean start;
    private final @Nullable IdempotencyKey idempotencyKey;

    VolumeRequest(VolumeRequestBuilder builder) {
        Problems problems = new Problems("volume request");
        name = problems.parsed("name", builder.name, VolumeName::of);
        redundancy = builder.redundancy;
        bricks = problems.collect(() -> VolumeRequestRules.directories(builder.bricks), List.of());
        capacity = builder.bricks.isEmpty()
                ? problems.required("capacity", builder.capacity)
                : Objects.requireNonNullElse(builder.capacity, Capacity.ZERO);
        problems.check(
                capacity == null || !builder.bricks.isEmpty() || capacity.bytes() > 0, "capacity must be more than 0");
        subvolumes = builder.subvolumes;
        maxBrickSize = builder.maxBrickSize;
        minBrickSize = builder.minBrickSize;
        averageFileSize = builder.averageFileSize;
        smallBricks = builder.smallBricks;
        VolumeRequestRules.checkSizes(builder, problems);
        accessMode = builder.accessMode;
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(builder.labels));
        VolumeRequestRules.checkLabels(labels, problems);
        metadata = Collections.unmodifiableSortedMap(new TreeMap<>(builder.metadata));
        VolumeRequestRules.checkMetadata(metadata, problems);
        options = Collections.unmodifiableSortedMap(new TreeMap<>(builder.options));
        profiles = builder.profiles.stream().distinct().toList();
        OptionRules.check(options, problems);
        zones = problems.collect(builder.zones::build, ZoneSpec.any());
        placement = problems.collect(builder.placement::build, PlacementSpec.any());
        VolumeRequestRules.checkDirectories(builder, bricks, problems);
        accessList = VolumeRequestRules.accessList(builder.accessList, problems).stream()
                .map(ClientPattern::toString)
                .toList();
        dataPathTls = builder.dataPathTls == null
                ? null
                : problems.collect(
                        builder.dataPathTls::build, DataPathTls.builder().build());
        if (dataPathTls != null) {
            for (String option : dataPathTls.options().keySet()) {
                problems.check(
                        !options.containsKey(option),
                        "option \"" + option + "\" is given twice: by itself, and by dataPathTls");
            }
        }
        start = builder.start;
        idempotencyKey = problems.optional(builder.idempotencyKey, IdempotencyKey::of);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new VolumeRequestBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static VolumeRequest of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /**
     * Builds one for {@link org.gluster.gcs.layout.Layouts#plan}, as {@link #of} does, except that a name need not be
     * given.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static VolumeRequest forPlan(Consumer<Builder> filler) {
        Builder builder = builder().name("unnamed");
        filler.accept(builder);
        return builder.build();
    }

    /** Returns a builder with everything set as it is here. */
    public Builder toBuilder() {
        return new VolumeRequestBuilder(this);
    }

    /** Returns the name. */
    public VolumeName name() {
        return name;
    }

    /** Returns what clients must be able to store; {@link Capacity#ZERO} when {@link #bricks()} are given. */
    public Capacity capacity() {
        return capacity;
    }

    /** Returns how the data is kept against failures. */
    public Redundancy redundancy() {
        return redundancy;
    }

    /** Returns how clients mean to use it. */
    public AccessMode accessMode() {
        return accessMode;
    }

    /** Returns the labels; unmodifiable. */
    public SortedMap<String, String> labels() {
        return labels;
    }

    /** Returns the metadata; unmodifiable. */
    public SortedMap<String, String> metadata() {
        return metadata;
    }

    /** Returns the option groups that are applied, in this order, under the options; unmodifiable. */
    public List<String> profiles() {
        return profiles;
    }

    /** Returns the GlusterFS options; unmodifiable. */
    public SortedMap<String, String> options() {
        return options;
    }

    /** Returns over how many sets of bricks files are distributed; when empty, the planner chooses the fewest that fit. */
    public OptionalInt subvolumes() {
        return subvolumes == null ? OptionalInt.empty() : OptionalInt.of(subvolumes);
    }

    /** Returns how large a brick may become on its device, if there is a limit. */
    public Optional<Capacity> maxBrickSize() {
        return Optional.ofNullable(maxBrickSize);
    }

    /** Returns how large a brick must at least be on its device, an arbiter excepted, if that was given. */
    public Optional<Capacity> minBrickSize() {
        return Optional.ofNullable(minBrickSize);
    }

    /** Returns what a file is expected to hold, which decides how large an arbiter is. */
    public Capacity averageFileSize() {
        return averageFileSize;
    }

    /** Returns what becomes of bricks smaller than XFS supports. */
    public SmallBricks smallBricks() {
        return smallBricks;
    }

    /** Returns which nodes and devices its bricks may go to, and which are preferred. */
    public PlacementSpec placement() {
        return placement;
    }

    /**
     * Returns the directories that are its bricks, set after set; when empty, bricks are placed and provisioned;
     * unmodifiable.
     */
    public List<BrickDirectory> bricks() {
        return bricks;
    }

    /** Returns which failure domains its bricks may go to. */
    public ZoneSpec zones() {
        return zones;
    }

    /**
     * Returns the clients that may mount it, each as {@link ClientPattern} reads it, in the order given; when empty
     * only the nodes of the cluster; unmodifiable.
     */
    public List<String> accessList() {
        return accessList;
    }

    /** Returns with which files its bricks talk TLS, if they do. */
    public Optional<DataPathTls> dataPathTls() {
        return Optional.ofNullable(dataPathTls);
    }

    /** Returns whether it is started as part of the same operation. */
    public boolean start() {
        return start;
    }

    /** Returns the caller's key, if one was given. */
    public Optional<IdempotencyKey> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof VolumeRequest that
                        && name.equals(that.name)
                        && capacity.equals(that.capacity)
                        && redundancy.equals(that.redundancy)
                        && accessMode.equals(that.accessMode)
                        && labels.equals(that.labels)
                        && metadata.equals(that.metadata)
                        && options.equals(that.options)
                        && profiles.equals(that.profiles)
                        && Objects.equals(subvolumes, that.subvolumes)
                        && Objects.equals(maxBrickSize, that.maxBrickSize)
                        && Objects.equals(minBrickSize, that.minBrickSize)
                        && averageFileSize.equals(that.averageFileSize)
                        && smallBricks == that.smallBricks
                        && zones.equals(that.zones)
                        && placement.equals(that.placement)
                        && bricks.equals(that.bricks)
                        && accessList.equals(that.accessList)
                        && Objects.equals(dataPathTls, that.dataPathTls)
                        && start == that.start
                        && Objects.equals(idempotencyKey, that.idempotencyKey));
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                name,
                capacity,
                redundancy,
                accessMode,
                labels,
                metadata,
                options,
                profiles,
                subvolumes,
                maxBrickSize,
                minBrickSize,
                averageFileSize,
                smallBricks,
                zones,
                placement,
                bricks,
                accessList,
                dataPathTls,
                start,
                idempotencyKey);
    }

    @Override
    public String toString() {
        return "VolumeRequest[name=" + name + ", capacity=" + capacity + ", redundancy=" + redundancy + ", accessMode="
                + accessMode + ", labels=" + labels + ", metadata=" + metadata + ", options=" + options + ", profiles="
                + profiles + ", subvolumes=" + subvolumes
                + ", maxBrickSize=" + maxBrickSize + ", minBrickSize=" + minBrickSize + ", averageFileSize="
                + averageFileSize + ", smallBricks=" + smallBricks + ", zones=" + zones + ", placement=" + placement
                + ", bricks=" + bricks + ", accessList=" + accessList + ", dataPathTls=" + dataPathTls + ", start="
                + start + ", idempotencyKey="
                + idempotencyKey + "]";
    }

    /**
     * Builds a {@link VolumeRequest}; not safe to share between threads. No text is checked before {@link #build()}.
     */
    public interface Builder {

        /** Sets the name; required. */
        Builder name(String name);

        /** Sets what clients must be able to store; required, unless bricks are given by {@link #brick}. */
        Builder capacity(Capacity capacity);

        /** Sets how the data is kept against failures; three copies by default. */
        Builder redundancy(Redundancy redundancy);

        /** Sets how clients mean to use it; {@link AccessMode#READ_WRITE_MANY} by default. */
        Builder accessMode(AccessMode accessMode);

        /**
         * Adds a label of the caller's own. A key is 1 to 63 letters, digits, {@code _ . / -}, beginning with a
         * letter or digit; a value is at most 255 printable characters; together they are at most 4096 bytes of
         * UTF-8.
         */
        Builder label(String key, String value);

        /**
         * Adds metadata, which is kept for whoever reads it. A key is 1 to 255 printable characters and does not begin
         * with {@code _}; a value is any text without NUL; together they are at most 16384 bytes of UTF-8.
         */
        Builder metadata(String key, String value);

        /**
         * Applies an option group, such as {@link org.gluster.gcs.option.Profile#CONTAINER}: a copy of its options, under
         * {@link #option} and over profiles that were applied before it; none by default.
         */
        Builder profile(String group);

        /** Adds a GlusterFS option, such as {@code performance.cache-size}. */
        Builder option(String key, String value);

        /**
         * Sets over how many sets of bricks files are distributed, from 1 to 1000; by default the fewest that fit,
         * none of whose bricks is above {@link #maxBrickSize}.
         */
        Builder subvolumes(int subvolumes);

        /** Sets how large a brick may become on its device; no limit by default. */
        Builder maxBrickSize(Capacity maxBrickSize);

        /**
         * Sets how large a brick must at least be on its device, an arbiter excepted: a smaller one is made so large;
         * by default as XFS needs it.
         */
        Builder minBrickSize(Capacity minBrickSize);

        /** Sets what a file is expected to hold, which decides how large an arbiter is; 64 KiB by default. */
        Builder averageFileSize(Capacity averageFileSize);

        /** Sets what becomes of bricks smaller than XFS supports; {@link SmallBricks#ROUND_UP} by default. */
        Builder smallBricks(SmallBricks smallBricks);

        /** Says which nodes and devices bricks may go to; any by default. The consumer is called before this returns. */
        Builder placement(Consumer<PlacementSpec.Builder> placement);

        /**
         * Adds a directory that is a brick, set after set, an arbiter last in its set: nothing is placed or
         * provisioned, so no capacity, sizes, zones or placement may be given; none by default.
         */
        Builder brick(String node, String directory);

        /** Says which failure domains bricks may go to; any by default. The consumer is called before this returns. */
        Builder zones(Consumer<ZoneSpec.Builder> zones);

        /**
         * Adds clients that may mount it, each as {@link ClientPattern} reads it: addresses, networks, host names,
         * {@code *} for everybody, {@code @nodes}; by default only the nodes of the cluster may.
         */
        Builder allowClients(String... patterns);

        /**
         * Makes its bricks talk TLS, with GlusterFS' usual files unless the consumer says others; not by default. Each
         * node's files are checked before the volume is there. The consumer is called before this returns.
         */
        Builder dataPathTls(Consumer<DataPathTls.Builder> tls);

        /** Says whether it is started as part of the same operation; not by default. */
        Builder start(boolean start);

        /**
         * Makes it safe to ask again: the same key with the same request gives the same operation; no key by default.
         */
        Builder idempotencyKey(String key);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        VolumeRequest build();
    }
}
