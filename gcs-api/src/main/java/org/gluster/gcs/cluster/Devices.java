/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.operation.Operation;

/**
 * The devices that nodes give to the cluster. Not for implementation by users, test doubles excepted: methods will be
 * added.
 */
@Incubating(since = "0.1.0")
public interface Devices {

    /** Adds a device; see {@link #add(DeviceRequest)}. The consumer is called before this returns. */
    default Operation<Device> add(Consumer<DeviceRequest.Builder> request) {
        return add(DeviceRequest.of(request));
    }

    /**
     * Adds a device. The operation ends when it can take bricks.
     *
     * @throws org.gluster.gcs.PeerNotFoundException when there is no such node
     * @throws org.gluster.gcs.AlreadyExistsException when the node already gives that path
     * @throws org.gluster.gcs.IdempotencyConflictException when the key was used for another request
     */
    Operation<Device> add(DeviceRequest request);

    /**
     * Removes a device on which there is no brick any more; its result is the device's id.
     *
     * @throws org.gluster.gcs.DeviceNotFoundException when the node gives no such device
     * @throws org.gluster.gcs.InUseException when bricks are on it, naming their volumes
     */
    Operation<DeviceId> remove(String node, String path);

    /**
     * Lets a device take bricks again; one that does already is success.
     *
     * @throws org.gluster.gcs.DeviceNotFoundException when the node gives no such device
     * @throws org.gluster.gcs.WrongStateException while it is added or removed
     */
    Operation<Device> enable(String node, String path);

    /**
     * Keeps new bricks from a device; those there go on. One that is disabled already is success.
     *
     * @throws org.gluster.gcs.DeviceNotFoundException when the node gives no such device
     * @throws org.gluster.gcs.WrongStateException while it is added or removed
     */
    Operation<Device> disable(String node, String path);

    /** Changes a device; see {@link #edit(String, String, DeviceEdit)}. The consumer is called before this returns. */
    default Operation<Device> edit(String node, String path, Consumer<DeviceEdit.Builder> edit) {
        return edit(node, path, DeviceEdit.of(edit));
    }

    /**
     * Changes the labels of a device, and how much of it bricks may take.
     *
     * @throws org.gluster.gcs.InUseException when bricks have more of it than the limit
     * @throws org.gluster.gcs.NoSpaceException when its file system has no room for the limit
     * @throws org.gluster.gcs.DeviceNotFoundException when the node gives no such device
     * @throws org.gluster.gcs.InvalidRequestException when all labels together would be too long
     * @throws org.gluster.gcs.WrongStateException while it is removed
     */
    Operation<Device> edit(String node, String path, DeviceEdit edit);

    /**
     * Plans where each brick of a device would go if the device were emptied, keeping bricks of one subvolume on
     * different nodes, and in different zones where they are now. Changes nothing, and reserves nothing.
     *
     * @throws org.gluster.gcs.DeviceNotFoundException when the node gives no such device
     */
    DrainPlan drainPlan(String node, String path);

    /** Returns the device of that node and path, if there is one. */
    Optional<Device> find(String node, String path);

    /**
     * Returns the device of that node and path.
     *
     * @throws org.gluster.gcs.DeviceNotFoundException when there is none
     */
    Device get(String node, String path);

    /** Returns all devices by node and path; unmodifiable. */
    List<Device> list();
}
