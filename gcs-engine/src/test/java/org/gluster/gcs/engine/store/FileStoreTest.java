/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.gluster.gcs.engine.store.Store.CommitResult;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.engine.store.Store.Lease;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.DataType;
import org.h2.mvstore.type.StringDataType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileStoreTest {
    private static final long SMALL = 256 * 1024;

    @TempDir
    private Path directory;

    private Path path;

    @BeforeEach
    void makeDisk() {
        FaultyDisk.reset();
        path = directory.resolve("state").resolve("catalogue");
    }

    private FileStore openFaulty() {
        return FileStore.open(path, () -> Instant.EPOCH, file -> "faulty:" + file, SMALL);
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
    }

    private static CompletionStage<CommitResult> put(Store store, String key, String value) {
        return store.commit(Transaction.builder().put(key, value).build());
    }

    private static Optional<String> value(Store store, String key) {
        return await(store.get(key)).map(Entry::value);
    }

    private static StoreException failure(CompletionStage<?> stage) {
        CompletionException thrown = catchThrowableOfType(CompletionException.class, () -> await(stage));
        assertThat(thrown).hasCauseInstanceOf(StoreException.class);
        return (StoreException) Objects.requireNonNull(thrown.getCause());
    }

    private static StoreException refusal(Path file) {
        return catchThrowableOfType(StoreException.class, () -> FileStore.open(file));
    }

    @Test
    void commit_isAcknowledgedOnlyWhenForced_manyByOneForce() {
        int many = 500;
        AtomicInteger early = new AtomicInteger();
        int before;
        try (FileStore store = openFaulty()) {
            await(put(store, "first", "v"));
            before = FaultyDisk.forces();
            List<CompletionStage<Void>> all = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                all.add(put(store, "k" + i, "v").thenAccept(done -> early.addAndGet(FaultyDisk.unforced())));
            }
            all.forEach(FileStoreTest::await);
            assertThat(early).as("writes not forced at an acknowledgement").hasValue(0);
            assertThat(FaultyDisk.forces() - before).isBetween(1, many / 2);

            int alone = FaultyDisk.forces();
            for (int i = 0; i < 10; i++) {
                await(put(store, "k", "v" + i));
            }
            assertThat(FaultyDisk.forces() - alone).isGreaterThanOrEqualTo(10);
        }
    }

    @Test
    void reads_forceNothing() {
        try (FileStore store = openFaulty()) {
            await(put(store, "a", "1"));
            int before = FaultyDisk.forces();
            await(store.get("a"));
            await(store.range("", "", 10));
            await(store.commit(Transaction.builder().ifAbsent("a").put("a", "2").build()));
            assertThat(FaultyDisk.forces()).isEqualTo(before);
        }
    }

    @Test
    void powerLoss_atAnyMoment_losesNothingAcknowledgedAndTearsNothing() {
        String given = System.getProperty("gcs.seed", "");
        long seed = given.isBlank() ? System.nanoTime() : Long.parseLong(given.strip());
        System.out.println("Replay with -Dgcs.seed=" + seed);
        Random random = new Random(seed);
        SortedMap<String, Integer> acknowledged = new TreeMap<>();
        int number = 0;
        for (int round = 0; round < 25; round++) {
            FaultyDisk.reset();
            try (FileStore store = openFaulty()) {
                int last = number;
                Store.Page found = await(store.range("", "", 1000));
                acknowledged.forEach((key, least) -> assertThat(found.entries())
                        .as("seed %d: %s", seed, key)
                        .anySatisfy(entry -> {
                            assertThat(entry.key()).isEqualTo(key);
                            assertThat(Integer.parseInt(entry.value().strip())).isBetween(least, last);
                        }));
                for (Entry entry : found.entries()) {
                    String twin = entry.key().startsWith("a")
                            ? "b" + entry.key().substring(1)
                            : "a" + entry.key().substring(1);
                    assertThat(value(store, twin))
                            .as("seed %d: twin of %s", seed, entry.key())
                            .contains(entry.value());
                }
                FaultyDisk.losePowerAfter(5 + random.nextInt(60), random);
                List<CompletionStage<?>> pending = new ArrayList<>();
                for (int i = 0; i < 60; i++) {
                    String key = Integer.toString(random.nextInt(40));
                    int mine = ++number;
                    String text = " ".repeat(random.nextInt(4000)) + mine;
                    pending.add(store.commit(Transaction.builder()
                                    .put("a" + key, text)
                                    .put("b" + key, text)
                                    .build())
                            .thenAccept(done -> acknowledged.merge("a" + key, mine, Math::max)));
                    if (random.nextInt(3) == 0) {
                        await(pending.get(pending.size() - 1).handle((done, failed) -> ""));
                    }
                }
                pending.forEach(stage -> await(stage.handle((done, failed) -> "")));
            }
        }
        assertThat(acknowledged).isNotEmpty();
    }

    @Test
    void diskFull_failsCleanlyAndHealsBySelf() {
        try (FileStore store = openFaulty()) {
            await(put(store, "a", "1"));
            FaultyDisk.failWrites(true);
            StoreException full = failure(put(store, "a", "2"));
            assertThat(full.kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
            assertThat(full).hasMessageContaining(path.getFileName().toString());
            assertThat(value(store, "a")).contains("1");
            assertThat(failure(put(store, "b", "1")).kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
            assertThat(failure(store.grant(Duration.ofSeconds(1))).kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);

            FaultyDisk.failWrites(false);
            assertThat(await(put(store, "a", "3"))).isEqualTo(new CommitResult.Committed(2));
            assertThat(value(store, "b")).isEmpty();
        }
        try (FileStore store = openFaulty()) {
            assertThat(await(store.get("a"))).contains(new Entry("a", "3", 1, 2));
        }
    }

    @Test
    void failedForce_whoseWriteLanded_isUnknownAndThenUndone() {
        try (FileStore store = openFaulty()) {
            await(put(store, "a", "1"));
            FaultyDisk.failForces(true, true);
            assertThat(failure(put(store, "a", "2")).kind()).isEqualTo(StoreException.Kind.UNKNOWN_OUTCOME);
            assertThat(value(store, "a")).contains("1");
            assertThat(failure(put(store, "a", "3")).kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);

            FaultyDisk.failForces(false, false);
            await(put(store, "b", "1"));
            assertThat(value(store, "a")).contains("1");
        }
        try (FileStore store = openFaulty()) {
            assertThat(value(store, "a")).contains("1");
            assertThat(value(store, "b")).contains("1");
        }
    }

    @Test
    void failedForce_thatIsNeverMended_leavesAReadableFile() {
        try (FileStore store = openFaulty()) {
            await(put(store, "a", "1"));
            FaultyDisk.failForces(true, true);
            assertThat(failure(put(store, "a", "2")).kind()).isEqualTo(StoreException.Kind.UNKNOWN_OUTCOME);
        }
        FaultyDisk.failForces(false, false);
        try (FileStore store = openFaulty()) {
            assertThat(value(store, "a")).contains("2");
        }
    }

    @Test
    void compaction_keepsTheFileSmallAndEverythingInIt() throws Exception {
        String large = "x".repeat(20_000);
        long revision;
        try (FileStore store = openFaulty()) {
            Lease lease = await(store.grant(Duration.ofSeconds(10)));
            await(store.commit(
                    Transaction.builder().put("leased", "v").lease(lease).build()));
            for (int i = 0; i < 200; i++) {
                await(put(store, "k" + i % 7, large + i));
                if (i % 3 == 0) {
                    await(store.commit(
                            Transaction.builder().delete("k" + (i + 1) % 7).build()));
                }
            }
            revision = await(store.range("", "", 1)).revision();
            // 4 MB were written; what is live is at most 140 kB.
            assertThat(Files.size(path)).isLessThan(1_500_000);
            assertThat(await(store.keepAlive(lease))).isTrue();
        }
        try (FileStore store = openFaulty()) {
            assertThat(await(store.range("", "", 1)).revision()).isEqualTo(revision);
            assertThat(value(store, "k" + 199 % 7)).contains(large + 199);
            assertThat(value(store, "leased")).contains("v");
        }
        assertThat(Files.exists(path.resolveSibling("catalogue.new"))).isFalse();
    }

    @Test
    void compaction_whenImpossible_doesNoHarm() throws Exception {
        String large = "x".repeat(20_000);
        try (FileStore store = openFaulty()) {
            Files.createDirectories(path.resolveSibling("catalogue.new").resolve("in-the-way"));
            for (int i = 0; i < 100; i++) {
                await(put(store, "k", large + i));
            }
            assertThat(value(store, "k")).contains(large + 99);
        }
        Files.delete(path.resolveSibling("catalogue.new").resolve("in-the-way"));
        try (FileStore store = openFaulty()) {
            assertThat(value(store, "k")).contains(large + 99);
        }
    }

    @Test
    void aHalfWrittenNewFileIsDroppedAtOpen() throws Exception {
        try (FileStore store = FileStore.open(path)) {
            await(put(store, "a", "1"));
        }
        Files.writeString(path.resolveSibling("catalogue.new"), "half");
        try (FileStore store = FileStore.open(path)) {
            assertThat(value(store, "a")).contains("1");
        }
        assertThat(path.resolveSibling("catalogue.new")).doesNotExist();
    }

    @Test
    void open_whileOpenHere_isRefusedByNameAndDoesNotLoosenTheLock() throws Exception {
        String me = Long.toString(ProcessHandle.current().pid());
        try (FileStore store = FileStore.open(path)) {
            assertThat(refusal(path).kind()).isEqualTo(StoreException.Kind.IN_USE);
            assertThat(refusal(path)).hasMessageContaining(store.path().toString());
            assertThat(openInAnotherProcess())
                    .contains("IN_USE")
                    .contains("process " + me)
                    .contains(store.path().toString());
        }
        assertThat(openInAnotherProcess()).isEqualTo("OPENED");
        FileStore.open(path).close();
    }

    private String openInAnotherProcess() throws IOException, InterruptedException {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OpeningChild.class.getName(),
                        path.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return said.strip();
    }

    /** Opens a store and says how that went. */
    static final class OpeningChild {
        public static void main(String[] args) {
            try (FileStore store = FileStore.open(Path.of(args[0]))) {
                System.out.println(store.path().isAbsolute() ? "OPENED" : "a relative path");
            } catch (StoreException e) {
                System.out.println(e.kind() + " " + e.getMessage());
            }
        }
    }

    @Test
    void open_whatIsNoStore_isRefusedAndLeftAlone() throws Exception {
        Files.createDirectories(path.getParent());
        Files.writeString(path, "my novel\n".repeat(1000));
        assertRefusedAndUnchanged("");
        Files.write(path, new byte[0]);
        assertRefusedAndUnchanged("it is empty");
        Files.delete(path);
        try (MVStore other = MVStore.open(path.toString())) {
            other.openMap("other").put("a", "b");
        }
        assertRefusedAndUnchanged("something else");
    }

    @Test
    void open_whatIsDamaged_isRefusedAndLeftAlone() throws Exception {
        String marker = "find me in the file";
        try (FileStore store = FileStore.open(path)) {
            await(put(store, "a", marker));
        }
        byte[] bytes = Files.readAllBytes(path);
        int at = new String(bytes, StandardCharsets.ISO_8859_1).lastIndexOf(marker);
        bytes[at] ^= 1;
        Files.write(path, bytes);
        assertRefusedAndUnchanged("wrong checksum");
    }

    @Test
    void open_whatMissesSomething_isRefused() {
        edit(mvStore ->
                mvStore.openMap("gcs.entries", map(ByteArrayDataType.INSTANCE)).remove("a"));
        assertThat(refusal(path)).hasMessageContaining("not those it was closed with");
    }

    @Test
    void open_ofANewerVersion_isRefusedAndLeftAlone() throws Exception {
        edit(mvStore ->
                mvStore.openMap("gcs.facts", map(StringDataType.INSTANCE)).put("schema", "2"));
        assertRefusedAndUnchanged("newer version (schema 2");
    }

    private static <V> MVMap.Builder<String, V> map(DataType<V> values) {
        return new MVMap.Builder<String, V>().keyType(StringDataType.INSTANCE).valueType(values);
    }

    private void edit(Consumer<MVStore> change) {
        try (FileStore store = FileStore.open(path)) {
            await(put(store, "a", "1"));
            await(put(store, "b", "1"));
        }
        try (MVStore mvStore = MVStore.open(path.toString())) {
            change.accept(mvStore);
        }
    }

    private void assertRefusedAndUnchanged(String why) throws IOException {
        byte[] before = Files.readAllBytes(path);
        StoreException refusal = refusal(path);
        assertThat(refusal.kind()).isEqualTo(StoreException.Kind.CORRUPT);
        assertThat(refusal).hasMessageContaining(path.toRealPath().toString()).hasMessageContaining(why);
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
    }

    @Test
    void open_whereNothingCanBeMade_isUnavailable() throws Exception {
        Path plainFile = Files.writeString(directory.resolve("plain"), "x");
        assertThat(refusal(plainFile.resolve("below")).kind()).isEqualTo(StoreException.Kind.UNAVAILABLE);
    }

    @Test
    void files_areForTheirOwnerOnly() throws Exception {
        try (FileStore store = FileStore.open(path)) {
            await(put(store, "a", "1"));
            assertThat(mode(directory.resolve("state"))).isEqualTo("rwx------");
            assertThat(mode(path)).isEqualTo("rw-------");
            assertThat(mode(path.resolveSibling("catalogue.lock"))).isEqualTo("rw-------");
        }
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void close_leavesNoThread_andFromAListenerDoesNotHang() throws Exception {
        FileStore store = FileStore.open(path);
        Thread thread = await(put(store, "a", "1").thenApply(done -> Thread.currentThread()));
        if (thread == Thread.currentThread()) {
            thread = Thread.getAllStackTraces().keySet().stream()
                    .filter(any -> any.getName().startsWith("gcs-store-"))
                    .findFirst()
                    .orElseThrow();
        }
        assertThat(thread.isDaemon()).isTrue();
        await(put(store, "b", "1").thenRun(store::close));
        thread.join(20_000);
        assertThat(thread.isAlive()).isFalse();
        store.close();
        FileStore.open(path).close();
    }
}
