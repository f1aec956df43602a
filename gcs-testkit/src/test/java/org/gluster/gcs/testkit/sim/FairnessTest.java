/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.OverloadedException;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.VolumeRequest;
import org.junit.jupiter.api.Test;

/** Many creates at once: one caller's do not hold up another's, and what cannot be kept waiting is refused at once. */
class FairnessTest {
    private static final long SEED = Long.getLong("gcs.seed", 1);
    private static final int STORM = 200;
    private static final int EVENTS = 5_000_000;

    private static VolumeRequest volume(String name) {
        return VolumeRequest.of(
                volume -> volume.name(name).capacity(Capacity.ofMiB(400)).redundancy(Redundancy.replicated(3)));
    }

    private static int ended(Run run, List<OperationRecord> begun) {
        int ended = 0;
        for (OperationRecord operation : begun) {
            if (Worlds.operation(run, operation.id()).terminal()) {
                ended++;
            }
        }
        return ended;
    }

    /** Answers how many of the storm had ended when the one volume was there. */
    private static int endedBefore(String calm) {
        Run run = Run.from(Worlds.empty(3, Capacity.ofGiB(300), SEED), SEED, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        List<OperationRecord> storm = new ArrayList<>();
        for (int i = 0; i < STORM; i++) {
            run.submit(engine, VolumeRequests.create(volume("storm-" + i), Requested.PLAIN.by("stormy")), storm);
        }
        List<OperationRecord> one = new ArrayList<>();
        run.submit(engine, VolumeRequests.create(volume("one"), Requested.PLAIN.by(calm)), one);
        while (one.isEmpty()) {
            run.steps(1);
        }
        List<OperationRecord> end = new ArrayList<>();
        engine.engine().coordinator().whenEnded(one.get(0).id()).thenAccept(end::add);
        while (end.isEmpty()) {
            run.steps(1);
        }
        int before = ended(run, storm);
        run.simulation().runUntilQuiet(EVENTS);
        assertThat(ended(run, storm)).isEqualTo(STORM);
        assertThat(run.violations()).isEmpty();
        return before;
    }

    @Test
    void aSingleCreateDoesNotWaitForAnothersTwoHundred() {
        int sameCaller = endedBefore("stormy");
        int otherCaller = endedBefore("calm");

        System.out.println("of " + STORM + " creates of one caller " + otherCaller
                + " had ended when the one of another caller was done, " + sameCaller + " when it was its own");
        assertThat(otherCaller).isLessThan(STORM / 4);
        assertThat(sameCaller).isGreaterThan(STORM * 3 / 4);
    }

    @Test
    void whatCannotBeKeptWaitingIsRefusedAtOnce_andAnotherCallerIsStillHeard() {
        Run run = Run.from(Worlds.empty(3, Capacity.ofGiB(300), SEED), SEED, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        List<Throwable> refused = new ArrayList<>();
        List<OperationRecord> begun = new ArrayList<>();
        for (int i = 0; i < 1500; i++) { // a flood of requests about a volume that there is not
            engine.engine()
                    .coordinator()
                    .submit(VolumeRequests.delete("none", true, true, Requested.PLAIN.by("flood")))
                    .whenComplete(
                            (operation, failure) -> Optional.ofNullable(failure).ifPresent(refused::add));
        }
        run.submit(engine, VolumeRequests.create(volume("one"), Requested.PLAIN.by("calm")), begun);
        run.settle();

        assertThat(refused)
                .hasSize(1500 - 1024)
                .allSatisfy(failure -> assertThat(failure)
                        .isInstanceOfSatisfying(OverloadedException.class, overloaded -> {
                            assertThat(overloaded.retryable()).isTrue();
                            assertThat(overloaded).hasMessageContaining("1024 of one caller");
                        }));
        assertThat(begun).hasSize(1);
        Run.succeeded(Worlds.operation(run, begun.get(0).id()));
        assertThat(run.violations()).isEmpty();
    }
}
