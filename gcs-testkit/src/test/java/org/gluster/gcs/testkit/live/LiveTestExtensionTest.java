/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gluster.gcs.testkit.live.LiveTest.Need;
import org.junit.jupiter.api.Test;

final class LiveTestExtensionTest {
    private static final List<Need> BOTH = List.of(Need.STORAGE, Need.GLUSTER);

    @Test
    void obstacle_whenAllIsThere_isNone() {
        assertThat(LiveTestExtension.obstacle(BOTH, false, true, program -> true, device -> true))
                .isEmpty();
    }

    @Test
    void obstacle_namesTheFirstReasonAndAllThatIsMissing() {
        assertThat(LiveTestExtension.obstacle(BOTH, true, false, program -> false, device -> false))
                .contains("switched off by -Dgcs.live=off");
        assertThat(LiveTestExtension.obstacle(BOTH, false, false, program -> false, device -> false))
                .contains("needs root");
        assertThat(LiveTestExtension.obstacle(
                        BOTH, false, true, program -> !program.contains("gluster"), device -> !device.contains("loop")))
                .contains("not on this machine: /dev/loop-control, glusterfsd, glusterfs, mount.glusterfs");
        assertThat(LiveTestExtension.obstacle(
                        List.of(Need.STORAGE), false, true, program -> !program.contains("gluster"), device -> true))
                .isEmpty();
    }
}
