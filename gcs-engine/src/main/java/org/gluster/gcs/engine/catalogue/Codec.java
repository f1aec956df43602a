/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.databind.ObjectReader;

/**
 * Turns one kind of record to its stored text and back. Reading keeps fields that this release does not know.
 *
 * @param <R> the record
 */
public final class Codec<R extends Stored> {
    /** The cluster. */
    public static final Codec<ClusterRecord> CLUSTER = new Codec<>(ClusterRecord.class);
    /** Peers. */
    public static final Codec<PeerRecord> PEER = new Codec<>(PeerRecord.class);
    /** Devices. */
    public static final Codec<DeviceRecord> DEVICE = new Codec<>(DeviceRecord.class);
    /** Volumes. */
    public static final Codec<VolumeRecord> VOLUME = new Codec<>(VolumeRecord.class);
    /** Operations. */
    public static final Codec<OperationRecord> OPERATION = new Codec<>(OperationRecord.class);
    /** Idempotency keys. */
    public static final Codec<KeyRecord> KEY = new Codec<>(KeyRecord.class);
    /** Option groups. */
    public static final Codec<GroupRecord> GROUP = new Codec<>(GroupRecord.class);
    /** Reports. */
    public static final Codec<StatusRecord> STATUS = new Codec<>(StatusRecord.class);

    private final Class<R> type;
    private final ObjectReader reader;

    private Codec(Class<R> type) {
        this.type = type;
        reader = Json.reader(type);
    }

    /** The record's stored text. */
    public String write(R stored) {
        return Json.write(stored);
    }

    /**
     * The record in a stored text.
     *
     * @throws org.gluster.gcs.engine.store.StoreException when it cannot be read or is of a newer schema
     */
    public R read(String key, String text) {
        return Json.read(reader, type, key, text);
    }
}
