/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

/** What one way of running may not serve; see {@link Gcs#capabilities()}. */
@Incubating(since = "0.1.0")
public enum Capability {
    /** Nodes can be added and removed. */
    PEERS,

    /** Devices can be added and removed. */
    DEVICES,

    /** {@link Gcs#layouts()} plans without doing. */
    PLANNING,

    /** {@link Gcs#operations()} finds operations after a restart, of the caller or of the engine. */
    DURABLE_OPERATIONS,

    /** {@link org.gluster.gcs.operation.Operation#cancel()} works. */
    CANCELLATION,

    /** The same key and request give the same operation, exactly once. */
    IDEMPOTENCY_KEYS,

    /** {@link org.gluster.gcs.volume.VolumeHandle#heal()} works. */
    HEAL_REPORTS,

    /**
     * {@link org.gluster.gcs.volume.VolumeHandle#access()} and
     * {@link org.gluster.gcs.volume.VolumeHandle#changeAccess} work.
     */
    ACCESS_LISTS,

    /** {@link Gcs#audit()} works. */
    AUDIT,

    /** Options are described by {@link Gcs#options()}, and read and changed through a volume's handle. */
    OPTIONS,

    /** Groups of options can be made, and applied to volumes. */
    OPTION_GROUPS,

    /** {@link org.gluster.gcs.volume.VolumeHandle#edit(org.gluster.gcs.volume.VolumeEdit)} works. */
    VOLUME_EDIT,

    /** {@link org.gluster.gcs.volume.VolumeHandle#expandTo} works. */
    EXPANSION,

    /** {@link Gcs#events()} tells what happens. */
    EVENTS
}
