/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/**
 * Which nodes and devices the bricks of a volume may go to, and which are preferred. Immutable and safe to share
 * between threads.
 */
@Incubating(since = "0.1.0")
public final class PlacementSpec {

    private static final PlacementSpec ANY = builder().build();

    private final SortedSet<NodeName> limitedToNodes;
    private final SortedSet<NodeName> excludedNodes;
    private final SortedSet<DeviceSelector> limitedToDevices;
    private final SortedSet<DeviceSelector> excludedDevices;
    private final SortedMap<String, String> requiredLabels;
    private final SpreadBy spreadBy;
    private final boolean sharedNodes;

    PlacementSpec(PlacementSpecBuilder builder) {
        Problems problems = new Problems("placement specification");
        limitedToNodes = all(builder.limitedToNodes, NodeName::of, problems);
        excludedNodes = all(builder.excludedNodes, NodeName::of, problems);
        limitedToDevices = all(builder.limitedToDevices, DeviceSelector::of, problems);
        excludedDevices = all(builder.excludedDevices, DeviceSelector::of, problems);
        requiredLabels = Collections.unmodifiableSortedMap(new TreeMap<>(builder.requiredLabels));
        VolumeRequestRules.checkLabels(requiredLabels, problems);
        spreadBy = builder.spreadBy;
        sharedNodes = builder.sharedNodes;
        for (NodeName node : limitedToNodes) {
            problems.check(
                    !excludedNodes.contains(node), "node " + node + " is both excluded and among those limited to");
        }
        for (DeviceSelector device : limitedToDevices) {
            problems.check(
                    !excludedDevices.contains(device),
                    "device " + device + " is both excluded and among those limited to");
        }
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new PlacementSpecBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static PlacementSpec of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns the one that allows every node and device, and prefers free space. */
    public static PlacementSpec any() {
        return ANY;
    }

    private static <T extends Comparable<T>> SortedSet<T> all(
            List<String> texts, Function<String, T> parser, Problems problems) {
        SortedSet<T> values = new TreeSet<>();
        for (String text : texts) {
            T value = problems.optional(text, parser);
            if (value != null) {
                values.add(value);
            }
        }
        return Collections.unmodifiableSortedSet(values);
    }

    /** Returns the only nodes that get bricks, or none for all; unmodifiable. */
    public SortedSet<NodeName> limitedToNodes() {
        return limitedToNodes;
    }

    /** Returns the nodes that get no brick; unmodifiable. */
    public SortedSet<NodeName> excludedNodes() {
        return excludedNodes;
    }

    /** Returns the only devices that get bricks, or none for all; unmodifiable. */
    public SortedSet<DeviceSelector> limitedToDevices() {
        return limitedToDevices;
    }

    /** Returns the devices that get no brick; unmodifiable. */
    public SortedSet<DeviceSelector> excludedDevices() {
        return excludedDevices;
    }

    /** Returns the labels that a device must have, with these values; unmodifiable. */
    public SortedMap<String, String> requiredLabels() {
        return requiredLabels;
    }

    /** Returns which device is preferred among those that fit. */
    public SpreadBy spreadBy() {
        return spreadBy;
    }

    /** Returns whether bricks of one set may be on one node, though never on one device. */
    public boolean sharedNodes() {
        return sharedNodes;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof PlacementSpec that
                        && limitedToNodes.equals(that.limitedToNodes)
                        && excludedNodes.equals(that.excludedNodes)
                        && limitedToDevices.equals(that.limitedToDevices)
                        && excludedDevices.equals(that.excludedDevices)
                        && requiredLabels.equals(that.requiredLabels)
                        && spreadBy == that.spreadBy
                        && sharedNodes == that.sharedNodes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(
                limitedToNodes,
                excludedNodes,
                limitedToDevices,
                excludedDevices,
                requiredLabels,
                spreadBy,
                sharedNodes);
    }

    @Override
    public String toString() {
        return "PlacementSpec[limitedToNodes=" + limitedToNodes + ", excludedNodes=" + excludedNodes
                + ", limitedToDevices=" + limitedToDevices + ", excludedDevices=" + excludedDevices
                + ", requiredLabels=" + requiredLabels + ", spreadBy=" + spreadBy + ", sharedNodes=" + sharedNodes
                + "]";
    }

    /**
     * Builds a {@link PlacementSpec}; not safe to share between threads. No text is checked before {@link #build()}.
     */
    public interface Builder {

        /** Adds to the only nodes that get bricks; by default all do. */
        Builder limitToNodes(String... nodes);

        /** Adds nodes that get no brick. */
        Builder excludeNodes(String... nodes);

        /** Adds to the only devices that get bricks, each by its id or as {@code NODE:/path}; by default all do. */
        Builder limitToDevices(String... devices);

        /** Adds devices that get no brick, each by its id or as {@code NODE:/path}. */
        Builder excludeDevices(String... devices);

        /** Adds a label that a device must have, with this value. */
        Builder requireLabel(String key, String value);

        /** Sets which device is preferred among those that fit; {@link SpreadBy#FREE_SPACE} by default. */
        Builder spreadBy(SpreadBy spreadBy);

        /**
         * Says whether bricks of one set may be on one node, on devices of their own: such a volume does not survive
         * the loss of that node; not by default.
         */
        Builder shareNodes(boolean allowed);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        PlacementSpec build();
    }
}
