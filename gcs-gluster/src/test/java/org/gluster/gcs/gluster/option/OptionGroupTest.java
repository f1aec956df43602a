/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.gluster.gcs.gluster.option.OptionGroup.LeftOut;
import org.junit.jupiter.api.Test;

class OptionGroupTest {

    @Test
    void builtIn_areThoseOfGlusterdAndGlusterD2_andOurs() {
        assertThat(OptionGroup.builtIn().stream().map(OptionGroup::name))
                .containsExactly(
                        "container",
                        "db-workload",
                        "distributed-virt",
                        "gluster-block",
                        "metadata-cache",
                        "nl-cache",
                        "samba",
                        "virt",
                        "profile.FUSE-large-file-EC",
                        "profile.FUSE-small-file",
                        "profile.SMB-large-file-EC",
                        "profile.SMB-small-file",
                        "profile.db",
                        "profile.default.disperse",
                        "profile.default.distribute",
                        "profile.default.replicate",
                        "profile.gluster-block",
                        "profile.metadata-cache",
                        "profile.nl-cache",
                        "profile.test",
                        "profile.virt",
                        "tls");
    }

    @Test
    void everyBuiltIn_canBeAppliedToEachLayout() {
        for (OptionGroup group : OptionGroup.builtIn()) {
            for (OptionLayout layout :
                    List.of(OptionTableTest.PLAIN, OptionTableTest.REPLICA_3, OptionTableTest.DISPERSE_4_2)) {
                CheckedOptions fitting = group.fitting(layout);
                assertThat(fitting.refusals()).as(group.name() + " " + layout).isEmpty();
                assertThat(fitting.options()).as(group.name()).isNotEmpty();
            }
        }
    }

    @Test
    void container_healsByItself() {
        OptionGroup container = OptionGroup.builtIn("container").orElseThrow();
        assertThat(container.fitting(OptionTableTest.REPLICA_3).options())
                .containsEntry("cluster.self-heal-daemon", "on")
                .doesNotContainKey("cluster.disperse-self-heal-daemon");
        assertThat(container.fitting(OptionTableTest.DISPERSE_4_2).options())
                .containsEntry("cluster.disperse-self-heal-daemon", "on");
        assertThat(container.fitting(OptionTableTest.PLAIN).options())
                .containsEntry("network.ping-timeout", "20")
                .doesNotContainKey("cluster.self-heal-daemon");
    }

    @Test
    void whatIsLeftOut_isSaid() {
        assertThat(OptionGroup.builtIn("virt").orElseThrow().leftOut())
                .singleElement()
                .extracting(LeftOut::option, LeftOut::value)
                .containsExactly("cluster.server-quorum-type", "server");
        assertThat(OptionGroup.builtIn("profile.FUSE-large-file-EC")
                        .orElseThrow()
                        .options())
                .containsEntry("performance.stat-prefetch", "on");
        assertThat(OptionGroup.builtIn("nothing")).isEmpty();
    }

    @Test
    void defaults_areWhatSwitchingOffMeans() {
        assertThat(OptionGroup.builtIn("tls").orElseThrow().defaults())
                .containsExactly(Map.entry("client.ssl", "off"), Map.entry("server.ssl", "off"));
    }

    @Test
    void ofAUser_takesAnySpelling() {
        OptionGroup group = OptionGroup.of("mine.1", "for tests", Map.of("afr.eager-lock", "off", "user.x", "y"));
        assertThat(group.options()).containsOnlyKeys("cluster.eager-lock", "user.x");
        assertThat(OptionGroup.of("rep", "", Map.of("cluster.quorum-count", "3"))
                        .options())
                .hasSize(1);
        assertThat(OptionGroup.of("ec", "", Map.of("disperse.shd-max-threads", "3"))
                        .options())
                .hasSize(1);
    }

    @Test
    void ofAUser_whenNotUsable_namesEveryFault() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionGroup.of("-", "a\nb", Map.of("no-such", "1", "client.event-threads", "99")))
                .withMessageContaining("a name has")
                .withMessageContaining("a description is")
                .withMessageContaining("option no-such")
                .withMessageContaining("client.event-threads = '99'");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionGroup.of("g", "", Map.of()))
                .withMessageContaining("holds no option");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionGroup.of("g", "", Map.of("auth.allow", "*")))
                .withMessageContaining("access list");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OptionGroup.of("g", "", Map.of("afr.eager-lock", "1", "cluster.eager-lock", "1")))
                .withMessageContaining("given twice");
    }
}
