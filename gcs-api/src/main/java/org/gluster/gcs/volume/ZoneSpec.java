/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.internal.Problems;
import org.jspecify.annotations.Nullable;

/** Which failure domains the bricks of a volume may go to. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class ZoneSpec {

    private static final ZoneSpec ANY = builder().build();

    private final ZoneSpread spread;
    private final SortedSet<Zone> excluded;
    private final SortedSet<Zone> limitedTo;

    ZoneSpec(ZoneSpecBuilder builder) {
        Problems problems = new Problems("zone specification");
        spread = builder.spread;
        excluded = zones(builder.excluded, problems);
        limitedTo = zones(builder.limitedTo, problems);
        for (Zone zone : limitedTo) {
            problems.check(!excluded.contains(zone), "zone " + zone + " is both excluded and among those limited to");
        }
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new ZoneSpecBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static ZoneSpec of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns the one that allows every zone. */
    public static ZoneSpec any() {
        return ANY;
    }

    private static SortedSet<Zone> zones(List<String> texts, Problems problems) {
        SortedSet<Zone> zones = new TreeSet<>();
        for (String text : texts) {
            Zone zone = problems.optional(text, Zone::of);
            if (zone != null) {
                zones.add(zone);
            }
        }
        return Collections.unmodifiableSortedSet(zones);
    }

    /** Returns how far apart bricks must be. */
    public ZoneSpread spread() {
        return spread;
    }

    /** Returns the zones that get no brick; unmodifiable. */
    public SortedSet<Zone> excluded() {
        return excluded;
    }

    /** Returns the only zones that get bricks, or none for all; unmodifiable. */
    public SortedSet<Zone> limitedTo() {
        return limitedTo;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof ZoneSpec that
                        && spread == that.spread
                        && excluded.equals(that.excluded)
                        && limitedTo.equals(that.limitedTo));
    }

    @Override
    public int hashCode() {
        return Objects.hash(spread, excluded, limitedTo);
    }

    @Override
    public String toString() {
        return "ZoneSpec[spread=" + spread + ", excluded=" + excluded + ", limitedTo=" + limitedTo + "]";
    }

    /** Builds a {@link ZoneSpec}; not safe to share between threads. No text is checked before {@link #build()}. */
    public interface Builder {

        /** Sets how far apart bricks must be; {@link ZoneSpread#PREFERRED} by default. */
        Builder spread(ZoneSpread spread);

        /** Requires a zone of its own for each brick of a set: {@link ZoneSpread#SUBVOLUME}. */
        default Builder spread() {
            return spread(ZoneSpread.SUBVOLUME);
        }

        /** Adds zones that get no brick. */
        Builder exclude(String... zones);

        /** Adds to the only zones that get bricks; by default all do. */
        Builder limitTo(String... zones);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        ZoneSpec build();
    }
}
