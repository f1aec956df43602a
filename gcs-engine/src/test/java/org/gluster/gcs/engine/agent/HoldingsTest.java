/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.gluster.gcs.engine.catalogue.SampleVolumes;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a node has of volumes")
class HoldingsTest {
    private static final String DEVICE = new UUID(3, 3).toString();

    private final Holdings holdings = new Holdings("node-1");

    @Test
    @DisplayName("reserves what its own bricks reserve, as the records say last")
    void reserves() {
        holdings.put(SampleVolumes.volume("one", 100, Intent.STOPPED));
        holdings.put(SampleVolumes.volume("two", 30, Intent.STOPPED));
        assertThat(holdings.reserved(DEVICE)).isEqualTo(130);
        holdings.put(SampleVolumes.volume("one", 150, Intent.STARTED));
        assertThat(holdings.reserved(DEVICE)).isEqualTo(180);
        holdings.remove("one");
        holdings.remove("one");
        assertThat(holdings.reserved(DEVICE)).isEqualTo(30);
    }

    @Test
    @DisplayName("heals what is to be served")
    void heals() {
        holdings.put(SampleVolumes.volume("one", 100, Intent.STARTED));
        holdings.put(SampleVolumes.volume("two", 100, Intent.STOPPED));
        assertThat(holdings.healed()).containsOnlyKeys("one");
        holdings.put(SampleVolumes.volume("one", 100, Intent.STOPPED));
        holdings.put(SampleVolumes.volume("two", 100, Intent.STARTED));
        assertThat(holdings.healed()).containsOnlyKeys("two");
        holdings.remove("two");
        assertThat(holdings.healed()).isEmpty();
    }

    @Test
    @DisplayName("is looked at for what waits to be healed a few volumes at a time, each in its turn")
    void looksInTurn() {
        assertThat(holdings.looks()).isEmpty();
        for (int i = 0; i < 50; i++) {
            holdings.put(SampleVolumes.volume("volume-" + (100 + i), 1, Intent.STARTED));
        }
        TreeSet<String> seen = new TreeSet<>();
        for (int look = 0; look < 25; look++) {
            List<String> next = holdings.looks();
            assertThat(next).hasSize(2).noneMatch(seen::contains);
            seen.addAll(next);
        }
        assertThat(seen).hasSize(50);
        assertThat(holdings.looks()).containsExactly("volume-100", "volume-101");
    }

    @Test
    @DisplayName("is looked at each time where something waited, until nothing does or it is not served any more")
    void looksWhereSomethingWaits() {
        for (int i = 0; i < 50; i++) {
            holdings.put(SampleVolumes.volume("volume-" + (100 + i), 1, Intent.STARTED));
        }
        holdings.waits("volume-140", 3);
        holdings.waits("volume-141", 1);
        holdings.waits("of another node", 1);
        for (int look = 0; look < 5; look++) {
            assertThat(holdings.looks()).contains("volume-140", "volume-141").hasSize(4);
        }
        holdings.waits("volume-140", 0);
        holdings.put(SampleVolumes.volume("volume-141", 1, Intent.STOPPED));
        assertThat(holdings.looks()).hasSize(2).doesNotContain("volume-140", "volume-141");
    }
}
