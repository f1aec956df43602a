/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.cluster.DeviceEdit;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.cluster.DeviceRequest;
import org.gluster.gcs.cluster.PeerRequest;
import org.gluster.gcs.layout.Hypothesis;
import org.gluster.gcs.layout.NewNode;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.option.OptionGroupRequest;
import org.gluster.gcs.volume.AccessChange;
import org.gluster.gcs.volume.CreateAllRequest;
import org.gluster.gcs.volume.DeleteAllRequest;
import org.gluster.gcs.volume.OptionChange;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.VolumeEdit;
import org.gluster.gcs.volume.VolumeRequest;
import org.junit.jupiter.api.Test;

/** What requests refuse before any cluster is asked: the section of {@code docs/refusals.md} is what they say. */
class RequestRefusalsDocumentTest {
    private final RefusalsPage page = new RefusalsPage("requests", RequestRefusalsDocumentTest.class);

    private static ThrowingCallable volume(Consumer<VolumeRequest.Builder> filler) {
        return () -> VolumeRequest.of(v -> {
            v.name("orders").capacity(Capacity.ofGiB(20));
            filler.accept(v);
        });
    }

    private static ThrowingCallable given(Consumer<VolumeRequest.Builder> filler) {
        return () -> VolumeRequest.of(v -> {
            v.name("orders");
            filler.accept(v);
        });
    }

    private static ThrowingCallable access(Consumer<AccessChange.Builder> filler) {
        return () -> AccessChange.of(filler);
    }

    private static ThrowingCallable edit(Consumer<VolumeEdit.Builder> filler) {
        return () -> VolumeEdit.of(filler);
    }

    private static ThrowingCallable device(Consumer<DeviceRequest.Builder> filler) {
        return () -> DeviceRequest.of(d -> {
            d.node("node-1").path("/data/d1");
            filler.accept(d);
        });
    }

    @Test
    void theDocumentSaysWhatRequestsSay() {
        page.example(
                "Several problems at once",
                () -> VolumeRequest.of(v -> v.name("orders/2026")
                        .capacity(Capacity.ZERO)
                        .subvolumes(0)
                        .label("-team", "a")
                        .allowClients("10.1.2.300")
                        .option("cache", "")));
        names();
        sizes();
        labels();
        page.examples(
                "The form of options",
                volume(v -> v.option("cache size", "1GB")),
                volume(v -> v.option("performance.cache-size", " ")),
                () -> OptionChange.of(c -> c.set("eager-lock", "off").reset("eager-lock")),
                () -> OptionChange.of(c -> c.profile("virt").withoutProfile("virt")),
                () -> OptionChange.of(c -> {}),
                () -> OptionGroupRequest.of(g -> g.name("ledgers")),
                () -> OptionGroupRequest.of(
                        g -> g.name("ledgers").option("eager-lock", "off").description("x".repeat(1025))));
        page.examples(
                "Placement that contradicts itself",
                volume(v -> v.zones(z -> z.limitTo("rack-1").exclude("rack-1"))),
                volume(v -> v.placement(p -> p.limitToNodes("node-1").excludeNodes("node-1"))),
                volume(v -> v.placement(p -> p.limitToDevices("node-1:/data/d1").excludeDevices("node-1:/data/d1"))));
        page.examples(
                "Peers and devices",
                () -> PeerRequest.of(p -> p.name("node-1")),
                () -> PeerRequest.of(p -> p.name("node-1").address("10.1.2.3:24007")),
                device(d -> d.path("data/d1")),
                device(d -> d.limit(Capacity.ZERO)),
                () -> DevicePolicy.parse("thick"),
                () -> DevicePolicy.thin(0.5, 0.9),
                () -> DevicePolicy.thin(2, 1.5),
                () -> DeviceEdit.of(e -> e.label("media", "ssd").removeLabel("media")),
                () -> DeviceEdit.of(e -> {}));
        givenBricks();
        access();
        page.examples(
                "The form of TLS files and names",
                volume(v -> v.dataPathTls(t -> t.certificate("node.pem"))),
                volume(v -> v.dataPathTls(t -> t.certificate("/etc/ssl/all.pem").authorities("/etc/ssl/all.pem"))),
                volume(v -> v.dataPathTls(t -> t.allowSubjects("node 1"))),
                volume(v -> v.dataPathTls(t -> t.allowSubjects(
                        IntStream.range(0, 5000).mapToObj(i -> "node-" + i).toArray(String[]::new)))),
                volume(v -> v.option("client.ssl", "on").dataPathTls(t -> {})));
        page.examples(
                "Several volumes together",
                () -> CreateAllRequest.of(all -> {}),
                () -> CreateAllRequest.of(
                        all -> all.volume(v -> v.name("orders").capacity(Capacity.ofGiB(1)))
                                .volume(v -> v.name("bills"))
                                .volume(v -> v.name("orders").capacity(Capacity.ofGiB(1)))),
                () -> DeleteAllRequest.of(all -> all.volumes("orders", "orders/2026")));
        page.examples(
                "What if",
                () -> NewNode.parse("node-9"),
                () -> NewNode.parse("node-9,rack-3,4TB"),
                () -> Hypothesis.of(h ->
                        h.withNode(NewNode.parse("node-9,rack-3,4TiB")).withNode(NewNode.parse("node-9,rack-3,4TiB"))));
        page.compare();
    }

    private void names() {
        page.examples(
                "Names",
                () -> VolumeRequest.of(v -> v.capacity(Capacity.ofGiB(20))),
                volume(v -> v.name("orders 2026")),
                () -> PeerRequest.of(p -> p.name("node_1!").address("10.1.2.3")),
                () -> PeerRequest.of(p -> p.name("node-1").address("10.1.2.3").zone("rack 1")),
                () -> OptionGroupRequest.of(g -> g.name("Ledgers!").option("eager-lock", "off")),
                volume(v -> v.placement(p -> p.limitToDevices("d1"))),
                () -> IdempotencyKey.of(""),
                () -> OperationId.parse("17"));
    }

    private void sizes() {
        page.examples(
                "Sizes",
                () -> Capacity.parse("20GB"),
                () -> Capacity.parse("8EiB"),
                () -> Capacity.ofGiB(-1),
                () -> Capacity.ofGiB(1).minus(Capacity.ofGiB(2)),
                () -> VolumeRequest.of(v -> v.name("orders")),
                volume(v -> v.capacity(Capacity.ZERO)),
                volume(v -> v.subvolumes(1001)),
                volume(v -> v.maxBrickSize(Capacity.ZERO)),
                volume(v -> v.minBrickSize(Capacity.ofGiB(2)).maxBrickSize(Capacity.ofGiB(1))),
                volume(v -> v.averageFileSize(Capacity.ZERO)));
        page.examples(
                "Redundancy",
                () -> Redundancy.parse("raid5"),
                () -> Redundancy.replicated(1),
                () -> Redundancy.dispersed(32),
                () -> Redundancy.dispersed(17, 1),
                () -> Redundancy.dispersed(4, 4));
    }

    private void labels() {
        page.examples(
                "Labels and metadata",
                volume(v -> v.label("team!", "a")),
                volume(v -> v.label("team", "a\nb")),
                volume(v -> IntStream.range(0, 20).forEach(i -> v.label("label-" + i, "x".repeat(250)))),
                volume(v -> v.metadata("", "a")),
                volume(v -> v.metadata("_owner", "a")),
                volume(v -> v.metadata("owner", "a\0b")),
                volume(v -> v.metadata("owner", "x".repeat(16_384))),
                edit(e -> e.label("team", "a").removeLabel("team")),
                edit(e -> e.metadata("owner", "a").removeMetadata("owner")),
                edit(e -> {}));
    }

    private void givenBricks() {
        page.examples(
                "Bricks that are given",
                volume(v -> v.redundancy(Redundancy.distributed()).brick("node-1", "/bricks/1")),
                given(v -> v.redundancy(Redundancy.distributed())
                        .maxBrickSize(Capacity.ofGiB(1))
                        .brick("node-1", "/bricks/1")),
                given(v -> v.brick("node-1", "/bricks/1").brick("node-2", "/bricks/1")),
                given(v -> v.redundancy(Redundancy.distributed()).subvolumes(2).brick("node-1", "/bricks/1")),
                given(v -> v.redundancy(Redundancy.replicated(2))
                        .placement(p -> p.shareNodes(true))
                        .brick("node-1", "/bricks/1")
                        .brick("node-1", "/bricks/1")),
                given(v -> v.redundancy(Redundancy.replicated(2))
                        .brick("node-1", "/bricks/1")
                        .brick("node-1", "/bricks/2")),
                given(v -> v.redundancy(Redundancy.distributed()).brick("node-1", "bricks/1")),
                given(v -> v.redundancy(Redundancy.distributed()).brick("node 1", "/bricks/1")));
    }

    private void access() {
        page.examples(
                "Clients that an access list cannot have",
                volume(v -> v.allowClients("10.1.2.300")),
                volume(v -> v.allowClients("10.1.2.3/0")),
                volume(v -> v.allowClients("10.1.2.3/24")),
                volume(v -> v.allowClients("10.1.2.3*")),
                volume(v -> v.allowClients("*.example.org")),
                volume(v -> v.allowClients("client 1")),
                volume(v -> v.allowClients("fe80::1/64")),
                volume(v -> v.allowClients(IntStream.range(0, 100)
                        .mapToObj(i -> "10." + i + ".0.0/17")
                        .toArray(String[]::new))));
        page.examples(
                "Changes of an access list",
                access(c -> {}),
                access(c -> c.allow("10.1.2.3").deny("10.1.2.3")),
                access(c -> c.replace().allow("10.1.2.3").deny("10.1.2.4")));
    }
}
