/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A revisioned key-value store, shaped like etcd. Every committed transaction that changes something gets the next
 * revision (the first is 1); a transaction is applied whole or not at all, and once {@link #commit} has completed normally
 * it survives the loss of power. Keys are ordered by their UTF-8 bytes.
 *
 * <p>Methods may be called from any thread and never block on I/O. Stages complete on the store's own thread, in the
 * order of their revisions; they fail with a {@link StoreException}.
 */
public interface Store extends AutoCloseable {

    /** Most operations (guards, puts and deletes together) in one transaction, as etcd's default. */
    int MAX_OPERATIONS = 128;

    /** Most bytes of keys and values, in UTF-8, in one transaction. */
    int MAX_BYTES = 1024 * 1024;

    /** The entry at a key, if there is one. */
    CompletionStage<Optional<Entry>> get(String key);

    /**
     * One page of the entries whose keys begin with {@code prefix}, by key.
     *
     * @param prefix may be empty for all
     * @param after only keys greater than this; empty for the first page
     * @param limit most entries in the page, at least 1
     */
    CompletionStage<Page> range(String prefix, String after, int limit);

    /**
     * Applies a transaction when all its guards hold; otherwise changes nothing and says which guard failed. A transaction
     * with nothing to change (guards only, or deletes of what is absent) commits at the current revision.
     */
    CompletionStage<CommitResult> commit(Transaction transaction);

    /**
     * Follows the changes of keys that begin with {@code prefix}, from {@code fromRevision} (inclusive) on. When history
     * that old is gone, {@link WatchListener#onGap} is called and the watch goes on from the present.
     */
    Watch watch(String prefix, long fromRevision, WatchListener listener);

    /** Grants a lease; entries put with it vanish when it ends. */
    CompletionStage<Lease> grant(Duration timeToLive);

    /** Prolongs a lease by its time to live; answers {@code false} when it has ended already. */
    CompletionStage<Boolean> keepAlive(Lease lease);

    /** Ends a lease and deletes its entries; answers {@code false} when it had ended already. */
    CompletionStage<Boolean> revoke(Lease lease);

    /** Closes watches (each sees {@code onClosed(null)}), fails what is pending, frees files. Idempotent. */
    @Override
    void close();

    /**
     * One key with its value.
     *
     * @param key UTF-8 text, not empty
     * @param value UTF-8 text
     * @param createRevision revision at which the key came to be
     * @param modRevision revision of its last change
     */
    record Entry(String key, String value, long createRevision, long modRevision) {}

    /**
     * A page of {@link #range}.
     *
     * @param entries by key
     * @param more whether further keys follow the last one
     * @param revision the store's revision when the page was read
     */
    record Page(List<Entry> entries, boolean more, long revision) {
        public Page {
            entries = List.copyOf(entries);
        }
    }

    /** What {@link #commit} answers. A closed choice. */
    sealed interface CommitResult {
        /** Applied, durably, at this revision. */
        record Committed(long revision) implements CommitResult {}

        /** Nothing changed: this guard did not hold. */
        record Refused(Guard guard, long revision) implements CommitResult {}
    }

    /** A condition of a transaction. A closed choice. */
    sealed interface Guard {
        /** The key it is about. */
        String key();

        /** The key is not there. */
        record Absent(String key) implements Guard {}

        /** The key is there and was last changed at this revision. */
        record Unchanged(String key, long modRevision) implements Guard {}
    }

    /** A running watch. */
    interface Watch extends AutoCloseable {
        /** Ends the watch; {@code onClosed(null)} follows. Idempotent. */
        @Override
        void close();
    }

    /** Hears of changes, on the store's own thread, in order. One that throws is closed with what it threw. */
    interface WatchListener {
        /** Changes of one revision, or of several in order; never empty. */
        void onEvents(List<Event> events);

        /** Changes were lost: list again. Events go on from {@code nextRevision}. */
        void onGap(long nextRevision);

        /** Exactly once, last; {@code cause} is {@code null} after a wanted close. */
        void onClosed(@Nullable Throwable cause);
    }

    /**
     * One change.
     *
     * @param key which key
     * @param entry the new entry; empty when the key was deleted
     * @param revision at which revision
     */
    record Event(String key, Optional<Entry> entry, long revision) {}

    /**
     * A granted lease.
     *
     * @param id the store's name for it
     * @param timeToLive how long it lives without being kept alive
     */
    record Lease(long id, Duration timeToLive) {}
}
