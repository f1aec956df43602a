/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.gluster.gcs.engine.store.Store.CommitResult;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.engine.store.Store.Event;
import org.gluster.gcs.engine.store.Store.Lease;
import org.gluster.gcs.engine.store.Store.WatchListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class MemoryStoreTest {
    private final List<Runnable> queue = new ArrayList<>();
    private final MemoryStore store = new MemoryStore(queue::add);

    private void drain() {
        while (!queue.isEmpty()) {
            queue.remove(0).run();
        }
    }

    private static Transaction put(String key, String value) {
        return Transaction.builder().put(key, value).build();
    }

    private static <T> T now(CompletionStage<T> stage) {
        CompletableFuture<T> done = stage.toCompletableFuture();
        assertThat(done).isCompleted();
        return done.join();
    }

    @Test
    void aCallIsOneTaskOfTheExecutor_andNothingHappensBefore() {
        CompletionStage<CommitResult> commit = store.commit(put("a", "1"));
        CompletionStage<Optional<Entry>> get = store.get("a");
        assertThat(queue).hasSize(2);
        assertThat(store.revision()).isZero();
        queue.remove(0).run();
        assertThat(now(commit)).isEqualTo(new CommitResult.Committed(1));
        assertThat(get.toCompletableFuture()).isNotDone();
        drain();
        assertThat(now(get)).isPresent();
    }

    @Test
    void callsAreServedInOrder_evenWhenTheirTasksRunShuffled() {
        List<Long> revisions = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            store.commit(put("a", "v" + i))
                    .thenAccept(done -> revisions.add(((CommitResult.Committed) done).revision()));
        }
        Collections.shuffle(queue, new Random(7));
        drain();
        assertThat(revisions).hasSize(50).isSorted();
        CompletionStage<Optional<Entry>> last = store.get("a");
        drain();
        assertThat(now(last).map(Entry::value)).contains("v49");
    }

    @Test
    void aCopyHasALifeOfItsOwn_withHistoryButWithoutLeases() {
        CompletionStage<Lease> lease = store.grant(Duration.ofSeconds(1));
        drain();
        store.commit(Transaction.builder().put("leased", "1").lease(now(lease)).build());
        store.commit(put("a", "1"));
        drain();
        MemoryStore copy = store.copy();
        store.revoke(now(lease));
        store.commit(put("a", "original"));
        copy.commit(put("a", "copy"));
        drain();

        CompletionStage<Optional<Entry>> inStore = store.get("a");
        CompletionStage<Optional<Entry>> inCopy = copy.get("a");
        CompletionStage<Optional<Entry>> leased = copy.get("leased");
        List<Event> history = new ArrayList<>();
        copy.watch("", 1, new WatchListener() {
            @Override
            public void onEvents(List<Event> events) {
                history.addAll(events);
            }

            @Override
            public void onGap(long nextRevision) {
                throw new AssertionError("a gap");
            }

            @Override
            public void onClosed(@Nullable Throwable cause) {}
        });
        CompletionStage<Boolean> alive = copy.keepAlive(now(lease));
        drain();
        assertThat(now(inStore)).contains(new Entry("a", "original", 2, 4));
        assertThat(now(inCopy)).contains(new Entry("a", "copy", 2, 3));
        assertThat(now(leased)).isPresent();
        assertThat(now(alive)).isFalse();
        assertThat(history).extracting(Event::revision).containsExactly(1L, 2L, 3L);
    }

    @Test
    void onADirectExecutor_nestedCallsKeepTheirOrder() {
        MemoryStore direct = new MemoryStore(Runnable::run);
        List<String> order = new ArrayList<>();
        direct.commit(put("a", "1")).thenRun(() -> {
            direct.commit(put("a", "2")).thenRun(() -> order.add("inner"));
            order.add("outer");
        });
        assertThat(order).containsExactlyInAnyOrder("outer", "inner");
        assertThat(direct.revision()).isEqualTo(2);
    }
}
