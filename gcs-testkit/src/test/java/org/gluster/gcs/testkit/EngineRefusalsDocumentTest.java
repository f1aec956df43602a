/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.WrongStateException;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.engine.catalogue.Words;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.NewNode;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.VolumeRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The engine's sections of {@code docs/refusals.md} are what the engine says over modelled machines, word for word, and the
 * page's contents are its headings. What the page says under "On a real machine" is compared with nothing here: it takes a
 * machine.
 */
class EngineRefusalsDocumentTest {
    private static final Duration A_LOOK = Duration.ofSeconds(7);
    private static final Duration A_PROBE = Duration.ofSeconds(70);
    private static final Path DISK = Path.of("/disk");
    private static final String PATH = "/disk";

    private final SimulatedGcs gcs = SimulatedGcs.create(3);

    @AfterEach
    void close() {
        gcs.close();
    }

    private static RefusalsPage page(String section) {
        return new RefusalsPage(section, EngineRefusalsDocumentTest.class);
    }

    private Operation<?> create(String name, Consumer<VolumeRequest.Builder> filler) {
        return gcs.volumes().create(v -> {
            v.name(name);
            filler.accept(v);
        });
    }

    private void made(String name) {
        create(name, v -> v.capacity(Capacity.ofGiB(1))).await();
    }

    private FakeMachine machine() {
        return gcs.machine("node-1");
    }

    private void write(String path, String text) {
        machine().apply(new HostCall.WriteFile(Path.of(path), text, "rw-------"));
    }

    /** A peer that is being removed, and cannot go while its disk returns errors. */
    private void leaving(String name) {
        gcs.peers().add(p -> p.name(name).address("127.0.0.9")).await();
        gcs.machine(name).ioErrors(Path.of("/"), true);
        gcs.peers().remove(name);
    }

    @Test
    void peers() {
        RefusalsPage page = page("peers");
        page.example("No such peer", () -> gcs.peers().get("node-9"));
        page.example(
                "The name is taken", () -> gcs.peers().add(p -> p.name("node-1").address("10.1.2.3")));
        page.example(
                "The address is taken",
                () -> gcs.peers().add(p -> p.name("node-9").address("127.0.0.1")));
        page.example("The peer has devices", () -> gcs.peers().remove("node-1"));
        machine().makeDirectories(Path.of("/bricks"));
        create("orders", v -> v.redundancy(Redundancy.distributed()).brick("node-1", "/bricks/1"))
                .await();
        gcs.devices().remove("node-1", "/data/d1").await();
        page.example(
                "The peer has a brick in a given directory", () -> gcs.peers().remove("node-1"));
        leaving("node-9");
        page.example("The peer is changing", () -> gcs.peers().remove("node-9"));
        page.compare();
    }

    @Test
    void devices() {
        RefusalsPage page = page("devices");
        page.example("No such device", () -> gcs.devices().get("node-1", "/data/d9"));
        page.example(
                "No such peer", () -> gcs.devices().add(d -> d.node("node-9").path("/data/d1")));
        page.example(
                "The device is there already",
                () -> gcs.devices().add(d -> d.node("node-1").path("/data/d1")));
        machine().makeDirectories(Path.of("/bricks"));
        create("ledgers", v -> v.redundancy(Redundancy.distributed()).brick("node-1", "/bricks/1"))
                .await();
        page.example(
                "A brick is in the directory",
                () -> gcs.devices().add(d -> d.node("node-1").path("/bricks")));
        made("orders");
        made("bills");
        page.example("Bricks are on the device", () -> gcs.devices().remove("node-1", "/data/d1"));
        adding(page);
        gcs.devices().add(d -> d.node("node-1").path(PATH)).await();
        machine().ioErrors(DISK, true);
        gcs.devices().remove("node-1", PATH);
        page.example("The device is changing", () -> gcs.devices().remove("node-1", PATH));
        leaving("node-9");
        page.example(
                "Its peer is not ready",
                () -> gcs.devices().add(d -> d.node("node-9").path("/data/d1")));
        page.compare();
    }

    /** The directory cannot be a device, which the node finds when it is asked to make it one. */
    private void adding(RefusalsPage page) {
        add(page, "The directory is not there", "/nowhere");
        write("/file", "x");
        add(page, "It is no directory", "/file");
        machine().makeDirectories(Path.of("/photos/2026"));
        add(page, "It holds files", "/photos");
        machine().makeDirectories(Path.of("/images/bricks"));
        write("/images/bricks/1.img", "x");
        add(page, "It holds images of nobody", "/images");
        machine().makeDirectories(Path.of("/other"));
        write("/other/.gcs-device", "{\"schema\":1,\"cluster\":\"shop\",\"node\":\"node-7\",\"device\":\"9\"}\n");
        add(page, "It belongs to another cluster", "/other");
        machine().makeDirectories(Path.of("/newer"));
        write("/newer/.gcs-device", "{\"schema\":99,\"cluster\":\"c\",\"node\":\"n\",\"device\":\"d\"}\n");
        add(page, "It was marked by a newer release", "/newer");
        machine().addDisk(Path.of("/tmpfs"), "tmpfs", 1L << 30);
        add(page, "Its file system takes no brick images", "/tmpfs");
        machine().addDisk(DISK, "xfs", 10L << 30);
        machine().readOnly(DISK, true);
        add(page, "Its file system is read-only", PATH);
        machine().readOnly(DISK, false);
        page.example(
                "It has less room than it is to give",
                () -> gcs.devices()
                        .add(d -> d.node("node-1").path(PATH).limit(Capacity.ofTiB(1)))
                        .await());
    }

    private void add(RefusalsPage page, String title, String path) {
        page.example(
                title, () -> gcs.devices().add(d -> d.node("node-1").path(path)).await());
    }

    @Test
    void illDevices() {
        RefusalsPage page = page("ill-devices");
        machine().addDisk(DISK, "xfs", 10L << 30);
        machine().addDisk(Path.of("/thin"), "xfs", 10L << 30);
        gcs.devices().add(d -> d.node("node-1").path(PATH)).await();
        gcs.devices()
                .add(d -> d.node("node-1").path("/thin").policy(DevicePolicy.thin(2, 0.8)))
                .await();
        List<String> lines = new ArrayList<>();
        ill(lines, PATH, m -> m.takeAway(DISK), m -> m.bringBack(DISK));
        ill(
                lines,
                PATH,
                m -> {
                    m.takeAway(DISK);
                    write(
                            "/disk/.gcs-device",
                            "{\"schema\":1,\"cluster\":\"shop\",\"node\":\"node-7\",\"device\":\"9\"}\n");
                },
                m -> {
                    m.apply(new HostCall.Delete(DISK.resolve(".gcs-device")));
                    m.bringBack(DISK);
                });
        ill(lines, PATH, m -> m.readOnly(DISK, true), m -> m.readOnly(DISK, false));
        ill(lines, PATH, m -> m.ioErrors(DISK, true), m -> m.ioErrors(DISK, false));
        ill(lines, PATH, m -> m.resize(DISK, 6L << 30), m -> m.resize(DISK, 10L << 30));
        ill(lines, PATH, m -> m.fill(DISK, 5L << 30), m -> m.fill(DISK, 0));
        ill(lines, PATH, m -> m.fill(DISK, free(m, DISK) - (10L << 20)), m -> m.fill(DISK, 0));
        Path thin = Path.of("/thin");
        ill(lines, "/thin", m -> m.fill(thin, 83L * (1L << 30) / 10), m -> m.fill(thin, 0));
        ill(lines, "/thin", m -> m.fill(thin, free(m, thin) - (10L << 20)), m -> m.fill(thin, 0));
        write(lines, HostException.Kind.IO_ERROR, "Input/output error");
        write(lines, HostException.Kind.READ_ONLY, "Read-only file system");
        write(lines, HostException.Kind.NO_SPACE, "No space left on device");
        write(lines, HostException.Kind.MISSING, "No such file or directory");
        page.shown(
                "Why a device is as it is",
                "`device list` and `Device.reason()` say it; one that is not enabled gets no new brick until it is well again.",
                lines);
        gcs.machine("node-2").readOnly(Path.of("/data/d1"), true);
        gcs.advance(A_LOOK);
        page.example(
                "A volume for which it would be needed",
                () -> gcs.layouts().plan(v -> v.capacity(Capacity.ofGiB(20)).subvolumes(1)));
        page.compare();
    }

    private static long free(FakeMachine machine, Path disk) {
        return machine.apply(new HostCall.FileSystemOf(disk)).orElseThrow().availableBytes();
    }

    private void ill(List<String> lines, String path, Consumer<FakeMachine> ill, Consumer<FakeMachine> well) {
        ill.accept(machine());
        gcs.advance(A_LOOK);
        var device = gcs.devices().get("node-1", path);
        assertThat(device.reason()).isNotEmpty();
        lines.add(Words.of(device.state().name()) + ": " + device.reason());
        well.accept(machine());
        gcs.advance(A_LOOK);
        assertThat(gcs.devices().get("node-1", path).reason()).isEmpty();
    }

    /** Small writes that are tried now and then fail. */
    private void write(List<String> lines, HostException.Kind kind, String why) {
        for (int i = 0; i < 40; i++) {
            machine()
                    .failNext(
                            call -> call instanceof HostCall.WriteFile write
                                    && write.path().equals(Path.of("/disk/templates/.probe")),
                            new HostException(kind, "WriteFile of /disk/templates/.probe failed: " + why));
        }
        gcs.advance(A_PROBE);
        var device = gcs.devices().get("node-1", PATH);
        assertThat(device.reason()).contains(why);
        lines.add(Words.of(device.state().name()) + ": " + device.reason());
        gcs.advance(Duration.ofMinutes(5));
        assertThat(gcs.devices().get("node-1", PATH).reason()).isEmpty();
    }

    @Test
    void volumes() {
        RefusalsPage page = page("volumes");
        page.example("No such volume", () -> gcs.volume("orders").start());
        made("orders");
        page.example("The name is taken", () -> made("orders"));
        page.example(
                "Several volumes together, of which some cannot be made",
                () -> gcs.volumes()
                        .createAll(all -> all.volume(v -> v.name("bills").capacity(Capacity.ofGiB(1)))
                                .volume(v -> v.name("orders").capacity(Capacity.ofGiB(1)))
                                .volume(v -> v.name("photos").capacity(Capacity.ofTiB(500)))));
        limited(page);
        gcs.volume("orders").start().await();
        page.example("The volume is started", () -> gcs.volume("orders").delete());
        made("bills");
        machine().ioErrors(Path.of("/data/d1"), true);
        gcs.volume("orders").stop();
        page.examples(
                "Something is under way with the volume",
                () -> gcs.volume("orders").start(),
                () -> gcs.volume("orders").setOptions(java.util.Map.of("performance.cache-size", "64MB")),
                () -> gcs.volume("orders").changeAccess(c -> c.allow("10.1.*")));
        gcs.volume("bills").delete();
        page.example("The name is still taken, by a volume that is being deleted", () -> made("bills"));
        page.example("There is nothing to edit", () -> gcs.volume("bills").edit(e -> e.label("team", "a")));
        page.compare();
    }

    /** The machine of node-1 allows one brick, then as many as before. */
    private void limited(RefusalsPage page) {
        machine().makeDirectories(Path.of("/proc/sys/kernel"));
        write("/proc/sys/kernel/pid_max", "1023");
        gcs.advance(java.time.Duration.ofSeconds(90));
        page.example("A limit of a node's machine is in the way", () -> made("bills"));
        write("/proc/sys/kernel/pid_max", "32768");
        gcs.advance(java.time.Duration.ofSeconds(90));
    }

    @Test
    void layouts() {
        RefusalsPage page = page("layouts");
        BrickLayout plan = gcs.layouts().plan(v -> v.capacity(Capacity.ofGiB(60)));
        BrickLayout other = gcs.layouts().plan(v -> v.capacity(Capacity.ofGiB(59)));
        gcs.volumes().create("orders", plan).await();
        page.example("The room is taken since", () -> gcs.volumes().create("bills", other));
        gcs.volume("orders").delete().await();
        gcs.devices().disable("node-1", "/data/d1").await();
        page.example("A device is disabled since", () -> gcs.volumes().create("bills", other));
        gcs.devices().remove("node-1", "/data/d1").await();
        page.example("A device is gone since", () -> gcs.volumes().create("bills", other));
        page.example(
                "No such node to leave out",
                () -> gcs.layouts().assuming(h -> h.withoutNodes("node-9")).plan(v -> v.capacity(Capacity.ofGiB(1))));
        page.example(
                "A node that is there already to add",
                () -> gcs.layouts()
                        .assuming(h -> h.withNode(NewNode.parse("node-2,rack-1,1TiB")))
                        .plan(v -> v.capacity(Capacity.ofGiB(1))));
        page.compare();
    }

    @Test
    void keysAndOperations() {
        RefusalsPage page = page("operations");
        create("orders", v -> v.capacity(Capacity.ofGiB(1)).idempotencyKey("pvc-1"))
                .await();
        page.example(
                "The idempotency key belongs to another request",
                () -> create("orders", v -> v.capacity(Capacity.ofGiB(2)).idempotencyKey("pvc-1")));
        page.example(
                "No such operation",
                () -> gcs.operations().get(OperationId.parse("6a8d2c5e-7c11-4a0e-9a58-0d7a1f3f9b01")));
        Operation<?> started = gcs.volume("orders").start();
        started.await();
        page.example("An operation that has ended", started::cancel);
        machine().ioErrors(Path.of("/data/d1"), true);
        Operation<?> stop = gcs.volume("orders").stop();
        page.example("An operation that only goes forward", stop::cancel);
        gcs.advance(Duration.ofMinutes(2)); // until the node said why
        page.example("An operation that is waited for too long", () -> stop.await(Duration.ofMillis(20)));
        machine().ioErrors(Path.of("/data/d1"), false);
        stop.await();
        gcs.advance(A_LOOK); // until the device is known to be well
        gcs.machine("node-2").ioErrors(Path.of("/data/d1"), true);
        Operation<?> create = cancelled();
        gcs.machine("node-2").ioErrors(Path.of("/data/d1"), false);
        page.example("An operation that was cancelled", create::await);
        gcs.advance(A_LOOK);
        Operation<?> made = create("bills", v -> v.capacity(Capacity.ofGiB(1)));
        made.await();
        gcs.volume("bills").delete().await();
        page.example("What an operation made is gone since", made::await);
        page.compare();
    }

    /** An operation that was cancelled in time: a device that answers nothing but errors may be faster. */
    private Operation<?> cancelled() {
        for (int tries = 1; ; tries++) {
            List<Operation<?>> begun = new ArrayList<>();
            try {
                begun.add(create("bills", v -> v.capacity(Capacity.ofGiB(1))));
                begun.get(0).cancel();
                return begun.get(0);
            } catch (WrongStateException | NoFitException tooLate) { // or its device was seen to be ill before
                if (tries == 20) {
                    throw tooLate;
                }
                gcs.machine("node-2").ioErrors(Path.of("/data/d1"), false);
                begun.forEach(create -> assertThatThrownBy(create::await).isInstanceOf(GcsException.class));
                gcs.advance(A_LOOK);
                gcs.machine("node-2").ioErrors(Path.of("/data/d1"), true);
            }
        }
    }

    @Test
    void givenBricks() {
        RefusalsPage page = page("given");
        machine().makeDirectories(Path.of("/bricks"));
        given(
                page,
                "A thin arbiter",
                v -> v.redundancy(Redundancy.thinArbiter())
                        .brick("node-1", "/bricks/1")
                        .brick("node-2", "/bricks/1"));
        one(page, "No such peer", "node-9", "/bricks/1");
        one(page, "It is in a device", "node-1", "/data/d1/brick");
        one(page, "It holds the node's own directory", "node-1", "/gcs");
        create("orders", v -> v.redundancy(Redundancy.distributed()).brick("node-1", "/bricks/1"))
                .await();
        one(page, "It is in a brick", "node-1", "/bricks/1/below");
        given(
                page,
                "It is in a brick of the same request",
                v -> v.redundancy(Redundancy.distributed())
                        .brick("node-2", "/bricks/2")
                        .brick("node-2", "/bricks/2/below"));
        one(page, "Its parent is not there", "node-1", "/nowhere/1");
        write("/bricks/file", "x");
        one(page, "It is no directory", "node-1", "/bricks/file");
        machine().makeDirectories(Path.of("/bricks/photos/2026"));
        one(page, "It holds files", "node-1", "/bricks/photos");
        machine().addDisk(DISK, "xfs", 10L << 30);
        one(page, "A file system is mounted there", "node-1", PATH);
        machine().makeDirectories(Path.of("/bricks/old/below"));
        machine()
                .apply(new HostCall.SetAttribute(
                        Path.of("/bricks/old"), "trusted.glusterfs.volume-id", "0x6a8d2c5e7c114a0e9a580d7a1f3f9b01"));
        one(page, "It is a brick already", "node-1", "/bricks/old");
        one(page, "It is in a brick of somebody else", "node-1", "/bricks/old/below");
        machine().addDisk(Path.of("/ramfs"), "ramfs", 1L << 30);
        one(page, "Its file system keeps no extended attributes", "node-1", "/ramfs/1");
        leaving("node-9");
        one(page, "Its peer is not ready", "node-9", "/bricks/1");
        page.compare();
    }

    private void one(RefusalsPage page, String title, String node, String path) {
        given(page, title, v -> v.redundancy(Redundancy.distributed()).brick(node, path));
    }

    private void given(RefusalsPage page, String title, Consumer<VolumeRequest.Builder> filler) {
        page.example(title, () -> create("bills", filler).await());
    }

    @Test
    void accessListsAndTlsFiles() {
        RefusalsPage page = page("access");
        made("orders");
        page.example("The client is not on the list", () -> gcs.volume("orders").changeAccess(c -> c.deny("10.1.2.3")));
        page.example("The list would be empty", () -> gcs.volume("orders").changeAccess(c -> c.deny("@nodes")));
        page.example(
                "TLS files are missing",
                () -> create("bills", EngineRefusalsDocumentTest::withTls).await());
        machine().makeDirectories(Path.of("/etc/ssl"));
        for (String file : List.of("glusterfs.pem", "glusterfs.key", "glusterfs.ca")) {
            machine().apply(new HostCall.WriteFile(Path.of("/etc/ssl/" + file), "nothing\n", "rw-r--r--"));
        }
        page.example(
                "TLS files hold something else",
                () -> create("bills", EngineRefusalsDocumentTest::withTls).await());
        page.compare();
    }

    private static void withTls(VolumeRequest.Builder volume) {
        volume.capacity(Capacity.ofGiB(1))
                .redundancy(Redundancy.distributed())
                .placement(p -> p.limitToNodes("node-1"))
                .dataPathTls(t -> {});
    }

    /** A fault that is met on the way: when the node saw it before, the planner refuses, and it is tried again. */
    private ThrowingCallable onTheWay(Consumer<Boolean> fault, ThrowingCallable call) {
        return () -> {
            for (int tries = 1; ; tries++) {
                fault.accept(true);
                try {
                    call.call();
                    return;
                } catch (NoFitException seenBefore) {
                    if (tries == 20) {
                        throw seenBefore;
                    }
                } finally {
                    fault.accept(false);
                }
                gcs.advance(A_LOOK);
            }
        };
    }

    @Test
    void failures() {
        RefusalsPage page = page("failures");
        Path device = Path.of("/data/d1");
        page.example("The disk is full", onTheWay(full -> machine().diskFull(device, full), () -> made("orders")));
        page.example(
                "A program is not installed",
                onTheWay(missing -> machine().programMissing("mkfs.xfs", missing), () -> made("orders")));
        page.example(
                "GlusterFS is not installed",
                onTheWay(
                        missing -> machine().programMissing("glusterfsd", missing),
                        () -> create(
                                        "orders",
                                        v -> v.capacity(Capacity.ofGiB(1)).start(true))
                                .await()));
        page.example(
                "The disk turned read-only", onTheWay(gone -> machine().readOnly(device, gone), () -> made("orders")));
        page.compare();
    }

    @Test
    void contents() {
        String page = RefusalsPage.read();
        List<String> headings = page.lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .map(title -> "- [" + title + "](#"
                        + title.toLowerCase(java.util.Locale.ROOT)
                                .replaceAll("[^a-z0-9 -]", "")
                                .replace(' ', '-')
                        + ")")
                .toList();
        RefusalsPage contents = page("contents");
        contents.lines(headings);
        contents.compare();
    }
}
