/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SortedMap;
import org.gluster.gcs.gluster.option.OptionGroup;
import org.gluster.gcs.gluster.option.OptionTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionNamesTest {
    @Test
    void everyNameThatIsShown_standsForTheOptionThatIsShown() {
        SortedMap<String, String> all = OptionNames.all();
        assertThat(all).hasSizeGreaterThan(300);
        all.forEach((name, key) -> {
            assertThat(OptionNames.key(name, false)).as(name).contains(key);
            assertThat(OptionNames.name(key))
                    .as(key)
                    .isEqualTo(key.equals(OptionNames.DISPERSE_SELF_HEAL_KEY) ? OptionNames.SELF_HEAL : name);
            assertThat(OptionTable.glusterfs().option(key)).as(key).isPresent();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "cluster/replicate.eager-lock, cluster.eager-lock",
        "replicate.eager-lock, cluster.eager-lock",
        "performance/write-behind, performance.write-behind",
        "performance/md-cache.md-cache, performance.stat-prefetch",
        "io-cache.cache-size, performance.io-cache-size",
        "debug/io-stats.count-fop-hits, diagnostics.count-fop-hits",
        "protocol/client.transport.socket.ssl-enabled, client.ssl",
        "replicate.self-heal-daemon, cluster.self-heal-daemon",
        "gfproxy.cluster/replicate.eager-lock, user.gd2.gfproxy.cluster/replicate.eager-lock"
    })
    void aNameOfGlusterD2_standsForAKeyOfGlusterFs(String name, String key) {
        assertThat(OptionNames.key(name, false)).contains(key);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..eager-lock",
                "a.b.afr.eager-lock",
                "afr.non-existent",
                "afr.eager-lock",
                "eager-lock",
                "nope.x",
                "performance.cache-size",
                "user.smb",
                ""
            })
    void whatGlusterD2DoesNotKnow_isNoNameHereEither(String name) {
        assertThat(OptionNames.key(name, false)).isEmpty();
    }

    @Test
    void onADispersedVolume_selfHealIsTheOneOfDispersedVolumes() {
        assertThat(OptionNames.key("replicate.self-heal-daemon", true)).contains(OptionNames.DISPERSE_SELF_HEAL_KEY);
        assertThat(OptionNames.name(OptionNames.DISPERSE_SELF_HEAL_KEY)).isEqualTo(OptionNames.SELF_HEAL);
    }

    @Test
    void anOptionForOneKindOfGraph_isToldApart() {
        assertThat(OptionNames.isOfOneGraph("brick.cluster/replicate.eager-lock"))
                .isTrue();
        assertThat(OptionNames.isOfOneGraph("gfproxy.cluster/replicate.eager-lock"))
                .isFalse();
        assertThat(OptionNames.isOfOneGraph("client.event-threads")).isFalse(); // a translator is called so, too
    }

    @Test
    void groupsThatComeWithGlusterD2_nameTheirOptionsAsItDoes() {
        OptionGroup nlCache = OptionGroup.builtIn("profile.nl-cache").orElseThrow();
        assertThat(nlCache.options().keySet().stream().map(OptionNames::inGroup))
                .contains("performance/nl-cache", "performance/nl-cache.nl-cache-timeout");
    }
}
