/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.operation.BulkResult;
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

    /**
     * Creates a volume just as it was planned, under that name; see
     * {@link #create(BrickLayout)}.
     */
    default Operation<Volume> create(String name, BrickLayout layout) {
        return create(layout.toBuilder()
                .request(layout.request().toBuilder().name(name).build())
                .build());
    }

    /**
     * Creates a volume just as it was planned: the request, name and key included, is {@link BrickLayout#request()}, and
     * each brick goes where the layout says.
     *
     * @throws org.gluster.gcs.StalePlanException when a brick of it can no longer go there: plan again
     * @throws org.gluster.gcs.InvalidRequestException when the layout is not one of that request
     * @throws org.gluster.gcs.AlreadyExistsException when the name is taken
     * @throws org.gluster.gcs.IdempotencyConflictException when the key was used for another request
     */
    Operation<Volume> create(BrickLayout layout);

    /**
     * Creates a volume exactly as it was planned, and only while everything that the planner went by is as it was: for a
     * plan that a person has reviewed. In a busy cluster that is seldom; {@link #create(BrickLayout)} asks only that its
     * bricks can still go where they were planned.
     *
     * @throws org.gluster.gcs.StalePlanException when the inventory has another {@link BrickLayout#inventoryRevision()}
     * @throws org.gluster.gcs.NotSupportedException when this control plane keeps no revision of its inventory
     */
    default Operation<Volume> createIfUnchanged(BrickLayout layout) {
        throw GcsException.of(ErrorDetail.builder(ErrorCode.NOT_SUPPORTED)
                .message(
                        "this control plane keeps no revision of its inventory: create the volume from the layout, which"
                                + " checks that its bricks can still go there")
                .build());
    }

    /** Creates several volumes together; see {@link #createAll(CreateAllRequest)}. The consumer is called before this returns. */
    default Operation<BulkResult<Volume>> createAll(Consumer<CreateAllRequest.Builder> request) {
        return createAll(CreateAllRequest.of(request));
    }

    /**
     * Creates several volumes together. All are planned by one decision, each after those before it, and it returns when
     * space is reserved for all of them and the intent is recorded; up to {@link CreateAllRequest#MOST} of them go by one
     * durable operation, which is found again after a restart, counts the volumes as its progress, and ends when each has.
     * Each volume is an operation of its own besides.
     *
     * <p>All or nothing, the default: when one is refused, all are, and the problems of the error name each that was. When
     * one fails later, the others are taken back, and the operation fails with the first failure. No brick is made before
     * the intent of all is recorded. Best effort: those that were refused stand in the result with their errors, and the
     * operation succeeds when all others have ended, whatever came of them.
     *
     * <p>Cancelling it takes all of them back, those included that were done.
     *
     * @throws org.gluster.gcs.GcsException of the class of the first refusal, when all or nothing was asked for
     * @throws org.gluster.gcs.IdempotencyConflictException when the key was used for another request
     * @throws org.gluster.gcs.NotSupportedException when this control plane cannot do all or nothing
     */
    default Operation<BulkResult<Volume>> createAll(CreateAllRequest request) {
        throw GcsException.of(ErrorDetail.builder(ErrorCode.NOT_SUPPORTED)
                .message("this control plane creates volumes one by one: create each by a call of its own")
                .build());
    }

    /** Deletes several volumes together; see {@link #deleteAll(DeleteAllRequest)}. The consumer is called before this returns. */
    default Operation<BulkResult<VolumeName>> deleteAll(Consumer<DeleteAllRequest.Builder> request) {
        return deleteAll(DeleteAllRequest.of(request));
    }

    /**
     * Deletes several volumes and their data together, by one durable operation as {@link #createAll(CreateAllRequest)} does.
     * All or nothing, the default, means that either each deletion is begun or none; what is deleted is not brought back.
     *
     * @throws org.gluster.gcs.GcsException of the class of the first refusal, when all or nothing was asked for
     * @throws org.gluster.gcs.IdempotencyConflictException when the key was used for another request
     * @throws org.gluster.gcs.NotSupportedException when this control plane cannot do all or nothing
     */
    default Operation<BulkResult<VolumeName>> deleteAll(DeleteAllRequest request) {
        throw GcsException.of(ErrorDetail.builder(ErrorCode.NOT_SUPPORTED)
                .message("this control plane deletes volumes one by one: delete each by a call of its own")
                .build());
    }

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
