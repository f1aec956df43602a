/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.OperationNotFoundException;
import org.gluster.gcs.core.RemoteGcs;
import org.gluster.gcs.engine.server.ApiHandlers;
import org.gluster.gcs.engine.server.Caller;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.Timeline;
import org.gluster.gcs.operation.Timeline.Kind;
import org.gluster.gcs.operation.Timeline.Span;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.junit.jupiter.api.Test;

/** Where the time of operations went, as simulated engines keep it. */
class SimulatedTimelineTest {

    @Test
    void aCreate_isToldWithEveryEffectOfEveryBrick_withinItsTime() {
        try (SimulatedGcs gcs = SimulatedGcs.create(3)) {
            Timeline timeline = timelineOf(gcs, create(gcs, "orders"));

            assertThat(timeline.ended()).isTrue();
            assertThat(timeline.dropped()).isZero();
            assertThat(timeline.took()).isPositive();
            assertThat(timeline.spans()).allSatisfy(span -> {
                assertThat(span.at()).isGreaterThanOrEqualTo(Duration.ZERO);
                assertThat(span.at().plus(span.took())).isLessThanOrEqualTo(timeline.took());
                assertThat(span.failure()).isEmpty();
            });
            for (int brick = 0; brick < 3; brick++) {
                String index = Integer.toString(brick);
                List<Span> ofBrick = timeline.spans().stream()
                        .filter(span -> span.brick().equals(index))
                        .toList();
                assertThat(ofBrick.stream().map(Span::node).distinct()).hasSize(1);
                assertThat(names(ofBrick, Kind.HOST))
                        .contains("cp", "fallocate", "losetup", "mount", "sync", "stat-file");
                assertThat(names(ofBrick, Kind.RESOURCE)).contains("loop", "mount", "attached");
                ofBrick.stream()
                        .filter(span -> span.kind() == Kind.RESOURCE)
                        .forEach(resource -> assertThat(calls(ofBrick, resource))
                                .as("calls for " + resource.resource())
                                .isNotEmpty()
                                .allSatisfy(call -> {
                                    assertThat(call.at()).isGreaterThanOrEqualTo(resource.at());
                                    assertThat(end(call)).isLessThanOrEqualTo(end(resource));
                                }));
            }
            assertThat(timeline.spans().get(0).name()).isEqualTo("commit");
            assertThat(timeline.spans().stream()
                            .filter(span -> span.name().equals("report"))
                            .map(Span::node))
                    .containsExactlyInAnyOrder("node-1", "node-2", "node-3");
        }
    }

    @Test
    void noSecretIsToldWithIt() {
        try (SimulatedGcs gcs = SimulatedGcs.create(3)) {
            Timeline timeline = timelineOf(gcs, create(gcs, "orders"));
            String record = gcs.stored("volume/orders").orElseThrow();
            String password = record.replaceFirst("(?s).*\"password\":\"([^\"]+)\".*", "$1");
            assertThat(password).isNotEqualTo(record).isNotEmpty();
            assertThat(timeline.toString()).doesNotContain(password);
        }
    }

    @Test
    void itIsTheSameOverTheWire_toTheMicrosecond() {
        try (SimulatedGcs gcs = SimulatedGcs.create(3);
                Gcs remote = RemoteGcs.over(new InProcessTransport(new ApiHandlers(gcs), Caller.Role.READ))) {
            Operation<?> operation = create(gcs, "orders");
            Timeline here = timelineOf(gcs, operation);
            Timeline there = remote.operations().timeline(operation.id());
            assertThat(there.operation()).isEqualTo(here.operation());
            assertThat(there.ended()).isTrue();
            assertThat(there.took()).isEqualTo(micros(here.took()));
            assertThat(there.spans())
                    .isEqualTo(here.spans().stream()
                            .map(span -> new Span(
                                    span.kind(),
                                    micros(span.at()),
                                    micros(span.took()),
                                    span.node(),
                                    span.brick(),
                                    span.resource(),
                                    span.name(),
                                    span.detail(),
                                    span.failure()))
                            .toList());
        }
    }

    @Test
    void bricksThatWaitForTheirTurn_areShownWaiting() {
        try (SimulatedGcs gcs = SimulatedGcs.create(1)) {
            Operation<Volume> wide = gcs.volumes()
                    .create(v -> v.name("wide")
                            .capacity(Capacity.ofGiB(24))
                            .redundancy(Redundancy.distributed())
                            .subvolumes(12));
            wide.await();
            assertThat(gcs.operations().timeline(wide.id()).spans())
                    .filteredOn(span -> span.kind() == Kind.WAIT && span.name().equals("turn"))
                    .filteredOn(span -> span.took().compareTo(Duration.ofMillis(1)) > 0)
                    .isNotEmpty();
        }
    }

    @Test
    void stopAndDeleteAreToldToo_andTheOldestAreForgotten() {
        try (SimulatedGcs gcs = SimulatedGcs.create(3)) {
            Operation<?> first = create(gcs, "orders");
            Operation<?> stop = gcs.volume("orders").stop();
            stop.await();
            assertThat(names(gcs.operations().timeline(stop.id()).spans(), Kind.HOST))
                    .contains("stat-file");
            Operation<?> delete = gcs.volume("orders").delete();
            delete.await();
            assertThat(names(gcs.operations().timeline(delete.id()).spans(), Kind.HOST))
                    .contains("umount", "losetup", "delete");
            assertThat(gcs.operations().timeline(first.id()).ended()).isTrue();
            for (int i = 0; i < 16; i++) {
                int number = i;
                gcs.volumes()
                        .create(v -> v.name("small-" + number).capacity(Capacity.ofGiB(1)))
                        .await();
            }
            assertThatThrownBy(() -> gcs.operations().timeline(first.id()))
                    .isInstanceOf(OperationNotFoundException.class)
                    .hasMessageContaining(first.id().toString());
        }
    }

    private static Operation<?> create(Gcs gcs, String name) {
        Operation<Volume> operation = gcs.volumes()
                .create(v -> v.name(name)
                        .capacity(Capacity.ofGiB(1))
                        .redundancy(Redundancy.replicated(3))
                        .start(true));
        operation.await();
        return operation;
    }

    private static Timeline timelineOf(Gcs gcs, Operation<?> operation) {
        return gcs.operations().timeline(operation.id());
    }

    private static SortedSet<String> names(List<Span> spans, Kind kind) {
        return spans.stream()
                .filter(span -> span.kind() == kind)
                .map(Span::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Span> calls(List<Span> spans, Span resource) {
        return spans.stream()
                .filter(span -> span.kind() == Kind.HOST && span.resource().equals(resource.resource()))
                .toList();
    }

    private static Duration end(Span span) {
        return span.at().plus(span.took());
    }

    private static Duration micros(Duration exact) {
        return Duration.ofNanos(exact.toNanos() / 1000 * 1000);
    }
}
