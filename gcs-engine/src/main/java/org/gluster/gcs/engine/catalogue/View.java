/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import org.gluster.gcs.core.planner.Inventory;

/** The catalogue as one moment sees it. Used on the coordinator's loop only. */
public interface View {
    /** Before a node's name, where {@link #bricks} counts by node; no device's id begins so. */
    String ON_NODE = "node/";

    /** The same, of bricks that are to be served. */
    String SERVED_ON = "served/";

    /** The record at a store key, if there is one of this kind. */
    <R extends Stored> Optional<R> find(Class<R> kind, String key);

    /** Records of one kind whose keys begin with {@code prefix}, by key; a snapshot. */
    <R extends Stored> SortedMap<String, R> all(Class<R> kind, String prefix);

    /** Keys of the volumes that were given a directory on this node which is, holds or lies in this one. */
    SortedSet<String> givenAt(String node, String path);

    /** What the planner may use. */
    default Inventory inventory() {
        return stock().inventory();
    }

    /** The same, with what its revision is made of. */
    Stock stock();

    /** Bytes of a device that bricks hold, those being deleted included. Derived from the volume records. */
    long reserved(String device);

    /** How many bricks those are. */
    int bricks(String device);

    /** How many bricks a node has, those being deleted included. Derived from the volume records. */
    default int bricksOn(String node) {
        return bricks(ON_NODE + node);
    }

    /** How many of those are to be served. */
    default int servedOn(String node) {
        return bricks(SERVED_ON + node);
    }

    /** The id of the last event in each record of events, by its key: the oldest first. */
    SortedMap<String, Long> eventRecords();

    /** Records that cannot be made sense of, by key. */
    SortedMap<String, Unreadable> unreadable();

    /** Refuses a request that is about a record which cannot be made sense of. */
    default void requireReadable(String key) {
        Unreadable left = unreadable().get(key);
        if (left != null) {
            throw left.refusal();
        }
    }

    /** A volume by name. */
    default Optional<VolumeRecord> volume(String name) {
        return find(VolumeRecord.class, Keys.volume(name));
    }

    /** A peer by name. */
    default Optional<PeerRecord> peer(String name) {
        return find(PeerRecord.class, Keys.peer(name));
    }

    /** A device by id. */
    default Optional<DeviceRecord> device(String id) {
        return find(DeviceRecord.class, Keys.device(id));
    }

    /** An option group of a user by name. */
    default Optional<GroupRecord> group(String name) {
        return find(GroupRecord.class, Keys.group(name));
    }

    /** An operation by id. */
    default Optional<OperationRecord> operation(String id) {
        return find(OperationRecord.class, Keys.operation(id));
    }

    /** What a node last reported about a subject. */
    default Optional<StatusRecord> status(String node, Subject subject) {
        return find(StatusRecord.class, Keys.status(node, subject));
    }

    /** All peers by key. */
    default SortedMap<String, PeerRecord> peers() {
        return all(PeerRecord.class, Keys.PEERS);
    }

    /** All devices by key. */
    default SortedMap<String, DeviceRecord> devices() {
        return all(DeviceRecord.class, Keys.DEVICES);
    }

    /** All volumes by key. */
    default SortedMap<String, VolumeRecord> volumes() {
        return all(VolumeRecord.class, Keys.VOLUMES);
    }

    /** All option groups of users by key. */
    default SortedMap<String, GroupRecord> groups() {
        return all(GroupRecord.class, Keys.GROUPS);
    }

    /** All operations by key. */
    default SortedMap<String, OperationRecord> operations() {
        return all(OperationRecord.class, Keys.OPERATIONS);
    }
}
