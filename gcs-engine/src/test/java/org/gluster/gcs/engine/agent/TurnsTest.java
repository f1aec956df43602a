/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.gluster.gcs.engine.loop.Loop;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final List<String> went = new ArrayList<>();
    private final List<Runnable> timers = new ArrayList<>();
    private final Turns turns = new Turns(1);
    private final Turns free = turns.as(Resource.Turn.NEEDS_NONE);
    private final Turns last = turns.as(Resource.Turn.GIVES_WAY);

    private final Loop loop = new Loop() {
        @Override
        public void execute(Runnable event) {
            event.run();
        }

        @Override
        public Cancellable after(Duration delay, Runnable event) {
            timers.add(event);
            return () -> timers.remove(event);
        }

        @Override
        public Cancellable upkeep(Duration delay, Runnable event) {
            return after(delay, event);
        }

        @Override
        public Instant now() {
            return Instant.EPOCH;
        }

        @Override
        public long nanos() {
            return 0;
        }
    };

    private Runnable goes(String who) {
        return () -> went.add(who);
    }

    @Test
    void whoNeedsNoTurnWaitsForNone_andWhoGivesWayComesWhenNobodyWaits() {
        turns.enter(loop, goes("a"));
        turns.enter(loop, goes("b"));
        last.enter(loop, goes("last"));
        free.enter(loop, goes("free"));
        assertThat(went).containsExactly("a", "free");
        free.leave();
        assertThat(went).containsExactly("a", "free");
        turns.leave();
        assertThat(went).containsExactly("a", "free", "b", "last");
        assertThat(timers).isEmpty();
        last.enter(loop, goes("at once"));
        assertThat(went).endsWith("at once");
    }

    @Test
    void noWayIsGivenForEver() {
        turns.enter(loop, goes("a"));
        turns.enter(loop, goes("b"));
        last.enter(loop, goes("last"));
        List.copyOf(timers).forEach(Runnable::run);
        assertThat(went).containsExactly("a", "last");
        turns.leave();
        assertThat(went).containsExactly("a", "last", "b");
    }

    @Test
    void ofThoseWhoWaitForAKey_theOnesWhoGiveWayComeLast() {
        turns.hold("k", goes("a"));
        last.hold("k", goes("last"));
        free.hold("k", goes("b"));
        turns.hold("other", goes("c"));
        assertThat(went).containsExactly("a", "c");
        turns.release("k");
        free.release("k");
        last.release("k");
        assertThat(went).containsExactly("a", "c", "b", "last");
        turns.hold("k", goes("again"));
        assertThat(went).endsWith("again");
    }
}
