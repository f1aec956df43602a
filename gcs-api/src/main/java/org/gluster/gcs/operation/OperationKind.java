/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.operation;

import org.gluster.gcs.Incubating;

/** What an operation does. */
@Incubating(since = "0.1.0")
public enum OperationKind {
    /** Adds a node. */
    ADD_PEER,

    /** Removes a node. */
    REMOVE_PEER,

    /** Adds a device. */
    ADD_DEVICE,

    /** Removes a device. */
    REMOVE_DEVICE,

    /** Lets a device take bricks again. */
    ENABLE_DEVICE,

    /** Keeps new bricks from a device. */
    DISABLE_DEVICE,

    /** Changes the labels of a device. */
    EDIT_DEVICE,

    /** Creates a volume, and starts it when asked to. */
    CREATE_VOLUME,

    /** Starts a volume. */
    START_VOLUME,

    /** Stops a volume. */
    STOP_VOLUME,

    /** Changes who may mount a volume. */
    CHANGE_ACCESS,

    /** Deletes a volume and its data. */
    DELETE_VOLUME,

    /** Creates several volumes; each is an operation of its own besides. */
    CREATE_VOLUMES,

    /** Deletes several volumes and their data; each is an operation of its own besides. */
    DELETE_VOLUMES,

    /** Changes options of a volume. */
    CHANGE_OPTIONS,

    /** Changes labels and metadata of a volume. */
    EDIT_VOLUME,

    /** Lets a volume hold more. */
    EXPAND_VOLUME,

    /** Makes an option group. */
    CREATE_OPTION_GROUP,

    /** Deletes an option group. */
    DELETE_OPTION_GROUP;

    /** Returns whether one of this kind can be cancelled while it runs; of any other, only a later request may take the place. */
    public boolean cancellable() {
        return switch (this) {
            case ADD_PEER, ADD_DEVICE, CREATE_VOLUME, CREATE_VOLUMES, START_VOLUME, CHANGE_OPTIONS -> true;
            default -> false;
        };
    }
}
