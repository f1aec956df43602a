/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.store;

import java.nio.file.Path;
import java.time.Duration;
import org.gluster.gcs.engine.store.FileStore;
import org.gluster.gcs.engine.store.Store;

final class FileStoreKitTest extends DurableStoreKit {
    private final ManualClock clock = new ManualClock();

    @Override
    protected Store open() {
        return FileStore.open(place(), clock);
    }

    @Override
    protected Class<? extends Opener> opener() {
        return FileOpener.class;
    }

    @Override
    protected void elapse(Duration time) {
        clock.advance(time);
    }

    /** For the child process. */
    public static final class FileOpener implements Opener {
        /** Made by name. */
        public FileOpener() {}

        @Override
        public Store open(Path place) {
            return FileStore.open(place);
        }
    }
}
