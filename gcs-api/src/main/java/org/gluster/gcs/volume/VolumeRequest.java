/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.Incubating;
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
    private final SortedMap<String, String> options;
    private final ZoneSpec zones;
    private final List<String> accessList;
    private final @Nullable DataPathTls dataPathTls;
    private final boolean start;
    private final @Nullable IdempotencyKey idempotencyKey;

    VolumeRequest(VolumeRequestBuilder builder) {
        Problems problems = new Problems("volume request");
        name = problems.parsed("name", builder.name, VolumeName::of);
        capacity = problems.required("capacity", builder.capacity);
        problems.check(capacity == null || capacity.bytes() > 0, "capacity must be more than 0");
        redundancy = builder.redundancy;
        accessMode = builder.accessMode;
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(builder.labels));
        VolumeRequestRules.checkLabels(labels, problems);
        options = Collections.unmodifiableSortedMap(new TreeMap<>(builder.options));
        VolumeRequestRules.checkOptions(options, problems);
        zones = problems.collect(builder.zones::build, ZoneSpec.any());
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

    /** Returns the name. */
    public VolumeName name() {
        return name;
    }

    /** Returns what clients must be able to store. */
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

    /** Returns the GlusterFS options; unmodifiable. */
    public SortedMap<String, String> options() {
        return options;
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
                        && options.equals(that.options)
                        && zones.equals(that.zones)
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
                options,
                zones,
                accessList,
                dataPathTls,
                start,
                idempotencyKey);
    }

    @Override
    public String toString() {
        return "VolumeRequest[name=" + name + ", capacity=" + capacity + ", redundancy=" + redundancy + ", accessMode="
                + accessMode + ", labels=" + labels + ", options=" + options + ", zones=" + zones + ", accessList="
                + accessList + ", dataPathTls=" + dataPathTls + ", start=" + start + ", idempotencyKey="
                + idempotencyKey + "]";
    }

    /**
     * Builds a {@link VolumeRequest}; not safe to share between threads. No text is checked before {@link #build()}.
     */
    public interface Builder {

        /** Sets the name; required. */
        Builder name(String name);

        /** Sets what clients must be able to store; required. */
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

        /** Adds a GlusterFS option, such as {@code performance.cache-size}. */
        Builder option(String key, String value);

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
