/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.gluster.gcs.testkit.store.Calls.await;
import static org.gluster.gcs.testkit.store.Calls.commit;
import static org.gluster.gcs.testkit.store.Calls.list;
import static org.gluster.gcs.testkit.store.Calls.put;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.engine.store.Store.Lease;
import org.gluster.gcs.engine.store.Transaction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a {@link Store} does that outlives its process: whatever was acknowledged is there again, whole. */
public abstract class DurableStoreKit extends StoreKit {
    /** Opens the store at a place; also in another process, so it is a class with a constructor without parameters. */
    @FunctionalInterface
    public interface Opener {
        /** Opens the store there, empty the first time. */
        Store open(Path place);
    }

    /** Where the store under test is, new for each test. */
    @TempDir
    protected Path directory;

    /** For subclasses. */
    @SuppressWarnings("NullAway.Init")
    protected DurableStoreKit() {}

    /** A public class with a public constructor without parameters. */
    protected abstract Class<? extends Opener> opener();

    /** The place of the store under test. */
    protected Path place() {
        return directory.resolve("state").resolve("catalogue");
    }

    @Test
    void reopen_keepsEntriesRevisionsAndLeases() throws Exception {
        put(store, "a", "1");
        put(store, "gone", "1");
        put(store, "a", "2");
        commit(store, Transaction.builder().delete("gone"));
        Lease lease = await(store.grant(timeToLive()));
        commit(store, Transaction.builder().put("leased", "1").lease(lease));
        List<Entry> before = list(store, "", 10);
        long revision = await(store.range("", "", 1)).revision();
        store.close();

        store = open();
        assertThat(list(store, "", 10)).isEqualTo(before);
        assertThat(await(store.range("", "", 1)).revision()).isEqualTo(revision);
        assertThat(await(store.keepAlive(lease))).isTrue();
        assertThat(await(store.grant(timeToLive())).id()).isNotEqualTo(lease.id());
        assertThat(put(store, "a", "3")).isEqualTo(revision + 1);
        assertThat(await(store.get("a"))).contains(new Entry("a", "3", 1, revision + 1));
        elapse(timeToLive().multipliedBy(2));
        assertThat(await(store.get("leased"))).isEmpty();
    }

    @Test
    void reopen_watchFromBefore_hearsOfTheGapOrTheHistory() throws Exception {
        put(store, "a", "1");
        put(store, "a", "2");
        store.close();
        store = open();
        Recorder heard = new Recorder();
        store.watch("", 1, heard);
        heard.await(all -> all.gaps().equals(List.of(3L)) || all.events().size() == 2);
    }

    @Test
    void kill_whileItCommits_losesNothingAcknowledgedAndTearsNothing() throws Exception {
        store.close();
        Random random = new Random(Seeds.next());
        long acknowledged = 0;
        for (int round = 0; round < 4; round++) {
            acknowledged = Math.max(acknowledged, runAndKill(40 + random.nextInt(400)));
            try (Store reopened = open()) {
                long found = check(reopened);
                assertThat(found).as("last number in round %d", round).isGreaterThanOrEqualTo(acknowledged);
            }
        }
        assertThat(acknowledged).isPositive();
    }

    /** Lets a child commit until it has acknowledged so many more, then kills it; answers the last it acknowledged. */
    private long runAndKill(int many) throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-XX:TieredStopAtLevel=1",
                        CommittingChild.class.getName(),
                        opener().getName(),
                        place().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        long last = 0;
        try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
            int seen = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = Long.parseLong(line);
                if (++seen == many) {
                    // By its handle: the process itself would close the stream with what is still in it.
                    child.toHandle().destroyForcibly();
                }
            }
            assertThat(seen).as("acknowledgements of the child").isGreaterThanOrEqualTo(many);
        } finally {
            child.destroyForcibly();
            assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
        return last;
    }

    /** Transactions carry their number in three keys at once; answers the highest. */
    private static long check(Store reopened) {
        List<Entry> parts = list(reopened, "part/", 10);
        assertThat(parts).hasSize(3);
        assertThat(parts)
                .extracting(Entry::value)
                .as("one transaction")
                .containsOnly(parts.get(0).value());
        assertThat(parts)
                .extracting(Entry::modRevision)
                .as("one revision")
                .containsOnly(await(reopened.range("", "", 1)).revision());
        long highest = Long.parseLong(parts.get(0).value());
        List<Entry> numbers = list(reopened, "number/", 1000);
        assertThat(numbers).hasSize((int) highest);
        for (int i = 0; i < numbers.size(); i++) {
            assertThat(Long.parseLong(numbers.get(i).value())).isEqualTo(i + 1);
            assertThat(numbers.get(i).createRevision()).isEqualTo(i + 1);
        }
        return highest;
    }
}
