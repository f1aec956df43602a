/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@DisplayName("A loop on a thread")
class ThreadLoopTest {
    private final ThreadLoop loop = new ThreadLoop("loop-under-test");
    private final List<String> ran = new ArrayList<>();

    @AfterEach
    void end() {
        loop.close();
    }

    /** Waits until all events queued so far have run. */
    private void drain() {
        CompletableFuture<Void> end = new CompletableFuture<>();
        loop.execute(() -> end.complete(null));
        end.join();
    }

    @Test
    @DisplayName("runs events in the order in which they were queued, those that they queue themselves after them")
    void keepsOrder() {
        loop.execute(() -> {
            ran.add("one");
            loop.execute(() -> ran.add("three"));
            ran.add("two");
        });
        drain();
        drain();
        assertThat(ran).containsExactly("one", "two", "three");
    }

    @Test
    @DisplayName("goes on after an event that throws")
    void outlivesFailures() {
        loop.execute(() -> {
            throw new IllegalStateException("thrown by a test");
        });
        loop.execute(() -> ran.add("after"));
        drain();
        assertThat(ran).containsExactly("after");
    }

    @Test
    @DisplayName(
            "runs delayed events by their moments, and those of one moment in the order in which they were asked for")
    void timersByMoment() {
        CountDownLatch all = new CountDownLatch(3);
        loop.execute(() -> {
            loop.after(Duration.ofMillis(40), () -> {
                ran.add("late");
                all.countDown();
            });
            loop.after(Duration.ofMillis(1), () -> {
                ran.add("early");
                all.countDown();
            });
            loop.after(Duration.ZERO, () -> {
                ran.add("at once");
                all.countDown();
            });
        });
        await(all);
        assertThat(ran).containsExactly("at once", "early", "late");
    }

    @Test
    @DisplayName("does not run what was called off, not even when both were due together")
    void calledOff() {
        CountDownLatch over = new CountDownLatch(1);
        loop.execute(() -> {
            List<Loop.Cancellable> second = new ArrayList<>();
            loop.after(Duration.ZERO, () -> {
                ran.add("first");
                second.get(0).cancel();
            });
            second.add(loop.after(Duration.ZERO, () -> ran.add("second")));
            loop.after(Duration.ofNanos(1), over::countDown);
        });
        await(over);
        assertThat(ran).containsExactly("first");
    }

    @Test
    @DisplayName("wakes for an event that is due earlier than the one it sleeps for")
    void wakesEarlier() {
        CountDownLatch early = new CountDownLatch(1);
        loop.after(Duration.ofHours(1), () -> ran.add("never in this test"));
        drain();
        loop.after(Duration.ofMillis(1), early::countDown);
        await(early);
        assertThat(ran).isEmpty();
    }

    @Test
    @DisplayName("drops everything once it is closed, and may be closed by an event of its own")
    void closedDropsAll() {
        CompletableFuture<Void> closing = new CompletableFuture<>();
        loop.execute(() -> {
            loop.close();
            loop.execute(() -> ran.add("after the end"));
            loop.after(Duration.ZERO, () -> ran.add("after the end")).cancel();
            closing.complete(null);
        });
        loop.execute(() -> ran.add("queued before"));
        closing.join();
        loop.close();
        assertThat(ran).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError("interrupted", interrupted);
        }
    }
}
