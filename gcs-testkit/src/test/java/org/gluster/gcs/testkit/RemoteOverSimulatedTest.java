/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.NotPermittedException;
import org.gluster.gcs.VolumeNotFoundException;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.engine.server.ApiHandlers;
import org.gluster.gcs.engine.server.Caller;
import org.gluster.gcs.volume.VolumeState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** {@link RemoteAgreement} without sockets. */
class RemoteOverSimulatedTest extends RemoteAgreement {
    private @Nullable InProcessTransport made;

    @Override
    RemoteGcs connect(SimulatedGcs cluster) {
        made = new InProcessTransport(new ApiHandlers(cluster), Caller.Role.ADMIN);
        return RemoteGcs.over(made);
    }

    private InProcessTransport transport() {
        return Objects.requireNonNull(made, "made");
    }

    @Test
    void whoMayOnlyReadIsToldSo() {
        try (Gcs reader = RemoteGcs.over(new InProcessTransport(new ApiHandlers(direct), Caller.Role.READ))) {
            assertThat(reader.volumes().list()).isEqualTo(direct.volumes().list());
            assertThatThrownBy(() -> reader.volume("orders").stop()).isInstanceOf(NotPermittedException.class);
        }
        assertThat(direct.volumes().get("orders").state()).isEqualTo(VolumeState.STARTED);
    }

    @Test
    void itClosesWhatItStandsOn() {
        remote().close();
        assertThatThrownBy(() -> transport().exchange(RestCall.get("/gcs/v1/ping")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void gettingServicesDoesNoRequest_andTheFirstDecidesOnce() {
        remote().volumes();
        remote().volume("orders");
        remote().layouts().assuming(h -> h.withoutNodes("node-1"));
        assertThat(transport().requests()).isZero();
        remote().volumes().list();
        assertThat(transport().requests()).isEqualTo(2);
        remote().volumes().list();
        assertThat(transport().requests()).isEqualTo(3);
        assertThatThrownBy(() -> remote().volumes().get("nothing")).isInstanceOf(VolumeNotFoundException.class);
        remote().volumes().list();
        assertThat(transport().requests()).isEqualTo(5);
    }
}
