/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.OperationRecord.Member;
import org.gluster.gcs.engine.operation.Requested;
import org.gluster.gcs.engine.operation.VolumeRequests;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.volume.CreateAllRequest;
import org.gluster.gcs.volume.DeleteAllRequest;
import org.gluster.gcs.volume.Redundancy;
import org.junit.jupiter.api.Test;

/** Several volumes by one operation: of any number, and all or none of them whatever goes wrong. */
class BulkTest {
    private static final long SEED = Long.getLong("gcs.seed", 1);
    private static final int MANY = 1000;
    private static final int EVENTS = 50_000_000;
    private static final Path DISK = Path.of("/data/d1");

    private static CreateAllRequest oneEachOn(String... nodes) {
        return CreateAllRequest.of(all -> {
            for (int i = 0; i < nodes.length; i++) {
                String node = nodes[i];
                String name = "v" + i;
                all.volume(volume -> volume.name(name)
                        .capacity(Capacity.ofGiB(1))
                        .redundancy(Redundancy.distributed())
                        .placement(placement -> placement.limitToNodes(node)));
            }
        });
    }

    @Test
    void aThousandVolumesAreMadeAndDeletedByOneOperationEach() {
        Run run = Run.from(Worlds.empty(3, Capacity.ofGiB(400), SEED), SEED, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        List<String> names =
                IntStream.range(0, MANY).mapToObj(i -> "tenant-" + i).toList();
        CreateAllRequest request = CreateAllRequest.of(all -> names.forEach(name -> all.volume(
                volume -> volume.name(name).capacity(Capacity.ofMiB(400)).redundancy(Redundancy.distributed()))));
        List<OperationRecord> begun = new ArrayList<>();

        run.submit(engine, VolumeRequests.createAll(request, Requested.withKey("all")), begun);
        run.simulation().runUntilQuiet(EVENTS);

        OperationRecord made = Worlds.operation(run, begun.get(0).id());
        Run.succeeded(made);
        assertThat(made.members())
                .hasSize(MANY)
                .allMatch(member -> member.state().equals("SUCCEEDED"));
        assertThat(made.members()).extracting(Member::name).isEqualTo(names);
        assertThat(engine.largestCommit()).isLessThanOrEqualTo(Store.MAX_OPERATIONS);
        assertThat(run.violations()).isEmpty();

        DeleteAllRequest deletion = DeleteAllRequest.of(all -> all.volumes(names));
        run.submit(engine, VolumeRequests.deleteAll(deletion, Requested.PLAIN), begun);
        run.simulation().runUntilQuiet(EVENTS);

        Run.succeeded(Worlds.operation(run, begun.get(1).id()));
        assertThat(run.stored()).noneMatch(entry -> entry.key().startsWith(Keys.VOLUMES));
        assertThat(run.violations()).isEmpty();
        System.out.println(MANY + " volumes created and deleted: " + engine.commits() + " transactions, "
                + run.simulation().nanos() / 1_000_000 + " ms simulated");
    }

    @Test
    void whenOneCannotBeMade_theOthersAreTakenBack_thoseIncludedThatWereDone() {
        Run run = Run.from(Worlds.empty(3, Capacity.ofGiB(50), SEED), SEED, EventLog.off());
        SimulatedEngine engine = run.open(Cuts.none());
        run.settle();
        run.world().machine("node-3").diskFull(DISK, true);

        OperationRecord ended = run.perform(
                engine, VolumeRequests.createAll(oneEachOn("node-1", "node-2", "node-3"), Requested.withKey("all")));

        assertThat(ended.state()).isEqualTo("FAILED");
        assertThat(ended.error().code()).isEqualTo("NO_SPACE");
        assertThat(ended.error().message()).contains("\"v2\"", "none of 3 volumes");
        assertThat(ended.members()).noneMatch(member -> member.state().equals("SUCCEEDED"));
        assertThat(run.stored()).noneMatch(entry -> entry.key().startsWith(Keys.VOLUMES));
        assertThat(run.violations()).isEmpty();

        run.world().machine("node-3").diskFull(DISK, false);
        run.simulation().run(Duration.ofSeconds(90)); // until its device is looked at again
        Run.succeeded(run.perform( // the same key again: what came to nothing is done anew
                engine, VolumeRequests.createAll(oneEachOn("node-1", "node-2", "node-3"), Requested.withKey("all"))));
        assertThat(run.stored())
                .filteredOn(entry -> entry.key().startsWith(Keys.VOLUMES))
                .hasSize(3);
        assertThat(run.violations()).isEmpty();
    }

    @Test
    void whenOneCannotBeMade_andTheEngineIsKilledAtAnyMoment_noneIsLeft() {
        World base = Worlds.empty(3, Capacity.ofGiB(50), SEED);
        base.transactionSize(6);
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < 60; i++) {
            Run run = Run.from(base, SEED + i, EventLog.off());
            SimulatedEngine engine = run.open(Cuts.none());
            run.settle();
            run.world().machine("node-3").diskFull(DISK, true);
            List<OperationRecord> begun = new ArrayList<>();
            run.submit(
                    engine,
                    VolumeRequests.createAll(oneEachOn("node-1", "node-2", "node-3"), Requested.withKey("all")),
                    begun);
            int moment = random.nextInt(900);
            run.steps(moment);
            engine.kill();
            run.open(Cuts.none());
            run.settle();

            assertThat(run.stored())
                    .as("-Dgcs.seed=" + SEED + ", life " + i + " killed after event " + moment)
                    .noneMatch(entry -> entry.key().startsWith(Keys.VOLUMES));
            assertThat(run.violations()).isEmpty();
        }
    }
}
