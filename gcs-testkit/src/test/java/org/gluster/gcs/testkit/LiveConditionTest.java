/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;

class LiveConditionTest {

    @Test
    void auto_runsWhereTheMachineCanAndSaysWhatItLacks() {
        assertThat(LiveCondition.decide("auto", List.of()).run()).isTrue();
        LiveCondition.Decision lacking = LiveCondition.decide("auto", List.of("root", "/dev/fuse"));
        assertThat(lacking.run()).isFalse();
        assertThat(lacking.fail()).isFalse();
        assertThat(lacking.reason()).isEqualTo("this machine lacks root, /dev/fuse");
    }

    @Test
    void on_failsWhereTheMachineCannot() {
        assertThat(LiveCondition.decide("on", List.of()).run()).isTrue();
        assertThat(LiveCondition.decide("on", List.of("root")).fail()).isTrue();
    }

    @Test
    void off_skipsEverywhere() {
        assertThat(LiveCondition.decide("off", List.of()))
                .isEqualTo(new LiveCondition.Decision(false, false, "gcs.live=off"));
    }

    @Test
    void anythingElse_isRefused() {
        assertThatThrownBy(() -> LiveCondition.decide("yes", List.of()))
                .isInstanceOf(ExtensionConfigurationException.class)
                .hasMessageContaining("yes");
    }

    @Test
    void missing_namesEveryAbilityThatIsNotThere() {
        assertThat(LiveCondition.missing(ability -> true)).isEmpty();
        assertThat(LiveCondition.missing(ability -> ability.startsWith("/usr/sbin/")))
                .containsExactly("root", "/dev/loop-control", "/dev/fuse");
        assertThat(LiveCondition.missing(ability -> false)).contains("root", "mkfs.xfs", "glusterfsd", "/dev/fuse");
    }
}
