/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.layout;

import java.util.function.Consumer;
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
     * key are not looked at.
     *
     * @throws org.gluster.gcs.NoFitException when no placement was found, listing every shortfall
     * @throws org.gluster.gcs.NotSupportedException without {@link org.gluster.gcs.Capability#PLANNING}
     */
    BrickLayout plan(VolumeRequest request);
}
