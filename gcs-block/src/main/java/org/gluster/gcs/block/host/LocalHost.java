/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.File;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import org.gluster.gcs.block.host.HostCall.FileSystemStatus;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.gluster.gcs.block.host.HostCall.Signal;
import org.jspecify.annotations.Nullable;

/**
 * The machine this JVM runs on. Linux only; most effects need root.
 *
 * <p>Calls run on a bounded pool of daemon threads named {@code gcs-host-<node>-N}. Programs are started without a
 * shell (some not at all, see {@link Builder#programsOnly}), with an environment of their own, and found on a fixed search path. Paths should be real ones (no symbolic
 * link in them), since mounts and loop devices are found by the paths that the kernel shows.
 *
 * <p>Thread-safe. {@link #close} is idempotent: it kills running commands, fails their calls and calls that still wait,
 * leaves data-plane daemons alone, and returns when no thread is left, or after ten seconds when the kernel holds one
 * in an uninterruptible call.
 */
public final class LocalHost implements Host, AutoCloseable {
    private static final Path PROC = Path.of("/proc");
    private static final File XFS = new File("/sys/fs/xfs");
    private static final LocalMounts MOUNTS = new LocalMounts();
    private static final ProcessTable PROCESSES = new ProcessTable(PROC, System::nanoTime);
    private static final Path BLOCK = Path.of("/sys/block");
    private static final long CLOSE_SECONDS = 10;

    private final Executor loop;
    private final SortedMap<String, String> marks;
    private final LocalLoops loopDevices;
    private final ToIntFunction<String> notifier;
    private final Function<String, List<HostCall.VolfileFetch>> fetches;
    private final Consumer<HostCall.VolfileGiven> given;
    private final List<String> daemonLauncher;
    private final Optional<Builtins> builtins;
    private final ThreadPoolExecutor workers;
    private final ThreadGroup group;

    private LocalHost(LocalBuilder builder) {
        loop = Objects.requireNonNull(builder.loop, "loop: set the executor on which results complete");
        marks = builder.marks;
        loopDevices = new LocalLoops(marks);
        notifier = builder.notifier;
        fetches = builder.fetches;
        given = builder.given;
        daemonLauncher = DaemonLauncher.here();
        builtins = builder.programsOnly ? Optional.empty() : Builtins.ofThisJvm();
        String name = "gcs-host-" + marks.getOrDefault(Marks.NODE, "local");
        group = new ThreadGroup(name);
        AtomicInteger count = new AtomicInteger();
        workers = new ThreadPoolExecutor(
                builder.workers, builder.workers, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
                    Thread thread = new Thread(group, task, name + "-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        workers.allowCoreThreadTimeOut(true);
    }

    /** A builder with eight workers, no marks, and nobody to notify. */
    public static Builder builder() {
        return new LocalBuilder();
    }

    /** Makes a {@link LocalHost}. Not for implementation by users. */
    public sealed interface Builder permits LocalBuilder {

        /** Where every returned stage completes. Required. Results that it refuses are dropped: nobody is left to hear them. */
        Builder loop(Executor loop);

        /** Put into the environment of each command; see {@link Marks#command}. Daemons carry those of their own call. */
        Builder marks(SortedMap<String, String> marks);

        /** Performs {@link HostCall.NotifySubscribers}: from a volfile key to how many were told. Called on a worker. */
        Builder notifier(ToIntFunction<String> notifier);

        /** Answers {@link HostCall.VolfileFetches}, by volfile key; none without it. Called on a worker. */
        Builder fetches(Function<String, List<HostCall.VolfileFetch>> fetches);

        /** Performs {@link HostCall.VolfileGiven}; without it nothing is noted. Called on a worker. */
        Builder given(Consumer<HostCall.VolfileGiven> given);

        /** How many calls run at the same time, at least 1. */
        Builder workers(int workers);

        /**
         * Commands and attributes by programs only. Without it what a brick's life is made of ({@code cp}, {@code fallocate},
         * {@code losetup}, {@code mount}, {@code umount}, {@code setfattr}, in the forms that this library uses) is done by
         * calls of the kernel where JNA can make them; the program follows where the kernel refuses, and says why. A deadline
         * ends a program, and no call of the kernel.
         */
        Builder programsOnly();

        /** The host. Starts no thread before its first call. */
        LocalHost build();
    }

    private static final class LocalBuilder implements Builder {
        private @Nullable Executor loop;
        private SortedMap<String, String> marks = Collections.emptySortedMap();
        private ToIntFunction<String> notifier = key -> 0;
        private Function<String, List<HostCall.VolfileFetch>> fetches = key -> List.of();
        private Consumer<HostCall.VolfileGiven> given = noted -> {};
        private int workers = 8;
        private boolean programsOnly;

        @Override
        public Builder loop(Executor loop) {
            this.loop = loop;
            return this;
        }

        @Override
        public Builder marks(SortedMap<String, String> marks) {
            this.marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
            return this;
        }

        @Override
        public Builder notifier(ToIntFunction<String> notifier) {
            this.notifier = Objects.requireNonNull(notifier, "notifier");
            return this;
        }

        @Override
        public Builder fetches(Function<String, List<HostCall.VolfileFetch>> fetches) {
            this.fetches = Objects.requireNonNull(fetches, "fetches");
            return this;
        }

        @Override
        public Builder given(Consumer<HostCall.VolfileGiven> given) {
            this.given = Objects.requireNonNull(given, "given");
            return this;
        }

        @Override
        public Builder workers(int workers) {
            if (workers < 1) {
                throw new IllegalArgumentException("a host needs at least one worker, not " + workers);
            }
            this.workers = workers;
            return this;
        }

        @Override
        public Builder programsOnly() {
            programsOnly = true;
            return this;
        }

        @Override
        public LocalHost build() {
            return new LocalHost(this);
        }
    }

    @Override
    public <R> CompletionStage<R> call(HostCall<R> call) {
        CompletableFuture<R> stage = new CompletableFuture<>();
        Optional<String> lock = lockOf(call);
        if (lock.isEmpty()) {
            submit(call, stage, () -> answer(call), () -> {});
        } else {
            Exclusive exclusive = Exclusive.named(lock.get());
            exclusive.acquire(
                    () -> submit(call, stage, () -> exclusive.betweenJvms(() -> answer(call)), exclusive::release));
        }
        return stage;
    }

    private static Optional<String> lockOf(HostCall<?> call) {
        return call instanceof HostCall.Run run ? run.command().exclusive() : Optional.empty();
    }

    /** One after another on one worker: each takes less time than to hand it to another one. */
    @Override
    public CompletionStage<List<?>> readAll(List<? extends HostCall<?>> readings) {
        CompletableFuture<List<?>> stage = new CompletableFuture<>();
        if (readings.isEmpty()) {
            stage.complete(List.of());
            return stage;
        }
        submit(readings.get(0), stage, () -> readOnWorker(readings), () -> {});
        return stage;
    }

    private List<?> readOnWorker(List<? extends HostCall<?>> readings) {
        List<Object> results = new ArrayList<>();
        HostException first = null;
        for (HostCall<?> reading : readings) {
            try {
                results.add(answer(reading));
            } catch (HostException failure) {
                first = first == null ? failure : first;
            }
        }
        if (first != null) {
            throw first;
        }
        return results;
    }

    @Override
    public CompletionStage<Void> inOrder(List<? extends HostCall<?>> calls, Check check, BooleanSupplier goOn) {
        if (calls.stream().anyMatch(call -> lockOf(call).isPresent())) {
            return Host.super.inOrder(calls, check, goOn);
        }
        CompletableFuture<Void> stage = new CompletableFuture<>();
        submit(calls.get(0), stage, () -> performOnWorker(calls, check, goOn), () -> {});
        return stage;
    }

    private @Nullable Void performOnWorker(List<? extends HostCall<?>> calls, Check check, BooleanSupplier goOn) {
        for (int i = 0; i < calls.size() && (i == 0 || (goOn.getAsBoolean() && !workers.isShutdown())); i++) {
            check.check(calls.get(i), answer(calls.get(i)));
        }
        return null;
    }

    private <R> void submit(HostCall<?> call, CompletableFuture<R> stage, Supplier<R> action, Runnable afterwards) {
        Task<R> task = new Task<>(call, stage, action, afterwards);
        try {
            workers.execute(task);
        } catch (RejectedExecutionException closed) {
            task.refuse();
        }
    }

    /** One call on its way. Whatever becomes of it, {@code afterwards} is done and then its stage completes on the loop. */
    private final class Task<R> implements Runnable {
        private final HostCall<?> call;
        private final CompletableFuture<R> stage;
        private final Supplier<R> action;
        private final Runnable afterwards;

        Task(HostCall<?> call, CompletableFuture<R> stage, Supplier<R> action, Runnable afterwards) {
            this.call = call;
            this.stage = stage;
            this.action = action;
            this.afterwards = afterwards;
        }

        @Override
        public void run() {
            R result;
            try {
                result = action.get();
            } catch (HostException failure) {
                fail(failure);
                return;
            } catch (RuntimeException defect) {
                fail(new HostException(HostException.Kind.FAILED, call + " failed: " + defect));
                return;
            }
            afterwards.run();
            complete(() -> stage.complete(result));
        }

        void refuse() {
            fail(new HostException(
                    HostException.Kind.FAILED, call + " was not done: its host on this machine is closed"));
        }

        private void fail(HostException failure) {
            afterwards.run();
            complete(() -> stage.completeExceptionally(failure));
        }

        private void complete(Runnable completion) {
            try {
                loop.execute(completion);
            } catch (RejectedExecutionException loopIsGone) {
                // Nobody is left to hear the result.
            }
        }
    }

    @Override
    public void close() {
        for (Runnable waiting : workers.shutdownNow()) {
            ((Task<?>) waiting).refuse();
        }
        if (group.equals(Thread.currentThread().getThreadGroup())) {
            return; // a worker cannot wait for itself
        }
        boolean interrupted = false;
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(CLOSE_SECONDS);
        for (long left = limit - System.nanoTime(); left > 0; left = limit - System.nanoTime()) {
            try {
                if (workers.awaitTermination(left, TimeUnit.NANOSECONDS)) {
                    // The pool is done a moment before its threads are.
                    Thread[] ending = new Thread[group.activeCount()];
                    for (int i = group.enumerate(ending) - 1; i >= 0; i--) {
                        ending[i].join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(left)));
                    }
                    break;
                }
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- the calls, each on a worker --------------------------------------------------------------------------------

    @SuppressWarnings("unchecked") // each call is answered by the type it declares
    private <R> R answer(HostCall<R> call) {
        try {
            return (R) (call.effect() ? change((HostCall.Effect<R>) call) : read((HostCall.Reading<R>) call));
        } catch (IOException failure) {
            throw Failures.of(call, pathOf(call), failure);
        }
    }

    private Object read(HostCall.Reading<?> call) throws IOException {
        if (call instanceof HostCall.ReadFile read) {
            return LocalFiles.read(read);
        } else if (call instanceof HostCall.ReadFiles read) {
            return LocalFiles.read(read);
        } else if (call instanceof HostCall.ListDirectory list) {
            return LocalFiles.list(list);
        } else if (call instanceof HostCall.StatFile stat) {
            return LocalFiles.stat(stat.path());
        } else if (call instanceof HostCall.AllocatedBytes allocated) {
            return allocatedBytes(allocated.path());
        } else if (call instanceof HostCall.FileSystemOf fileSystem) {
            return fileSystemOf(fileSystem.path());
        } else if (call instanceof HostCall.Mounts mounts) {
            return mounts(mounts.under());
        } else if (call instanceof HostCall.IsMountPoint point) {
            return isMountPoint(point.target());
        } else if (call instanceof HostCall.MountsOfImage of) {
            return mountsOf(of.image());
        } else if (call instanceof HostCall.Loops loops) {
            return loopDevices.under(loops.backing());
        } else if (call instanceof HostCall.Processes processes) {
            return PROCESSES.find(processes.marks());
        } else if (call instanceof HostCall.ReadAttribute attribute) {
            return LocalAttributes.read(attribute, builtins);
        } else if (call instanceof HostCall.IsPortTaken port) {
            return isPortTaken(port);
        } else if (call instanceof HostCall.InspectTls tls) {
            return TlsInspection.of(
                    LocalFiles.tls(tls.certificate()), LocalFiles.tls(tls.key()), LocalFiles.tls(tls.authorities()));
        } else if (call instanceof HostCall.VolfileFetches wanted) {
            return fetches.apply(wanted.volfileKey());
        } else if (call instanceof HostCall.Ask ask) {
            return LocalSocket.ask(ask);
        }
        throw new IllegalArgumentException("not a reading: " + call);
    }

    private Object change(HostCall.Effect<?> call) throws IOException {
        LocalLoops.changed(call, false);
        MOUNTS.changed(call);
        Object answer = "";
        try {
            answer = perform(call);
            return answer;
        } finally {
            LocalLoops.changed(call, answer);
            MOUNTS.changed(call);
        }
    }

    private Object perform(HostCall.Effect<?> call) throws IOException {
        if (call instanceof HostCall.MakeDirectory make) {
            return LocalFiles.makeDirectory(make);
        } else if (call instanceof HostCall.WriteFile write) {
            return LocalFiles.write(write.path(), write.content(), write.mode(), true);
        } else if (call instanceof HostCall.WriteNote note) {
            return LocalFiles.write(note.path(), note.content(), note.mode(), false);
        } else if (call instanceof HostCall.SetAttribute set) {
            return LocalAttributes.set(set, builtins);
        } else if (call instanceof HostCall.RemoveAttribute remove) {
            return LocalAttributes.remove(remove, builtins);
        } else if (call instanceof HostCall.Rename rename) {
            return LocalFiles.rename(rename);
        } else if (call instanceof HostCall.Delete delete) {
            return LocalFiles.delete(delete.path());
        } else if (call instanceof HostCall.Sync sync) {
            return LocalFiles.sync(sync.path());
        } else if (call instanceof HostCall.Run run) {
            return builtins.flatMap(builtin -> builtin.perform(run.command()))
                    .orElseGet(() -> CommandRunner.run(run.command(), List.of(), marks));
        } else if (call instanceof HostCall.StartDaemon start) {
            return CommandRunner.run(
                    start.command(),
                    daemonLauncher,
                    DaemonLauncher.environment(
                            start.marks(), Runtime.getRuntime().availableProcessors()));
        } else if (call instanceof HostCall.SendSignal send) {
            return sendSignal(send);
        } else if (call instanceof HostCall.Exchange exchange) {
            return LocalSocket.exchange(exchange);
        } else if (call instanceof HostCall.NotifySubscribers notify) {
            return notifier.applyAsInt(notify.volfileKey());
        } else if (call instanceof HostCall.VolfileGiven noted) {
            given.accept(noted);
            return true;
        }
        throw new IllegalArgumentException("not an effect: " + call);
    }

    /** The path that a call is about, for messages. */
    private static Path pathOf(HostCall<?> call) {
        if (call instanceof HostCall.ReadFile read) {
            return read.path();
        } else if (call instanceof HostCall.ListDirectory list) {
            return list.path();
        } else if (call instanceof HostCall.StatFile stat) {
            return stat.path();
        } else if (call instanceof HostCall.FileSystemOf fileSystem) {
            return fileSystem.path();
        } else if (call instanceof HostCall.ReadAttribute attribute) {
            return attribute.path();
        } else if (call instanceof HostCall.MakeDirectory make) {
            return make.path();
        } else if (call instanceof HostCall.WriteFile write) {
            return write.path();
        } else if (call instanceof HostCall.WriteNote note) {
            return note.path();
        } else if (call instanceof HostCall.SetAttribute set) {
            return set.path();
        } else if (call instanceof HostCall.RemoveAttribute remove) {
            return remove.path();
        } else if (call instanceof HostCall.Rename rename) {
            return rename.from();
        } else if (call instanceof HostCall.Delete delete) {
            return delete.path();
        } else if (call instanceof HostCall.Sync sync) {
            return sync.path();
        } else if (call instanceof HostCall.Loops || call instanceof HostCall.MountsOfImage) {
            return BLOCK;
        }
        return PROC;
    }

    private Optional<Long> allocatedBytes(Path path) throws IOException {
        if (LocalFiles.stat(path).isEmpty()) {
            return Optional.empty();
        }
        String printed;
        try { // Java does not tell the number of blocks
            printed = CommandRunner.run(Command.of("stat", "--format=%b %B", "--", path.toString()), List.of(), marks)
                    .output()
                    .strip();
        } catch (HostException failure) {
            if (failure.kind() == HostException.Kind.MISSING) {
                return Optional.empty();
            }
            throw failure;
        }
        int blank = printed.indexOf(' ');
        return Optional.of(Math.multiplyExact(
                Long.parseLong(printed.substring(0, blank)), Long.parseLong(printed.substring(blank + 1))));
    }

    private static Optional<FileSystemStatus> fileSystemOf(Path path) throws IOException {
        Path real;
        try {
            real = path.toRealPath();
        } catch (IOException failure) {
            if (Failures.isAbsence(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
        MountEntry holder = null;
        for (MountEntry mount : KernelTables.mountsHolding(Files.readString(PROC.resolve("self/mountinfo")), real)) {
            // Of mounts at one place the last one covers the others.
            if (holder == null
                    || mount.target().getNameCount() >= holder.target().getNameCount()) {
                holder = mount;
            }
        }
        if (holder == null) {
            throw new IOException("no mount in /proc/self/mountinfo holds it");
        }
        File file = real.toFile();
        boolean readOnly = holder.options().equals("ro") || holder.options().startsWith("ro,");
        return Optional.of(new FileSystemStatus(
                holder.type(), holder.target(), file.getTotalSpace(), file.getUsableSpace(), readOnly));
    }

    /** The table of mounts grows with the number of bricks: it is read only where it has something to say. */
    private static boolean isMountPoint(Path target) throws IOException {
        Path parent = target.getParent();
        if (parent == null) {
            return true;
        }
        try {
            return LocalLoops.attribute(target, "unix:dev") != LocalLoops.attribute(parent, "unix:dev");
        } catch (IOException failure) {
            if (Failures.isAbsence(failure)) {
                return false;
            }
            return mounts(target).stream().anyMatch(mount -> mount.target().equals(target)); // it may be ill
        }
    }

    private List<MountEntry> mountsOf(Path image) throws IOException {
        SortedSet<String> devices = new TreeSet<>();
        for (HostCall.LoopEntry loop : loopDevices.under(image)) {
            if (loop.backingFile().equals(image) && maybeMounted(loop)) {
                devices.add(loop.device());
            }
        }
        if (devices.isEmpty()) {
            return List.of();
        }
        List<MountEntry> found = new ArrayList<>();
        for (String device : devices) {
            found.addAll(MOUNTS.of(device));
        }
        return List.copyOf(found);
    }

    /** An image holds an XFS, and the kernel tells which devices have one that is mounted, wherever. */
    private static boolean maybeMounted(HostCall.LoopEntry loop) {
        return !XFS.isDirectory() || new File(XFS, "loop" + loop.number()).exists();
    }

    /** Nothing can be mounted below an empty directory. */
    private static boolean isBare(Path directory) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            return !entries.iterator().hasNext() && !isMountPoint(directory);
        } catch (DirectoryIteratorException | FileSystemException unclear) {
            return false;
        }
    }

    private static List<MountEntry> mounts(Path under) throws IOException {
        if (under.getParent() != null && isBare(under)) {
            return List.of();
        }
        return MOUNTS.under(under);
    }

    private static boolean sendSignal(HostCall.SendSignal call) {
        if (call.pid() == ProcessHandle.current().pid()) {
            throw new HostException(
                    HostException.Kind.NOT_PERMITTED, call + " was refused: this is the JVM that runs the host");
        }
        if (!alive(call)) {
            return false;
        }
        Optional<ProcessHandle> process = ProcessHandle.of(call.pid());
        if (process.isEmpty()) {
            return false;
        }
        boolean sent = call.signal() == Signal.KILL
                ? process.get().destroyForcibly()
                : process.get().destroy();
        if (!sent && alive(call)) {
            throw new HostException(
                    HostException.Kind.NOT_PERMITTED, call + " failed: not allowed; run as root to signal daemons");
        }
        return sent;
    }

    private static boolean alive(HostCall.SendSignal call) {
        try {
            OptionalLong startTime = KernelTables.startTime(
                    Files.readString(PROC.resolve(Long.toString(call.pid())).resolve("stat")));
            return startTime.isPresent() && startTime.getAsLong() == call.startTime();
        } catch (IOException ended) {
            return false;
        }
    }

    /** The kernel's table of sockets grows with the number of connections; what it says of one port it says at once. */
    private static boolean isPortTaken(HostCall.IsPortTaken call) throws IOException {
        InetAddress local;
        if (!call.address().matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
            throw new HostException(HostException.Kind.FAILED, call + " failed: an IP address is needed, not a name");
        }
        try {
            local = InetAddress.getByName(call.address());
        } catch (UnknownHostException malformed) {
            throw new HostException(HostException.Kind.FAILED, call + " failed: not an IP address");
        }
        try (SocketChannel probe = SocketChannel.open()) { // bound, it does not listen: that takes the port from nobody
            probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            probe.bind(new InetSocketAddress(local, call.port()));
            return false;
        } catch (BindException taken) {
            return String.valueOf(taken.getMessage()).contains("in use");
        }
    }
}
