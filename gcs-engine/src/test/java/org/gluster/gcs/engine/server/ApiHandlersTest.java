/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.LimitReached;
import org.gluster.gcs.core.wire.ErrorJson;
import org.gluster.gcs.core.wire.WireJson;
import org.gluster.gcs.volume.Volumes;
import org.junit.jupiter.api.Test;

/** What becomes of refusals that say when, or how, the same request would be taken; and in whose name requests are made. */
class ApiHandlersTest {
    private final List<String> callers = new ArrayList<>();

    /** Refuses whatever is asked of its volumes. */
    private Gcs refusing(ErrorDetail why) {
        Volumes volumes = (Volumes) Proxy.newProxyInstance(
                Gcs.class.getClassLoader(), new Class<?>[] {Volumes.class}, (proxy, method, arguments) -> {
                    throw GcsException.of(why);
                });
        return (Gcs) Proxy.newProxyInstance(
                Gcs.class.getClassLoader(),
                new Class<?>[] {Gcs.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "forCaller" -> {
                        callers.add(String.valueOf(arguments[0]));
                        yield proxy;
                    }
                    case "volumes" -> volumes;
                    default -> throw new AssertionError("not asked for: " + method);
                });
    }

    private static HttpReply deleteAll(Gcs gcs) {
        return new ApiHandlers(gcs)
                .handle(new HttpCall(
                        "POST",
                        "/gcs/v1/volumes/delete-all",
                        new TreeMap<>(),
                        "{\"volumes\":[\"a\",\"b\"]}",
                        new Caller("tenant-7", Caller.Role.PROVISION, "request-1")));
    }

    @Test
    void whoComesWhenTooMuchWaits_isToldToComeAgainInASecond() {
        HttpReply reply = deleteAll(refusing(
                ErrorDetail.builder(ErrorCode.OVERLOADED).message("4096 wait").build()));

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.headers()).containsEntry("Retry-After", "1");
        ErrorJson error = WireJson.read(reply.body(), ErrorJson.class);
        assertThat(error.code()).isEqualTo(ErrorCode.OVERLOADED);
        assertThat(error.toDetail().retryable()).isTrue();
    }

    @Test
    void aMachinesLimit_goesOverTheWireWhole() {
        LimitReached limit = new LimitReached("node-1", "process ids (kernel.pid_max)", 1381, 3, 1381, "sysctl ...");
        HttpReply reply = deleteAll(refusing(ErrorDetail.builder(ErrorCode.LIMIT_EXCEEDED)
                .message("full")
                .node("node-1")
                .limit(limit)
                .build()));

        assertThat(reply.status()).isEqualTo(507);
        assertThat(reply.headers()).doesNotContainKey("Retry-After");
        assertThat(WireJson.read(reply.body(), ErrorJson.class).toDetail().limit())
                .contains(limit);
    }

    @Test
    void aRequestIsMadeInTheNameOfItsCaller() {
        deleteAll(refusing(ErrorDetail.builder(ErrorCode.REFUSED).message("no").build()));

        assertThat(callers).containsExactly("tenant-7");
    }
}
