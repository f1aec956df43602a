/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.store.Store;
import org.junit.jupiter.api.Test;

/** How many transactions a volume costs: every one is a sync of the disk, or a round of consensus. */
class TransactionCountTest {
    private static final int MANY = 200;
    private static final int EVENTS = 5_000_000;

    /** Intent, one report a node, confirmation: and nothing is said twice. */
    @Test
    void oneCreateTakesFiveTransactions() {
        assertThat(transactions(1, true)).isEqualTo(5);
        assertThat(transactions(1, false)).isEqualTo(5);
    }

    @Test
    void manyCreatesAtOnceShareTheirTransactions() {
        int transactions = transactions(MANY, true);
        assertThat(transactions).isLessThan(MANY * 3 / 4);
    }

    private static int transactions(int creates, boolean started) {
        Run run = Run.from(Worlds.empty(3, Capacity.ofGiB(300), 1), 1, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        int before = engine.commits();
        List<OperationRecord> begun = new ArrayList<>();
        for (int i = 0; i < creates; i++) {
            run.submit(engine, Worlds.create("v" + i, started), begun);
        }
        run.simulation().runUntilQuiet(EVENTS);
        System.out.println(creates + (started ? " started: " : ": ") + (engine.commits() - before) + " transactions, "
                + run.simulation().nanos() / 1_000_000 + " ms simulated");
        assertThat(begun).hasSize(creates);
        assertThat(run.stored())
                .filteredOn(entry -> entry.key().startsWith(Keys.OPERATIONS))
                .filteredOn(entry -> entry.value().contains("CREATE_VOLUME"))
                .hasSize(creates)
                .allMatch(entry -> entry.value().contains("\"state\":\"SUCCEEDED\""));
        assertThat(engine.largestCommit()).isLessThanOrEqualTo(Store.MAX_OPERATIONS);
        assertThat(run.violations()).isEmpty();
        return engine.commits() - before;
    }
}
