/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.operation.Operation;

/**
 * One volume by its name, whether it exists or not. Getting a handle does no I/O. Not for implementation by users,
 * test doubles excepted: methods will be added.
 */
@Incubating(since = "0.1.0")
public interface VolumeHandle {

    /** Returns the name. */
    VolumeName name();

    /** Returns the volume as it is now, if it exists. */
    Optional<Volume> find();

    /**
     * Returns the volume as it is now.
     *
     * @throws org.gluster.gcs.VolumeNotFoundException when it does not exist
     */
    Volume get();

    /**
     * Starts it, so that clients can mount it. On a started volume the operation is already done.
     *
     * @throws org.gluster.gcs.VolumeNotFoundException when it does not exist
     * @throws org.gluster.gcs.WrongStateException while it is being created, stopped or deleted
     */
    Operation<Volume> start();

    /**
     * Stops it: clients that have it mounted get errors until it is started again. On a stopped volume, or one never
     * started, the operation is already done.
     *
     * @throws org.gluster.gcs.VolumeNotFoundException when it does not exist
     * @throws org.gluster.gcs.WrongStateException while it is being created, started or deleted
     */
    Operation<Volume> stop();

    /** Deletes it and its data; see {@link #delete(DeleteRequest)}. */
    default Operation<VolumeName> delete() {
        return delete(DeleteRequest.builder().build());
    }

    /** Deletes it and its data; see {@link #delete(DeleteRequest)}. The consumer is called before this returns. */
    default Operation<VolumeName> delete(Consumer<DeleteRequest.Builder> request) {
        return delete(DeleteRequest.of(request));
    }

    /**
     * Deletes it and its data. The operation ends when every brick was seen gone, and its result is the name.
     *
     * @throws org.gluster.gcs.VolumeNotFoundException when it does not exist, unless the request says {@code ifExists}:
     *     then the operation is already done
     * @throws org.gluster.gcs.WrongStateException when it is started, unless the request says {@code stopFirst}
     * @throws org.gluster.gcs.IdempotencyConflictException when the key was used for another request
     */
    Operation<VolumeName> delete(DeleteRequest request);

    /**
     * Lets it hold that much, an absolute target: clients see the room while they go on. Every brick grows where it is. What
     * it holds already is done at once; a volume is never made smaller. While it is under way a later one, a stop or a
     * delete may take its place. It cannot be cancelled.
     *
     * @throws org.gluster.gcs.VolumeNotFoundException when it does not exist
     * @throws org.gluster.gcs.NoSpaceException when devices under its bricks lack room, with every one of them
     * @throws org.gluster.gcs.NotSupportedException when that is less than it has, when its bricks are directories that the
     *     request named, and without {@link org.gluster.gcs.Capability#EXPANSION}
     * @throws org.gluster.gcs.WrongStateException while another operation on it runs
     */
    Operation<Volume> expandTo(Capacity capacity);

    /**
     * Returns who may mount it, and who was refused lately. It changes nothing and blocks.
     *
     * @throws org.gluster.gcs.VolumeNotFoundException when it does not exist
     * @throws org.gluster.gcs.NotSupportedException without {@link org.gluster.gcs.Capability#ACCESS_LISTS}
     */
    AccessReport access();

    /** Changes who may mount it; see {@link #changeAccess(AccessChange)}. The consumer is called before this returns. */
    default Operation<Volume> changeAccess(Consumer<AccessChange.Builder> change) {
        return changeAccess(AccessChange.of(change));
    }

    /**
     * Changes who may mount it. On a started volume the bricks take the new list while they serve: the operation ends when
     * they were told, and moments later clients that may no longer have it mounted are disconnected. A change to what is
     * so already is already done.
     *
     * @throws org.gluster.gcs.VolumeNotFoundException when it does not exist
     * @throws org.gluster.gcs.InvalidRequestException when the list does not have what is denied, or would become empty
     * @throws org.gluster.gcs.WrongStateException while another operation on it runs
     * @throws org.gluster.gcs.IdempotencyConflictException when the key was used for another request
     * @throws org.gluster.gcs.NotSupportedException without {@link org.gluster.gcs.Capability#ACCESS_LISTS}
     */
    Operation<Volume> changeAccess(AccessChange change);

    /**
     * Returns what each of its options is, and why. It changes nothing.
     *
     * @throws org.gluster.gcs.VolumeNotFoundException when it does not exist
     * @throws org.gluster.gcs.NotSupportedException without {@link org.gluster.gcs.Capability#OPTIONS}
     */
    VolumeOptions options();

    /** Sets options, all or none; see {@link #changeOptions(OptionChange)}. */
    default Operation<Volume> setOptions(Map<String, String> options) {
        return changeOptions(change -> change.set(options));
    }

    /** Takes back options that were set, all or none; see {@link #changeOptions(OptionChange)}. */
    default Operation<Volume> resetOptions(String... keys) {
        return changeOptions(change -> change.reset(keys));
    }

    /** Takes back all options that were set; its profiles stay. See {@link #changeOptions(OptionChange)}. */
    default Operation<Volume> resetAllOptions() {
        return changeOptions(change -> change.resetAll());
    }

    /** Changes options; see {@link #changeOptions(OptionChange)}. The consumer is called before this returns. */
    default Operation<Volume> changeOptions(Consumer<OptionChange.Builder> change) {
        return changeOptions(OptionChange.of(change));
    }

    /**
     * Changes options, all or none: everything is checked before anything changes. On a started volume the operation ends
     * when every brick process and self-heal daemon has its new configuration; clients that have it mounted are told, and
     * take it within moments without an error. When a daemon does not come up with it, the earlier options are restored
     * and the operation fails. On any other volume the operation is already done.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every option or profile that is not known, that this volume
     *     cannot have, or that cannot be so
     * @throws org.gluster.gcs.NotSupportedException when an option belongs to what this control plane does not serve, or
     *     without {@link org.gluster.gcs.Capability#OPTIONS}
     * @throws org.gluster.gcs.VolumeNotFoundException when it does not exist
     * @throws org.gluster.gcs.WrongStateException while another operation on it runs, and when it is started and bricks
     *     would have to be restarted, which the request does not allow
     * @throws org.gluster.gcs.IdempotencyConflictException when the key was used for another request
     */
    Operation<Volume> changeOptions(OptionChange change);

    /** Changes labels and metadata; see {@link #edit(VolumeEdit)}. The consumer is called before this returns. */
    default Operation<Volume> edit(Consumer<VolumeEdit.Builder> edit) {
        return edit(VolumeEdit.of(edit));
    }

    /**
     * Changes labels and metadata, all or none. Nothing else changes, and the operation is done when this returns, also
     * while another operation on it runs.
     *
     * @throws org.gluster.gcs.InvalidRequestException when labels or metadata would be too long together
     * @throws org.gluster.gcs.NotSupportedException without {@link org.gluster.gcs.Capability#VOLUME_EDIT}
     * @throws org.gluster.gcs.VolumeNotFoundException when it does not exist
     * @throws org.gluster.gcs.WrongStateException while it is being deleted
     * @throws org.gluster.gcs.IdempotencyConflictException when the key was used for another request
     */
    Operation<Volume> edit(VolumeEdit edit);

    /**
     * Asks every brick what is waiting to be healed. It changes nothing and blocks.
     *
     * @throws org.gluster.gcs.VolumeNotFoundException when it does not exist
     * @throws org.gluster.gcs.WrongStateException when it is not started
     * @throws org.gluster.gcs.NotSupportedException without {@link org.gluster.gcs.Capability#HEAL_REPORTS}
     */
    HealReport heal();
}
