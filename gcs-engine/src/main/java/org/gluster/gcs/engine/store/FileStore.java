/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.gluster.gcs.engine.store.StoreState.Held;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/**
 * A store in one local file: the default of an embedded control plane. One daemon thread, {@code gcs-store-N}, serves all
 * calls. What waits while the disk is busy is applied together, made durable by one flush, and only then acknowledged, in
 * order; reads wait their turn and never see what is not durable.
 *
 * <p>The file and what lies beside it ({@code NAME.lock}, {@code NAME.new}) belong to one open store at a time. When a
 * write fails, nothing of it stays visible. The calls it carried fail with {@link StoreException.Kind#UNAVAILABLE} when
 * the file was read back without them, else with {@link StoreException.Kind#UNKNOWN_OUTCOME}; reads go on, and the next
 * write repairs the file or fails in turn. The file is rewritten small, step by step between calls, when it has grown
 * to a multiple of what is in it.
 *
 * <p>Leases outlive the process: at open each one gets its full time to live again.
 */
public final class FileStore extends RevisionedStore {
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final int BATCH = 4096;
    private static final long COMPACT_FROM = 16L << 20;
    private static final int COMPACT_RATIO = 4;
    private static final long SLICE = 1L << 20;
    private static final long RETRY = TimeUnit.SECONDS.toNanos(1);

    private final Path path;
    private final Path fresh;
    private final Function<Path, String> naming;
    private final long compactFrom;
    private final FileClaim claim;
    private final Thread thread;
    private final BlockingQueue<Call> queue = new LinkedBlockingQueue<>();
    private final Object closeLock = new Object();
    private boolean closed;

    // Of the store's thread only.
    private @Nullable StoreFile file;
    private @Nullable Rewrite rewrite;
    private long nextRewrite;
    private long writes;
    private boolean failing;

    private final AtomicLong flushes = new AtomicLong();

    private FileStore(
            Path path, FileClaim claim, InstantSource clock, Function<Path, String> naming, long compactFrom) {
        super(new StoreState(DEFAULT_HISTORY), clock);
        this.path = path;
        this.fresh = path.resolveSibling(path.getFileName() + ".new");
        this.claim = claim;
        this.naming = naming;
        this.compactFrom = compactFrom;
        this.nextRewrite = compactFrom;
        this.thread = new Thread(this::run, "gcs-store-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
    }

    /**
     * Opens a store, or creates an empty one where there is no file yet; missing directories are made for their owner
     * only. Blocks while the file is read.
     *
     * @throws StoreException {@link StoreException.Kind#IN_USE} when the file is open already, here or in another process;
     *     {@link StoreException.Kind#CORRUPT} when it is damaged, of something else or of a newer version, which leaves
     *     it as it is; {@link StoreException.Kind#UNAVAILABLE} when it cannot be read or made
     */
    public static FileStore open(Path file) {
        long start = System.nanoTime();
        return open(file, () -> Instant.EPOCH.plusNanos(System.nanoTime() - start));
    }

    /** {@link #open(Path)} with a clock for leases, which should be one that never jumps. */
    public static FileStore open(Path file, InstantSource clock) {
        return open(file, clock, Path::toString, COMPACT_FROM);
    }

    /** Opens with a naming of files for MVStore, which may name a file system of a test, and a size to compact from. */
    static FileStore open(Path file, InstantSource clock, Function<Path, String> naming, long compactFrom) {
        Objects.requireNonNull(clock, "clock");
        try {
            Path parent = Objects.requireNonNull(file.toAbsolutePath().getParent(), "file must be below a directory");
            if (!Files.isDirectory(parent)) {
                Files.createDirectories(parent, Permissions.directory(parent));
            }
            Path path = parent.toRealPath()
                    .resolve(Objects.requireNonNull(file.getFileName(), "file must be below a directory"));
            FileClaim claim = FileClaim.of(path);
            FileStore store = null;
            try {
                store = new FileStore(path, claim, clock, naming, compactFrom);
                store.load();
                store.thread.start();
                return store;
            } catch (IOException | RuntimeException | Error e) {
                if (store != null) {
                    store.drop();
                }
                claim.close();
                throw e;
            }
        } catch (IOException e) {
            throw new StoreException(
                    StoreException.Kind.UNAVAILABLE,
                    "The store " + file + " cannot be opened: " + e + "; check the directory and its permissions",
                    e);
        }
    }

    private void load() throws IOException {
        Files.deleteIfExists(fresh);
        try {
            if (Files.exists(path)) {
                if (Files.size(path) == 0) {
                    throw new StoreException(StoreException.Kind.CORRUPT, "it is empty");
                }
                StoreFile.load(path, naming, state, clock.instant());
                file = StoreFile.resume(path, naming);
                writes = file.writes();
            } else {
                file = rewriteAll();
            }
        } catch (StoreException e) {
            throw unreadable(e.kind(), e.getMessage(), e);
        } catch (MVStoreException e) {
            throw unreadable(kind(e), e.getMessage(), e);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | IllegalStateException e) {
            throw unreadable(StoreException.Kind.CORRUPT, e.toString(), e);
        }
    }

    private StoreException unreadable(StoreException.Kind kind, @Nullable String why, RuntimeException cause) {
        String advice = kind == StoreException.Kind.CORRUPT
                ? ". It was left as it is: restore it from a copy, or move it away to begin with an empty store"
                : "";
        return new StoreException(kind, "The store " + path + " cannot be opened: " + why + advice, cause);
    }

    private static StoreException.Kind kind(MVStoreException e) {
        return switch (e.getErrorCode()) {
            case DataUtils.ERROR_FILE_LOCKED -> StoreException.Kind.IN_USE;
            case DataUtils.ERROR_READING_FAILED, DataUtils.ERROR_WRITING_FAILED -> StoreException.Kind.UNAVAILABLE;
            default -> StoreException.Kind.CORRUPT;
        };
    }

    /** Where the store is. */
    public Path path() {
        return path;
    }

    /** How often the disk was waited for so far, for measurements. */
    public long flushes() {
        return flushes.get();
    }

    @Override
    boolean enqueue(Call call) {
        synchronized (closeLock) {
            return !closed && queue.add(call);
        }
    }

    /** Waits for the flush that is running, if any; from a listener or a stage of this store it returns at once. */
    @Override
    public void close() {
        synchronized (closeLock) {
            if (!closed) {
                closed = true;
                queue.add(new Close());
            }
        }
        boolean interrupted = false;
        while (thread.isAlive() && Thread.currentThread() != thread) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isClosed() {
        synchronized (closeLock) {
            return closed;
        }
    }

    private void run() {
        Throwable cause = null;
        try {
            while (!isClosed()) {
                List<Call> batch = nextBatch();
                if (!isClosed()) {
                    serve(batch);
                    compact();
                } else {
                    batch.forEach(call -> call.fail(closed()));
                }
            }
        } catch (InterruptedException e) {
            cause = new StoreException(
                    StoreException.Kind.CLOSED, "The store " + path + " was ended by an interrupt of its thread", e);
        } catch (RuntimeException | Error e) {
            cause = e;
        } finally {
            synchronized (closeLock) {
                closed = true;
            }
            drop();
            claim.close();
            List<Call> left = new ArrayList<>();
            queue.drainTo(left);
            left.forEach(call -> call.fail(closed()));
            closeWatches(cause);
        }
    }

    /** Waits for calls, or until a lease may end, or not at all while there is a file to rewrite. */
    private List<Call> nextBatch() throws InterruptedException {
        List<Call> batch = new ArrayList<>();
        long patience =
                rewrite != null ? 0 : state.nextDeadline().map(this::nanosUntil).orElse(Long.MAX_VALUE);
        // A lease that is over stays over while the disk is out of order: do not spin on it.
        Call first = queue.poll(failing ? Math.max(patience, RETRY) : patience, TimeUnit.NANOSECONDS);
        if (first != null) {
            batch.add(first);
            queue.drainTo(batch, BATCH - 1);
        }
        return batch;
    }

    private long nanosUntil(Instant deadline) {
        Duration wait = Duration.between(clock.instant(), deadline);
        return wait.isNegative()
                ? 0
                : wait.compareTo(Duration.ofDays(1)) > 0 ? TimeUnit.DAYS.toNanos(1) : wait.toNanos();
    }

    private void serve(List<Call> batch) {
        boolean usable = file != null || repair(batch);
        if (usable) {
            state.expire(clock.instant());
            batch.forEach(call -> call.run(state));
        }
        StoreException failure = usable ? persist() : unavailable(null);
        failing = failure != null;
        deliver(state.settle());
        if (failure == null) {
            batch.forEach(Call::reply);
        } else {
            refuse(batch, failure);
        }
    }

    private void refuse(List<Call> batch, StoreException failure) {
        for (Call call : batch) {
            if (call.writes()) {
                call.fail(failure);
            } else {
                call.run(state);
                call.reply();
            }
        }
    }

    /** Makes the provisional changes durable, or takes them back and says why. */
    private @Nullable StoreException persist() {
        StoreFile current = file;
        if (current == null || !state.isChanged()) {
            return null;
        }
        try {
            current.write(state);
            flushes.incrementAndGet();
            writes = current.writes();
        } catch (RuntimeException e) {
            state.rollback();
            drop();
            return reopen() ? unavailable(e) : unknown(e);
        }
        Rewrite running = rewrite;
        if (running != null) {
            running.follow(state);
        }
        return null;
    }

    /** After a failed write: goes on with the file when it holds just what was acknowledged. */
    private boolean reopen() {
        try {
            if (StoreFile.writes(path, naming) == writes) {
                file = StoreFile.resume(path, naming);
                return true;
            }
        } catch (RuntimeException e) {
            // The next write makes a new file from memory.
        }
        return false;
    }

    /** When there is something to write: puts a file with all that was acknowledged in place of one in doubt. */
    private boolean repair(List<Call> batch) {
        if (batch.stream().anyMatch(Call::writes) || isLeaseOver()) {
            try {
                file = rewriteAll();
                return true;
            } catch (RuntimeException | IOException e) {
                // The calls are told that the disk cannot be written.
            }
        }
        return false;
    }

    private boolean isLeaseOver() {
        return state.nextDeadline().filter(end -> !end.isAfter(clock.instant())).isPresent();
    }

    private StoreException unavailable(@Nullable RuntimeException cause) {
        String message =
                "The store " + path + " cannot be written, nothing was changed: check the disk and its free space";
        return cause == null
                ? new StoreException(StoreException.Kind.UNAVAILABLE, message)
                : new StoreException(StoreException.Kind.UNAVAILABLE, message + " (" + cause.getMessage() + ")", cause);
    }

    private StoreException unknown(RuntimeException cause) {
        return new StoreException(
                StoreException.Kind.UNKNOWN_OUTCOME,
                "A write to the store " + path + " failed (" + cause.getMessage()
                        + ") and what the disk kept of it is not known: read back, and check the disk",
                cause);
    }

    private void drop() {
        abandonRewrite();
        if (file != null) {
            file.abandon();
            file = null;
        }
    }

    private void abandonRewrite() {
        if (rewrite != null) {
            rewrite.target.abandon();
            rewrite = null;
        }
    }

    private StoreFile rewriteAll() throws IOException {
        Rewrite all = new Rewrite();
        boolean done = false;
        try {
            boolean copied = false;
            while (!copied) {
                copied = all.step();
            }
            all.complete();
            all.install();
            done = true;
            return all.target;
        } finally {
            if (!done) {
                all.target.abandon();
            }
        }
    }

    /** One step towards a smaller file, when it is time. */
    private void compact() {
        StoreFile current = file;
        if (current == null) {
            return;
        }
        Rewrite running;
        try {
            if (rewrite == null && current.length() > nextRewrite) {
                rewrite = new Rewrite();
            }
            running = rewrite;
            if (running == null || !running.step()) {
                return;
            }
            running.complete();
        } catch (RuntimeException | IOException e) {
            // No room for a second file now: the one there is stays good. Try again when it is twice as large.
            abandonRewrite();
            nextRewrite = 2 * current.length();
            return;
        }
        install(current, running);
    }

    private void install(StoreFile old, Rewrite complete) {
        try {
            complete.install();
            rewrite = null;
            file = complete.target;
            old.abandon();
            nextRewrite = Math.max(compactFrom, COMPACT_RATIO * complete.target.liveBytes());
        } catch (IOException e) {
            // Which of the two files a restart would find is not known, though both hold all: the next write repairs.
            drop();
        }
    }

    /** A new file on its way: entries in order up to a key, kept up to date by every write meanwhile. */
    private final class Rewrite {
        private final StoreFile target;
        private String done = "";

        Rewrite() throws IOException {
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, Permissions.file(fresh));
            target = StoreFile.create(fresh, naming);
        }

        /** Takes a write over as far as the keys are here already. */
        void follow(StoreState changed) {
            try {
                for (String key : changed.changedKeys()) {
                    if (Keys.ORDER.compare(key, done) <= 0) {
                        target.set(key, changed.entries().get(key));
                    }
                }
            } catch (MVStoreException e) {
                abandonRewrite();
            }
        }

        /** Copies one slice; {@code true} when nothing is left. */
        boolean step() {
            NavigableMap<String, Held> rest = state.entries().tailMap(done, false);
            long copied = 0;
            for (Map.Entry<String, Held> next : rest.entrySet()) {
                if (copied > SLICE) {
                    target.flush();
                    return false;
                }
                target.set(next.getKey(), next.getValue());
                done = next.getKey();
                copied +=
                        next.getKey().length() + next.getValue().entry().value().length();
            }
            return true;
        }

        /** Makes the file durable as a whole. */
        void complete() {
            target.continueAfter(writes);
            target.complete(state);
        }

        /** Puts the complete file in the place of the old one. */
        void install() throws IOException {
            try {
                Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(fresh, path, StandardCopyOption.REPLACE_EXISTING);
            }
            syncDirectory();
            writes = target.writes();
        }
    }

    private void syncDirectory() throws IOException {
        Path directory = Objects.requireNonNull(path.getParent(), "a real path has a parent");
        if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Wakes the thread to end. */
    private static final class Close implements Call {
        @Override
        public void reply() {}

        @Override
        public void fail(StoreException failure) {}
    }
}
