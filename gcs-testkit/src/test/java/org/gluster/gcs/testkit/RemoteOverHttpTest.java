/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.NotPermittedException;
import org.gluster.gcs.UnreachableException;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.core.rest.Credentials;
import org.gluster.gcs.core.rest.RetryPolicy;
import org.gluster.gcs.core.rest.Secret;
import org.gluster.gcs.engine.server.FrontDoor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@link RemoteAgreement} over HTTP: a node's own port, with tokens. */
class RemoteOverHttpTest extends RemoteAgreement {
    private static final String SECRET = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private @Nullable FrontDoor door;
    private String endpoint = "";

    @Override
    RemoteGcs connect(SimulatedGcs cluster) {
        door = FrontDoor.serve(
                cluster,
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                org.gluster.gcs.engine.server.Credentials.ofSecret(SECRET.getBytes(StandardCharsets.US_ASCII)));
        endpoint = "http://127.0.0.1:" + door.address().getPort();
        return RemoteGcs.builder()
                .endpoint(endpoint, Credentials.sharedSecret("glustercli", Secret.of(SECRET)))
                .retry(RetryPolicy.never())
                .build();
    }

    @AfterEach
    void closeTheDoor() {
        if (door != null) {
            door.close();
        }
    }

    @Test
    void aWrongSecretIsSaidToBeOne() {
        try (Gcs stranger = RemoteGcs.builder()
                .endpoint(endpoint, Credentials.sharedSecret("glustercli", Secret.of(SECRET.replace('0', 'f'))))
                .build()) {
            assertThatThrownBy(() -> stranger.volumes().list()).isInstanceOf(NotPermittedException.class);
        }
    }

    @Test
    void aDoorThatClosesIsAnOutage_andNothingElse() {
        assertThat(remote().volumes().list()).hasSize(1);
        closeTheDoor();
        assertThatThrownBy(() -> remote().volumes().list()).isInstanceOf(UnreachableException.class);
        assertThatThrownBy(() -> remote().volume("orders").stop()).isInstanceOf(UnreachableException.class);
    }
}
