/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gluster.gcs.AlreadyExistsException;
import org.gluster.gcs.Capability;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.cluster.Device;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Peer;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.PlannedBrick;
import org.gluster.gcs.operation.BulkOutcome;
import org.gluster.gcs.operation.BulkResult;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.option.OptionGroup;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickRole;
import org.gluster.gcs.volume.CreateAllRequest;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeName;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What every {@link Gcs} does alike, whichever way it is reached: one statement a test, over a cluster of three nodes with one
 * device each. Where one way differs on purpose, {@link #differences} says so and why; a difference that is none any more fails.
 */
public abstract class GcsBehaviourKit {
    private static final Capacity SMALL = Capacity.ofMiB(400);
    private static final Capacity HUGE = Capacity.ofBytes(1L << 50);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String NAMES = "kit-";

    private final SortedMap<String, Body> statements = new TreeMap<>();
    private int number;

    /** What a statement does; it fails as a test does. */
    @FunctionalInterface
    private interface Body {
        void run(Gcs gcs) throws Exception;
    }

    /**
     * A statement that does not hold.
     *
     * @param statement its text
     * @param instead what is thrown instead, or nothing when it is only otherwise
     * @param reason why that is so
     */
    public record Difference(String statement, Optional<ErrorCode> instead, String reason) {
        /** A statement that ends in {@link org.gluster.gcs.NotSupportedException}. */
        public static Difference lacking(String statement, String reason) {
            return new Difference(statement, Optional.of(ErrorCode.NOT_SUPPORTED), reason);
        }

        /** A statement that does not hold in some other way. */
        public static Difference otherwise(String statement, String reason) {
            return new Difference(statement, Optional.empty(), reason);
        }
    }

    /** The cluster, with three nodes, one device on each, and no volume whose name begins with {@code kit-}. */
    protected abstract Gcs gcs();

    /** What does not hold, and why. */
    protected List<Difference> differences() {
        return List.of();
    }

    /** An option of replicated volumes, and two values. */
    protected Map.Entry<String, List<String>> option() {
        return Map.entry("cluster.heal-timeout", List.of("500", "600"));
    }

    /** A value that this option cannot have. */
    protected String impossibleValue() {
        return "soon";
    }

    /** The tests: every statement, each with a clean cluster. */
    @TestFactory
    Stream<DynamicTest> behaves() {
        clusterStatements();
        volumeStatements();
        lifecycleStatements();
        planStatements();
        optionStatements();
        groupStatements();
        editStatements();
        operationStatements();
        keyStatements();
        bulkStatements();
        SortedMap<String, Difference> differences = new TreeMap<>();
        differences().forEach(difference -> differences.put(difference.statement(), difference));
        assertThat(statements.keySet()).as("differences are of statements").containsAll(differences.keySet());
        return statements.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.getKey(),
                        () -> run(each.getValue(), Optional.ofNullable(differences.get(each.getKey())))));
    }

    private void run(Body body, Optional<Difference> difference) throws Exception {
        try {
            if (difference.isEmpty()) {
                body.run(gcs());
                return;
            }
            Throwable thrown = catchThrowable(() -> body.run(gcs()));
            String listed = "listed as a difference since " + difference.get().reason();
            assertThat(thrown).as(listed + ", but it holds").isNotNull();
            difference
                    .get()
                    .instead()
                    .ifPresent(code -> assertThat(thrown)
                            .as(listed)
                            .isInstanceOfSatisfying(
                                    GcsException.class,
                                    failure -> assertThat(failure.code()).isEqualTo(code)));
        } finally {
            clean();
        }
    }

    private void clean() {
        Gcs gcs = gcs();
        for (Volume volume : gcs.volumes().list()) {
            if (volume.name().value().startsWith(NAMES)) {
                gcs.volume(volume.name().value())
                        .delete(delete -> delete.stopFirst().ifExists())
                        .await(LONG);
            }
        }
        for (OptionGroup group : gcs.optionGroups().list()) {
            if (group.name().value().startsWith(NAMES)) {
                gcs.optionGroups().delete(group.name().value()).await(LONG);
            }
        }
        for (Device device : gcs.devices().list()) {
            if (!device.enabled()) {
                gcs.devices().enable(device.node().value(), device.path()).await(LONG);
            }
        }
    }

    private void states(String statement, Body body) {
        assertThat(statements.put(statement, body))
                .as("two statements of one text")
                .isNull();
    }

    private String name() {
        return NAMES + ++number;
    }

    private static String key() {
        return UUID.randomUUID().toString();
    }

    private static VolumeRequest threeCopies(String name) {
        return VolumeRequest.of(volume -> volume.name(name).capacity(SMALL).redundancy(Redundancy.replicated(3)));
    }

    private Volume created(Gcs gcs) {
        return gcs.volumes().create(threeCopies(name())).await(LONG);
    }

    private static void refused(ErrorCode code, String resource, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(GcsException.class, failure -> {
            assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
            assertThat(failure.getMessage()).contains(resource);
        });
    }

    // --- nodes and devices
    // -------------------------------------------------------------------------------------------------

    private void clusterStatements() {
        states("answers a ping", Gcs::ping);
        states("lists its nodes by name", gcs -> {
            List<NodeName> names = gcs.peers().list().stream().map(Peer::name).toList();
            assertThat(names).hasSize(3).isSorted();
        });
        states("finds a node by its name", gcs -> {
            Peer first = gcs.peers().list().get(0);
            assertThat(gcs.peers().get(first.name().value()).address()).isEqualTo(first.address());
            assertThat(gcs.peers().find(first.name().value())).isPresent();
        });
        states("finds no node of an unknown name", gcs -> {
            assertThat(gcs.peers().find("nobody")).isEmpty();
            refused(ErrorCode.PEER_NOT_FOUND, "nobody", () -> gcs.peers().get("nobody"));
        });
        states("refuses to add a node twice", gcs -> {
            Peer first = gcs.peers().list().get(0);
            refused(
                    ErrorCode.ALREADY_EXISTS,
                    first.name().value(),
                    () -> gcs.peers()
                            .add(peer -> peer.name(first.name().value()).address(first.address()))
                            .await(LONG));
        });
        states(
                "refuses to remove an unknown node",
                gcs -> refused(
                        ErrorCode.PEER_NOT_FOUND,
                        "nobody",
                        () -> gcs.peers().remove("nobody").await(LONG)));
        states("refuses to remove a node whose bricks serve", gcs -> {
            created(gcs);
            String node = gcs.peers().list().get(2).name().value(); // the first may be the one that answers
            assertThatThrownBy(() -> gcs.peers().remove(node).await(LONG))
                    .isInstanceOfSatisfying(
                            GcsException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.IN_USE));
            assertThat(gcs.peers().find(node)).isPresent();
        });
        states("lists its devices by node and path", gcs -> {
            List<Device> devices = gcs.devices().list();
            assertThat(devices).hasSize(3).allMatch(Device::enabled);
            assertThat(devices.stream().map(Device::node)).isSorted();
        });
        states("finds a device by node and path", gcs -> {
            Device device = gcs.devices().list().get(1);
            assertThat(gcs.devices().get(device.node().value(), device.path()).path())
                    .isEqualTo(device.path());
        });
        states("finds no device at an unknown path", gcs -> {
            String node = gcs.peers().list().get(0).name().value();
            assertThat(gcs.devices().find(node, "/no/such")).isEmpty();
            refused(ErrorCode.DEVICE_NOT_FOUND, "/no/such", () -> gcs.devices().get(node, "/no/such"));
        });
        states("refuses to add a device twice", gcs -> {
            Device device = gcs.devices().list().get(0);
            refused(
                    ErrorCode.ALREADY_EXISTS,
                    device.path(),
                    () -> gcs.devices()
                            .add(again -> again.node(device.node().value()).path(device.path()))
                            .await(LONG));
        });
        states(
                "refuses to add a device of an unknown node",
                gcs -> refused(
                        ErrorCode.PEER_NOT_FOUND,
                        "nobody",
                        () -> gcs.devices()
                                .add(device -> device.node("nobody").path("/data/d1"))
                                .await(LONG)));
        states("disables and enables a device, again and again", gcs -> {
            Device device = gcs.devices().list().get(0);
            String node = device.node().value();
            assertThat(gcs.devices().disable(node, device.path()).await(LONG).enabled())
                    .isFalse();
            assertThat(gcs.devices().disable(node, device.path()).await(LONG).enabled())
                    .isFalse();
            assertThat(gcs.devices().enable(node, device.path()).await(LONG).enabled())
                    .isTrue();
            assertThat(gcs.devices().enable(node, device.path()).await(LONG).enabled())
                    .isTrue();
        });
        states("puts no brick on a disabled device", gcs -> {
            Device device = gcs.devices().list().get(0);
            gcs.devices().disable(device.node().value(), device.path()).await(LONG);
            assertThatThrownBy(() -> created(gcs))
                    .isInstanceOfSatisfying(
                            GcsException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NO_FIT));
        });
        states("refuses to remove a device with bricks", gcs -> {
            created(gcs);
            Device device = gcs.devices().list().get(0);
            assertThatThrownBy(() -> gcs.devices()
                            .remove(device.node().value(), device.path())
                            .await(LONG))
                    .isInstanceOfSatisfying(
                            GcsException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.IN_USE));
        });
        states("changes labels of a device", gcs -> {
            Device device = gcs.devices().list().get(0);
            String node = device.node().value();
            assertThat(gcs.devices()
                            .edit(node, device.path(), edit -> edit.label("kit", "yes"))
                            .await(LONG)
                            .labels())
                    .containsEntry("kit", "yes");
            gcs.devices()
                    .edit(node, device.path(), edit -> edit.removeLabel("kit"))
                    .await(LONG);
        });
        states("tells how a device could be drained", gcs -> {
            Device device = gcs.devices().list().get(0);
            assertThat(gcs.devices()
                            .drainPlan(device.node().value(), device.path())
                            .moves())
                    .isEmpty();
        });
    }

    // --- volumes
    // -----------------------------------------------------------------------------------------------------------

    private void volumeStatements() {
        states("creates a volume whose copies are on different nodes", gcs -> {
            String name = name();
            Volume volume = gcs.volumes().create(threeCopies(name)).await(LONG);
            assertThat(volume.name().value()).isEqualTo(name);
            assertThat(volume.state()).isEqualTo(VolumeState.CREATED);
            assertThat(volume.capacity()).isEqualTo(SMALL);
            assertThat(volume.redundancy()).isEqualTo(Redundancy.replicated(3));
            assertThat(volume.bricks()).hasSize(3);
            assertThat(volume.bricks().stream().map(Brick::node)).doesNotHaveDuplicates();
        });
        states("creates a volume with an arbiter on a third node", gcs -> {
            Volume volume = gcs.volumes()
                    .create(request ->
                            request.name(name()).capacity(Capacity.ofMiB(800)).redundancy(Redundancy.arbiter()))
                    .await(LONG);
            assertThat(volume.bricks().stream().filter(brick -> brick.role() == BrickRole.ARBITER))
                    .hasSize(1);
            assertThat(volume.bricks().stream().map(Brick::node)).doesNotHaveDuplicates();
        });
        states("creates a dispersed volume", gcs -> {
            Volume volume = gcs.volumes()
                    .create(request ->
                            request.name(name()).capacity(Capacity.ofMiB(800)).redundancy(Redundancy.dispersed(3)))
                    .await(LONG);
            assertThat(volume.redundancy()).isEqualTo(Redundancy.dispersed(3));
            assertThat(volume.bricks()).hasSize(3);
        });
        states("creates a volume without redundancy on one brick", gcs -> {
            Volume volume = gcs.volumes()
                    .create(request -> request.name(name()).capacity(SMALL).redundancy(Redundancy.distributed()))
                    .await(LONG);
            assertThat(volume.bricks()).hasSize(1);
        });
        states(
                "creates a volume started when that is asked for",
                gcs -> assertThat(gcs.volumes()
                                .create(request -> request.name(name())
                                        .capacity(SMALL)
                                        .redundancy(Redundancy.replicated(3))
                                        .start(true))
                                .await(LONG)
                                .state())
                        .isEqualTo(VolumeState.STARTED));
        states("keeps labels and metadata of a request", gcs -> {
            Volume volume = gcs.volumes()
                    .create(request -> request.name(name())
                            .capacity(SMALL)
                            .redundancy(Redundancy.replicated(3))
                            .label("team", "blue")
                            .metadata("owner", "kit"))
                    .await(LONG);
            Volume read = gcs.volumes().get(volume.name().value());
            assertThat(read.labels()).containsEntry("team", "blue");
            assertThat(read.metadata()).containsEntry("owner", "kit");
        });
        states("reads a volume as it was created", gcs -> {
            Volume volume = created(gcs);
            Volume read = gcs.volume(volume.name().value()).get();
            assertThat(read.id()).isEqualTo(volume.id());
            assertThat(read.state()).isEqualTo(volume.state());
            assertThat(read.bricks().stream().map(Brick::path))
                    .isEqualTo(volume.bricks().stream().map(Brick::path).toList());
            assertThat(gcs.volumes().find(volume.name().value())).isPresent();
        });
        states("lists volumes by name", gcs -> {
            Volume one = created(gcs);
            Volume other = created(gcs);
            assertThat(gcs.volumes().list().stream().map(Volume::name))
                    .contains(one.name(), other.name())
                    .isSorted();
        });
        states("finds no volume of an unknown name", gcs -> {
            assertThat(gcs.volumes().find("nothing")).isEmpty();
            assertThat(gcs.volume("nothing").find()).isEmpty();
            refused(ErrorCode.VOLUME_NOT_FOUND, "nothing", () -> gcs.volumes().get("nothing"));
        });
        states("refuses a second volume of one name", gcs -> {
            Volume volume = created(gcs);
            String name = volume.name().value();
            refused(
                    ErrorCode.ALREADY_EXISTS,
                    name,
                    () -> gcs.volumes().create(threeCopies(name)).await(LONG));
            assertThat(gcs.volumes().get(name).id()).isEqualTo(volume.id());
        });
        states("refuses a volume that fits nowhere, and leaves nothing of it", gcs -> {
            String name = name();
            assertThatThrownBy(() -> gcs.volumes()
                            .create(request -> request.name(name).capacity(HUGE).redundancy(Redundancy.replicated(3)))
                            .await(LONG))
                    .isInstanceOfSatisfying(
                            GcsException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.NO_FIT));
            assertThat(gcs.volumes().find(name)).isEmpty();
        });
        states(
                "refuses a name that no volume can have",
                gcs -> refused(ErrorCode.INVALID_REQUEST, "a/b", () -> gcs.volume("a/b")));
        states("tells what waits to be healed", gcs -> {
            Volume volume = created(gcs);
            String name = volume.name().value();
            refused(ErrorCode.WRONG_STATE, name, () -> gcs.volume(name).heal());
            gcs.volume(name).start().await(LONG);
            assertThat(gcs.volume(name).heal().bricks()).hasSize(3);
        });
    }

    private void lifecycleStatements() {
        states("starts and stops a volume, again and again", gcs -> {
            String name = created(gcs).name().value();
            assertThat(gcs.volume(name).start().await(LONG).state()).isEqualTo(VolumeState.STARTED);
            assertThat(gcs.volume(name).start().await(LONG).state()).isEqualTo(VolumeState.STARTED);
            assertThat(gcs.volume(name).stop().await(LONG).state()).isEqualTo(VolumeState.STOPPED);
            assertThat(gcs.volume(name).stop().await(LONG).state()).isEqualTo(VolumeState.STOPPED);
            assertThat(gcs.volume(name).start().await(LONG).state()).isEqualTo(VolumeState.STARTED);
            assertThat(gcs.volume(name).get().state()).isEqualTo(VolumeState.STARTED);
        });
        states("has nothing to stop in a volume never started", gcs -> {
            String name = created(gcs).name().value();
            assertThat(gcs.volume(name).stop().await(LONG).state()).isEqualTo(VolumeState.CREATED);
        });
        states("refuses to start, stop or delete an unknown volume", gcs -> {
            refused(
                    ErrorCode.VOLUME_NOT_FOUND,
                    "nothing",
                    () -> gcs.volume("nothing").start().await(LONG));
            refused(
                    ErrorCode.VOLUME_NOT_FOUND,
                    "nothing",
                    () -> gcs.volume("nothing").stop().await(LONG));
            refused(
                    ErrorCode.VOLUME_NOT_FOUND,
                    "nothing",
                    () -> gcs.volume("nothing").delete().await(LONG));
        });
        states("deletes a volume", gcs -> {
            String name = created(gcs).name().value();
            assertThat(gcs.volume(name).delete().await(LONG).value()).isEqualTo(name);
            assertThat(gcs.volumes().find(name)).isEmpty();
        });
        states("refuses to delete a started volume", gcs -> {
            String name = created(gcs).name().value();
            gcs.volume(name).start().await(LONG);
            refused(ErrorCode.WRONG_STATE, name, () -> gcs.volume(name).delete().await(LONG));
            assertThat(gcs.volume(name).get().state()).isEqualTo(VolumeState.STARTED);
        });
        states("stops a volume first when its delete says so", gcs -> {
            String name = created(gcs).name().value();
            gcs.volume(name).start().await(LONG);
            gcs.volume(name).delete(delete -> delete.stopFirst()).await(LONG);
            assertThat(gcs.volumes().find(name)).isEmpty();
        });
        states(
                "has nothing to delete where a delete allows for that",
                gcs -> assertThat(gcs.volume("nothing")
                                .delete(delete -> delete.ifExists())
                                .await(LONG)
                                .value())
                        .isEqualTo("nothing"));
        states("gives a deleted name to a new volume", gcs -> {
            Volume first = created(gcs);
            String name = first.name().value();
            gcs.volume(name).delete().await(LONG);
            assertThat(gcs.volumes().create(threeCopies(name)).await(LONG).id()).isNotEqualTo(first.id());
        });
        states("tells who may mount a volume, and changes it", gcs -> {
            String name = created(gcs).name().value();
            gcs.volume(name).changeAccess(change -> change.allow("10.1.2.3")).await(LONG);
            assertThat(gcs.volume(name).access().allowed())
                    .extracting(Object::toString)
                    .contains("10.1.2.3");
        });
    }

    // --- plans
    // -------------------------------------------------------------------------------------------------------------

    private void planStatements() {
        states("plans a volume and changes nothing", gcs -> {
            String name = name();
            BrickLayout layout = gcs.layouts().plan(threeCopies(name));
            assertThat(layout.bricks().stream().map(PlannedBrick::node)).doesNotHaveDuplicates();
            assertThat(gcs.volumes().find(name)).isEmpty();
        });
        states("creates a volume just as it was planned", gcs -> {
            String name = name();
            BrickLayout layout = gcs.layouts().plan(threeCopies(name));
            Volume volume = gcs.volumes().create(name, layout).await(LONG);
            assertThat(volume.bricks().stream().map(Brick::node))
                    .isEqualTo(layout.bricks().stream().map(PlannedBrick::node).toList());
        });
        states(
                "plans nothing that fits nowhere, and says why",
                gcs -> assertThatThrownBy(() ->
                                gcs.layouts().plan(plan -> plan.capacity(HUGE).redundancy(Redundancy.replicated(3))))
                        .isInstanceOfSatisfying(
                                org.gluster.gcs.NoFitException.class,
                                failure -> assertThat(failure.refusal()).isNotNull()));
        states("tells the largest volume and how many fit", gcs -> {
            BrickLayout largest = gcs.layouts().largest(kind -> kind.redundancy(Redundancy.replicated(3)));
            assertThat(largest.request().capacity()).isGreaterThan(SMALL);
            assertThat(gcs.layouts()
                            .howMany(plan ->
                                    plan.capacity(largest.request().capacity()).redundancy(Redundancy.replicated(3)))
                            .volumes())
                    .isEqualTo(1);
        });
    }

    // --- options and groups
    // ------------------------------------------------------------------------------------------------

    private String value(Volume volume) {
        return volume.options().entrySet().stream()
                .filter(each ->
                        each.getKey().equals(option().getKey()) || each.getKey().endsWith("/" + option().getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse("not set");
    }

    private void optionStatements() {
        states("sets an option, and sets it otherwise", gcs -> {
            String name = created(gcs).name().value();
            for (String value : option().getValue()) {
                Volume changed = gcs.volume(name)
                        .setOptions(Map.of(option().getKey(), value))
                        .await(LONG);
                assertThat(value(changed)).isEqualTo(value);
                assertThat(value(gcs.volume(name).get())).isEqualTo(value);
            }
        });
        states("sets an option of a started volume", gcs -> {
            String name = created(gcs).name().value();
            gcs.volume(name).start().await(LONG);
            String value = option().getValue().get(0);
            assertThat(value(gcs.volume(name)
                            .setOptions(Map.of(option().getKey(), value))
                            .await(LONG)))
                    .isEqualTo(value);
            assertThat(gcs.volume(name).get().state()).isEqualTo(VolumeState.STARTED);
        });
        states("takes an option back", gcs -> {
            String name = created(gcs).name().value();
            gcs.volume(name)
                    .setOptions(Map.of(option().getKey(), option().getValue().get(0)))
                    .await(LONG);
            gcs.volume(name).resetOptions(option().getKey()).await(LONG);
            assertThat(value(gcs.volume(name).get())).isEqualTo("not set");
        });
        states("takes all options back", gcs -> {
            String name = created(gcs).name().value();
            gcs.volume(name)
                    .setOptions(Map.of(option().getKey(), option().getValue().get(0)))
                    .await(LONG);
            gcs.volume(name).resetAllOptions().await(LONG);
            assertThat(value(gcs.volume(name).get())).isEqualTo("not set");
        });
        states("refuses an unknown option, and changes none of the others", gcs -> {
            String name = created(gcs).name().value();
            String key = option().getKey();
            refused(
                    ErrorCode.INVALID_REQUEST,
                    "no-such",
                    () -> gcs.volume(name)
                            .setOptions(Map.of(key, option().getValue().get(0), "cluster.no-such", "1"))
                            .await(LONG));
            assertThat(value(gcs.volume(name).get())).isEqualTo("not set");
        });
        states("refuses a value that an option cannot have", gcs -> {
            String name = created(gcs).name().value();
            refused(
                    ErrorCode.INVALID_REQUEST,
                    impossibleValue(),
                    () -> gcs.volume(name)
                            .setOptions(Map.of(option().getKey(), impossibleValue()))
                            .await(LONG));
        });
        states("refuses options of an unknown volume", gcs -> {
            refused(
                    ErrorCode.VOLUME_NOT_FOUND,
                    "nothing",
                    () -> gcs.volume("nothing")
                            .setOptions(Map.of(
                                    option().getKey(), option().getValue().get(0)))
                            .await(LONG));
            refused(
                    ErrorCode.VOLUME_NOT_FOUND,
                    "nothing",
                    () -> gcs.volume("nothing").options());
        });
        states("reads every option of a volume", gcs -> {
            String name = created(gcs).name().value();
            assertThat(gcs.volume(name).options().all()).hasSizeGreaterThan(20);
        });
        states("describes its options", gcs -> {
            assertThat(gcs.options().list()).hasSizeGreaterThan(20);
            assertThat(gcs.options().find(option().getKey())).isPresent();
            refused(ErrorCode.NOT_FOUND, "cluster.no-such", () -> gcs.options().get("cluster.no-such"));
        });
    }

    private void groupStatements() {
        states("makes an option group, finds it and deletes it", gcs -> {
            String name = name();
            gcs.optionGroups()
                    .create(group -> group.name(name)
                            .option(option().getKey(), option().getValue().get(0)))
                    .await(LONG);
            assertThat(gcs.optionGroups().get(name).builtIn()).isFalse();
            assertThat(gcs.optionGroups().list().stream()
                            .map(group -> group.name().value()))
                    .contains(name);
            gcs.optionGroups().delete(name).await(LONG);
            assertThat(gcs.optionGroups().find(name)).isEmpty();
        });
        states("refuses a second option group of one name", gcs -> {
            String name = name();
            gcs.optionGroups()
                    .create(group -> group.name(name)
                            .option(option().getKey(), option().getValue().get(0)))
                    .await(LONG);
            refused(
                    ErrorCode.ALREADY_EXISTS,
                    name,
                    () -> gcs.optionGroups()
                            .create(group -> group.name(name)
                                    .option(
                                            option().getKey(),
                                            option().getValue().get(1)))
                            .await(LONG));
        });
        states("refuses to delete an unknown option group, and one of its own", gcs -> {
            refused(
                    ErrorCode.NOT_FOUND,
                    "nothing",
                    () -> gcs.optionGroups().delete("nothing").await(LONG));
            OptionGroup own = gcs.optionGroups().list().stream()
                    .filter(OptionGroup::builtIn)
                    .findFirst()
                    .orElseThrow();
            refused(
                    ErrorCode.NOT_PERMITTED,
                    own.name().value(),
                    () -> gcs.optionGroups().delete(own.name().value()).await(LONG));
        });
        states("gives a volume the options of a group", gcs -> {
            String group = name();
            gcs.optionGroups()
                    .create(made -> made.name(group)
                            .option(option().getKey(), option().getValue().get(0)))
                    .await(LONG);
            Volume volume = created(gcs);
            Volume changed = gcs.volume(volume.name().value())
                    .changeOptions(change -> change.profile(group))
                    .await(LONG);
            assertThat(changed.profiles()).contains(group);
            gcs.volume(volume.name().value()).delete().await(LONG);
        });
    }

    // --- edits, operations, keys
    // -------------------------------------------------------------------------------------------

    private void editStatements() {
        states("changes labels and metadata", gcs -> {
            String name = created(gcs).name().value();
            gcs.volume(name)
                    .edit(edit -> edit.label("team", "red").metadata("owner", "kit"))
                    .await(LONG);
            gcs.volume(name)
                    .edit(edit -> edit.label("team", "green").removeMetadata("owner"))
                    .await(LONG);
            Volume read = gcs.volume(name).get();
            assertThat(read.labels()).containsEntry("team", "green");
            assertThat(read.metadata()).doesNotContainKey("owner");
        });
        states(
                "refuses to edit an unknown volume",
                gcs -> refused(
                        ErrorCode.VOLUME_NOT_FOUND,
                        "nothing",
                        () -> gcs.volume("nothing")
                                .edit(edit -> edit.metadata("a", "b"))
                                .await(LONG)));
    }

    private void operationStatements() {
        states("tells an operation's kind, subject and end", gcs -> {
            String name = name();
            Operation<Volume> operation = gcs.volumes().create(threeCopies(name));
            operation.await(LONG);
            assertThat(operation.kind()).isEqualTo(OperationKind.CREATE_VOLUME);
            assertThat(operation.subject()).isEqualTo(name);
            assertThat(operation.state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(gcs.operations().get(operation.id()).state()).isEqualTo(OperationState.SUCCEEDED);
            assertThat(gcs.operations().list().stream().map(OperationInfo::id)).contains(operation.id());
        });
        states("knows no operation of an unknown id", gcs -> {
            OperationId id = OperationId.of(UUID.randomUUID());
            assertThat(gcs.operations().find(id)).isEmpty();
            refused(
                    ErrorCode.OPERATION_NOT_FOUND,
                    id.toString(),
                    () -> gcs.operations().get(id));
        });
        states("refuses to cancel what has ended", gcs -> {
            Operation<Volume> operation = gcs.volumes().create(threeCopies(name()));
            operation.await(LONG);
            assertThatThrownBy(operation::cancel)
                    .isInstanceOfSatisfying(
                            GcsException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.WRONG_STATE));
        });
        states(
                "gives a future of an operation",
                gcs -> assertThat(gcs.volumes()
                                .create(threeCopies(name()))
                                .toFuture()
                                .get(LONG.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)
                                .state())
                        .isEqualTo(VolumeState.CREATED));
        states("has no finding in an audit", gcs -> {
            created(gcs);
            assertThat(gcs.audit().findings()).isEmpty();
        });
        states(
                "names what it serves",
                gcs -> assertThat(gcs.capabilities())
                        .contains(
                                Capability.PEERS,
                                Capability.HEAL_REPORTS,
                                Capability.OPTION_GROUPS,
                                Capability.VOLUME_EDIT));
    }

    private void keyStatements() {
        states("makes one volume of two creates with one key", gcs -> {
            String name = name();
            VolumeRequest request = VolumeRequest.of(volume -> volume.name(name)
                    .capacity(SMALL)
                    .redundancy(Redundancy.replicated(3))
                    .idempotencyKey("kit-" + name + key()));
            Volume first = gcs.volumes().create(request).await(LONG);
            Volume again = gcs.volumes().create(request).await(LONG);
            assertThat(again.id()).isEqualTo(first.id());
        });
        states("refuses a key with another request", gcs -> {
            String key = key();
            String name = name();
            VolumeRequest.Builder request = VolumeRequest.builder()
                    .name(name)
                    .redundancy(Redundancy.replicated(3))
                    .idempotencyKey(key);
            gcs.volumes().create(request.capacity(SMALL).build()).await(LONG);
            refused(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    key,
                    () -> gcs.volumes()
                            .create(request.capacity(Capacity.ofMiB(500)).build())
                            .await(LONG));
        });
        states("deletes one volume by two deletes with one key", gcs -> {
            String name = created(gcs).name().value();
            String key = key();
            Operation<?> first = gcs.volume(name).delete(delete -> delete.idempotencyKey(key));
            first.await(LONG);
            Operation<?> again = gcs.volume(name).delete(delete -> delete.idempotencyKey(key));
            again.await(LONG);
            assertThat(again.id()).isEqualTo(first.id());
        });
        states("starts one volume once by two starts with one key", gcs -> {
            String name = created(gcs).name().value();
            Gcs keyed = gcs.withIdempotencyKey(key());
            List<OperationId> ids = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                Operation<Volume> start = keyed.volume(name).start();
                start.await(LONG);
                ids.add(start.id());
            }
            assertThat(ids.get(1)).isEqualTo(ids.get(0));
        });
    }

    // --- several volumes together
    // ------------------------------------------------------------------------------------------

    private void bulkStatements() {
        states("creates several volumes together", gcs -> {
            List<String> names = List.of(name(), name(), name());
            Operation<BulkResult<Volume>> operation =
                    gcs.volumes().createAll(all -> names.forEach(name -> all.volume(threeCopies(name))));
            BulkResult<Volume> result = operation.await(LONG);
            assertThat(result.complete()).isTrue();
            assertThat(result.orThrow().stream().map(volume -> volume.name().value()))
                    .isEqualTo(names);
            assertThat(operation.kind()).isEqualTo(OperationKind.CREATE_VOLUMES);
            assertThat(operation.progress().done()).isEqualTo(3);
            for (BulkOutcome<Volume> outcome : result.outcomes()) {
                assertThat(gcs.operations()
                                .get(outcome.operation().orElseThrow())
                                .state())
                        .isEqualTo(OperationState.SUCCEEDED);
            }
            assertThat(gcs.operations().get(operation.id()).await(LONG)).isEqualTo(result);
        });
        states("creates none of several when one is refused, and names each that was", gcs -> {
            String taken = created(gcs).name().value();
            String free = name();
            String large = name();
            assertThatThrownBy(() -> gcs.volumes()
                            .createAll(all -> all.volume(threeCopies(free))
                                    .volume(threeCopies(taken))
                                    .volume(volume ->
                                            volume.name(large).capacity(HUGE).redundancy(Redundancy.replicated(3)))))
                    .isInstanceOfSatisfying(AlreadyExistsException.class, failure -> {
                        assertThat(failure).hasMessageContaining("2 of 3 volumes");
                        assertThat(failure.detail().problems()).hasSize(2);
                        assertThat(failure.detail().problems().get(0)).contains(taken);
                        assertThat(failure.detail().problems().get(1)).contains(large);
                    });
            assertThat(gcs.volumes().find(free)).isEmpty();
            assertThat(gcs.volumes().find(large)).isEmpty();
        });
        states("creates those of several that it can", gcs -> {
            String taken = created(gcs).name().value();
            String free = name();
            BulkResult<Volume> result = gcs.volumes()
                    .createAll(
                            all -> all.bestEffort().volume(threeCopies(taken)).volume(threeCopies(free)))
                    .await(LONG);
            assertThat(result.complete()).isFalse();
            assertThat(result.failures()).hasSize(1);
            assertThat(result.failures().get(0).subject()).isEqualTo(taken);
            assertThat(result.failures().get(0).error().orElseThrow().code()).isEqualTo(ErrorCode.ALREADY_EXISTS);
            assertThat(result.values().stream().map(volume -> volume.name().value()))
                    .containsExactly(free);
            assertThatThrownBy(result::orThrow).isInstanceOf(AlreadyExistsException.class);
        });
        states("deletes several volumes together", gcs -> {
            List<String> names =
                    List.of(created(gcs).name().value(), created(gcs).name().value());
            BulkResult<VolumeName> result =
                    gcs.volumes().deleteAll(all -> all.volumes(names)).await(LONG);
            assertThat(result.orThrow().stream().map(VolumeName::value)).isEqualTo(names);
            names.forEach(name -> assertThat(gcs.volumes().find(name)).isEmpty());
        });
        states("deletes none of several when one is refused", gcs -> {
            String there = created(gcs).name().value();
            String absent = name();
            refused(
                    ErrorCode.VOLUME_NOT_FOUND,
                    absent,
                    () -> gcs.volumes().deleteAll(all -> all.volumes(there, absent)));
            assertThat(gcs.volumes().get(there).state()).isEqualTo(VolumeState.CREATED);
        });
        states("deletes those of several that it can", gcs -> {
            String there = created(gcs).name().value();
            String absent = name();
            BulkResult<VolumeName> result = gcs.volumes()
                    .deleteAll(all -> all.bestEffort().volumes(there, absent))
                    .await(LONG);
            assertThat(result.values()).containsExactly(VolumeName.of(there));
            assertThat(result.failures().get(0).error().orElseThrow().code()).isEqualTo(ErrorCode.VOLUME_NOT_FOUND);
            assertThat(gcs.volumes().find(there)).isEmpty();
        });
        states("creates several volumes once, of two calls with one key", gcs -> {
            String key = key();
            CreateAllRequest request = CreateAllRequest.of(
                    all -> all.idempotencyKey(key).volume(threeCopies(name())).volume(threeCopies(name())));
            Operation<BulkResult<Volume>> first = gcs.volumes().createAll(request);
            first.await(LONG);
            Operation<BulkResult<Volume>> again = gcs.volumes().createAll(request);
            assertThat(again.id()).isEqualTo(first.id());
            assertThat(again.await(LONG).orThrow()).hasSize(2);
            refused(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    key,
                    () -> gcs.volumes().createAll(all -> all.idempotencyKey(key).volume(threeCopies(name()))));
        });
        states("refuses several volumes with all that is wrong", gcs -> {
            String name = name();
            assertThatThrownBy(() -> gcs.volumes()
                            .createAll(all -> all.volume(threeCopies(name))
                                    .volume(threeCopies(name))
                                    .volume(volume -> volume.name("no/name"))))
                    .isInstanceOfSatisfying(
                            InvalidRequestException.class,
                            failure -> assertThat(failure.problems())
                                    .hasSizeGreaterThan(2)
                                    .anyMatch(problem -> problem.contains("more than once"))
                                    .anyMatch(problem -> problem.startsWith("volume 3: ")));
        });
    }
}
