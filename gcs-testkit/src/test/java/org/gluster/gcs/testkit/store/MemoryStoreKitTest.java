/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.store;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.gluster.gcs.engine.store.MemoryStore;
import org.gluster.gcs.engine.store.Store;
import org.junit.jupiter.api.AfterEach;

/** On a pool of several threads, which is the least orderly executor. */
final class MemoryStoreKitTest extends StoreKit {
    private final ManualClock clock = new ManualClock();
    private final ExecutorService pool = Executors.newFixedThreadPool(3);

    @Override
    protected Store open() {
        return new MemoryStore(pool, clock, clock);
    }

    @Override
    protected void elapse(Duration time) {
        clock.advance(time);
    }

    @Override
    @AfterEach
    protected void closeStore() throws Exception {
        super.closeStore();
        pool.shutdown();
    }
}
