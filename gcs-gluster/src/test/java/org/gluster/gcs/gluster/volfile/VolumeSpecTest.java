/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Brick;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Subvolume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolumeSpecTest {
    private static final UUID ID = new UUID(3, 4);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "b",
                "/b/",
                "/b//c",
                "/b/../c",
                "/b/.",
                "/b c",
                "/b\nc",
                "/b\tc",
                "/b,c",
                "/b#c",
                "/b`c",
                "/b\"c",
                "/b\\c",
                "/b\u2003c"
            })
    void brick_whenPathCannotStandInAVolfile_isRefused(String path) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Brick(0, path, "node1", "127.0.0.1", 49152));
    }

    @Test
    void brick_whenNumbersAreOutOfRange_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Brick(-1, "/b", "node1", "127.0.0.1", 49152));
        assertThatIllegalArgumentException().isThrownBy(() -> new Brick(0, "/b", "node1", "127.0.0.1", 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Brick(0, "/b", "node1", "127.0.0.1", 65_536));
        assertThatIllegalArgumentException().isThrownBy(() -> new Brick(0, "/b", "no de", "127.0.0.1", 49152));
        assertThatIllegalArgumentException().isThrownBy(() -> new Brick(0, "/b", "node1", "", 49152));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Brick(0, "/" + "b".repeat(Brick.MAX_PATH), "node1", "127.0.0.1", 49152));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-v", "a b", "a/b", "a.b", "volume", "a\nb"})
    void spec_whenNameIsNotUsable_isRefused(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VolumeSpec.of(
                        name,
                        ID,
                        List.of(Subvolume.plain(Volumes.brick("v", 0))),
                        Volumes.CREDENTIALS,
                        VolumeSpec.ANYONE));
    }

    @Test
    void spec_whenIndexesRepeat_isRefused() {
        Subvolume one = Subvolume.plain(Volumes.brick("v", 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VolumeSpec.of("v", ID, List.of(one, one), Volumes.CREDENTIALS, VolumeSpec.ANYONE))
                .withMessageContaining("index 0");
    }

    @Test
    void spec_whenAnOptionIsNotUsable_isRefused() {
        VolumeSpec volume = Volumes.replica3("v");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> volume.withOptions(options("performance.write-behind", "perhaps")))
                .withMessage("volume v: option performance.write-behind = 'perhaps': the value is not allowed; allowed:"
                        + " on or off (also yes/no, true/false, enable/disable, 1/0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> volume.withOptions(options("performance.write-behnd", "on")))
                .withMessageContaining("did you mean performance.write-behind");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> volume.withOptions(options("write-behind", "on")))
                .withMessageContaining("by their keys: [performance.write-behind]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> volume.withOptions(options("auth.allow", "10.0.0.1")))
                .withMessageContaining("access list");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> volume.withOptions(options("auth.reject", "127.0.*")))
                .withMessageContaining("shut out 127.0.0.1");
        assertThat(volume.withOptions(options("performance.write-behind", "off"))
                        .options())
                .containsOnlyKeys("performance.write-behind");
    }

    private static SortedMap<String, String> options(String key, String value) {
        return new TreeMap<>(Map.of(key, value));
    }

    @Test
    void subvolume_whenNumbersMakeNone_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Subvolume.replicate(Volumes.bricks("v", 0, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> Subvolume.arbiter(Volumes.bricks("v", 0, 2)));
        assertThatIllegalArgumentException().isThrownBy(() -> Subvolume.disperse(Volumes.bricks("v", 0, 4), 2));
        assertThatIllegalArgumentException().isThrownBy(() -> Subvolume.disperse(Volumes.bricks("v", 0, 4), 0));
    }

    @Test
    void access_limitsClientsWithoutCredentials() {
        VolumeSpec open = Volumes.replica3("v");
        VolumeSpec few =
                VolumeSpec.of("v", ID, open.subvolumes(), Volumes.CREDENTIALS, List.of("10.0.0.1", "10.0.1.*"));
        VolumeSpec none = VolumeSpec.of("v", ID, open.subvolumes(), Volumes.CREDENTIALS, List.of());
        String key = "auth.addr./bricks/v/b1.allow";
        assertThat(VolumeGraphs.brick(open, 0).root().options()).containsEntry(key, "*");
        assertThat(VolumeGraphs.brick(few, 0).root().options()).containsEntry(key, "10.0.0.1,10.0.1.*");
        assertThat(VolumeGraphs.brick(none, 0).root().options()).doesNotContainKey(key);
    }

    @Test
    void clientNames_followTheSlotAndNotThePlace() {
        List<Brick> bricks = List.of(
                Volumes.brick("v", 4), new Brick(7, "/elsewhere", "node2", "127.0.0.2", 49152), Volumes.brick("v", 5));
        VolumeSpec volume =
                VolumeSpec.of("v", ID, List.of(Subvolume.replicate(bricks)), Volumes.CREDENTIALS, VolumeSpec.ANYONE);
        assertThat(VolumeGraphs.client(volume)
                        .translator("v-replicate-0")
                        .orElseThrow()
                        .options())
                .containsEntry("afr-pending-xattr", "v-client-4,v-client-7,v-client-5");
        assertThat(VolumeGraphs.brick(volume, 7).root().options())
                .containsEntry("transport.socket.bind-address", "127.0.0.2");
        assertThatIllegalArgumentException().isThrownBy(() -> VolumeGraphs.brick(volume, 0));
    }

    @Test
    void client_holdsNoCredentials() {
        VolumeSpec volume = Volumes.recorded("drep23", ID);
        assertThat(VolumeGraphs.client(volume).text()).doesNotContain("CREDENTIAL");
        assertThat(VolumeGraphs.trustedClient(volume).text()).contains("option username CREDENTIAL");
    }

    @Test
    void selfHeal_whenNothingHeals_isRefused() {
        VolumeSpec volume = Volumes.recorded("dist3", ID);
        assertThat(VolumeGraphs.heals(volume)).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> VolumeGraphs.selfHeal(volume));
    }

    @Test
    void brick_onIpv6_saysSo() {
        Brick brick = new Brick(0, "/b", "fd00::1", "fd00::1", 49152);
        VolumeSpec volume =
                VolumeSpec.of("v", ID, List.of(Subvolume.plain(brick)), Volumes.CREDENTIALS, VolumeSpec.ANYONE);
        assertThat(VolumeGraphs.brick(volume, 0).root().options()).containsEntry("transport.address-family", "inet6");
        assertThat(VolumeGraphs.client(volume).translators().get(0).options())
                .containsEntry("transport.address-family", "inet6");
    }

    @Test
    void key_comesBackFromItsText() {
        for (VolfileKey key :
                List.of(VolfileKey.client("v-1"), VolfileKey.selfHeal("v-1"), VolfileKey.brick("v-1", "b.1_2-3"))) {
            assertThat(VolfileKey.parse(key.toString())).contains(key);
        }
        assertThat(VolfileKey.parse("/v")).contains(VolfileKey.client("v"));
        assertThat(VolfileKey.client("v").isLocalOnly()).isFalse();
        assertThat(VolfileKey.selfHeal("v").isLocalOnly()).isTrue();
        assertThat(VolfileKey.brick("v", "b").isLocalOnly()).isTrue();
        for (String odd : List.of("", "/", "//v", "v.", ".b", "shd/", "shd/v.b", "v/b", "shd/a/b", "v.b/c", "v\n")) {
            assertThat(VolfileKey.parse(odd)).as(odd).isEmpty();
        }
    }
}
