/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.IdempotencyConflictException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.OperationSupersededException;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceState;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.event.ClusterEvent;
import org.gluster.gcs.event.EventGap;
import org.gluster.gcs.event.EventListener;
import org.gluster.gcs.event.EventSubscription;
import org.gluster.gcs.event.EventType;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.option.Profile;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The same cluster by two ways, directly and over {@code /gcs/v1}: both answer the same. */
@Timeout(120)
abstract class RemoteAgreement {
    final SimulatedGcs direct = SimulatedGcs.create(4);
    private @Nullable RemoteGcs connected;

    /** A remote cluster that is this one. */
    abstract RemoteGcs connect(SimulatedGcs cluster);

    final Gcs remote() {
        return Objects.requireNonNull(connected, "connected");
    }

    @BeforeEach
    void connectAndMakeAVolume() {
        connected = connect(direct);
        direct.optionGroups()
                .create(group -> group.name("quiet").option("performance.io-cache", "off"))
                .await();
        direct.volumes()
                .create(v -> v.name("orders")
                        .capacity(Capacity.ofGiB(10))
                        .profile(Profile.CONTAINER)
                        .option("performance.cache-size", "64MB")
                        .label("team", "shop")
                        .metadata("owner", "Ada <a@b>")
                        .allowClients("192.0.2.0/24")
                        .start(true)
                        .idempotencyKey("claim-1"))
                .await();
    }

    @AfterEach
    void close() {
        remote().close();
        direct.close();
    }

    private void same(Function<Gcs, Object> reading) {
        assertThat(reading.apply(remote())).isEqualTo(reading.apply(direct));
    }

    @Test
    void everythingThatIsReadIsTheSame() {
        List<Function<Gcs, Object>> readings = List.of(
                Gcs::capabilities,
                gcs -> gcs.peers().list(),
                gcs -> gcs.peers().get("node-2"),
                gcs -> gcs.peers().find("node-2"),
                gcs -> gcs.peers().find("node-9"),
                gcs -> gcs.peers().find("no name/.."),
                gcs -> gcs.devices().list(),
                gcs -> gcs.devices().get("node-1", "/data/d1"),
                gcs -> gcs.devices().find("node-1", "/data/d1"),
                gcs -> gcs.devices().find("node-1", "/data/d2"),
                gcs -> gcs.devices().find("node-9", "/data/d1"),
                gcs -> gcs.devices().drainPlan("node-1", "/data/d1").moves(),
                gcs -> gcs.volumes().list(),
                gcs -> gcs.volumes().get("orders"),
                gcs -> gcs.volumes().find("orders"),
                gcs -> gcs.volumes().find("nothing"),
                gcs -> gcs.volumes().find("../orders"),
                gcs -> gcs.volumes().find(""),
                gcs -> gcs.volumes().stream(q -> q.label("team", "shop")).toList(),
                gcs -> gcs.volume("orders").name(),
                gcs -> gcs.volume("orders").get(),
                gcs -> gcs.volume("orders").find(),
                gcs -> gcs.volume("nothing").find(),
                gcs -> gcs.volume("orders").options(),
                gcs -> gcs.volume("orders").heal(),
                gcs -> gcs.volume("orders").access(),
                gcs -> gcs.volume("orders").get().mountSpec(),
                gcs -> gcs.layouts().plan(v -> v.capacity(Capacity.ofGiB(5))).bricks(),
                gcs -> gcs.layouts()
                        .largest(v -> v.redundancy(Redundancy.arbiter()))
                        .request(),
                gcs -> gcs.layouts().howMany(v -> v.capacity(Capacity.ofGiB(5))),
                gcs -> gcs.layouts()
                        .assuming(h -> h.withoutNodes("node-1"))
                        .howMany(v -> v.capacity(Capacity.ofGiB(5))),
                gcs -> gcs.options().list(),
                gcs -> gcs.options().get("performance.cache-size"),
                gcs -> gcs.options().find("cluster/replicate.eager-lock"),
                gcs -> gcs.options().find("no.such"),
                gcs -> gcs.options().find(""),
                gcs -> gcs.options().find(".."),
                gcs -> gcs.optionGroups().list(),
                gcs -> gcs.optionGroups().get("quiet"),
                gcs -> gcs.optionGroups().find("quiet"),
                gcs -> gcs.optionGroups().find("loud"),
                gcs -> gcs.events().list(0),
                gcs -> gcs.events().list(q -> q.since(0).types(EventType.VOLUME_CREATED)),
                gcs -> gcs.operations().list(),
                gcs -> gcs.operations().find(OperationId.of(new UUID(0, 7))),
                gcs -> gcs.audit().findings());
        readings.forEach(this::same);
        remote().ping();
    }

    @Test
    void aPlanIsTheSameInEveryPart() {
        BrickLayout here = direct.layouts()
                .plan(v -> v.capacity(Capacity.ofGiB(5)).profile("quiet").metadata("a", "b"));
        BrickLayout there = remote().layouts()
                .plan(v -> v.capacity(Capacity.ofGiB(5)).profile("quiet").metadata("a", "b"));
        assertThat(there).isEqualTo(here);
    }

    @Test
    void operationsAreTheSame() {
        for (OperationInfo info : direct.operations().list()) {
            Operation<?> here = direct.operations().get(info.id());
            Operation<?> there = remote().operations().get(info.id());
            assertThat(there.id()).isEqualTo(here.id());
            assertThat(there.kind()).isEqualTo(here.kind());
            assertThat(there.subject()).isEqualTo(here.subject());
            assertThat(there.state()).isEqualTo(here.state());
            assertThat(there.progress()).isEqualTo(here.progress());
            assertThat(there).hasToString(here.toString());
            assertThat((Object) there.await()).isEqualTo(here.await());
            assertThat((Object) there.toFuture().join()).isEqualTo(here.await());
        }
    }

    @Test
    void everyChangeOfNodesAndDevices() {
        assertThat(remote().peers()
                        .add(peer -> peer.name("node-5").address("127.0.0.5").zone("rack-1"))
                        .await())
                .isEqualTo(direct.peers().get("node-5"));
        Device device = remote().devices()
                .add(d -> d.node("node-5")
                        .path("/data/d2")
                        .limit(Capacity.ofGiB(7))
                        .label("media", "ssd"))
                .await();
        assertThat(device).isEqualTo(direct.devices().get("node-5", "/data/d2"));
        assertThat(remote().devices().disable("node-5", "/data/d2").await().state())
                .isEqualTo(DeviceState.DISABLED);
        assertThat(remote().devices().enable("node-5", "/data/d2").await().state())
                .isEqualTo(DeviceState.ENABLED);
        assertThat(remote().devices()
                        .edit("node-5", "/data/d2", edit -> edit.removeLabel("media"))
                        .await()
                        .labels())
                .isEmpty();
        assertThat(remote().devices().remove("node-5", "/data/d2").await()).isEqualTo(device.id());
        assertThat(remote().peers().remove("node-5").await().value()).isEqualTo("node-5");
        assertThat(direct.peers().find("node-5")).isEmpty();
    }

    @Test
    void everyChangeOfVolumes() {
        Volume made = remote().volumes()
                .create(v -> v.name("v1").capacity(Capacity.ofGiB(1)).idempotencyKey("k1"))
                .await();
        assertThat(made).isEqualTo(direct.volumes().get("v1"));
        assertThat(remote().volumes()
                        .create(v -> v.name("v1").capacity(Capacity.ofGiB(1)).idempotencyKey("k1"))
                        .await()
                        .id())
                .isEqualTo(made.id());
        assertThat(remote().volume("v1").start().await().state()).isEqualTo(VolumeState.STARTED);
        assertThat(remote().volume("v1").start().await().state()).isEqualTo(VolumeState.STARTED);
        assertThat(remote().volume("v1")
                        .changeAccess(change -> change.allow("192.0.2.9"))
                        .await()
                        .accessList())
                .containsExactly("@nodes", "192.0.2.9");
        assertThat(remote().volume("v1")
                        .setOptions(Map.of("performance.cache-size", "32MB"))
                        .await()
                        .options())
                .containsEntry("performance.cache-size", "32MB");
        assertThat(remote().volume("v1")
                        .edit(edit -> edit.label("team", "b").metadata("x", "y"))
                        .await()
                        .labels())
                .isEqualTo(new TreeMap<>(Map.of("team", "b")));
        assertThat(remote().volume("v1").expandTo(Capacity.ofGiB(3)).await().capacity())
                .isEqualTo(Capacity.ofGiB(3));
        assertThat(remote().volume("v1").stop().await().state()).isEqualTo(VolumeState.STOPPED);
        assertThat(remote().volume("v1").delete().await()).isEqualTo(VolumeName.of("v1"));
        assertThat(remote().volume("v1")
                        .delete(d -> d.ifExists().idempotencyKey("k2"))
                        .await())
                .isEqualTo(VolumeName.of("v1"));
        assertThat(direct.volumes().find("v1")).isEmpty();
    }

    @Test
    void plansAreAppliedWholeOrUnchanged() {
        BrickLayout layout =
                remote().layouts().plan(v -> v.capacity(Capacity.ofGiB(2)).profile("quiet"));
        Volume made = remote().volumes().create("planned", layout).await();
        assertThat(made.bricks())
                .extracting(brick -> brick.node().value())
                .containsExactlyElementsOf(layout.bricks().stream()
                        .map(brick -> brick.node().value())
                        .toList());
        assertThat(made.profiles()).containsExactly("quiet");
        BrickLayout named = layout.toBuilder()
                .request(layout.request().toBuilder().name("again").build())
                .build();
        assertThatThrownBy(() -> remote().volumes().createIfUnchanged(named))
                .isInstanceOfSatisfying(
                        GcsException.class, stale -> assertThat(stale.code()).isEqualTo(ErrorCode.STALE_PLAN));
    }

    @Test
    void everyChangeOfOptionGroups() {
        assertThat(remote().optionGroups()
                        .create(group -> group.name("g1").description("d").option("performance.io-cache", "off"))
                        .await())
                .isEqualTo(direct.optionGroups().get("g1"));
        assertThat(remote().optionGroups().delete("g1").await().value()).isEqualTo("g1");
        assertThat(direct.optionGroups().find("g1")).isEmpty();
    }

    @Test
    void aKeyForEveryChange() {
        Gcs keyed = remote().withIdempotencyKey("stop-1");
        Operation<Volume> first = keyed.volume("orders").stop();
        first.await();
        remote().volume("orders").start().await();
        assertThat(keyed.volume("orders").stop().id()).isEqualTo(first.id());
        assertThat(direct.volumes().get("orders").state()).isEqualTo(VolumeState.STARTED);
        assertThatThrownBy(() -> keyed.volume("orders").start()).isInstanceOf(IdempotencyConflictException.class);
        assertThatThrownBy(() ->
                        keyed.volume("orders").edit(edit -> edit.label("a", "b").idempotencyKey("other")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("other");
        assertThatThrownBy(() -> remote().withIdempotencyKey("")).isInstanceOf(InvalidRequestException.class);
        assertThat(keyed.volumes().list()).isEqualTo(direct.volumes().list());
    }

    @Test
    void changesWithoutAKeyGetOneOfTheirOwn() {
        OperationId id = remote().volume("orders").stop().id();
        assertThat(direct.operations().list())
                .filteredOn(info -> info.id().equals(id))
                .singleElement()
                .satisfies(info -> assertThat(info.idempotencyKey()).isPresent());
    }

    @Test
    void everyRefusalIsTheSame() {
        direct.volumes()
                .create(v -> v.name("other").capacity(Capacity.ofGiB(1)).idempotencyKey("used"))
                .await();
        List<Consumer<Gcs>> refused = List.of(
                gcs -> gcs.peers().add(peer -> peer.name("node-1").address("127.0.0.9")),
                gcs -> gcs.peers().get("node-9"),
                gcs -> gcs.peers().remove("node-9"),
                gcs -> gcs.peers().remove("node-1"),
                gcs -> gcs.devices().add(d -> d.node("node-9").path("/data/d1")),
                gcs -> gcs.devices().add(d -> d.node("node-1").path("/data/d1")),
                gcs -> gcs.devices().remove("node-1", "/data/d1"),
                gcs -> gcs.devices().remove("node-1", "/data/d7"),
                gcs -> gcs.devices().get("node-1", "/data/d7"),
                gcs -> gcs.devices().drainPlan("node-1", "/data/d7"),
                gcs -> gcs.volumes().get("nothing"),
                gcs -> gcs.volumes().create(v -> v.name("orders").capacity(Capacity.ofGiB(1))),
                gcs -> gcs.volumes().create(v -> v.name("big").capacity(Capacity.ofTiB(9))),
                gcs -> gcs.volumes()
                        .create(v -> v.name("x").capacity(Capacity.ofGiB(2)).idempotencyKey("used")),
                gcs -> gcs.volumes()
                        .create(v -> v.name("x").capacity(Capacity.ofGiB(2)).option("no.such", "1")),
                gcs -> gcs.volumes()
                        .create(v -> v.name("x").capacity(Capacity.ofGiB(2)).redundancy(Redundancy.thinArbiter())),
                gcs -> gcs.volume("nothing").start(),
                gcs -> gcs.volume("nothing").stop(),
                gcs -> gcs.volume("nothing").delete(),
                gcs -> gcs.volume("nothing").options(),
                gcs -> gcs.volume("nothing").heal(),
                gcs -> gcs.volume("nothing").access(),
                gcs -> gcs.volume("nothing").edit(edit -> edit.label("a", "b")),
                gcs -> gcs.volume("orders").delete(),
                gcs -> gcs.volume("orders").setOptions(Map.of("performance.cache-size", "many", "no.such", "1")),
                gcs -> gcs.volume("orders").setOptions(Map.of("auth.allow", "*")),
                gcs -> gcs.volume("orders").changeAccess(change -> change.deny("198.51.100.1")),
                gcs -> gcs.layouts().plan(v -> v.capacity(Capacity.ofTiB(9))),
                gcs -> gcs.layouts().assuming(h -> h.withoutNodes("node-9")).plan(v -> v.capacity(Capacity.ofGiB(1))),
                gcs -> gcs.options().get("no.such"),
                gcs -> gcs.optionGroups().get("loud"),
                gcs -> gcs.optionGroups().delete("loud"),
                gcs -> gcs.optionGroups().delete(Profile.CONTAINER),
                gcs -> gcs.operations().get(OperationId.of(new UUID(0, 7))),
                gcs -> gcs.operations().get(gcs.operations().list().get(0).id()).cancel());
        for (int i = 0; i < refused.size(); i++) {
            Consumer<Gcs> call = refused.get(i);
            GcsException here = catchThrowableOfType(GcsException.class, () -> call.accept(direct));
            GcsException there = catchThrowableOfType(GcsException.class, () -> call.accept(remote()));
            assertThat(here).as("number " + i).isNotNull();
            assertThat(there).as("number " + i + ": " + here).isNotNull().hasSameClassAs(here);
            assertThat(there.httpStatus()).as(here.getMessage()).isPresent();
            assertThat(withoutCarriage(there)).isEqualTo(withoutCarriage(here));
        }
    }

    /** All but what the way of coming here adds. */
    private static ErrorDetail withoutCarriage(GcsException failure) {
        ErrorDetail detail = failure.detail();
        ErrorDetail.Builder plain = ErrorDetail.builder(detail.code())
                .message(detail.message())
                .problems(detail.problems())
                .attempts(detail.attempts())
                .retryable(detail.retryable());
        detail.operation().ifPresent(plain::operation);
        detail.resource().ifPresent(plain::resource);
        detail.node().ifPresent(plain::node);
        detail.lastState().ifPresent(plain::lastState);
        detail.waited().ifPresent(plain::waited);
        detail.refusal().ifPresent(plain::refusal);
        return plain.build();
    }

    @Test
    void anOperationThatFailedFailsTheSame() {
        direct.machine("node-2").programMissing("mkfs.xfs", true);
        Operation<Volume> there = remote().volumes().create(v -> v.name("v1").capacity(Capacity.ofGiB(3)));
        GcsException failure = catchThrowableOfType(GcsException.class, there::await);
        GcsException same = catchThrowableOfType(
                GcsException.class, () -> direct.operations().get(there.id()).await());
        assertThat(failure).hasSameClassAs(same);
        assertThat(withoutCarriage(failure)).isEqualTo(withoutCarriage(same));
        assertThat(there.state()).isEqualTo(OperationState.FAILED);
        assertThat(there.toFuture()).failsWithin(Duration.ofSeconds(30));
    }

    @Test
    void anOperationThatAnotherTookThePlaceOf_endsTheSame() {
        for (int i = 0; i < 200; i++) { // the stop is not done before the delete comes
            direct.machine("node-1")
                    .failNext(
                            HostCall.SendSignal.class::isInstance,
                            new HostException(HostException.Kind.FAILED, "simulated: no signal gets there"));
        }
        Operation<Volume> stop = remote().volume("orders").stop();
        remote().volume("orders").delete(d -> d.stopFirst()).await();
        Throwable there = catchThrowable(stop::await);
        Throwable here = catchThrowable(() -> direct.operations().get(stop.id()).await());
        assertThat(there).isInstanceOf(OperationSupersededException.class).hasSameClassAs(here);
        assertThat(stop.state()).isEqualTo(direct.operations().get(stop.id()).state());
        assertThat(stop.state().terminal()).isTrue();
    }

    @Test
    void eventsAreToldAsTheyHappen_untilTheEnd() throws Exception {
        BlockingQueue<ClusterEvent> told = new LinkedBlockingQueue<>();
        CompletableFuture<String> ended = new CompletableFuture<>();
        EventSubscription subscription = remote().events()
                .subscribe(q -> q.types(EventType.VOLUME_STOPPED), new EventListener() {
                    @Override
                    public void onEvent(ClusterEvent event) {
                        told.add(event);
                    }

                    @Override
                    public void onGap(EventGap gap) {
                        ended.complete("gap");
                    }

                    @Override
                    public void onClosed(@Nullable Throwable cause) {
                        ended.complete(String.valueOf(cause));
                    }
                });
        remote().volume("orders").stop().await();
        assertThat(told.poll(30, TimeUnit.SECONDS)).isNotNull();
        remote().close();
        assertThat(ended.get(30, TimeUnit.SECONDS)).isEqualTo("null");
        assertThat(subscription.closed()).isTrue();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().equals("gcs-remote-events"));
    }

    @Test
    void aCancelledOperationSaysSo() throws Exception {
        Operation<Volume> there = remote().volumes().create(v -> v.name("v1").capacity(Capacity.ofGiB(3)));
        try {
            there.cancel();
        } catch (GcsException ended) {
            assertThat(ended.code()).isEqualTo(ErrorCode.WRONG_STATE);
            assertThat(there.await().name()).isEqualTo(VolumeName.of("v1"));
            return;
        }
        assertThatThrownBy(there::await)
                .isInstanceOfSatisfying(
                        GcsException.class, end -> assertThat(end.code()).isEqualTo(ErrorCode.CANCELLED));
        assertThatThrownBy(() -> there.toFuture().get(30, TimeUnit.SECONDS)).hasCauseInstanceOf(GcsException.class);
    }

    @Test
    void afterClosing_everythingSaysSo_andTheClusterGoesOn() {
        Operation<Volume> operation = remote().volume("orders").stop();
        remote().close();
        remote().close();
        assertThatThrownBy(() -> remote().volumes().list()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(remote()::ping).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(operation::state).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(operation::await).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(operation::toFuture).isInstanceOf(IllegalStateException.class);
        assertThat(direct.operations().get(operation.id()).await()).isNotNull();
    }
}
