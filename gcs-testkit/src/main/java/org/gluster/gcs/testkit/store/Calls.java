/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.Store.CommitResult;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.engine.store.Store.Page;
import org.gluster.gcs.engine.store.StoreException;
import org.gluster.gcs.engine.store.Transaction;

/** Waiting calls for tests. */
final class Calls {
    private Calls() {}

    static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    static void assertFails(CompletionStage<?> stage, StoreException.Kind kind) {
        Throwable thrown = catchThrowable(() -> await(stage));
        assertThat(thrown).isInstanceOf(CompletionException.class);
        assertThat(thrown.getCause())
                .isInstanceOfSatisfying(
                        StoreException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(kind));
    }

    /** Commits what must be accepted; answers the revision. */
    static long commit(Store store, Transaction.Builder transaction) {
        CommitResult result = await(store.commit(transaction.build()));
        assertThat(result).isInstanceOf(CommitResult.Committed.class);
        return ((CommitResult.Committed) result).revision();
    }

    static long put(Store store, String key, String value) {
        return commit(store, Transaction.builder().put(key, value));
    }

    /** All entries below a prefix, by pages. */
    static List<Entry> list(Store store, String prefix, int pageSize) {
        List<Entry> all = new ArrayList<>();
        Page page = await(store.range(prefix, "", pageSize));
        all.addAll(page.entries());
        while (page.more()) {
            page = await(store.range(prefix, all.get(all.size() - 1).key(), pageSize));
            all.addAll(page.entries());
        }
        return all;
    }
}
