/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PortRegistryTest {
    private static final String BRICK = "/b/1";
    private static final Duration LONG = Duration.ofMinutes(1);

    private final PortRegistry registry = new PortRegistry();

    private CompletableFuture<Optional<PortRegistry.Entry>> asked(Duration patience) {
        return registry.await(BRICK, patience).toCompletableFuture();
    }

    @Test
    void whoAsksForABrickThatIsExpected_isAnsweredWhenItIsThere() {
        registry.expect("v1", new TreeSet<>(List.of(BRICK, "/b/2")));
        var asked = asked(LONG);
        var too = asked(LONG);
        assertThat(asked).isNotDone();
        registry.confirm("/b/2", 49_152, 0);
        assertThat(asked).isNotDone();
        registry.confirm(BRICK, 49_153, 0);
        assertThat(asked.join()).map(PortRegistry.Entry::port).contains(49_153);
        assertThat(too.join()).map(PortRegistry.Entry::port).contains(49_153);
        assertThat(asked(LONG)).isCompleted();
    }

    @Test
    void ofOneThatNobodyExpects_isSaidAtOnceThatThereIsNone() {
        assertThat(asked(LONG).join()).isEmpty();
        registry.expect("v1", new TreeSet<>(List.of(BRICK)));
        registry.expect("v2", new TreeSet<>(List.of("/b/2")));
        registry.expect("v1", Collections.emptySortedSet());
        assertThat(asked(LONG).join()).isEmpty();
    }

    @Test
    void nobodyWaitsForEver() {
        registry.expect("v1", new TreeSet<>(List.of(BRICK)));
        assertThat(asked(Duration.ofMillis(20)).join()).isEmpty();
        registry.confirm(BRICK, 49_152, 0);
        registry.remove(BRICK);
        assertThat(asked(Duration.ofMillis(20)).join()).isEmpty(); // it may come back
    }
}
