/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.gluster.gcs.gluster.volfile.GraphUpdate.Need.BRICK_FETCH;
import static org.gluster.gcs.gluster.volfile.GraphUpdate.Need.BRICK_RESTART;
import static org.gluster.gcs.gluster.volfile.GraphUpdate.Need.CLIENT_FETCH;
import static org.gluster.gcs.gluster.volfile.GraphUpdate.Need.REMOUNT;
import static org.gluster.gcs.gluster.volfile.GraphUpdate.Need.SELF_HEAL_FETCH;
import static org.gluster.gcs.gluster.volfile.GraphUpdate.Need.SELF_HEAL_RESTART;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GraphUpdateTest {
    private static final VolumeSpec VOLUME = Volumes.replica3("v");

    @Test
    void nothing_isNeededForWhatNoGraphHolds() {
        assertThat(update(Map.of("user.note", "x")).isNothing()).isTrue();
        assertThat(update(Map.of("performance.write-behind", "on")).isNothing()).isTrue();
        assertThat(update(Map.of("nfs.disable", "on")).isNothing()).isTrue();
        assertThat(update(Map.of("features.shard-block-size", "128MB")).isNothing())
                .isTrue();
    }

    @Test
    void volfiles_areReadAgainWhereTheyChange() {
        assertThat(update(Map.of("performance.flush-behind", "off")).needs()).containsExactly(CLIENT_FETCH);
        assertThat(update(Map.of("performance.write-behind", "off")).needs()).containsExactly(CLIENT_FETCH);
        assertThat(update(Map.of("features.shard", "on")).needs()).containsExactly(CLIENT_FETCH);
        assertThat(update(Map.of("cluster.eager-lock", "off")).needs()).containsExactly(CLIENT_FETCH, SELF_HEAL_FETCH);
        assertThat(update(Map.of("cluster.self-heal-daemon", "off")).needs()).containsExactly(SELF_HEAL_FETCH);
        assertThat(update(Map.of("storage.owner-uid", "1000")).needs()).containsExactly(BRICK_FETCH);
        assertThat(update(Map.of("auth.reject", "10.9.9.9")).needs()).containsExactly(BRICK_FETCH);
        assertThat(update(Map.of("network.ping-timeout", "10")).needs()).containsExactly(CLIENT_FETCH, SELF_HEAL_FETCH);
    }

    @Test
    void bricks_startAgainForOtherTranslators_andAreNotGivenTheirVolfileBefore() {
        assertThat(update(Map.of("debug.error-gen", "posix")).needs()).containsExactly(BRICK_RESTART);
        assertThat(update(Map.of("features.acl", "off")).needs()).containsExactly(BRICK_RESTART);
        assertThat(update(Map.of("network.compression", "on")).needs()).containsExactly(CLIENT_FETCH, BRICK_RESTART);
    }

    @Test
    void whatOnlyAStartTakes_isSaid() {
        GraphUpdate tls = update(Map.of("client.ssl", "on", "server.ssl", "on"));
        assertThat(tls.needs())
                .containsExactly(CLIENT_FETCH, BRICK_FETCH, SELF_HEAL_FETCH, BRICK_RESTART, REMOUNT, SELF_HEAL_RESTART);
        assertThat(tls.late())
                .containsExactly(
                        "protocol/client transport.socket.ssl-enabled", "protocol/server transport.socket.ssl-enabled");
        assertThat(update(Map.of("transport.listen-backlog", "10")).needs())
                .containsExactly(BRICK_FETCH, BRICK_RESTART);
        assertThat(update(Map.of("config.client-threads", "4")).needs())
                .containsExactly(CLIENT_FETCH, SELF_HEAL_FETCH, REMOUNT, SELF_HEAL_RESTART);
    }

    @Test
    void aNewGraphOfMounts_takesAllAnew() {
        assertThat(update(Map.of("config.client-threads", "4", "performance.io-cache", "on"))
                        .needs())
                .containsExactly(CLIENT_FETCH, SELF_HEAL_FETCH, SELF_HEAL_RESTART);
    }

    @Test
    void wayBack_needsTheSame() {
        VolumeSpec changed = VOLUME.withOptions(new TreeMap<>(Map.of("debug.error-gen", "posix", "client.ssl", "on")));
        assertThat(GraphUpdate.between(changed, VOLUME)).isEqualTo(GraphUpdate.between(VOLUME, changed));
        assertThat(GraphUpdate.between(changed, changed).isNothing()).isTrue();
    }

    @Test
    void whatHealsNothing_needsNoDaemon() {
        VolumeSpec plain = Volumes.recorded("dist1", new java.util.UUID(1, 2));
        assertThat(GraphUpdate.between(plain, plain.withOptions(new TreeMap<>(Map.of("network.ping-timeout", "10"))))
                        .needs())
                .containsExactly(CLIENT_FETCH);
    }

    @Test
    void between_whenMoreThanOptionsDiffers_isRefused() {
        VolumeSpec other =
                VolumeSpec.of("v", VOLUME.id(), VOLUME.subvolumes(), VOLUME.credentials(), List.of("10.0.0.1"));
        assertThatIllegalArgumentException().isThrownBy(() -> GraphUpdate.between(VOLUME, other));
    }

    private static GraphUpdate update(Map<String, String> options) {
        return GraphUpdate.between(VOLUME, VOLUME.withOptions(new TreeMap<>(options)));
    }
}
