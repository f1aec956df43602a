/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.layout;

import java.util.function.Consumer;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.volume.VolumeRequest;

/** Places bricks without making them. Not for implementation by users, test doubles excepted: methods will be added. */
@Incubating(since = "0.1.0")
public interface Layouts {

    /**
     * Plans a volume, which here needs no name; see {@link #plan(VolumeRequest)}. The consumer is called before this
     * returns.
     */
    default BrickLayout plan(Consumer<VolumeRequest.Builder> request) {
        return plan(VolumeRequest.forPlan(request));
    }

    /**
     * Returns where the bricks of that volume would go. Nothing is reserved or changed. The name and the idempotency
     * key are not looked at. To create it just so, pass the layout to
     * {@link org.gluster.gcs.volume.Volumes#create(String, BrickLayout)}.
     *
     * @throws org.gluster.gcs.NoFitException when no placement was found, with its {@link Refusal}
     * @throws org.gluster.gcs.InvalidRequestException when the request gives its bricks, so that there is nothing to
     *     place
     * @throws org.gluster.gcs.NotSupportedException without {@link org.gluster.gcs.Capability#PLANNING}, and for a kind
     *     of volume that this release does not make
     */
    BrickLayout plan(VolumeRequest request);

    /**
     * Plans the largest volume of a kind, which here needs no name and no capacity; see {@link #largest(VolumeRequest)}.
     * The consumer is called before this returns.
     */
    default BrickLayout largest(Consumer<VolumeRequest.Builder> kind) {
        return largest(VolumeRequest.forPlan(request -> {
            request.capacity(Capacity.ofBytes(1));
            kind.accept(request);
        }));
    }

    /**
     * Returns the layout of the largest volume that is like that one but for its capacity;
     * {@link BrickLayout#request()} says how large it is.
     *
     * @throws org.gluster.gcs.NoFitException when not even the smallest one fits
     * @throws org.gluster.gcs.NotSupportedException as {@link #plan(VolumeRequest)} does
     */
    BrickLayout largest(VolumeRequest kind);

    /** Counts volumes that need no name; see {@link #howMany(VolumeRequest)}. The consumer is called before this returns. */
    default HowMany howMany(Consumer<VolumeRequest.Builder> request) {
        return howMany(VolumeRequest.forPlan(request));
    }

    /**
     * Returns how many volumes like that one fit, placed one after another; counting ends at 10,000.
     *
     * @throws org.gluster.gcs.NotSupportedException as {@link #plan(VolumeRequest)} does
     */
    HowMany howMany(VolumeRequest request);

    /**
     * Returns the layouts of a cluster that differs from the real one; see {@link #assuming(Hypothesis)}. The consumer
     * is called before this returns.
     */
    default Layouts assuming(Consumer<Hypothesis.Builder> hypothesis) {
        return assuming(Hypothesis.of(hypothesis));
    }

    /**
     * Returns the layouts of a cluster that differs from the real one: what would fit, were nodes taken away or added.
     * It replaces what was assumed before. Its questions throw {@link org.gluster.gcs.PeerNotFoundException} when a node
     * to take away does not exist, and {@link org.gluster.gcs.AlreadyExistsException} when one to add does.
     */
    Layouts assuming(Hypothesis hypothesis);
}
