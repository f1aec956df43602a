/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.gluster.gcs.engine.store.Store.Event;
import org.gluster.gcs.engine.store.Store.WatchListener;
import org.jspecify.annotations.Nullable;

/** A listener that writes down what it hears, and waits. */
class Recorder implements WatchListener {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final List<Event> events = new ArrayList<>();
    private final List<Long> gaps = new ArrayList<>();
    private final List<String> closings = new ArrayList<>();
    private boolean heardAfterClose;

    @Override
    public synchronized void onEvents(List<Event> heard) {
        heardAfterClose |= !closings.isEmpty() || heard.isEmpty();
        events.addAll(heard);
        notifyAll();
    }

    @Override
    public synchronized void onGap(long nextRevision) {
        heardAfterClose |= !closings.isEmpty();
        gaps.add(nextRevision);
        notifyAll();
    }

    @Override
    public synchronized void onClosed(@Nullable Throwable cause) {
        closings.add(String.valueOf(cause));
        notifyAll();
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    synchronized List<Long> gaps() {
        return List.copyOf(gaps);
    }

    /** What {@code onClosed} was told, each time. */
    synchronized List<String> closings() {
        return List.copyOf(closings);
    }

    /** Whether it was called after it was closed, or with nothing. */
    synchronized boolean isMisused() {
        return heardAfterClose;
    }

    /** Waits until what was heard is as wanted; fails with all that was heard otherwise. */
    synchronized Recorder await(Predicate<Recorder> wanted) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!wanted.test(this)) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new AssertionError("Not heard within " + PATIENCE + "; heard events " + events + ", gaps " + gaps
                        + ", closings " + closings);
            }
            wait(left);
        }
        return this;
    }
}
