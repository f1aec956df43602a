/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ProcessGraphTest {
    private static Graph brick(String volume, String secret) {
        VolumeSpec.Brick brick =
                new VolumeSpec.Brick(0, "/bricks/" + volume + "/brick", "192.0.2.1", "192.0.2.1", 49_152);
        return VolumeGraphs.brick(
                VolumeSpec.of(
                        volume,
                        new UUID(1, volume.hashCode()),
                        List.of(VolumeSpec.Subvolume.plain(brick)),
                        new VolumeSpec.Credentials("user-of-" + volume, secret),
                        List.of("192.0.2.7")),
                0);
    }

    /** The server loads those ways only that its first graph has an option of: a brick's own would be passed over. */
    @Test
    void everyWayOfAuthenticationThatBricksHave_isLoaded() {
        String brick = brick("orders", "secret").text();
        String process = ProcessGraph.of(brick("orders", "secret")).text();
        List<String> ways = Pattern.compile("option auth\\.([a-z]+)\\.")
                .matcher(brick)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
        assertThat(ways).containsExactlyInAnyOrder("addr", "login");
        assertThat(ways).allSatisfy(way -> assertThat(process).contains("option auth." + way + "."));
    }

    @Test
    void bricksOfVolumesThatAreAlike_shareAProcess_whichKnowsNoneOfThem() {
        ProcessGraph process = ProcessGraph.of(brick("orders", "secret"));
        assertThat(process).isEqualTo(ProcessGraph.of(brick("invoices", "other")));
        assertThat(process.text()).doesNotContain("orders", "secret", "192.0.2.7");
    }
}
