/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.volume.Redundancy;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a change costs, and what rest costs, does not grow with the number of volumes")
class FlatnessTest {
    private static final int FEW = 10;
    private static final int MANY = 120;

    /** What a stretch of work took. */
    private record Cost(int hostCalls, int transactions, int reads) {
        static Cost soFar(SimulatedGcs gcs) {
            return new Cost(gcs.hostCalls(), gcs.storeWrites(), gcs.storeReads());
        }

        Cost since(Cost before) {
            return new Cost(hostCalls - before.hostCalls, transactions - before.transactions, reads - before.reads);
        }
    }

    private static void create(SimulatedGcs gcs, String name, boolean start) {
        gcs.volumes()
                .create(v -> v.name(name)
                        .capacity(Capacity.ofMiB(100))
                        .redundancy(Redundancy.replicated(3))
                        .start(start))
                .await();
    }

    private static void fill(SimulatedGcs gcs, int volumes, boolean start) {
        for (int i = gcs.volumes().list().size(); i < volumes; i++) {
            create(gcs, "other-" + i, start);
        }
    }

    private static void delete(SimulatedGcs gcs) {
        gcs.volume("one").delete().await();
    }

    /** Of several times, the one in which least was done besides: nodes look at their machines now and then. */
    private static Cost least(SimulatedGcs gcs, Runnable change, Runnable back) {
        Cost least = costOf(gcs, change);
        for (int i = 0; i < 4; i++) {
            back.run();
            Cost next = costOf(gcs, change);
            least = next.hostCalls() < least.hostCalls() ? next : least;
        }
        return least;
    }

    private static Cost costOf(SimulatedGcs gcs, Runnable change) {
        Cost before = Cost.soFar(gcs);
        change.run();
        return Cost.soFar(gcs).since(before);
    }

    @Test
    @DisplayName(
            "creating and deleting a volume takes as many calls and transactions beside many volumes as beside few")
    void createAndDelete() {
        try (SimulatedGcs gcs = SimulatedGcs.create(3)) {
            fill(gcs, FEW, false);
            Cost createBesideFew = least(gcs, () -> create(gcs, "one", false), () -> delete(gcs));
            Cost deleteBesideFew = least(gcs, () -> delete(gcs), () -> create(gcs, "one", false));
            fill(gcs, MANY, false);
            Cost createBesideMany = least(gcs, () -> create(gcs, "one", false), () -> delete(gcs));
            Cost deleteBesideMany = least(gcs, () -> delete(gcs), () -> create(gcs, "one", false));
            assertThat(createBesideMany).isEqualTo(createBesideFew);
            assertThat(deleteBesideMany).isEqualTo(deleteBesideFew);
            assertThat(createBesideFew.transactions()).isEqualTo(5);
            assertThat(createBesideFew.reads()).isZero();
            assertThat(createBesideFew.hostCalls()).isPositive();
        }
    }

    @Test
    @DisplayName("a minute in which nothing happens takes hardly more calls with many started volumes than with few")
    void atRest() {
        int few = callsOfAMinute(FEW);
        int many = callsOfAMinute(MANY);
        System.out.println("FlatnessTest: calls to hosts in a minute of rest: " + few + " with " + FEW + " volumes, "
                + many + " with " + MANY);
        assertThat(few).isPositive();
        assertThat(many).isLessThanOrEqualTo(few + few / 5);
    }

    private static int callsOfAMinute(int volumes) {
        try (SimulatedGcs gcs = SimulatedGcs.create(3)) {
            fill(gcs, volumes, true);
            gcs.advance(Duration.ofMinutes(1));
            Cost minute = costOf(gcs, () -> gcs.advance(Duration.ofMinutes(1)));
            assertThat(minute.transactions()).as("transactions at rest").isZero();
            return minute.hostCalls();
        }
    }
}
