/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.gluster.gcs.Capability;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.GcsInterruptedException;
import org.gluster.gcs.GcsTimeoutException;
import org.gluster.gcs.InternalException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.NotPermittedException;
import org.gluster.gcs.OperationNotFoundException;
import org.gluster.gcs.OutcomeUnknownException;
import org.gluster.gcs.UnreachableException;
import org.gluster.gcs.core.rest.Credentials;
import org.gluster.gcs.core.rest.Repeatability;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.Secret;
import org.gluster.gcs.core.wire.ErrorJson;
import org.gluster.gcs.core.wire.PingJson;
import org.gluster.gcs.core.wire.WireJson;
import org.gluster.gcs.layout.Constraint;
import org.gluster.gcs.layout.Refusal;
import org.gluster.gcs.layout.Shortfall;
import org.gluster.gcs.layout.Verdict;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.volume.VolumeName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Finding out what is served, waiting, and what becomes of failures, over made-up answers. */
@Timeout(60)
class RemoteGcsTest {
    private static final String ID = "6a8d2c5e-7c11-4a0e-9a58-0d7a1f3f9b01";
    private static final RestReply PONG =
            Answering.json(200, WireJson.write(PingJson.of(List.of(Capability.values()))));
    private static final RestReply NO_SUCH_PAGE = Answering.json(404, "404 page not found\n");
    private static final String GD2_ROUTES =
            "[{\"name\":\"VolumeList\",\"methods\":\"GET\",\"path\":\"/volumes\"},{\"name\":\"Ping\",\"path\":\"/ping\"}]";

    private final FakePace pace = new FakePace();

    private RemoteGcs over(Answering transport) {
        return RemoteGcs.over(
                transport, Duration.ofMinutes(2), Duration.ofSeconds(20), ForkJoinPool.commonPool(), pace);
    }

    @AfterEach
    void notInterrupted() {
        assertThat(Thread.interrupted()).isFalse();
    }

    private static String running(String doing) {
        return "{\"id\":\"" + ID + "\",\"kind\":\"DELETE_VOLUME\",\"subject\":\"v1\",\"state\":\"RUNNING\",\"done\":1,"
                + "\"total\":3,\"doing\":\"" + doing + "\",\"createdAt\":\"2026-01-02T03:04:05Z\"}";
    }

    private static String ended(String state, String more) {
        return running("").replace("RUNNING", state).replaceFirst("}$", more + "}");
    }

    private static String failed() {
        ErrorDetail detail = ErrorDetail.builder(ErrorCode.REFUSED)
                .message("foreign files")
                .resource("v1")
                .build();
        return ended("FAILED", ",\"error\":" + WireJson.write(ErrorJson.of(detail)));
    }

    private static String deleted() {
        return ended("SUCCEEDED", ",\"result\":{\"deletedVolume\":\"v1\"}");
    }

    /** Serves the extension: pings, a delete that goes on, and whatever an operation's state is said to be. */
    private static Answering extension(Function<RestCall, RestReply> operation) {
        return new Answering(call -> {
            if (call.target().equals("/gcs/v1/ping")) {
                return PONG;
            }
            return call.method().equals("DELETE") ? Answering.json(202, running("removing")) : operation.apply(call);
        });
    }

    // What is served

    @Test
    void theExtensionIsFoundAtFirstUse_andRemembered() {
        Answering transport = extension(call -> Answering.json(200, "[]"));
        RemoteGcs gcs = over(transport);
        assertThat(transport.calls()).isEmpty();
        assertThat(gcs.volumes().list()).isEmpty();
        assertThat(gcs.peers().list()).isEmpty();
        assertThat(transport.asked()).containsExactly("GET /gcs/v1/ping", "GET /gcs/v1/volumes", "GET /gcs/v1/peers");
    }

    @Test
    void aPlainGlusterD2IsFoundByWhatItLists() {
        Answering transport = new Answering(call -> switch (call.target()) {
            case "/endpoints" -> Answering.json(200, GD2_ROUTES);
            case "/ping" -> Answering.json(200, "");
            case "/v1/volumes" -> Answering.json(200, "null");
            default -> NO_SUCH_PAGE;
        });
        RemoteGcs gcs = over(transport);
        assertThat(gcs.volumes().list()).isEmpty();
        assertThat(gcs.capabilities())
                .containsExactly(
                        Capability.PEERS, Capability.HEAL_REPORTS, Capability.OPTION_GROUPS, Capability.VOLUME_EDIT);
        assertThat(transport.asked())
                .containsExactly("GET /gcs/v1/ping", "GET /endpoints", "GET /v1/volumes", "GET /ping");
    }

    /** A server of a later release serves more than this client has a name for. */
    @Test
    void whatAServerServesBesidesIsNoMistake() {
        Answering transport =
                new Answering(call -> Answering.json(200, "{\"capabilities\":[\"TELEPORTATION\",\"EVENTS\"]}"));
        RemoteGcs gcs = over(transport);
        assertThat(gcs.capabilities()).containsExactly(Capability.EVENTS);
        gcs.ping();
    }

    @Test
    void theExtensionIsTakenWhereItIsAnnounced() {
        Answering transport = new Answering(call -> switch (call.target()) {
            case "/endpoints" -> Answering.json(200, "[{\"path\":\"/volumes\"},{\"path\":\"/gcs/v1/volumes\"}]");
            case "/gcs/v1/volumes" -> Answering.json(200, "[]");
            default -> NO_SUCH_PAGE;
        });
        assertThat(over(transport).volumes().list()).isEmpty();
    }

    @Test
    void anOutageIsNoAbsence() {
        AtomicReference<RestReply> ping = new AtomicReference<>();
        Answering transport = new Answering(call -> call.target().equals("/gcs/v1/ping")
                ? ping.get()
                : Answering.json(call.target().equals("/endpoints") ? 502 : 200, "[]"));
        RemoteGcs gcs = over(transport);
        for (int status : new int[] {429, 502, 503, 504}) {
            ping.set(Answering.json(status, "<html>later</html>"));
            assertThatThrownBy(() -> gcs.volumes().list())
                    .isInstanceOf(UnreachableException.class)
                    .hasMessageContaining("status " + status);
        }
        ping.set(Answering.json(401, "{\"errors\":[{\"code\":1,\"message\":\"signature is invalid\"}]}"));
        assertThatThrownBy(() -> gcs.volumes().list())
                .isInstanceOf(NotPermittedException.class)
                .hasMessageContaining("signature is invalid")
                .hasMessageContaining("secret");
        ping.set(NO_SUCH_PAGE);
        assertThatThrownBy(() -> gcs.volumes().list()).isInstanceOf(UnreachableException.class);
        ping.set(PONG);
        assertThat(gcs.volumes().list()).isEmpty();
    }

    @Test
    void whatIsNoControlPlaneIsSaidToBeNone() {
        Answering transport =
                new Answering(call -> call.target().equals("/endpoints") ? Answering.json(200, "[]") : NO_SUCH_PAGE);
        assertThatThrownBy(() -> over(transport).volumes().list())
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("check the address");
    }

    @Test
    void afterAFailureItIsLookedAnew() {
        AtomicReference<String> mode = new AtomicReference<>("gd2");
        Answering transport = new Answering(call -> {
            if (mode.get().equals("down")) {
                throw Answering.failure(ErrorCode.UNREACHABLE);
            }
            boolean upgraded = mode.get().equals("gcs");
            return switch (call.target()) {
                case "/gcs/v1/ping" -> upgraded ? PONG : NO_SUCH_PAGE;
                case "/gcs/v1/volumes" -> upgraded ? Answering.json(200, "[]") : NO_SUCH_PAGE;
                case "/endpoints" -> Answering.json(200, GD2_ROUTES);
                default -> Answering.json(200, "[]");
            };
        });
        RemoteGcs gcs = over(transport);
        gcs.volumes().list();
        mode.set("down");
        assertThatThrownBy(() -> gcs.volumes().list()).isInstanceOf(UnreachableException.class);
        mode.set("gcs");
        gcs.volumes().list();
        assertThat(transport.asked().get(transport.calls().size() - 1)).isEqualTo("GET /gcs/v1/volumes");
        // And back: an older server stands there now.
        mode.set("gd2");
        assertThatThrownBy(() -> gcs.volumes().list())
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("does not serve /gcs/v1");
        gcs.volumes().list();
        assertThat(transport.asked().get(transport.calls().size() - 1)).isEqualTo("GET /v1/volumes");
    }

    // What becomes of failures

    @Test
    void everyErrorArrivesWhole() {
        AtomicReference<RestReply> answer = new AtomicReference<>(PONG);
        RemoteGcs gcs = over(new Answering(call -> answer.get()));
        gcs.ping();
        for (ErrorCode code : ErrorCode.values()) {
            ErrorDetail.Builder builder = ErrorDetail.builder(code)
                    .message("what, which, why, what to do: " + code)
                    .operation("CREATE_VOLUME")
                    .resource("v1")
                    .node("node-1")
                    .problems(List.of("one", "two \"three\" <four>"))
                    .requestId("request-1")
                    .attempts(3)
                    .retryable(!code.retryable())
                    .lastState("running")
                    .waited(Duration.ofMillis(1234));
            if (code == ErrorCode.NO_FIT) {
                builder.refusal(Refusal.of(
                        Verdict.PROVED_IMPOSSIBLE,
                        Constraint.DISTINCT_NODES,
                        List.of(new Shortfall(
                                "node-1", "device-1", "/data/d1", Constraint.FREE_SPACE, 42, "too small by 42 B"))));
            }
            ErrorDetail sent = builder.build();
            answer.set(Answering.json(418, WireJson.write(ErrorJson.of(sent))));
            GcsException got =
                    catchThrowableOfType(GcsException.class, () -> gcs.volumes().get("v1"));
            assertThat(got).hasSameClassAs(GcsException.of(sent));
            assertThat(got.detail()).isEqualTo(sent.toBuilder().httpStatus(418).build());
        }
    }

    @Test
    void aRequestIdOfTheHeaderIsToldWhereTheBodyHasNone() {
        ErrorDetail detail =
                ErrorDetail.builder(ErrorCode.CONFLICT).message("m").build();
        TreeMap<String, String> headers = new TreeMap<>();
        headers.put("X-Request-Id", "7");
        RemoteGcs gcs = over(extension(call -> new RestReply(409, headers, WireJson.write(ErrorJson.of(detail)))));
        assertThatThrownBy(() -> gcs.volume("v1").start())
                .isInstanceOfSatisfying(
                        GcsException.class,
                        failure -> assertThat(failure.requestId()).contains("7"));
    }

    @Test
    void whatStandsBetweenIsNeverTakenForTheControlPlane() {
        AtomicReference<RestReply> answer = new AtomicReference<>(PONG);
        RemoteGcs gcs = over(new Answering(call -> call.target().equals("/gcs/v1/ping") ? PONG : answer.get()));
        answer.set(Answering.json(502, "bad gateway"));
        assertThatThrownBy(() -> gcs.volumes().list()).isInstanceOf(UnreachableException.class);
        assertThatThrownBy(() -> gcs.volume("v1").start())
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("502")
                .hasMessageContaining("idempotency key");
        answer.set(Answering.json(200, "<html>welcome</html>"));
        assertThatThrownBy(() -> gcs.volumes().list())
                .isInstanceOf(InternalException.class)
                .hasMessageContaining("welcome");
        assertThatThrownBy(() -> gcs.volume("v1").start()).isInstanceOf(OutcomeUnknownException.class);
        answer.set(Answering.json(500, ""));
        assertThatThrownBy(() -> gcs.volumes().list()).isInstanceOf(InternalException.class);
        answer.set(NO_SUCH_PAGE);
        assertThatThrownBy(() -> gcs.volumes().find("v1")).isInstanceOf(UnreachableException.class);
    }

    @Test
    void onlyTheThingThatIsMissingIsAbsent() {
        ErrorDetail path = ErrorDetail.builder(ErrorCode.NOT_FOUND)
                .message("nothing is served at this path")
                .build();
        RemoteGcs gcs = over(extension(call -> Answering.json(404, WireJson.write(ErrorJson.of(path)))));
        assertThatThrownBy(() -> gcs.optionGroups().find("g1")).hasMessageContaining("nothing is served");
    }

    @Test
    void changesCarryAKey_andSayWhatMayBecomeOfThem() {
        Answering transport = extension(call -> Answering.json(202, running("")));
        RemoteGcs gcs = over(transport);
        gcs.volume("v1").start();
        gcs.volume("v1").start();
        gcs.volume("v1").edit(edit -> edit.label("a", "b").idempotencyKey("mine"));
        gcs.layouts();
        List<RestCall> changes = transport.calls().subList(1, transport.calls().size());
        assertThat(changes).allSatisfy(call -> assertThat(call.repeatability()).isEqualTo(Repeatability.IDEMPOTENT));
        assertThat(changes)
                .extracting(call -> call.headers().get("idempotency-key"))
                .doesNotHaveDuplicates()
                .doesNotContainNull()
                .contains("mine");
        assertThat(transport.calls().get(0).repeatability()).isEqualTo(Repeatability.READ);
    }

    // Waiting

    @Test
    void await_pollsAtTheServer_andEndsWithTheResult() {
        AtomicInteger polls = new AtomicInteger();
        Answering transport = extension(call -> {
            pace.advance(Duration.ofSeconds(20));
            return Answering.json(200, polls.incrementAndGet() < 3 ? running("removing") : deleted());
        });
        assertThat(over(transport).volume("v1").delete().await()).isEqualTo(VolumeName.of("v1"));
        assertThat(transport.asked().subList(2, 5)).containsOnly("GET /gcs/v1/operations/" + ID + "?wait=20");
        assertThat(pace.pauses()).isEmpty();
    }

    @Test
    void await_whenTheServerDoesNotWait_backsOff_andThePausesAreBounded() {
        AtomicInteger polls = new AtomicInteger();
        Answering transport =
                extension(call -> Answering.json(200, polls.incrementAndGet() < 30 ? running("removing") : deleted()));
        over(transport).volume("v1").delete().await();
        assertThat(pace.pauses()).hasSize(29).isSorted().startsWith(Duration.ofMillis(50));
        assertThat(pace.pauses().get(28)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void await_ofWhatHasEnded_asksNothing() {
        Answering transport =
                new Answering(call -> call.method().equals("GET") ? PONG : Answering.json(202, deleted()));
        RemoteGcs gcs = over(transport);
        Operation<VolumeName> operation = gcs.volume("v1").delete();
        assertThat(operation.await(Duration.ZERO)).isEqualTo(VolumeName.of("v1"));
        assertThat(operation.toFuture().join()).isEqualTo(VolumeName.of("v1"));
        assertThat(transport.calls()).hasSize(2);
    }

    @Test
    void await_whenTimeRunsOut_saysWhatWasLastSeen_andOverrunsByNothing() {
        Answering transport = extension(call -> Answering.json(200, running("stopping node-3")));
        Operation<VolumeName> operation = over(transport).volume("v1").delete();
        assertThatThrownBy(() -> operation.await(Duration.ofMillis(7300)))
                .isInstanceOfSatisfying(GcsTimeoutException.class, late -> {
                    assertThat(late.lastState()).contains("running, 1/3 stopping node-3");
                    assertThat(late.waited()).isEqualTo(Duration.ofMillis(7300));
                    assertThat(late.getMessage()).contains("v1", "7300 ms", "It goes on");
                    assertThat(late.resource()).contains("v1");
                });
        assertThat(pace.passed()).isEqualTo(Duration.ofMillis(7300));
        List<RestCall> polls = transport.calls().subList(2, transport.calls().size());
        assertThat(polls).allSatisfy(call -> assertThat(call.deadline()).isLessThanOrEqualTo(Duration.ofSeconds(30)));
        assertThat(polls.get(0).target()).endsWith("?wait=7");
        assertThat(polls.get(polls.size() - 1).target()).doesNotContain("wait");
    }

    @Test
    void await_whenTheServerHangs_isCutOffByTheDeadline() {
        Answering transport = extension(call -> {
            pace.advance(Objects.requireNonNull(call.deadline()));
            throw Answering.failure(ErrorCode.TIMEOUT);
        });
        Operation<VolumeName> operation = over(transport).volume("v1").delete();
        assertThatThrownBy(() -> operation.await(Duration.ofSeconds(5)))
                .isInstanceOf(GcsTimeoutException.class)
                .hasMessageContaining("removing")
                .hasCauseInstanceOf(GcsTimeoutException.class);
        assertThat(pace.passed()).isLessThanOrEqualTo(Duration.ofSeconds(6));
    }

    @Test
    void await_looksAtLeastOnce() {
        Answering transport = extension(call -> Answering.json(200, deleted()));
        assertThat(over(transport).volume("v1").delete().await(Duration.ZERO)).isEqualTo(VolumeName.of("v1"));
    }

    @Test
    void await_whenItCanOnlyFail_endsAtOnce() {
        AtomicReference<RestReply> state = new AtomicReference<>();
        Answering transport = extension(call -> state.get());
        Operation<VolumeName> operation = over(transport).volume("v1").delete();
        state.set(Answering.json(200, failed()));
        assertThatThrownBy(operation::await).hasMessage("foreign files");
        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        state.set(Answering.json(200, ended("CANCELLED", "")));
        assertThatThrownBy(operation::await)
                .isInstanceOfSatisfying(
                        GcsException.class, end -> assertThat(end.code()).isEqualTo(ErrorCode.CANCELLED));
        state.set(Answering.json(200, ended("SUCCEEDED", "")));
        assertThatThrownBy(operation::await).hasMessageContaining("deleted since");
        state.set(Answering.json(
                404,
                WireJson.write(ErrorJson.of(ErrorDetail.builder(ErrorCode.OPERATION_NOT_FOUND)
                        .message("forgotten")
                        .resource(ID)
                        .build()))));
        assertThatThrownBy(operation::await).isInstanceOf(OperationNotFoundException.class);
        assertThat(pace.pauses()).isEmpty();
    }

    @Test
    void await_overARestartOfTheServer_goesOn() {
        AtomicInteger polls = new AtomicInteger();
        Answering transport = extension(call -> {
            int poll = polls.incrementAndGet();
            if (poll < 10) {
                throw Answering.failure(poll % 2 == 0 ? ErrorCode.UNREACHABLE : ErrorCode.TIMEOUT);
            }
            return Answering.json(200, deleted());
        });
        assertThat(over(transport).volume("v1").delete().await()).isEqualTo(VolumeName.of("v1"));
    }

    @Test
    void await_whenTheServerStaysAway_isGivenUp() {
        Answering transport = extension(call -> {
            throw Answering.failure(ErrorCode.UNREACHABLE);
        });
        Operation<VolumeName> operation = over(transport).volume("v1").delete();
        assertThatThrownBy(() -> operation.await(Duration.ofHours(1)))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("last seen: running, 1/3 removing")
                .hasMessageContaining("may go on");
        assertThat(pace.passed()).isBetween(Waits.OUTAGE, Waits.OUTAGE.plusSeconds(2));
    }

    @Test
    void await_whenInterrupted_saysSo_andKeepsTheFlag() {
        Answering transport = extension(call -> Answering.json(200, running("removing")));
        Operation<VolumeName> operation = over(transport).volume("v1").delete();
        pace.interruptAfter(Duration.ofSeconds(1));
        assertThatThrownBy(operation::await).isInstanceOf(GcsInterruptedException.class);
        assertThat(Thread.interrupted()).isTrue();

        int before = transport.calls().size();
        Thread.currentThread().interrupt();
        assertThatThrownBy(operation::await)
                .isInstanceOf(GcsInterruptedException.class)
                .hasMessageContaining("goes on");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(transport.calls()).hasSize(before);
    }

    @Test
    void await_forALongTime_needsNoStack() {
        AtomicInteger polls = new AtomicInteger();
        Answering transport = extension(
                call -> Answering.json(200, polls.incrementAndGet() < 50_000 ? running("removing") : deleted()));
        assertThat(over(transport).volume("v1").delete().await(Duration.ofDays(1_000_000)))
                .isEqualTo(VolumeName.of("v1"));
    }

    // Futures

    @Test
    void futuresCompleteOnTheCallersExecutor_andNoThreadStays() throws Exception {
        ExecutorService callers = Executors.newSingleThreadExecutor(task -> new Thread(task, "callers-own"));
        CountDownLatch go = new CountDownLatch(1);
        try {
            Answering transport =
                    extension(call -> Answering.json(200, go.getCount() > 0 ? running("removing") : deleted()));
            RemoteGcs gcs =
                    RemoteGcs.over(transport, Duration.ofMinutes(2), Duration.ofSeconds(20), callers, Pace.SYSTEM);
            List<CompletableFuture<String>> threads = IntStream.range(0, 50)
                    .mapToObj(i -> gcs.volume("v1")
                            .delete()
                            .toFuture()
                            .thenApply(name -> Thread.currentThread().getName()))
                    .toList();
            assertThat(ours()).hasSizeLessThanOrEqualTo(2).allMatch(Thread::isDaemon);
            go.countDown();
            for (CompletableFuture<String> thread : threads) {
                assertThat(thread.get(30, TimeUnit.SECONDS))
                        .isIn("callers-own", Thread.currentThread().getName());
            }
            gcs.close();
            assertThat(ours()).isEmpty();
            assertThat(transport.isClosed()).isTrue();
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void futuresFailAsAwaitDoes() {
        Answering transport = extension(call -> Answering.json(200, failed()));
        try (RemoteGcs gcs = over(transport)) {
            CompletableFuture<VolumeName> future = gcs.volume("v1").delete().toFuture();
            assertThatThrownBy(future::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .hasMessage("foreign files");
        }
    }

    @Test
    void futuresThatAreOpenAtTheEndAreEnded() {
        Answering transport = extension(call -> Answering.json(200, running("removing")));
        RemoteGcs gcs = RemoteGcs.over(
                transport, Duration.ofMinutes(2), Duration.ofSeconds(20), ForkJoinPool.commonPool(), Pace.SYSTEM);
        CompletableFuture<VolumeName> future = gcs.volume("v1").delete().toFuture();
        gcs.close();
        assertThatThrownBy(future::join)
                .cause()
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("was closed")
                .hasMessageContaining("it goes on");
        assertThat(ours()).isEmpty();
    }

    @Test
    void aCancelledFutureIsFollowedNoLonger() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        Answering transport = extension(call -> {
            asked.countDown();
            return Answering.json(200, running("removing"));
        });
        try (RemoteGcs gcs = RemoteGcs.over(
                transport, Duration.ofMinutes(2), Duration.ofSeconds(20), ForkJoinPool.commonPool(), Pace.SYSTEM)) {
            CompletableFuture<VolumeName> future = gcs.volume("v1").delete().toFuture();
            assertThat(asked.await(30, TimeUnit.SECONDS)).isTrue();
            future.cancel(true);
            assertThat(transport.asked()).noneMatch(call -> call.contains("cancel"));
        }
    }

    private static List<Thread> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("gcs-remote-"))
                .toList();
    }

    // Building

    @Test
    void build_saysAllThatIsWrongAtOnce_andDoesNothingElse() {
        assertThatThrownBy(() -> RemoteGcs.builder()
                        .endpoint("ftp://node-0")
                        .endpoint("https://node-1:99999")
                        .timeouts(t -> t.attempt(Duration.ZERO).total(Duration.ofDays(3)))
                        .maxConnections(0)
                        .awaitTimeout(Duration.ZERO)
                        .build())
                .isInstanceOfSatisfying(
                        InvalidRequestException.class,
                        wrong -> assertThat(wrong.problems())
                                .hasSize(6)
                                .anyMatch(problem -> problem.contains("ftp://node-0"))
                                .anyMatch(problem -> problem.contains("node-1:99999"))
                                .anyMatch(problem -> problem.startsWith("attempt"))
                                .anyMatch(problem -> problem.startsWith("total"))
                                .anyMatch(problem -> problem.startsWith("maxConnections"))
                                .anyMatch(problem -> problem.startsWith("awaitTimeout")));
        assertThatThrownBy(() -> RemoteGcs.builder().build())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("there is no endpoint");
        try (RemoteGcs gcs = RemoteGcs.builder()
                .endpoint(
                        "http://127.0.0.1:1",
                        Credentials.sharedSecret("glustercli", Secret.fromFile(Path.of("/nowhere/secret"))))
                .build()) {
            assertThat(gcs.volumes()).isNotNull();
            assertThat(gcs.volume("v1").name()).isEqualTo(VolumeName.of("v1"));
        }
        assertThatThrownBy(() -> RemoteGcs.over(extension(call -> PONG)).volume("no name"))
                .isInstanceOf(InvalidRequestException.class);
    }
}
