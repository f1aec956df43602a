/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.engine.store.Store.Guard;
import org.gluster.gcs.engine.store.Store.Lease;

/** Guards, puts and deletes that are applied together. A value; each key is put or deleted at most once. */
public final class Transaction {
    private final List<Guard> guards;
    private final SortedMap<String, String> puts;
    private final SortedSet<String> deletes;
    private final Optional<Lease> lease;
    private final int bytes;

    private Transaction(Builder builder) {
        bytes = builder.bytes;
        guards = List.copyOf(builder.guards);
        puts = Collections.unmodifiableSortedMap(new TreeMap<>(builder.puts));
        deletes = Collections.unmodifiableSortedSet(new TreeSet<>(builder.deletes));
        lease = builder.lease;
    }

    /** An empty transaction to fill. */
    public static Builder builder() {
        return new Builder();
    }

    /** All must hold. */
    public List<Guard> guards() {
        return guards;
    }

    /** Keys and their new values. */
    public SortedMap<String, String> puts() {
        return puts;
    }

    /** Keys to delete; one that is absent is fine. */
    public SortedSet<String> deletes() {
        return deletes;
    }

    /** The lease that all puts hang on; empty for none. */
    public Optional<Lease> lease() {
        return lease;
    }

    /** Guards, puts and deletes together. */
    public int operations() {
        return guards.size() + puts.size() + deletes.size();
    }

    /** Bytes of all keys and values in UTF-8. */
    public int bytes() {
        return bytes;
    }

    /** How long a text is in UTF-8; texts that cannot be written so are refused before. */
    private static int size(String text) {
        int size = text.length();
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter >= 0x800) {
                size += Character.isSurrogate(letter) ? 1 : 2;
            } else if (letter >= 0x80) {
                size++;
            }
        }
        return size;
    }

    /** Collects a {@link Transaction}. Not thread-safe. */
    public static final class Builder {
        private final List<Guard> guards = new ArrayList<>();
        private final SortedMap<String, String> puts = new TreeMap<>();
        private final SortedSet<String> deletes = new TreeSet<>();
        private Optional<Lease> lease = Optional.empty();
        private int bytes;

        private Builder() {}

        /** Adds a condition. */
        public Builder guard(Guard guard) {
            Keys.requireKey(guard.key());
            guards.add(guard);
            bytes += size(guard.key());
            return this;
        }

        /** The key must not be there. */
        public Builder ifAbsent(String key) {
            return guard(new Guard.Absent(key));
        }

        /** The key must be there, last changed at this revision. */
        public Builder ifUnchanged(String key, long modRevision) {
            return guard(new Guard.Unchanged(key, modRevision));
        }

        /**
         * Sets a key; of several puts and deletes of one key the last counts.
         *
         * @throws IllegalArgumentException when the key is empty, or either text cannot be written as UTF-8
         */
        public Builder put(String key, String value) {
            Keys.requireKey(key);
            Keys.requireText(value);
            forget(key);
            puts.put(key, value);
            bytes += size(key) + size(value);
            return this;
        }

        /** Deletes a key. */
        public Builder delete(String key) {
            Keys.requireKey(key);
            forget(key);
            deletes.add(key);
            bytes += size(key);
            return this;
        }

        private void forget(String key) {
            String before = puts.remove(key);
            if (before != null) {
                bytes -= size(key) + size(before);
            } else if (deletes.remove(key)) {
                bytes -= size(key);
            }
        }

        /** Sets keys to texts, and deletes those without one. */
        public Builder all(SortedMap<String, Optional<String>> texts) {
            texts.forEach((key, text) -> text.ifPresentOrElse(value -> put(key, value), () -> delete(key)));
            return this;
        }

        /** Whether it would keep within these limits with {@link #all} of this. */
        public boolean fits(SortedMap<String, Optional<String>> texts, int mostOperations, int mostBytes) {
            int operations = guards.size() + puts.size() + deletes.size();
            int sum = bytes;
            for (var more : texts.entrySet()) {
                String key = more.getKey();
                String before = puts.get(key);
                if (before != null) {
                    sum -= size(before);
                } else if (!deletes.contains(key)) {
                    operations++;
                    sum += size(key);
                }
                sum += more.getValue().map(Transaction::size).orElse(0);
            }
            return operations <= mostOperations && sum <= mostBytes;
        }

        /** Hangs all puts on a lease. */
        public Builder lease(Lease lease) {
            this.lease = Optional.of(lease);
            return this;
        }

        /** The transaction. */
        public Transaction build() {
            return new Transaction(this);
        }
    }
}
