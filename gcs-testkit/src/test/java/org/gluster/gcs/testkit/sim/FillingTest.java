/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.DirectoryListing;
import org.gluster.gcs.engine.catalogue.DeviceRecord;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * A small cluster is filled to the last brick, emptied in random order, and filled again: at each step the ledger is what
 * the devices show, and as many volumes fit the second time.
 */
class FillingTest {
    private static final long SEED = Long.getLong("gcs.seed", 1);
    private static final Path DEVICE = Path.of("/data/d1");
    private static final int MOST = 60;

    private final SplittableRandom random = new SplittableRandom(SEED);
    private final Run run = Run.fresh(SEED, EventLog.off());
    private final SimulatedEngine engine = run.open(Cuts.none());

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            mode = Mode.EXCLUDE,
            names = {"DIRECTORIES", "DIRECTORIES_OVER_2"})
    void theLedgerIsWhatTheDevicesShow(Form form) {
        run.settle();
        // room for five bricks of the sizes below, and some more that no brick fits in
        run.addNodes(engine, 3, Capacity.ofMiB(form == Form.SMALL ? 333 : 2777));
        List<String> volumes = new ArrayList<>();
        fill(form, volumes);
        int fitted = volumes.size();
        assertThat(fitted).isBetween(2, MOST - 1);
        while (!volumes.isEmpty()) {
            String volume = volumes.remove(random.nextInt(volumes.size()));
            Run.succeeded(run.perform(engine, VolumeRequests.delete(volume, true, false, Requested.PLAIN)));
            compare();
        }
        fill(form, volumes);
        assertThat(volumes).hasSize(fitted);
        assertThat(run.violations()).isEmpty();
        System.out.println("filled with " + form + ": " + fitted + " volumes, twice (seed " + SEED + ")");
    }

    private void fill(Form form, List<String> volumes) {
        for (int i = 0; i < MOST; i++) {
            String volume = "v" + i;
            if (!fits(form, volume)) {
                return;
            }
            volumes.add(volume);
            compare();
        }
    }

    private boolean fits(Form form, String volume) {
        List<OperationRecord> begun = new ArrayList<>();
        List<Throwable> refused = new ArrayList<>();
        engine.engine()
                .coordinator()
                .submit(VolumeRequests.create(
                        form.request(volume, Capacity.ofMiB(400), random.nextBoolean()), Requested.PLAIN))
                .whenComplete((operation, failure) -> {
                    if (failure == null) {
                        begun.add(operation);
                    } else {
                        refused.add(failure);
                    }
                });
        run.settle();
        if (begun.isEmpty()) {
            assertThat(refused).singleElement().isInstanceOf(NoFitException.class);
            return false;
        }
        Run.succeeded(Worlds.operation(run, begun.get(0).id()));
        return true;
    }

    /** Reserved and free make up the size; what is reserved is what the images of the device really occupy. */
    private void compare() {
        List<String> seen = new ArrayList<>();
        engine.engine()
                .coordinator()
                .ask(view -> {
                    for (DeviceRecord device : view.devices().values()) {
                        long free = VolumeRequests.inventory(view).slots().stream()
                                .filter(slot -> slot.device().toString().equals(device.id()))
                                .findFirst()
                                .orElseThrow()
                                .free();
                        assertThat(free).isNotNegative();
                        assertThat(view.reserved(device.id()) + free).isEqualTo(device.size());
                        assertThat(occupied(run.world().machine(device.node())))
                                .as(device.node())
                                .isEqualTo(view.reserved(device.id()));
                        seen.add(device.id());
                    }
                    return true;
                })
                .whenComplete((done, failure) -> assertThat(failure).isNull());
        run.settle();
        assertThat(seen).hasSize(3);
    }

    private static long occupied(FakeMachine machine) {
        Path bricks = DEVICE.resolve("bricks");
        return machine.apply(new HostCall.ListDirectory(bricks, 1000)).map(DirectoryListing::names).stream()
                .flatMap(List::stream)
                .mapToLong(image -> machine.apply(new HostCall.AllocatedBytes(bricks.resolve(image)))
                        .orElseThrow())
                .sum();
    }
}
