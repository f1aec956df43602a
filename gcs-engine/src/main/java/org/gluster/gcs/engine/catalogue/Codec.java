/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.databind.ObjectReader;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.gluster.gcs.engine.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Turns one kind of record to its stored text and back. Reading keeps fields that this release does not know.
 *
 * @param <R> the record
 */
public final class Codec<R extends Stored> {
    /** The cluster. */
    public static final Codec<ClusterRecord> CLUSTER = new Codec<>(ClusterRecord.class);
    /** Peers. */
    public static final Codec<PeerRecord> PEER = new Codec<>(PeerRecord.class, Sense::of);
    /** Devices. */
    public static final Codec<DeviceRecord> DEVICE = new Codec<>(DeviceRecord.class, Sense::of);
    /** Volumes. */
    public static final Codec<VolumeRecord> VOLUME = new Codec<>(VolumeRecord.class, Sense::of);
    /** Operations. */
    public static final Codec<OperationRecord> OPERATION = new Codec<>(OperationRecord.class, Sense::of);
    /** Idempotency keys. */
    public static final Codec<KeyRecord> KEY = new Codec<>(KeyRecord.class);
    /** Option groups. */
    public static final Codec<GroupRecord> GROUP = new Codec<>(GroupRecord.class);
    /** Reports. */
    public static final Codec<StatusRecord> STATUS = new Codec<>(StatusRecord.class, Sense::of);

    /** Events. */
    public static final Codec<EventRecord> EVENT = new Codec<>(EventRecord.class, Sense::of);
    /** Up to where events were forgotten. */
    public static final Codec<FloorRecord> FLOOR = new Codec<>(FloorRecord.class);

    private static final int RECENT = 64; // a power of two

    private final Class<R> type;
    private final ObjectReader reader;
    private final Consumer<R> sense;

    /** What was read last: every agent of a process is handed the very same text, and reads it once for all. */
    private final AtomicReferenceArray<@Nullable Read<R>> recent = new AtomicReferenceArray<>(RECENT);

    private record Read<R>(String text, R record) {}

    private Codec(Class<R> type) {
        this(type, any -> {});
    }

    private Codec(Class<R> type, Consumer<R> sense) {
        this.type = type;
        this.sense = sense;
        reader = Json.reader(type);
    }

    /** The record's stored text. */
    public String write(R stored) {
        return Json.write(stored);
    }

    /**
     * The record in a stored text.
     *
     * @throws StoreException when it cannot be read, is of a newer schema, or says words that this release does not know
     */
    @SuppressWarnings("ReferenceEquality") // this very text, not one that must be compared first
    public R read(String key, String text) {
        int place = text.hashCode() & (RECENT - 1);
        Read<R> last = recent.get(place);
        if (last != null && last.text() == text) {
            return last.record();
        }
        R record = readAnew(key, text);
        recent.set(place, new Read<>(text, record));
        return record;
    }

    private R readAnew(String key, String text) {
        R read = Json.read(reader, type, key, text);
        try {
            Sense.ofAny(read);
            sense.accept(read);
        } catch (Sense.Nonsense nonsense) {
            throw new StoreException(
                    StoreException.Kind.CORRUPT,
                    "the record at " + key + " cannot be made sense of: " + nonsense.getMessage());
        }
        return read;
    }
}
