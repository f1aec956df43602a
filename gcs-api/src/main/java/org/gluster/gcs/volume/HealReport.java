/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.List;
import java.util.Objects;
import org.gluster.gcs.Incubating;
import org.jspecify.annotations.Nullable;

/** What the bricks of a volume say about healing. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class HealReport {

    private final VolumeName volume;
    private final List<BrickHeal> bricks;

    private HealReport(VolumeName volume, List<BrickHeal> bricks) {
        this.volume = Objects.requireNonNull(volume, "volume");
        this.bricks = List.copyOf(bricks);
    }

    /** Returns the report of a volume, its bricks in their order in the volume. */
    public static HealReport of(VolumeName volume, List<BrickHeal> bricks) {
        return new HealReport(volume, bricks);
    }

    /** Returns the volume. */
    public VolumeName volume() {
        return volume;
    }

    /** Returns what each brick says, in their order in the volume; unmodifiable. */
    public List<BrickHeal> bricks() {
        return bricks;
    }

    /** Returns whether every brick answered and none knows of anything to heal. */
    public boolean finished() {
        return bricks.stream().allMatch(brick -> brick.online() && brick.pending() == 0);
    }

    /**
     * Returns how many entries the bricks that answered know of, added up. An entry that two bricks know of counts
     * twice, and bricks that did not answer may know of more: see {@link #finished()}.
     */
    public long pending() {
        return bricks.stream().mapToLong(BrickHeal::pending).reduce(0, Math::addExact);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof HealReport that && volume.equals(that.volume) && bricks.equals(that.bricks));
    }

    @Override
    public int hashCode() {
        return Objects.hash(volume, bricks);
    }

    @Override
    public String toString() {
        return "HealReport[volume=" + volume + ", bricks=" + bricks + "]";
    }
}
