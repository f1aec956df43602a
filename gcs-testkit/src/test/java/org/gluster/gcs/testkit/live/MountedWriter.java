/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** A thread that writes files of a mounted volume and reads them back, over and over; it ends at the first error. */
public final class MountedWriter {
    private static final int FILES = 10;
    private static final Duration LONG = Duration.ofMinutes(2);

    private final AtomicBoolean stop = new AtomicBoolean();
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicReference<Throwable> failed = new AtomicReference<>();
    private Thread thread = new Thread();

    /** Begins. */
    public void writeTo(Path mount) {
        thread = new Thread(() -> write(mount));
        thread.setDaemon(true);
        thread.start();
    }

    private void write(Path mount) {
        try {
            for (int i = 0; !stop.get(); i++) {
                Path file = mount.resolve("file-" + i % FILES);
                Files.writeString(file, "round " + i);
                assertThat(Files.readString(file)).isEqualTo("round " + i);
                rounds.incrementAndGet();
            }
        } catch (IOException | RuntimeException | AssertionError failure) {
            failed.set(failure);
        }
    }

    /** It goes on, and met no error so far. */
    public void goesOn() {
        int before = rounds.get();
        Waiting.waitFor("the writer to go on", () -> rounds.get() > before + FILES || failed.get() != null);
        metNoError();
    }

    /** It met no error so far. */
    public void metNoError() {
        assertThat(failed).hasValue(null);
    }

    /** Waits until it has ended; nothing happens when it never began. A client that hangs would hold it for ever. */
    public void stop() throws InterruptedException {
        stop.set(true);
        thread.join(LONG.toMillis());
        if (thread.isAlive()) {
            throw new AssertionError("a call in the mount has not come back for " + LONG);
        }
    }
}
