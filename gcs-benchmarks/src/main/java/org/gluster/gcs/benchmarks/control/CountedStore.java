/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.control;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.gluster.gcs.engine.store.FileStore;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.Transaction;

/** The file store, with its transactions counted. */
final class CountedStore implements Store {
    private final FileStore store;
    private final LongAdder transactions = new LongAdder();
    private final LongAdder bytes = new LongAdder();

    CountedStore(FileStore store) {
        this.store = store;
    }

    /** How many transactions were sent. */
    long transactions() {
        return transactions.sum();
    }

    /** Bytes of their keys and values. */
    long bytes() {
        return bytes.sum();
    }

    /** How often the disk was waited for. */
    long flushes() {
        return store.flushes();
    }

    @Override
    public CompletionStage<Optional<Entry>> get(String key) {
        return store.get(key);
    }

    @Override
    public CompletionStage<Page> range(String prefix, String after, int limit) {
        return store.range(prefix, after, limit);
    }

    @Override
    public CompletionStage<CommitResult> commit(Transaction transaction) {
        transactions.increment();
        bytes.add(transaction.bytes());
        return store.commit(transaction);
    }

    @Override
    public Watch watch(String prefix, long fromRevision, WatchListener listener) {
        return store.watch(prefix, fromRevision, listener);
    }

    @Override
    public CompletionStage<Lease> grant(Duration timeToLive) {
        return store.grant(timeToLive);
    }

    @Override
    public CompletionStage<Boolean> keepAlive(Lease lease) {
        return store.keepAlive(lease);
    }

    @Override
    public CompletionStage<Boolean> revoke(Lease lease) {
        return store.revoke(lease);
    }

    @Override
    public void close() {
        store.close();
    }
}
