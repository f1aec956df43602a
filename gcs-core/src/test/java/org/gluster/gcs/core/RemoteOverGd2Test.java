/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ForkJoinPool;
import java.util.function.Consumer;
import org.gluster.gcs.AlreadyExistsException;
import org.gluster.gcs.Capability;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ConflictException;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.IdempotencyConflictException;
import org.gluster.gcs.InUseException;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.NotSupportedException;
import org.gluster.gcs.OperationNotFoundException;
import org.gluster.gcs.OutcomeUnknownException;
import org.gluster.gcs.UnreachableException;
import org.gluster.gcs.VolumeNotFoundException;
import org.gluster.gcs.WrongStateException;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.cluster.DeviceState;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.core.FakeGd2.Mishap;
import org.gluster.gcs.core.wire.gd2.VolumeInfo;
import org.gluster.gcs.event.ClusterEvent;
import org.gluster.gcs.event.EventGap;
import org.gluster.gcs.event.EventListener;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.volume.BrickState;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.SpreadBy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.VolumeState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The facade over a plain GlusterD2 and the ways in which that fails its clients. */
@Timeout(60)
class RemoteOverGd2Test {
    private final FakePace pace = new FakePace();
    private final FakeGd2 gd2 = new FakeGd2();
    private final Gcs gcs =
            RemoteGcs.over(gd2, Duration.ofMinutes(2), Duration.ofSeconds(20), ForkJoinPool.commonPool(), pace);

    @AfterEach
    void close() {
        gcs.close();
    }

    private static Consumer<VolumeRequest.Builder> request() {
        return v -> v.name("v1")
                .capacity(Capacity.ofGiB(1))
                .label("team", "shop")
                .metadata("owner", "Ada")
                .start(true)
                .idempotencyKey("claim-1");
    }

    private Operation<Volume> create() {
        return gcs.volumes().create(request());
    }

    // Create

    @Test
    void create_keepsWhatGlusterD2HasNoPlaceFor_inTheMetadata() {
        Volume made = create().await();
        assertThat(made.state()).isEqualTo(VolumeState.STARTED);
        assertThat(made.capacity()).isEqualTo(Capacity.ofGiB(1));
        assertThat(made.redundancy()).isEqualTo(Redundancy.replicated(3));
        assertThat(made.labels()).containsExactly(Map.entry("team", "shop"));
        assertThat(made.metadata()).containsExactly(Map.entry("owner", "Ada"));
        assertThat(made.accessList()).containsExactly("*");
        assertThat(made.createdAt()).isEqualTo(new FakePace().now());
        assertThat(made.bricks())
                .extracting(brick -> brick.node().value())
                .containsExactly("node-1", "node-2", "node-3");
        assertThat(made.bricks())
                .extracting(brick -> brick.state())
                .containsExactly(BrickState.ONLINE, BrickState.ONLINE, BrickState.OFFLINE);
        assertThat(made.mountSpec().source()).isEqualTo("10.0.0.1:/v1");
        assertThat(gd2.changes())
                .containsExactly("POST /v1/volumes", "POST /v1/volumes/v1/edit", "POST /v1/volumes/v1/start");
    }

    @Test
    void create_withTheSameKeyAndRequest_isTheSameVolume() {
        Volume made = create().await();
        Volume again = create().await();
        assertThat(again.id()).isEqualTo(made.id());
        gcs.volume("v1").stop().await();
        assertThat(create().await().state()).isEqualTo(VolumeState.STOPPED); // it is not started behind its user's back
        assertThat(gd2.changes()).containsOnlyOnce("POST /v1/volumes");
    }

    @Test
    void create_withTheSameKeyAndAnotherRequest_isAConflict() {
        create().await();
        assertThatThrownBy(() -> gcs.volumes().create(request().andThen(v -> v.capacity(Capacity.ofGiB(2)))))
                .isInstanceOf(IdempotencyConflictException.class)
                .hasMessageContaining("claim-1");
        assertThatThrownBy(() -> gcs.volumes().create(request().andThen(v -> v.idempotencyKey("other"))))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("v1");
        assertThatThrownBy(() -> gcs.volumes().create(v -> v.name("v1").capacity(Capacity.ofGiB(1))))
                .isInstanceOf(AlreadyExistsException.class);
        assertThat(gd2.changes())
                .filteredOn(change -> change.equals("POST /v1/volumes"))
                .hasSize(2);
    }

    @Test
    void create_whenGlusterD2IsFull_saysThatTheNameIsTaken_ifItIs() {
        gcs.volumes().create(v -> v.name("v1").capacity(Capacity.ofGiB(1))).await();
        gd2.full(true);
        assertThatThrownBy(() -> gcs.volumes().create(v -> v.name("v1").capacity(Capacity.ofGiB(1))))
                .isInstanceOf(AlreadyExistsException.class);
        assertThatThrownBy(() -> gcs.volumes().create(v -> v.name("v2").capacity(Capacity.ofGiB(1))))
                .isInstanceOf(NoFitException.class)
                .hasMessageContaining("no space available");
    }

    @Test
    void create_whenItsTransactionWasEndedBeforeItRan_isAskedForOnceMore() {
        gd2.next(Mishap.ENDED_BEFORE_IT_RAN);
        assertThat(create().await().state()).isEqualTo(VolumeState.STARTED);
        assertThat(gd2.changes())
                .filteredOn(change -> change.equals("POST /v1/volumes"))
                .hasSize(2);

        gd2.next(Mishap.ENDED_BEFORE_IT_RAN, Mishap.ENDED_BEFORE_IT_RAN);
        assertThatThrownBy(() -> gcs.volumes().create(v -> v.name("v2").capacity(Capacity.ofGiB(1))))
                .hasMessageContaining("volume not found");
    }

    @Test
    void create_whenLocked_isAskedForAgain_andThenRefused() {
        gd2.next(Mishap.LOCKED, Mishap.LOCKED);
        assertThat(create().await().name()).isEqualTo(VolumeName.of("v1"));
        gd2.next(Mishap.LOCKED, Mishap.LOCKED, Mishap.LOCKED);
        assertThatThrownBy(() -> gcs.volumes().create(v -> v.name("v2").capacity(Capacity.ofGiB(1))))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void create_withoutAnAnswer_isNeverHandedOut_whileGlusterD2MayDeleteItAgain() {
        gd2.next(Mishap.ANSWER_LOST);
        Operation<Volume> operation = create();
        assertThat(operation.state()).isEqualTo(OperationState.RUNNING);
        assertThatThrownBy(operation::await).isInstanceOfSatisfying(OutcomeUnknownException.class, unknown -> {
            assertThat(unknown.getMessage())
                    .contains("the volume \"v1\" is there, created")
                    .contains("2026-01-02T03:19:05Z")
                    .contains("do not use it before then");
            assertThat(unknown.detail().lastState()).isPresent();
        });
        // Asking again with the key makes nothing new, and hands nothing out either.
        assertThatThrownBy(() -> create().await()).isInstanceOf(OutcomeUnknownException.class);
        assertThat(gd2.changes()).containsExactly("POST /v1/volumes");

        pace.advance(Gd2Create.CLEANED);
        assertThat(operation.await().state()).isEqualTo(VolumeState.STARTED);
        assertThat(operation.state()).isEqualTo(OperationState.SUCCEEDED);
        assertThat(create().await().id().toString())
                .isEqualTo(gd2.volume("v1").orElseThrow().id());
        assertThat(gd2.changes()).containsOnlyOnce("POST /v1/volumes");
    }

    @Test
    void create_whenTheDaemonDied_appears_andIsCleanedAway_andIsMadeAnew() {
        gd2.next(Mishap.DONE_LATER);
        Operation<Volume> operation = create();
        assertThatThrownBy(() -> operation.await(Duration.ofSeconds(10)))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("there is no volume \"v1\"");
        gd2.back();
        assertThatThrownBy(() -> create().await(Duration.ofSeconds(10)))
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("is there");
        gd2.clean("v1");
        pace.advance(Gd2Create.CLEANED);
        assertThatThrownBy(operation::await)
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("was not done; ask again");
        assertThat(operation.state()).isEqualTo(OperationState.FAILED);
        assertThat(create().await().state()).isEqualTo(VolumeState.STARTED);
    }

    @Test
    void create_withoutAnAnswer_whenSomebodyElseTookTheName_hasFailed() {
        gd2.next(Mishap.REQUEST_LOST);
        Operation<Volume> operation = create();
        gd2.put("v1", info -> info);
        assertThatThrownBy(operation::await)
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("somebody else");
    }

    @Test
    void create_whoseNoteGotLost_isHandedOutAllTheSame_toWhoeverWasAnswered() {
        gd2.next(Mishap.NONE, Mishap.REQUEST_LOST);
        assertThat(create().await().state()).isEqualTo(VolumeState.STARTED);
        Operation<Volume> again = create();
        assertThat(again.state()).isEqualTo(OperationState.RUNNING);
        pace.advance(Gd2Create.CLEANED);
        assertThat(again.await().state()).isEqualTo(VolumeState.STARTED);
    }

    @Test
    void create_ofWhatGlusterD2CannotMake_saysAllOfIt() {
        assertThatThrownBy(() -> gcs.volumes()
                        .create(v -> v.name("v1")
                                .capacity(Capacity.ofGiB(1))
                                .redundancy(Redundancy.replicated(5))
                                .minBrickSize(Capacity.ofGiB(1))
                                .smallBricks(SmallBricks.SMALL)
                                .placement(p -> p.limitToDevices("node-1:/data/d1")
                                        .requireLabel("a", "b")
                                        .spreadBy(SpreadBy.BRICK_COUNT)
                                        .shareNodes(true))
                                .allowClients("192.0.2.1")
                                .dataPathTls(tls -> {})))
                .isInstanceOfSatisfying(
                        NotSupportedException.class,
                        refused -> assertThat(refused.detail().problems())
                                .hasSize(9)
                                .anyMatch(problem -> problem.contains("ACCESS_LISTS")));
        for (Redundancy redundancy : List.of(Redundancy.dispersed(3, 2), Redundancy.thinArbiter())) {
            assertThatThrownBy(() -> gcs.volumes()
                            .create(v ->
                                    v.name("v1").capacity(Capacity.ofGiB(1)).redundancy(redundancy)))
                    .isInstanceOf(NotSupportedException.class);
        }
        assertThat(gd2.changes()).isEmpty();
    }

    // Wishes

    @Test
    void startAndStop_whatIsSoAlready_isDone() {
        gd2.put("v1", info -> info);
        assertThat(gcs.volume("v1").stop().await().state()).isEqualTo(VolumeState.CREATED);
        assertThat(gcs.volume("v1").start().await().state()).isEqualTo(VolumeState.STARTED);
        assertThat(gcs.volume("v1").start().await().state()).isEqualTo(VolumeState.STARTED);
        assertThat(gcs.volume("v1").stop().await().state()).isEqualTo(VolumeState.STOPPED);
        assertThat(gcs.volume("v1").stop().await().state()).isEqualTo(VolumeState.STOPPED);
        assertThatThrownBy(() -> gcs.volume("v2").start()).isInstanceOf(VolumeNotFoundException.class);
        assertThatThrownBy(() -> gcs.volume("v2").stop()).isInstanceOf(VolumeNotFoundException.class);
    }

    @Test
    void whateverBecomesOfOneAnswer_theWishIsFulfilled() {
        for (Mishap mishap : Mishap.values()) {
            if (mishap == Mishap.ENDED_BEFORE_IT_RAN) {
                continue; // of creates only
            }
            gd2.put("v1", info -> FakeGd2.with(info, "Created", Map.of()));
            gd2.next(mishap);
            Operation<Volume> start = gcs.volume("v1").start();
            assertThat(start.await().state()).as("start, %s", mishap).isEqualTo(VolumeState.STARTED);
            gd2.back();
            gd2.next(mishap);
            assertThat(gcs.volume("v1").stop().await().state())
                    .as("stop, %s", mishap)
                    .isEqualTo(VolumeState.STOPPED);
            gd2.back();
            gd2.next(mishap);
            Operation<Volume> edit =
                    gcs.volume("v1").edit(change -> change.label("a", "b").metadata("c", "d"));
            assertThat(edit.await().labels()).as("edit, %s", mishap).containsEntry("a", "b");
            gd2.back();
            gd2.next(mishap);
            assertThat(gcs.volume("v1").delete().await())
                    .as("delete, %s", mishap)
                    .isEqualTo(VolumeName.of("v1"));
            assertThat(gd2.volume("v1")).as("delete, %s", mishap).isEmpty();
            gd2.back();
        }
    }

    @Test
    void aDeleteThatIsAnsweredFalsely_isFoundOut() {
        gd2.put("v1", info -> info);
        gd2.next(Mishap.FALSE_ANSWER, Mishap.FALSE_ANSWER);
        Operation<VolumeName> delete = gcs.volume("v1").delete();
        assertThat(delete.state()).isEqualTo(OperationState.RUNNING);
        assertThat(delete.progress().doing()).contains("is there");
        delete.await();
        assertThat(gd2.volume("v1")).isEmpty();
        assertThat(gd2.changes()).hasSize(3);
    }

    @Test
    void aDeleteThatIsNeverDone_endsUnknown_andSaysWhatWasSeen() {
        gd2.put("v1", info -> info);
        for (int i = 0; i < 20; i++) {
            gd2.next(Mishap.REQUEST_LOST);
        }
        Operation<VolumeName> delete = gcs.volume("v1").delete();
        assertThatThrownBy(delete::await)
                .isInstanceOf(OutcomeUnknownException.class)
                .hasMessageContaining("the volume \"v1\" is there")
                .hasMessageContaining("120000 ms");
        assertThat(gd2.changes()).hasSize(Gd2Operation.MOST);
        assertThat(pace.passed()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void delete_isNotOfAnotherVolumeOfThatName() {
        gd2.put("v1", info -> info);
        gd2.next(Mishap.ANSWER_LOST);
        Operation<VolumeName> delete = gcs.volume("v1").delete();
        gd2.put("v1", info -> info);
        assertThat(delete.await()).isEqualTo(VolumeName.of("v1"));
        assertThat(gd2.volume("v1")).isPresent();
    }

    @Test
    void delete_asTheFacadeSays() {
        assertThatThrownBy(() -> gcs.volume("v1").delete()).isInstanceOf(VolumeNotFoundException.class);
        assertThat(gcs.volume("v1").delete(d -> d.ifExists()).await()).isEqualTo(VolumeName.of("v1"));
        gd2.put("v1", info -> FakeGd2.with(info, "Started", Map.of()));
        assertThatThrownBy(() -> gcs.volume("v1").delete()).isInstanceOf(WrongStateException.class);
        gcs.volume("v1").delete(d -> d.stopFirst()).await();
        assertThat(gd2.volume("v1")).isEmpty();
    }

    // Operations

    @Test
    void operationsAreThoseOfThisClient() {
        gd2.put("v1", info -> info);
        Operation<Volume> start = gcs.volume("v1").start();
        assertThat(gcs.operations().get(start.id())).isSameAs(start);
        assertThat(gcs.operations().list()).singleElement().satisfies(info -> {
            assertThat(info.kind()).isEqualTo(OperationKind.START_VOLUME);
            assertThat(info.state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(info.completedAt()).isPresent();
        });
        OperationId other = OperationId.parse("6a8d2c5e-7c11-4a0e-9a58-0d7a1f3f9b01");
        assertThat(gcs.operations().find(other)).isEmpty();
        assertThatThrownBy(() -> gcs.operations().get(other)).isInstanceOf(OperationNotFoundException.class);
        assertThatThrownBy(start::cancel).isInstanceOf(WrongStateException.class);
        gd2.next(Mishap.REQUEST_LOST);
        Operation<Volume> stop = gcs.volume("v1").stop();
        assertThatThrownBy(stop::cancel)
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("CANCELLATION");
        for (int i = 0; i < 1100; i++) {
            gcs.volume("v1").start();
        }
        assertThat(gcs.operations().list())
                .hasSize(1000)
                .extracting(OperationInfo::id)
                .contains(stop.id());
    }

    @Test
    void futuresAreFollowed() {
        gd2.put("v1", info -> info);
        gd2.next(Mishap.REQUEST_LOST);
        assertThat(gcs.volume("v1").start().toFuture().join().state()).isEqualTo(VolumeState.STARTED);
    }

    // Reading

    @Test
    void whatIsUnknownHere_breaksNothing() {
        gd2.put("v1", info -> FakeGd2.with(info, "Starting", Map.of("_brick-provision-type", "auto", "k", "v")));
        gd2.put("v2", info -> FakeGd2.with(info, "Hibernating", Map.of()));
        gd2.put("n".repeat(300), info -> info);
        assertThat(gcs.volumes().list())
                .extracting(volume -> volume.state())
                .containsExactly(VolumeState.STARTING, VolumeState.STOPPED);
        assertThat(gcs.volumes().get("v1").metadata()).containsExactly(Map.entry("k", "v"));
        assertThat(gcs.volumes().find("no such name!")).isEmpty();
        assertThatThrownBy(() -> gcs.volumes().get("v9"))
                .isInstanceOf(VolumeNotFoundException.class)
                .hasMessageContaining("v9");
    }

    @Test
    void devicesOfDirectories_whichGlusterD2HasTheWrongWayRound() {
        List<Device> devices = gcs.devices().list();
        assertThat(devices).extracting(device -> device.node().value()).containsExactly("node-1", "node-2");
        assertThat(devices.get(0).size()).isEqualTo(Capacity.ofBytes(400));
        assertThat(devices.get(0).free()).isEqualTo(Capacity.ofBytes(300));
        assertThat(devices.get(0).id()).isEqualTo(gcs.devices().list().get(0).id());
        assertThat(devices.get(1).free()).isEqualTo(Capacity.ZERO);
        assertThat(devices.get(1).state()).isEqualTo(DeviceState.DISABLED);
    }

    @Test
    void aVolumeMadeByOthers_isAsOldAsTheCalendar() {
        gd2.put("v1", info -> info);
        assertThat(gcs.volumes().get("v1").createdAt()).isEqualTo(Instant.EPOCH);
    }

    // Peers

    @Test
    void peersThatShareAName_goByTheirIds() {
        gd2.peers(FakeGd2.peer(1, "box", true), FakeGd2.peer(2, "box", true), FakeGd2.peer(3, "shelf", true));
        String first = new UUID(1, 1).toString();
        String second = new UUID(1, 2).toString();
        assertThat(gcs.peers().list())
                .extracting(peer -> peer.name().value())
                .containsExactlyInAnyOrder(first, second, "shelf");
        assertThat(gcs.peers().find("box")).isEmpty();
        assertThat(gcs.peers().get(second).address()).isEqualTo("10.0.0.2");
        assertThat(gcs.devices().list())
                .extracting(device -> device.node().value())
                .containsExactly(first, second);
    }

    @Test
    void aDeadPeer_isListedAsAnyOther_andCannotBeRemoved() {
        gd2.peers(FakeGd2.peer(1, "node-1", true), FakeGd2.peer(2, "node-2", false));
        assertThat(gcs.peers().list()).extracting(peer -> peer.name().value()).containsExactly("node-1", "node-2");
        gd2.refuse("DELETE /v1/peers/" + new UUID(1, 2), 500, "peer is not alive");
        assertThatThrownBy(() -> gcs.peers().remove("node-2"))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("peer is not alive");
    }

    // What GlusterD2 refuses

    @Test
    void aVolumeWithSnapshots_isInUse() {
        gd2.put("v1", info -> info);
        gd2.refuse("DELETE /v1/volumes/v1", 500, "cannot delete Volume v1 ,as it has 2 snapshots");
        assertThatThrownBy(() -> gcs.volume("v1").delete())
                .isInstanceOf(InUseException.class)
                .hasMessageContaining("2 snapshots");
        assertThat(gd2.volume("v1")).isPresent();
    }

    @Test
    void heal_whileAnotherChangeRuns_isAConflictToBeTriedAgain() {
        gd2.put("v1", info -> FakeGd2.with(info, "Started", Map.of()));
        gd2.refuse(
                "GET /v1/volumes/v1/heal-info",
                409,
                "could not obtain lock: another conflicting transaction may be in progress");
        assertThatThrownBy(() -> gcs.volume("v1").heal())
                .isInstanceOfSatisfying(
                        ConflictException.class,
                        conflict -> assertThat(conflict.retryable()).isTrue());
    }

    @Test
    void anEditThatRemovesAndGives_isTwoRequests() {
        gd2.put("v1", info -> FakeGd2.with(info, "Created", Map.of("old", "1")));
        Volume edited = gcs.volume("v1")
                .edit(edit -> edit.removeMetadata("old").metadata("new", "2"))
                .await();
        assertThat(edited.metadata()).containsExactly(Map.entry("new", "2"));
        assertThat(gd2.changes()).containsExactly("POST /v1/volumes/v1/edit", "POST /v1/volumes/v1/edit");
        gcs.volume("v1").edit(edit -> edit.metadata("new", "3")).await();
        assertThat(gd2.changes()).hasSize(3);
    }

    // What there is not

    @Test
    void whatGlusterD2Lacks_isRefusedByTheNameOfTheCapability() {
        gd2.put("v1", info -> info);
        Gcs keyed = gcs.withIdempotencyKey("k");
        BrickLayout planned = BrickLayout.builder()
                .request(VolumeRequest.of(request()))
                .bricks(List.of(PlannedBrick.builder()
                        .node(NodeName.of("node-1"))
                        .zone(Zone.of("rack-1"))
                        .device(DeviceId.of(new UUID(2, 1)))
                        .devicePath("/data/d1")
                        .size(Capacity.ofGiB(1))
                        .reserved(Capacity.ofGiB(1))
                        .build()))
                .usable(Capacity.ofGiB(1))
                .build();
        Map<Capability, List<Runnable>> lacking = Map.of(
                Capability.AUDIT,
                List.of(gcs::audit),
                Capability.PLANNING,
                List.of(
                        () -> gcs.layouts().plan(v -> v.capacity(Capacity.ofGiB(1))),
                        () -> gcs.layouts().largest(v -> {}),
                        () -> gcs.layouts()
                                .assuming(h -> h.withoutNodes("node-1"))
                                .howMany(v -> v.capacity(Capacity.ofGiB(1))),
                        () -> gcs.volumes().create(planned),
                        () -> gcs.volumes().createIfUnchanged(planned),
                        () -> gcs.devices().drainPlan("node-1", "/data/d1")),
                Capability.ACCESS_LISTS,
                List.of(
                        () -> gcs.volume("v1").access(),
                        () -> gcs.volume("v1").changeAccess(change -> change.allow("*"))),
                Capability.OPTIONS,
                List.of(
                        () -> gcs.options().list(),
                        () -> gcs.options().find("a.b"),
                        () -> gcs.options().get("a.b")),
                Capability.DEVICES,
                List.of(() -> gcs.devices().remove("node-1", "/data/d1")),
                Capability.EXPANSION,
                List.of(() -> gcs.volume("v1").expandTo(Capacity.ofGiB(9))),
                Capability.EVENTS,
                List.of(
                        () -> gcs.events().list(0),
                        () -> gcs.events().subscribe(query -> {}, new EventListener() {
                            @Override
                            public void onEvent(ClusterEvent event) {
                                throw new AssertionError(event);
                            }

                            @Override
                            public void onGap(EventGap gap) {
                                throw new AssertionError(gap);
                            }

                            @Override
                            public void onClosed(@Nullable Throwable cause) {
                                throw new AssertionError(cause);
                            }
                        })),
                Capability.IDEMPOTENCY_KEYS,
                List.of(
                        () -> keyed.peers().list(),
                        () -> keyed.peers().add(peer -> peer.name("n").address("10.0.0.9")),
                        () -> keyed.devices().enable("node-1", "/data/d1"),
                        () -> keyed.volumes().list(),
                        () -> keyed.volumes().create(request()),
                        () -> keyed.volume("v1").get(),
                        () -> keyed.volume("v1").start(),
                        () -> keyed.volume("v1").delete(),
                        () -> keyed.volume("v1").edit(edit -> edit.label("a", "b")),
                        () -> keyed.optionGroups().delete("quiet"),
                        () -> keyed.layouts().largest(v -> {}),
                        () -> keyed.operations().list(),
                        keyed::audit,
                        keyed::capabilities,
                        keyed::ping));
        lacking.forEach((capability, calls) -> {
            assertThat(gcs.capabilities()).doesNotContain(capability);
            for (Runnable call : calls) {
                assertThatThrownBy(call::run)
                        .isInstanceOf(NotSupportedException.class)
                        .hasMessageContaining(capability.name())
                        .hasMessageContaining("/gcs/v1");
            }
        });
        assertThatThrownBy(() -> gcs.devices().edit("node-1", "/data/d1", edit -> edit.label("a", "b")))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("labels of devices");
        assertThatThrownBy(() -> gcs.devices()
                        .add(d -> d.node("node-1")
                                .path("/data/d2")
                                .limit(Capacity.ofGiB(1))
                                .label("a", "b")
                                .policy(DevicePolicy.thin(2, 0.8))))
                .isInstanceOf(NotSupportedException.class)
                .hasMessageContaining("limits of devices, no policies of devices, no labels of devices");
        assertThatThrownBy(() -> gcs.volume("v1")
                        .changeOptions(change -> change.set("a.b", "1").reset("c.d")))
                .isInstanceOf(NotSupportedException.class);
        assertThat(gd2.changes()).isEmpty();
    }

    @Test
    void keysOfVolumesMadeByOthersAreNotTakenForOurs() {
        gd2.put("v1", info -> info);
        VolumeInfo before = gd2.volume("v1").orElseThrow();
        assertThatThrownBy(this::create)
                .isInstanceOfSatisfying(
                        GcsException.class, taken -> assertThat(taken.code()).isEqualTo(ErrorCode.ALREADY_EXISTS));
        assertThat(gd2.volume("v1")).contains(before);
    }
}
