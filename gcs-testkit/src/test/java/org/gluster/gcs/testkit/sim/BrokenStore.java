/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.Transaction;

/** A store that is given other transactions than the engine means. Whatever else is asked of it, it passes on. */
class BrokenStore implements Store {
    private final Store sound;
    private final UnaryOperator<Transaction> change;

    BrokenStore(Store sound, UnaryOperator<Transaction> change) {
        this.sound = sound;
        this.change = change;
    }

    @Override
    public CompletionStage<CommitResult> commit(Transaction transaction) {
        return sound.commit(change.apply(transaction));
    }

    @Override
    public CompletionStage<Optional<Entry>> get(String key) {
        return sound.get(key);
    }

    @Override
    public CompletionStage<Page> range(String prefix, String after, int limit) {
        return sound.range(prefix, after, limit);
    }

    @Override
    public Watch watch(String prefix, long fromRevision, WatchListener listener) {
        return sound.watch(prefix, fromRevision, listener);
    }

    @Override
    public CompletionStage<Lease> grant(Duration timeToLive) {
        return sound.grant(timeToLive);
    }

    @Override
    public CompletionStage<Boolean> keepAlive(Lease lease) {
        return sound.keepAlive(lease);
    }

    @Override
    public CompletionStage<Boolean> revoke(Lease lease) {
        return sound.revoke(lease);
    }

    @Override
    public void close() {
        sound.close();
    }
}
