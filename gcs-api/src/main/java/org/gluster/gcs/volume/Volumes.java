/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.operation.Operation;

/** The volumes of a cluster. Not for implementation by users, test doubles excepted: methods will be added. */
@Incubating(since = "0.1.0")
public interface Volumes {

    /** Creates a volume; see {@link #create(VolumeRequest)}. The consumer is called before this returns. */
    default Operation<Volume> create(Consumer<VolumeRequest.Builder> request) {
        return create(VolumeRequest.of(request));
    }

    /**
     * Creates a volume, and starts it when the request says so. It returns when space is reserved and the intent is
     * recorded; the operation ends when every brick is there. Safe to call again with the request's idempotency key.
     *
     * @throws org.gluster.gcs.AlreadyExistsException when the name is taken
     * @throws org.gluster.gcs.IdempotencyConflictException when the key was used for another request
     * @throws org.gluster.gcs.NoFitException when no placement was found
     */
    Operation<Volume> create(VolumeRequest request);

    /** Returns the volume of that name, if there is one; those being created or deleted are there too. */
    Optional<Volume> find(String name);

    /**
     * Returns the volume of that name.
     *
     * @throws org.gluster.gcs.VolumeNotFoundException when there is none
     */
    Volume get(String name);

    /** Returns all volumes by name; unmodifiable. */
    List<Volume> list();

    /** Returns the volumes that match, by name. The consumer is called before this returns. */
    default Stream<Volume> stream(Consumer<VolumeQuery.Builder> query) {
        VolumeQuery wanted = VolumeQuery.of(query);
        return list().stream().filter(wanted::matches);
    }
}
