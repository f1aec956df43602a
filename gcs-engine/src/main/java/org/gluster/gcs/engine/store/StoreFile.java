/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.engine.store.StoreState.Held;
import org.gluster.gcs.engine.store.StoreState.Term;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;
import org.jspecify.annotations.Nullable;

/**
 * The MVStore file of a {@link FileStore}: one map of entries, one of facts about them. It is only appended to; space comes
 * back when a smaller file takes its place. Each entry carries a checksum, and the facts carry the sum of them all, so
 * that a file that lost or changed anything is refused. Methods block and throw {@link MVStoreException}.
 */
final class StoreFile {
    private static final int SCHEMA = 1;
    private static final String FACTS = "gcs.facts";
    private static final String ENTRIES = "gcs.entries";
    private static final String LEASE = "lease/";
    private static final int HEADER = Integer.BYTES + 3 * Long.BYTES;

    private final MVStore mvStore;
    private final MVMap<String, byte[]> entries;
    private final MVMap<String, String> facts;
    private long checksum;
    private long bytes;
    private long writes;

    private StoreFile(MVStore mvStore) {
        this.mvStore = mvStore;
        this.entries = mvStore.openMap(
                ENTRIES,
                new MVMap.Builder<String, byte[]>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(ByteArrayDataType.INSTANCE));
        this.facts = mvStore.openMap(
                FACTS,
                new MVMap.Builder<String, String>()
                        .keyType(StringDataType.INSTANCE)
                        .valueType(StringDataType.INSTANCE));
    }

    /** Opens an empty file to fill. */
    static StoreFile create(Path file, Function<Path, String> naming) {
        MVStore mvStore = builder(file, naming).open();
        mvStore.setReuseSpace(false);
        mvStore.setVersionsToKeep(0);
        return new StoreFile(mvStore);
    }

    /** Opens a file to go on with, after {@link #load} has found it good. */
    static StoreFile resume(Path file, Function<Path, String> naming) {
        StoreFile opened = create(file, naming);
        try {
            opened.writes = opened.fact("writes");
            opened.checksum = opened.fact("checksum");
            opened.bytes = opened.fact("bytes");
            return opened;
        } catch (RuntimeException e) {
            opened.abandon();
            throw e;
        }
    }

    /** Reads a file, without changing it, into an empty state; leases begin anew. */
    static void load(Path file, Function<Path, String> naming, StoreState state, Instant now) {
        try (MVStore mvStore = builder(file, naming).readOnly().open()) {
            StoreFile opened = openKnown(mvStore);
            List<Held> all = new ArrayList<>();
            long sum = 0;
            for (var stored : opened.entries.entrySet()) {
                Held held = decode(stored.getKey(), stored.getValue());
                all.add(held);
                sum += crc(stored.getValue());
            }
            if (sum != opened.fact("checksum") || all.size() != opened.fact("entries")) {
                throw corrupt("its entries are not those it was closed with");
            }
            NavigableMap<Long, Term> leases = new TreeMap<>();
            opened.facts.forEach((name, value) -> {
                if (name.startsWith(LEASE)) {
                    Duration timeToLive = Duration.parse(value);
                    leases.put(
                            Long.valueOf(name.substring(LEASE.length())), new Term(timeToLive, now.plus(timeToLive)));
                }
            });
            state.load(all, leases, opened.fact("revision"), opened.fact("leases"));
        } catch (NumberFormatException | DateTimeParseException e) {
            throw new StoreException(StoreException.Kind.CORRUPT, "a fact in it cannot be read: " + e.getMessage(), e);
        }
    }

    /** How many writes a file holds, read without changing it. */
    static long writes(Path file, Function<Path, String> naming) {
        try (MVStore mvStore = builder(file, naming).readOnly().open()) {
            return openKnown(mvStore).fact("writes");
        }
    }

    private static MVStore.Builder builder(Path file, Function<Path, String> naming) {
        return new MVStore.Builder()
                .fileName(naming.apply(file))
                .autoCommitDisabled()
                .autoCommitBufferSize(0)
                .cacheSize(1);
    }

    private static StoreFile openKnown(MVStore mvStore) {
        if (!mvStore.hasMap(FACTS) || !mvStore.hasMap(ENTRIES)) {
            throw corrupt("it is an MVStore file of something else");
        }
        StoreFile opened = new StoreFile(mvStore);
        long schema = opened.fact("schema");
        if (schema > SCHEMA) {
            throw corrupt("it was written by a newer version (schema " + schema + "; this one reads up to " + SCHEMA
                    + "): use that version");
        }
        return opened;
    }

    private static StoreException corrupt(String why) {
        return new StoreException(StoreException.Kind.CORRUPT, why);
    }

    private long fact(String name) {
        String value = facts.get(name);
        if (value == null) {
            throw corrupt("the fact '" + name + "' is missing in it");
        }
        return Long.parseLong(value);
    }

    /** Sets or, with {@code null}, removes an entry; durable after the next {@link #save}. */
    void set(String key, @Nullable Held held) {
        byte[] old;
        if (held == null) {
            old = entries.remove(key);
        } else {
            byte[] value = encode(held);
            old = entries.put(key, value);
            checksum += crc(value);
            bytes += key.length() + value.length;
        }
        if (old != null) {
            checksum -= crc(old);
            bytes -= key.length() + old.length;
        }
    }

    /** Writes the state's provisional changes and makes them durable. */
    void write(StoreState state) {
        state.changedKeys().forEach(key -> set(key, state.entries().get(key)));
        state.changedLeases().forEach(id -> setLease(id, state.leases().get(id)));
        save(state);
    }

    private void setLease(long id, @Nullable Term term) {
        if (term == null) {
            facts.remove(LEASE + id);
        } else {
            facts.put(LEASE + id, term.timeToLive().toString());
        }
    }

    /** Makes durable what was set, as the whole of a state. */
    void complete(StoreState state) {
        state.leases().forEach(this::setLease);
        save(state);
    }

    private void save(StoreState state) {
        facts.put("schema", Long.toString(SCHEMA));
        facts.put("revision", Long.toString(state.revision()));
        facts.put("leases", Long.toString(state.lastLease()));
        facts.put("entries", Long.toString(entries.sizeAsLong()));
        facts.put("bytes", Long.toString(bytes));
        facts.put("checksum", Long.toString(checksum));
        facts.put("writes", Long.toString(writes + 1));
        flush();
        writes++;
    }

    /** Hands what was set to the disk. */
    void flush() {
        // commit() writes, but only sync() waits for the disk.
        mvStore.commit();
        mvStore.sync();
    }

    /** Bytes on the disk. */
    long length() {
        return mvStore.getFileStore().size();
    }

    /** Bytes of what is live in it, about. */
    long liveBytes() {
        return bytes;
    }

    /** Durable writes so far. */
    long writes() {
        return writes;
    }

    /** Counts on from another file. */
    void continueAfter(long writesBefore) {
        writes = writesBefore;
    }

    /** Closes the file as it is: what was not flushed is dropped. */
    void abandon() {
        mvStore.closeImmediately();
    }

    private static byte[] encode(Held held) {
        byte[] text = held.entry().value().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(HEADER + text.length)
                .putInt(0)
                .putLong(held.entry().createRevision())
                .putLong(held.entry().modRevision())
                .putLong(held.lease())
                .put(text);
        return out.putInt(0, checksum(held.entry().key(), out.array())).array();
    }

    private static Held decode(String key, byte[] value) {
        if (value.length < HEADER || crc(value) != checksum(key, value)) {
            throw corrupt("the entry at '" + key + "' has a wrong checksum");
        }
        ByteBuffer in = ByteBuffer.wrap(value, Integer.BYTES, value.length - Integer.BYTES);
        long createRevision = in.getLong();
        long modRevision = in.getLong();
        long lease = in.getLong();
        String text = new String(value, HEADER, value.length - HEADER, StandardCharsets.UTF_8);
        return new Held(new Entry(key, text, createRevision, modRevision), lease);
    }

    private static int checksum(String key, byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(key.getBytes(StandardCharsets.UTF_8));
        crc.update(value, Integer.BYTES, value.length - Integer.BYTES);
        return (int) crc.getValue();
    }

    private static int crc(byte[] value) {
        return ByteBuffer.wrap(value).getInt();
    }
}
