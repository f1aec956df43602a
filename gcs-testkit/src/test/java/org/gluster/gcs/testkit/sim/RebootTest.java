/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.engine.catalogue.Codec;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.StatusRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Machines restart: loop devices, mounts and processes are gone, files stay, and a new life makes all as it was. */
class RebootTest {
    private static final int RUNS = Math.min(60, Integer.getInteger("gcs.runs", 30));
    private static final List<String> VOLUMES = List.of("created", "started", "stopped");

    private static World base = World.empty(Runnable::run);

    @BeforeAll
    static void makeBase() {
        Run run = Run.from(Worlds.withVolumes(4, 1), 1, EventLog.off());
        VOLUMES.forEach(volume -> Worlds.writeData(run, volume));
        base = run.world();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void afterAReboot_everyVolumeIsAsItWas_withItsData(int machines) {
        Run run = Run.from(base, 1, EventLog.off());
        for (int i = 1; i <= machines; i++) {
            run.world().machine("node-" + i).reboot();
        }
        assertThat(run.violations()).isNotEmpty();

        run.open(Cuts.none());
        run.settle();

        assertThat(run.violations()).isEmpty();
        for (String volume : VOLUMES) {
            assertThat(Worlds.volume(run, volume)).isEqualTo(Worlds.volume(Run.from(base, 2, EventLog.off()), volume));
            assertThat(Worlds.withoutData(run, volume)).isEmpty();
        }
    }

    @Test
    void aRebootInTheMiddleOfAChangeIsRecoveredFrom() {
        String given = System.getProperty("gcs.seed", "");
        long from = given.isEmpty() ? ThreadLocalRandom.current().nextLong(1L << 40) : Long.parseLong(given);
        List<String> failures = LongStream.range(from, from + (given.isEmpty() ? RUNS : 1))
                .parallel()
                .mapToObj(seed -> {
                    try {
                        rebootInTheMiddle(seed);
                        return "";
                    } catch (AssertionError | RuntimeException failure) {
                        return "replay with -Dgcs.seed=" + seed + ": " + failure;
                    }
                })
                .filter(failure -> !failure.isEmpty())
                .toList();
        assertThat(failures).isEmpty();
    }

    private static void rebootInTheMiddle(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Run run = Run.from(base, seed, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        List<OperationRecord> begun = new ArrayList<>();
        run.submit(engine, change(random.nextInt(4)), begun);
        run.steps(random.nextInt(700));
        engine.kill();
        for (FakeMachine machine : run.world().machines().values()) {
            if (random.nextBoolean()) {
                machine.reboot();
            }
        }

        SimulatedEngine next = run.open(Cuts.none());
        run.settle();

        assertThat(run.violations()).isEmpty();
        for (OperationRecord operation : begun) {
            Run.succeeded(Worlds.operation(run, operation.id()));
        }
        for (String volume : List.of("created", "stopped")) {
            assertThat(Worlds.withoutData(run, volume)).isEmpty();
        }
        next.kill();
    }

    private static Decision<OperationRecord> change(int kind) {
        return switch (kind) {
            case 0 -> Worlds.create("new", true);
            case 1 -> VolumeRequests.start("stopped", Requested.PLAIN);
            case 2 -> VolumeRequests.stop("started", Requested.PLAIN);
            default -> VolumeRequests.delete("started", true, false, Requested.PLAIN);
        };
    }

    /** The file system of a device is not mounted after a reboot: its directory is there, and empty. */
    @Test
    void aDiskThatIsMissingIsReportedAndNeverFilledAnew() {
        Run run = Run.from(base, 1, EventLog.off());
        VolumeRecord started = Worlds.volume(run, "started");
        String node = started.nodes().get(0);
        FakeMachine machine = run.world().machine(node);
        Path device = Path.of("/data/d1");
        Path away = Path.of("/data/away");
        machine.reboot();
        machine.apply(new HostCall.Rename(device, away));
        machine.makeDirectories(device);

        SimulatedEngine engine = run.open(Cuts.none());
        run.simulation().run(Duration.ofMinutes(2));

        assertThat(machine.apply(new HostCall.ListDirectory(device, 10)))
                .hasValueSatisfying(listing -> assertThat(listing.names()).isEmpty());
        StatusRecord status = Worlds.find(run, Keys.status(node, started))
                .map(entry -> Codec.STATUS.read(entry.key(), entry.value()))
                .orElseThrow();
        assertThat(status.settled()).as("nobody waits for its disk").isTrue();
        assertThat(status.bricks()).allSatisfy(brick -> {
            assertThat(brick.state()).isEqualTo("OFFLINE");
            assertThat(brick.behind()).isTrue();
        });
        assertThat(run.stored())
                .filteredOn(entry -> entry.key().startsWith(Keys.STATUS + node + "/device/"))
                .singleElement()
                .satisfies(entry -> assertThat(
                                Codec.STATUS.read(entry.key(), entry.value()).device())
                        .satisfies(health -> {
                            assertThat(health.condition()).isEqualTo("MISSING");
                            assertThat(health.reason()).contains("/data/d1").contains("mount");
                        }));
        started.nodes().stream()
                .filter(other -> !other.equals(node))
                .forEach(other -> assertThat(Worlds.find(run, Keys.status(other, started))
                                .orElseThrow()
                                .value())
                        .contains("ONLINE"));

        machine.apply(new HostCall.Delete(device));
        machine.apply(new HostCall.Rename(away, device));
        run.simulation().run(Duration.ofMinutes(2));

        assertThat(run.violations()).isEmpty();
        VOLUMES.forEach(volume -> assertThat(Worlds.withoutData(run, volume)).isEmpty());
        Run.succeeded(run.perform(engine, VolumeRequests.stop("started", Requested.PLAIN)));
        assertThat(run.violations()).isEmpty();
    }
}
