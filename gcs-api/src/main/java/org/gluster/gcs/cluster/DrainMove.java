/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.Objects;
import java.util.Optional;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.layout.Candidate;
import org.gluster.gcs.layout.Explanation;
import org.jspecify.annotations.Nullable;

/** Where one brick of a device would go, or why it can go nowhere. Immutable and safe to share between threads. */
@Incubating(since = "0.1.0")
public final class DrainMove {

    private final DeviceBrick brick;
    private final Explanation explain;

    private DrainMove(DeviceBrick brick, Explanation explain) {
        Problems problems = new Problems("drain move");
        this.brick = problems.required("brick", brick);
        this.explain = problems.required("explain", explain);
        problems.check(explain.chosen().size() <= 1, "a brick goes to one device");
        problems.throwIfAny();
    }

    /** Returns the move of that brick: to the one device that the explanation says was chosen, or to none. */
    public static DrainMove of(DeviceBrick brick, Explanation explain) {
        return new DrainMove(brick, explain);
    }

    /** Returns the brick. */
    public DeviceBrick brick() {
        return brick;
    }

    /** Returns the device that it would go to; empty when there is none that could take it. */
    public Optional<Candidate> target() {
        return explain.chosen().stream().findFirst();
    }

    /** Returns why there and not elsewhere: every other device, with its reason. */
    public Explanation explain() {
        return explain;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof DrainMove that && brick.equals(that.brick) && explain.equals(that.explain));
    }

    @Override
    public int hashCode() {
        return Objects.hash(brick, explain);
    }

    @Override
    public String toString() {
        return "DrainMove[brick=" + brick + ", target=" + target() + "]";
    }
}
