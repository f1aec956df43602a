/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.Capability;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.UnreachableException;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.Transport;
import org.gluster.gcs.engine.server.ApiHandlers;
import org.gluster.gcs.engine.server.Caller;
import org.gluster.gcs.engine.server.HttpCall;
import org.gluster.gcs.engine.server.HttpReply;
import org.gluster.gcs.event.ClusterEvent;
import org.gluster.gcs.event.EventGap;
import org.gluster.gcs.event.EventListener;
import org.gluster.gcs.event.EventPage;
import org.gluster.gcs.event.EventSubscription;
import org.gluster.gcs.event.EventType;
import org.gluster.gcs.volume.Volume;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events, as a platform follows them: of an engine in its own JVM, and of one that answers over {@code /gcs/v1}. */
class SimulatedEventsTest {
    private static final Duration LONG_AGO = Duration.ofMinutes(12);

    private final SimulatedGcs gcs = SimulatedGcs.create(3);

    @AfterEach
    void restsWithTheContractHeld() {
        assertThat(gcs.violations()).isEmpty();
        gcs.close();
    }

    private Volume create(String name, boolean started) {
        return gcs.volumes()
                .create(v -> v.name(name).capacity(Capacity.ofGiB(1)).start(started))
                .await();
    }

    /** The other side of the wire, without the wire. */
    private final class Loopback implements Transport {
        private final ApiHandlers handlers = new ApiHandlers(gcs);

        @Override
        public RestReply exchange(RestCall call) {
            int query = call.target().indexOf('?');
            HttpReply reply = handlers.handle(new HttpCall(
                    call.method(),
                    call.target(),
                    new TreeMap<>(call.headers()),
                    call.json() == null ? "" : call.json(),
                    new Caller("(test)", Caller.Role.ADMIN, "request-" + query)));
            return new RestReply(reply.status(), new TreeMap<>(reply.headers()), reply.body());
        }

        @Override
        public void close() {}
    }

    private Gcs side(String which) {
        return which.equals("remote") ? RemoteGcs.over(new Loopback()) : gcs;
    }

    private static List<String> names(EventPage page) {
        return page.events().stream().map(ClusterEvent::name).toList();
    }

    private long now() {
        return gcs.events().list(0).last();
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "remote"})
    void whatIsDoneToVolumesIsTold_inOrder_andOnce(String which) {
        Gcs side = side(which);
        assertThat(side.capabilities()).contains(Capability.EVENTS);
        long before = now();
        Volume volume = create("orders", true);
        gcs.volume("orders").setOptions(Map.of("performance.io-cache", "off")).await();
        gcs.volume("orders").changeAccess(access -> access.allow("192.0.2.7")).await();
        gcs.volume("orders").edit(edit -> edit.label("team", "a")).await();
        gcs.volume("orders").edit(edit -> edit.label("team", "a")).await(); // which changes nothing
        gcs.volume("orders").stop().await();
        gcs.volume("orders").setOptions(Map.of("performance.io-cache", "on")).await();
        gcs.volume("orders").start().await();
        gcs.volume("orders").delete(delete -> delete.stopFirst()).await();

        EventPage page = side.events().list(before);

        assertThat(names(page))
                .containsExactly(
                        "volume.created",
                        "volume.started",
                        "volume.options-changed",
                        "volume.access-changed",
                        "volume.edited",
                        "volume.stopped",
                        "volume.options-changed",
                        "volume.started",
                        "volume.deleted");
        assertThat(page.gap()).isEmpty();
        assertThat(page.events()).extracting(ClusterEvent::id).isSorted().doesNotHaveDuplicates();
        assertThat(page.last())
                .isEqualTo(page.events().get(page.events().size() - 1).id());
        assertThat(page.events())
                .allSatisfy(event -> assertThat(event.data())
                        .containsEntry("volume.name", "orders")
                        .containsEntry("volume.id", volume.id().toString())
                        .containsKey("operation.id"));
        assertThat(page.events().get(0).type()).isEqualTo(EventType.VOLUME_CREATED);

        EventPage two = side.events()
                .list(query -> query.since(before).limit(2).types(EventType.VOLUME_STARTED, EventType.VOLUME_DELETED));
        assertThat(names(two)).containsExactly("volume.started", "volume.started");
        assertThat(names(side.events()
                        .list(query ->
                                query.since(two.last()).types(EventType.VOLUME_STARTED, EventType.VOLUME_DELETED))))
                .containsExactly("volume.deleted");
        assertThatThrownBy(() -> side.events().list(query -> query.limit(0)))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void peersAndDevicesAreTold() {
        assertThat(names(gcs.events().list(0)))
                .containsExactly(
                        "peer.added", "device.added", "peer.added", "device.added", "peer.added", "device.added");
        ClusterEvent peer = gcs.events().list(0).events().get(0);
        assertThat(peer.node().orElseThrow().value()).isEqualTo("node-1");
        assertThat(peer.data())
                .containsEntry("peer.id", gcs.peers().get("node-1").id().toString());
        long before = now();
        gcs.devices().disable("node-3", "/data/d1").await();
        gcs.devices().enable("node-3", "/data/d1").await();
        gcs.devices().remove("node-3", "/data/d1").await();
        gcs.peers().remove("node-3").await();
        EventPage page = gcs.events().list(before);
        assertThat(names(page)).containsExactly("device.changed", "device.changed", "device.removed", "peer.removed");
        assertThat(page.events().get(0).data())
                .containsEntry("device.state", "DISABLED")
                .containsEntry("device.path", "/data/d1");
    }

    @Test
    void whatFailsTellsNothing() {
        long before = now();
        for (int i = 0; i < 20; i++) {
            gcs.machine("node-2")
                    .failNext(
                            call -> call instanceof HostCall.StartDaemon,
                            new HostException(HostException.Kind.FAILED, "simulated"));
        }
        assertThatThrownBy(() -> create("orders", true)).isInstanceOf(GcsException.class);
        assertThat(gcs.events().list(before).events()).isEmpty();
        gcs.machine("node-2").failNoMore();
    }

    @Test
    void bricksThatDieAndComeBackAreTold_byTheirNode() {
        create("orders", true);
        long before = now();
        gcs.killDaemons("node-2");
        gcs.advance(Duration.ofSeconds(30));
        EventPage page = gcs.events().list(before);
        assertThat(names(page)).containsExactly("brick.disconnected", "brick.connected");
        assertThat(page.events()).allSatisfy(event -> {
            assertThat(event.node().orElseThrow().value()).isEqualTo("node-2");
            assertThat(event.data()).containsEntry("volume.name", "orders").containsKeys("brick.id", "brick.path");
        });
    }

    @Test
    void devicesThatFallIllAreTold() {
        gcs.machine("node-1").addDisk(Path.of("/disk"), "xfs", Capacity.ofGiB(4).bytes());
        gcs.devices().add(device -> device.node("node-1").path("/disk")).await();
        gcs.advance(Duration.ofSeconds(7));
        long before = now();
        gcs.machine("node-1").takeAway(Path.of("/disk"));
        gcs.advance(Duration.ofSeconds(7));
        gcs.machine("node-1").bringBack(Path.of("/disk"));
        gcs.advance(Duration.ofSeconds(7));
        EventPage page = gcs.events().list(before);
        assertThat(page.events())
                .extracting(event -> event.data().get("device.state"))
                .containsExactly("MISSING", "ENABLED");
        assertThat(page.events().get(0).data().get("reason")).contains("/disk");
    }

    @Test
    void idsGoOnRisingAfterARestart_andNothingIsForgotten() {
        long before = now();
        create("a", false);
        gcs.restart();
        create("b", false);
        EventPage page = gcs.events().list(before);
        assertThat(page.events())
                .extracting(event -> event.data().get("volume.name"))
                .containsExactly("a", "b");
        assertThat(page.events()).extracting(ClusterEvent::id).isSorted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "remote"})
    void whoAsksTooLate_isToldOfTheGap(String which) {
        Gcs side = side(which);
        long first = side.events().list(0).events().get(0).id();
        create("a", false);
        gcs.advance(LONG_AGO);
        create("b", false);

        EventPage page = side.events().list(first);
        assertThat(names(page)).containsExactly("volume.created");
        EventGap gap = page.gap().orElseThrow();
        assertThat(gap.after()).isEqualTo(first);
        assertThat(gap.upTo()).isBetween(first + 1, page.events().get(0).id() - 1);
        assertThat(side.events().list(gap.upTo()).gap()).isEmpty();
        assertThat(side.events().list(page.last() + 1000).gap()).isPresent(); // an id of another cluster
        gcs.restart();
        assertThat(gcs.events().list(first).gap()).isPresent();
    }

    @Test
    void eventsThatNobodyWrites_costNothing() {
        gcs.advance(LONG_AGO);
        int writes = gcs.storeWrites();
        gcs.advance(LONG_AGO);
        assertThat(gcs.storeWrites()).isEqualTo(writes);
        assertThat(gcs.events().list(0).events()).isEmpty();
    }

    /** Remembers what it hears, in words. */
    private static final class Heard implements EventListener {
        final BlockingQueue<String> words = new LinkedBlockingQueue<>();

        @Override
        public void onEvent(ClusterEvent event) {
            words.add(event.name());
        }

        @Override
        public void onGap(EventGap gap) {
            words.add("gap");
        }

        @Override
        public void onClosed(@Nullable Throwable cause) {
            words.add("closed " + (cause == null ? "" : cause.getClass().getSimpleName()));
        }

        List<String> next(int count) throws InterruptedException {
            List<String> next = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                String word = words.poll(30, TimeUnit.SECONDS);
                next.add(word == null ? "nothing" : word);
            }
            return next;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "remote"})
    void aSubscriptionTellsWhatHappensFromNowOn_untilItIsClosed(String which) throws InterruptedException {
        Gcs side = side(which);
        Heard heard = new Heard();
        EventSubscription subscription = side.events().subscribe(query -> {}, heard);
        create("orders", true);
        gcs.volume("orders").stop().await();
        assertThat(heard.next(3)).containsExactly("volume.created", "volume.started", "volume.stopped");

        subscription.close();
        subscription.close();
        assertThat(heard.next(1)).containsExactly("closed ");
        gcs.volume("orders").start().await();
        assertThat(subscription.closed()).isTrue();
        assertThat(heard.words).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "remote"})
    void aSubscriptionGoesOnFromWhatWasSeen_tellsOfAGap_andOfWantedTypesOnly(String which) throws InterruptedException {
        Gcs side = side(which);
        long seen = side.events().list(0).events().get(0).id();
        gcs.advance(LONG_AGO);
        Heard heard = new Heard();
        try (EventSubscription subscription =
                side.events().subscribe(query -> query.since(seen).types(EventType.VOLUME_CREATED), heard)) {
            create("orders", true);
            create("bills", true);
            assertThat(heard.next(3)).containsExactly("gap", "volume.created", "volume.created");
            assertThat(subscription.closed()).isFalse();
        }
        assertThat(heard.next(1)).containsExactly("closed ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"embedded", "remote"})
    void aListenerThatThrows_isToldNothingMore(String which) throws InterruptedException {
        Gcs side = side(which);
        Heard heard = new Heard();
        EventListener throwing = new EventListener() {
            @Override
            public void onEvent(ClusterEvent event) {
                heard.onEvent(event);
                throw new IllegalArgumentException("no more");
            }

            @Override
            public void onGap(EventGap gap) {
                heard.onGap(gap);
            }

            @Override
            public void onClosed(@Nullable Throwable cause) {
                heard.onClosed(cause);
            }
        };
        EventSubscription subscription = side.events().subscribe(query -> {}, throwing);
        create("orders", true);
        assertThat(heard.next(2)).containsExactly("volume.created", "closed IllegalArgumentException");
        assertThat(subscription.closed()).isTrue();
    }

    @Test
    void anEngineThatEnds_endsItsSubscriptions() throws InterruptedException {
        Heard heard = new Heard();
        gcs.events().subscribe(query -> {}, heard);
        gcs.stopEngine();
        assertThat(heard.next(1)).containsExactly("closed " + UnreachableException.class.getSimpleName());
        gcs.restart();
    }

    @Test
    void aClientThatIsClosed_endsItsSubscriptions() throws InterruptedException {
        Gcs remote = side("remote");
        Heard heard = new Heard();
        remote.events().subscribe(query -> {}, heard);
        remote.close();
        assertThat(heard.next(1)).containsExactly("closed ");
    }
}
