/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairQueueTest {
    private final FairQueue<String> queue = new FairQueue<>();

    @Test
    void callersTakeTurns_andOfOneCallerTheFirstComesFirst() {
        for (String one : new String[] {"a1", "a2", "a3", "b1", "c1", "c2"}) {
            queue.add(one.substring(0, 1), one);
        }
        assertThat(queue.peek()).isEqualTo("a1");
        assertThat(queue.drain()).containsExactly("a1", "b1", "c1", "a2", "c2", "a3");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.poll()).isNull();
    }

    @Test
    void aCallerThatComesLater_waitsForOneOfEachOther() {
        queue.add("a", "a1");
        queue.add("a", "a2");
        queue.add("a", "a3");
        assertThat(queue.poll()).isEqualTo("a1");
        queue.add("b", "b1");
        assertThat(queue.drain()).containsExactly("a2", "b1", "a3");
    }

    @Test
    void whatIsUrgentOrPutBack_goesBeforeAllCallers() {
        queue.add("a", "a1");
        queue.addUrgent("first");
        queue.addUrgent("second");
        queue.putBack("back");
        assertThat(queue.size()).isEqualTo(4);
        assertThat(queue.size("a")).isEqualTo(1);
        assertThat(queue.size("b")).isZero();
        assertThat(queue.peek()).isEqualTo("back");
        assertThat(queue.drain()).containsExactly("back", "first", "second", "a1");
    }
}
