/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Predicate;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.CommandResult;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.DirectoryListing;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileSystemStatus;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.block.host.HostCall.LoopEntry;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostCall.Signal;
import org.gluster.gcs.block.host.HostCall.VolfileFetch;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.host.HostException.Kind;
import org.gluster.gcs.block.host.TlsInspection;
import org.gluster.gcs.gluster.rpc.Volfile;
import org.gluster.gcs.testkit.host.FakeProgram.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * A modelled Linux machine as a synchronous, deterministic state machine: files on finite file systems, loop devices,
 * mounts, processes, ports and local sockets. No clock, no randomness, no thread; every collection is sorted or in
 * insertion order, so the same calls give the same machine everywhere.
 *
 * <h2>Files</h2>
 *
 * <p>An image file holds a whole file system once {@code mkfs.xfs} made one in it: {@code cp} copies it with what it
 * holds, {@code mount} shows its tree, {@code umount} hides it. A file deleted while a loop device uses it keeps its
 * space until the detach. A failed {@code fallocate} leaves what it got, as on ext4. Not modelled: symbolic and hard
 * links, owners, torn writes, loss of what was not synced, and the growth of a sparse image through its mount.
 *
 * <h2>Crashes</h2>
 *
 * <p>A program is either run at once ({@link #apply}) or in two halves: {@link #begin} makes a live process with its
 * marks, {@link #complete} applies its effect and ends it. Between them the JVM may be killed: {@link #crash} changes
 * nothing but to say which commands live on. Each lands when {@code complete} is called, or never, when it is killed
 * first, exactly as a real command does that outlives its JVM.
 *
 * <p>{@link #copy} shares unchanged files with the original and costs microseconds. Thread-safe, each call by itself: a
 * disk may be taken away while an engine works on it. Programs and responders are shared by copies and must be stateless.
 */
public final class FakeMachine {
    private static final long BLOCK = 4096;
    private static final int NAME_MAX = 255;
    private static final int CACHED_PATHS = 1 << 14;
    private static final Path MOUNTED_XFS = Path.of("/sys/fs/xfs");
    private static final Path LIMITS = Path.of("/proc/self/limits");

    /** The state of a process in which the checksum of the volfile that it has is kept. */
    public static final String VOLFILE = "volfile";

    /** The states of a brick process, before a brick's path, in which the key and the checksum of the brick's volfile are kept. */
    static final String BRICK_KEY = "key ";

    static final String BRICK_VOLFILE = "volfile ";

    private static final String GIVEN = "given ";
    private static final String CONNECTED = "volfile-server";
    private static final String FETCHED = "fetched";
    private static final String REFUSED = "refused";
    private static final String TOLD = "told";

    /** A file system: on a disk, or in an image file. */
    record FileSystem(
            String type,
            long total,
            long used,
            int root,
            long uuid,
            boolean readOnly,
            boolean full,
            boolean ioErrors,
            long device) {

        long free() {
            return full ? 0 : total - used;
        }

        FileSystem use(long delta) {
            return new FileSystem(type, total, used + delta, root, uuid, readOnly, full, ioErrors, device);
        }
    }

    /** What an image's file system takes of its device grows to all of it. */
    void grow(int index, long device) {
        FileSystem f = fileSystem(index);
        if (device > f.device) {
            fileSystems.set(
                    index,
                    new FileSystem(
                            f.type,
                            f.total + device - f.device,
                            f.used + (device - f.device) / 256 / 4096 * 4096,
                            f.root,
                            f.uuid,
                            f.readOnly,
                            f.full,
                            f.ioErrors,
                            device));
        }
    }

    record Mount(MountEntry entry, int id, int fileSystem, int covered, int below, int loop, boolean permanent) {}

    record Loop(LoopEntry entry, int backing, int mount, boolean autoclear, long size) {}

    record Listener(String address, int port) {}

    /** A live process; {@code pending} is the call whose effect it will have when it completes. */
    record Running(
            ProcessEntry entry,
            List<Integer> mounts,
            List<Listener> listeners,
            List<Integer> sockets,
            SortedMap<String, String> state,
            boolean ignoresTerm,
            HostCall.@Nullable Effect<CommandResult> pending) {

        String program() {
            String first = entry.arguments().get(0);
            return first.substring(first.lastIndexOf('/') + 1);
        }
    }

    private record Fault(Predicate<HostCall<?>> calls, HostException failure) {}

    private final Map<Path, String[]> pathNames;
    private Inode.Owner owner = new Inode.Owner();
    private Inode[] inodes;
    private int firstFree;

    /** Inodes without a name that a loop device still uses. */
    private final TreeSet<Integer> unnamed;

    private int firstNoFileSystem;
    private final ArrayList<@Nullable FileSystem> fileSystems;
    private MountTable mounts;
    private LoopTable loops;

    /** Whether a copy sees the same tables: they are copied before they are changed. */
    private boolean shared;

    private final TreeMap<Long, Running> processes;
    private final List<Fault> faults; // tests add to it while the simulation goes on
    private final TreeMap<Path, Mount> away;
    private final TreeSet<String> missingPrograms;
    private final TreeMap<String, FakeProgram> programs;
    private final TreeMap<String, SocketResponder> responders;
    private @Nullable Function<String, Optional<String>> volfiles;
    private String lastRefusal = "";
    private int descriptors = 20_000;
    private long nextPid = 1000;
    private long ticks = 10_000;
    private int nextMount = 1;
    private long nextUuid = 1;

    /** The mount through which the last {@link #find} came to its result. */
    private int foundOn;

    private FakeMachine(long bytes) {
        pathNames = new ConcurrentHashMap<>();
        inodes = new Inode[64];
        unnamed = new TreeSet<>();
        fileSystems = new ArrayList<>();
        mounts = new MountTable();
        loops = new LoopTable();
        processes = new TreeMap<>();
        faults = new CopyOnWriteArrayList<>();
        away = new TreeMap<>();
        missingPrograms = new TreeSet<>();
        programs = new TreeMap<>();
        responders = new TreeMap<>();
        int fileSystem = newFileSystem("ext4", bytes, 0);

        changingMounts()
                .add(new Mount(
                        new MountEntry("/dev/vda", Path.of("/"), "ext4", "rw,relatime"),
                        nextMount++,
                        fileSystem,
                        Inode.NONE,
                        Inode.NONE,
                        Inode.NONE,
                        true));
        foundOn = mounts.root().id();
        makeDirectories(Path.of("/dev"));
        makeDirectories(Path.of("/tmp"));
        for (int number = 0; number < 8; number++) {
            loopNode(number);
        }
        StandardPrograms.all().forEach(this::program);
        GlusterPrograms.all().forEach(this::program);
        responder("glusterfsd", GlusterBricks::respond);
    }

    private FakeMachine(FakeMachine other) {
        pathNames = other.pathNames;
        inodes = other.inodes.clone();
        firstFree = other.firstFree;
        unnamed = new TreeSet<>(other.unnamed);
        firstNoFileSystem = other.firstNoFileSystem;
        fileSystems = new ArrayList<>(other.fileSystems);
        mounts = other.mounts;
        loops = other.loops;
        shared = true;
        processes = new TreeMap<>(other.processes);
        faults = new CopyOnWriteArrayList<>(other.faults);
        away = new TreeMap<>(other.away);
        missingPrograms = new TreeSet<>(other.missingPrograms);
        programs = new TreeMap<>(other.programs);
        responders = new TreeMap<>(other.responders);
        lastRefusal = other.lastRefusal;
        descriptors = other.descriptors;
        nextPid = other.nextPid;
        ticks = other.ticks;
        nextMount = other.nextMount;
        nextUuid = other.nextUuid;
        foundOn = other.foundOn;
    }

    /** A machine with one ext4 disk of this size at {@code /}, {@code /dev} with eight loop devices, and {@code /tmp}. */
    public static FakeMachine withDisk(long bytes) {
        return new FakeMachine(bytes);
    }

    /** A machine in the same state that goes its own way from here. */
    public synchronized FakeMachine copy() {
        owner = new Inode.Owner(); // from now on nobody owns what both see, so either copies it before it writes
        shared = true;
        return new FakeMachine(this);
    }

    private MountTable changingMounts() {
        unshare();
        return mounts;
    }

    private LoopTable changingLoops() {
        unshare();
        return loops;
    }

    private void unshare() {
        if (shared) {
            mounts = new MountTable(mounts);
            loops = new LoopTable(loops);
            shared = false;
        }
    }

    // ---- setting the scene --------------------------------------------------------------------------------------

    /** Adds a disk that is mounted here, also after a reboot. The directory is made. */
    public synchronized void addDisk(Path mountPoint, String type, long bytes) {
        makeDirectories(mountPoint);
        int covered = find(mountPoint);
        int below = foundOn;
        int fileSystem = newFileSystem(type, bytes, 0);
        writable(covered).covered = true;
        changingMounts()
                .add(new Mount(
                        new MountEntry("/dev/vd" + (char) ('b' + fileSystem), mountPoint, type, "rw,relatime"),
                        nextMount++,
                        fileSystem,
                        covered,
                        below,
                        Inode.NONE,
                        true));
    }

    /** Makes a directory and those above it, with mode {@code rwxr-xr-x}, where they are not there yet. */
    public synchronized void makeDirectories(Path path) {
        Path parent = path.getParent();
        if (parent != null) {
            makeDirectories(parent);
            if (find(path) < 0) {
                apply(new HostCall.MakeDirectory(path, "rwxr-xr-x"));
            }
        }
    }

    /** Adds or replaces a program. */
    public synchronized void program(FakeProgram program) {
        programs.put(program.name(), program);
    }

    /** Answers for the sockets of all processes of this program. */
    public synchronized void responder(String program, SocketResponder responder) {
        responders.put(program, responder);
    }

    /**
     * A volfile server comes up that answers with these texts by key, or the one there was goes. Either way no daemon is
     * connected to it: see {@link #fetchVolfiles}. A copy of the machine has none.
     */
    public synchronized void volfiles(@Nullable Function<String, Optional<String>> server) {
        volfiles = server;
        for (Long pid : List.copyOf(processes.keySet())) {
            remember(pid, CONNECTED, Optional.empty());
            for (String key : List.copyOf(process(pid).state.keySet())) {
                if (key.startsWith(GIVEN)) {
                    remember(pid, key, Optional.empty());
                }
            }
        }
    }

    /**
     * Every daemon that asks a volfile server for its volfile connects to it, where it is not yet, and those that have just
     * connected or were told to fetch do so.
     */
    public synchronized void fetchVolfiles() {
        processes.values().stream().map(process -> process.entry.pid()).toList().forEach(this::fetchVolfile);
    }

    /** Whether a volfile server is there that knows no volfile for this daemon. */
    boolean volfileUnknown(long pid) {
        Optional<String> key = volfileKey(process(pid));
        return volfiles != null && key.isPresent() && volfiles.apply(key.get()).isEmpty();
    }

    /** What a daemon does when it starts, connects or is told to: a brick process does it for its bricks, too. */
    synchronized void fetchVolfile(long pid) {
        Running process = process(pid);
        Optional<String> key = volfileKey(process);
        String connected = process.state.get(CONNECTED);
        if (volfiles == null || key.isEmpty() || FETCHED.equals(connected) || REFUSED.equals(connected)) {
            return;
        }
        Optional<String> text = volfiles.apply(key.get());
        text.ifPresent(given -> remember(pid, VOLFILE, Optional.of(Volfile.checksum(given))));
        remember(pid, CONNECTED, Optional.of(text.isPresent() ? FETCHED : REFUSED));
        for (Map.Entry<String, String> brick : process.state.entrySet()) {
            if (brick.getKey().startsWith(BRICK_KEY)) {
                Optional<String> fetched = volfiles.apply(brick.getValue()).map(Volfile::checksum);
                fetched.ifPresent(checksum -> remember(
                        pid, BRICK_VOLFILE + brick.getKey().substring(BRICK_KEY.length()), Optional.of(checksum)));
                remember(pid, GIVEN + brick.getValue(), Optional.of(fetched.orElse("")));
            }
        }
    }

    private Object volfileGiven(HostCall.VolfileGiven noted) {
        for (Running process : List.copyOf(processes.values())) {
            String connected = process.state.get(CONNECTED);
            if (connected != null
                    && !connected.equals(REFUSED)
                    && volfileKey(process).equals(Optional.of(noted.by()))) {
                remember(
                        process.entry.pid(),
                        GIVEN + noted.volfileKey(),
                        Optional.of(noted.checksum()).filter(checksum -> !checksum.isEmpty()));
            }
        }
        return true;
    }

    private static Optional<String> volfileKey(Running process) {
        int option = process.entry.arguments().indexOf("--volfile-id");
        return option < 0 || option + 1 == process.entry.arguments().size()
                ? Optional.empty()
                : Optional.of(process.entry.arguments().get(option + 1));
    }

    private List<VolfileFetch> fetches(String key) {
        List<VolfileFetch> found = new ArrayList<>();
        for (Running process : processes.values()) {
            String connected = process.state.get(CONNECTED);
            if (connected != null && volfileKey(process).equals(Optional.of(key))) {
                String checksum = connected.equals(REFUSED) ? "" : process.state.getOrDefault(VOLFILE, "");
                found.add(new VolfileFetch(checksum, connected.equals(TOLD)));
            } else if (connected != null && process.state.containsKey(GIVEN + key)) {
                found.add(new VolfileFetch(process.state.getOrDefault(GIVEN + key, ""), connected.equals(TOLD)));
            }
        }
        return found;
    }

    private int notifySubscribers(String key) {
        int told = 0;
        for (Running process : List.copyOf(processes.values())) {
            boolean subscribed = volfileKey(process).equals(Optional.of(key)) || process.state.containsKey(GIVEN + key);
            if (process.state.containsKey(CONNECTED) && subscribed) {
                remember(process.entry.pid(), CONNECTED, Optional.of(TOLD));
                told++;
            }
        }
        return told;
    }

    // ---- faults ---------------------------------------------------------------------------------------------------

    /** The next call that matches fails with this and has no effect. Several are used up in the order they were given. */
    public synchronized void failNext(Predicate<HostCall<?>> calls, HostException failure) {
        faults.add(new Fault(calls, failure));
    }

    /** What {@link #failNext} was to fail and did not is done again. */
    public synchronized void failNoMore() {
        faults.clear();
    }

    /** Whether a program is not installed. */
    public synchronized void programMissing(String program, boolean missing) {
        if (missing) {
            missingPrograms.add(program);
        } else {
            missingPrograms.remove(program);
        }
    }

    /** Whether the file system that holds this path has no space left, whatever it says about its size. */
    public synchronized void diskFull(Path path, boolean full) {
        int index = inode(require(path, "diskFull")).fileSystem;
        FileSystem f = fileSystem(index);
        fileSystems.set(
                index, new FileSystem(f.type, f.total, f.used, f.root, f.uuid, f.readOnly, full, f.ioErrors, f.device));
    }

    /** Whether the file system that holds this path is read-only. */
    public synchronized void readOnly(Path path, boolean readOnly) {
        int index = inode(require(path, "readOnly")).fileSystem;
        FileSystem f = fileSystem(index);
        fileSystems.set(
                index, new FileSystem(f.type, f.total, f.used, f.root, f.uuid, readOnly, f.full, f.ioErrors, f.device));
    }

    /** Whether the device of the file system that holds this path returns errors to every read and write. */
    public synchronized void ioErrors(Path path, boolean ioErrors) {
        int index = inode(require(path, "ioErrors")).fileSystem;
        FileSystem f = fileSystem(index);
        fileSystems.set(
                index, new FileSystem(f.type, f.total, f.used, f.root, f.uuid, f.readOnly, f.full, ioErrors, f.device));
    }

    /** The disk that holds this path is this large from now on, as after a resize. */
    public synchronized void resize(Path path, long bytes) {
        int index = inode(require(path, "resize")).fileSystem;
        FileSystem f = fileSystem(index);
        if (bytes < f.used) {
            throw new IllegalArgumentException(
                    "a file system that uses " + f.used + " bytes cannot shrink to " + bytes);
        }
        fileSystems.set(
                index, new FileSystem(f.type, bytes, f.used, f.root, f.uuid, f.readOnly, f.full, f.ioErrors, f.device));
    }

    /** A file that nobody knows of takes this much of the file system that holds this directory; 0 removes it again. */
    public synchronized void fill(Path directory, long bytes) {
        Path file = directory.resolve("of-somebody-else");
        delete(file);
        if (bytes > 0) {
            Inode inode = inode(openForWriting(file, "fill"));
            allocate(inode.fileSystem, bytes, "fill", file);
            inode.size = bytes;
            inode.allocated = bytes;
        }
    }

    /** The disk that {@link #addDisk} mounted here is taken away: what is below its mount point shows, who uses it goes on. */
    public synchronized void takeAway(Path mountPoint) {
        Mount mount = mountAt(mountPoint);
        if (mount == null || !mount.permanent) {
            throw new IllegalArgumentException("no disk is mounted at " + mountPoint);
        }
        unmount(mount);
        away.put(mountPoint, mount);
    }

    /** The disk that was taken away from here is back. */
    public synchronized void bringBack(Path mountPoint) {
        Mount mount = away.remove(mountPoint);
        if (mount == null) {
            throw new IllegalArgumentException("no disk was taken away from " + mountPoint);
        }
        writable(mount.covered).covered = true;
        changingMounts().add(mount);
    }

    /** How many descriptors every process has from now on; 20,000 unless said. */
    public synchronized void descriptors(int most) {
        descriptors = most;
    }

    int descriptors() {
        return descriptors;
    }

    /** How often this process serves the brick in this directory. */
    public synchronized int served(long pid, Path brick) {
        return GlusterBricks.served(this, pid, brick.toString());
    }

    /** The checksum of the volfile with which this process serves the brick in this directory; empty when it does not. */
    public synchronized Optional<String> brickVolfile(long pid, Path brick) {
        return Optional.ofNullable(process(pid).state.get(BRICK_VOLFILE + brick));
    }

    /** Whether this process takes no notice of {@link Signal#TERM}. */
    public synchronized void ignoreTerm(long pid, boolean ignore) {
        Running p = process(pid);
        put(new Running(p.entry, p.mounts, p.listeners, p.sockets, p.state, ignore, p.pending));
    }

    /**
     * The JVM is killed. The machine goes on as it is: answers the pids of commands and daemon starts that were begun
     * and not completed, which live on.
     */
    public synchronized List<Long> crash() {
        return processes.values().stream()
                .filter(process -> process.pending != null)
                .map(process -> process.entry.pid())
                .toList();
    }

    /** The machine restarts: processes, ports, loop devices and all mounts but those of disks are gone, files stay. */
    public synchronized void reboot() {
        processes.clear();
        List<Mount> all = mounts.all();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (!all.get(i).permanent) {
                unmount(all.get(i));
            }
        }
        for (Integer number : List.copyOf(loops.all().keySet())) {
            detachLoop(number);
        }
    }

    // ---- calls ----------------------------------------------------------------------------------------------------

    /**
     * Performs one call at once. A command leaves no trace in the process table.
     *
     * @throws HostException as a real host fails
     * @throws AssertionError when a program is called in a way that is not modelled
     */
    public synchronized <R> R apply(HostCall<R> call) {
        return apply(call, Collections.emptySortedMap());
    }

    @SuppressWarnings("unchecked") // each call is answered by the type it declares
    synchronized <R> R apply(HostCall<R> call, SortedMap<String, String> commandMarks) {
        takeFault(call);
        ticks++;
        if (call instanceof HostCall.Reading<R>) {
            return (R) read(call);
        }
        if (call instanceof HostCall.Run run) {
            return (R) run(run.command(), commandMarks, false);
        }
        if (call instanceof HostCall.StartDaemon start) {
            return (R) run(start.command(), start.marks(), true);
        }
        return (R) change(call);
    }

    private void takeFault(HostCall<?> call) {
        Optional<Fault> due =
                faults.stream().filter(fault -> fault.calls.test(call)).findFirst();
        if (due.isPresent() && faults.remove(due.get())) {
            throw due.get().failure;
        }
    }

    /**
     * Starts the process of a {@link HostCall.Run} or {@link HostCall.StartDaemon}; its effect comes with
     * {@link #complete}.
     *
     * @param commandMarks environment of a command; a daemon has its own
     * @return its pid
     * @throws HostException when the program is missing
     */
    public synchronized long begin(HostCall.Effect<CommandResult> call, SortedMap<String, String> commandMarks) {
        takeFault(call);
        Command command;
        SortedMap<String, String> marks;
        if (call instanceof HostCall.Run run) {
            command = run.command();
            marks = commandMarks;
        } else if (call instanceof HostCall.StartDaemon start) {
            command = start.command();
            marks = start.marks();
        } else {
            throw new IllegalArgumentException("runs no program: " + call);
        }
        programOf(command);
        long pid = spawn(command.arguments(), marks);
        Running p = process(pid);
        put(new Running(p.entry, p.mounts, p.listeners, p.sockets, p.state, p.ignoresTerm, call));
        return pid;
    }

    /** Whether {@link #complete} would find this process still there. */
    public synchronized boolean pending(long pid) {
        Running process = processes.get(pid);
        return process != null && process.pending != null;
    }

    /**
     * The effect of a begun command lands, and it ends.
     *
     * @throws HostException as the program fails, or because it was killed before
     */
    public synchronized CommandResult complete(long pid) {
        Running process = processes.get(pid);
        if (process == null || process.pending == null) {
            throw new HostException(Kind.FAILED, "process " + pid + " was killed before it had any effect");
        }
        HostCall.Effect<CommandResult> call = process.pending;
        processes.remove(pid);
        ticks++;
        return call instanceof HostCall.StartDaemon start
                ? run(start.command(), start.marks(), true)
                : run(((HostCall.Run) call).command(), process.entry.marks(), false);
    }

    private FakeProgram programOf(Command command) {
        String name = command.program();
        if (missingPrograms.contains(name)) {
            throw new HostException(
                    Kind.PROGRAM_MISSING, "program " + name + " is not installed: install the package that brings it");
        }
        FakeProgram program = programs.get(name);
        if (program == null) {
            throw new AssertionError("the fake machine does not model program " + name + ": " + command.line());
        }
        return program;
    }

    private CommandResult run(Command command, SortedMap<String, String> marks, boolean daemon) {
        return programOf(command).run(this, new Invocation(command, marks, daemon));
    }

    private Object read(HostCall<?> call) {
        if (call instanceof HostCall.StatFile stat) {
            return stat(find(stat.path()));
        } else if (call instanceof HostCall.ReadFile read) {
            return readFile(read);
        } else if (call instanceof HostCall.ReadFiles read) {
            TreeMap<Path, String> found = new TreeMap<>();
            for (Path path : read.paths()) {
                try {
                    readFile(new HostCall.ReadFile(path, read.maxBytes())).ifPresent(text -> found.put(path, text));
                } catch (HostException unreadable) {
                    found.remove(path);
                }
            }
            return found;
        } else if (call instanceof HostCall.ListDirectory list) {
            return list(list);
        } else if (call instanceof HostCall.Mounts under) {
            return mounts.under(under.under());
        } else if (call instanceof HostCall.IsMountPoint point) {
            return mounts.at(point.target()) != null;
        } else if (call instanceof HostCall.MountsOfImage of) {
            return mountsOf(of.image());
        } else if (call instanceof HostCall.Loops backing) {
            return loopsOf(backing.backing());
        } else if (call instanceof HostCall.Processes wanted) {
            return processesWith(wanted.marks());
        } else if (call instanceof HostCall.ReadAttribute attribute) {
            return readAttribute(attribute);
        } else if (call instanceof HostCall.AllocatedBytes allocated) {
            int id = find(allocated.path());
            return id < 0 ? Optional.empty() : Optional.of(inode(id).allocated);
        } else if (call instanceof HostCall.FileSystemOf fileSystem) {
            return fileSystemOf(fileSystem.path());
        } else if (call instanceof HostCall.InspectTls tls) {
            return TlsInspection.of(tlsFile(tls.certificate()), tlsFile(tls.key()), tlsFile(tls.authorities()));
        } else if (call instanceof HostCall.IsPortTaken port) {
            return isPortTaken(port);
        } else if (call instanceof HostCall.VolfileFetches wanted) {
            return fetches(wanted.volfileKey());
        } else if (call instanceof HostCall.Ask ask) {
            return ask(ask);
        }
        throw new AssertionError("not modelled: " + call);
    }

    private Object change(HostCall<?> call) {
        if (call instanceof HostCall.MakeDirectory make) {
            return makeDirectory(make);
        } else if (call instanceof HostCall.WriteFile write) {
            return write("WriteFile", write.path(), write.content(), write.mode());
        } else if (call instanceof HostCall.WriteNote note) {
            return write("WriteNote", note.path(), note.content(), note.mode());
        } else if (call instanceof HostCall.SetAttribute set) {
            return setAttribute(set);
        } else if (call instanceof HostCall.RemoveAttribute remove) {
            return removeAttribute(remove);
        } else if (call instanceof HostCall.Rename rename) {
            return rename(rename);
        } else if (call instanceof HostCall.Delete delete) {
            return delete(delete.path());
        } else if (call instanceof HostCall.Sync sync) {
            int id = require(sync.path(), "Sync");
            checkReadable(id, "Sync", sync.path());
            return true;
        } else if (call instanceof HostCall.SendSignal send) {
            return signal(send);
        } else if (call instanceof HostCall.Exchange exchange) {
            return exchange(exchange);
        } else if (call instanceof HostCall.NotifySubscribers notify) {
            return notifySubscribers(notify.volfileKey());
        } else if (call instanceof HostCall.VolfileGiven noted) {
            return volfileGiven(noted);
        }
        throw new AssertionError("not modelled: " + call);
    }

    // ---- paths and inodes -------------------------------------------------------------------------------------------

    private String[] names(Path path) {
        String[] names = pathNames.get(path);
        if (names == null) {
            names = new String[path.getNameCount()];
            for (int i = 0; i < names.length; i++) {
                names[i] = path.getName(i).toString();
            }
            if (pathNames.size() >= CACHED_PATHS) {
                pathNames.clear();
            }
            pathNames.put(path, names);
        }
        return names;
    }

    /** The inode at this path, or less than zero; {@link #foundOn} is then the mount that shows it. */
    int find(Path path) {
        String[] names = names(path);
        return walk(names, names.length);
    }

    private int walk(String[] names, int count) {
        Mount rootMount = mounts.root();
        int id = fileSystem(rootMount.fileSystem).root();
        foundOn = rootMount.id;
        for (int i = 0; i < count; i++) {
            Inode inode = inode(id);
            if (inode.children == null) {
                return Inode.NONE; // below something that is no directory
            }
            Integer child = inode.children.get(names[i]);
            if (child == null) {
                return Inode.NONE;
            }
            id = cross(child);
        }
        return id;
    }

    /** From a directory to what is mounted over it. */
    private int cross(int id) {
        int top = id;
        while (inode(top).covered) {
            Mount over = mountOver(top);
            foundOn = over.id;
            top = fileSystem(over.fileSystem).root();
        }
        return top;
    }

    private Mount mountOver(int covered) {
        Mount over = null;
        boolean inThis = false;
        for (Mount mount : mounts.over(covered).values()) {
            // One image may be mounted twice, and then each of its directories is seen through two mounts.
            boolean here = mount.below == foundOn;
            if (here || !inThis) {
                over = mount;
                inThis = here;
            }
        }
        if (over != null) {
            return over;
        }
        throw new IllegalStateException("nothing is mounted over inode " + covered);
    }

    private int parentOf(Path path, String verb) {
        String[] names = names(path);
        if (names.length == 0) {
            throw new HostException(Kind.BUSY, verb + " of / failed: Device or resource busy");
        }
        if (names[names.length - 1].length() > NAME_MAX) {
            throw new HostException(Kind.FAILED, verb + " of " + path + " failed: File name too long");
        }
        int parent = walk(names, names.length - 1);
        if (parent < 0) {
            throw missing(verb, path);
        }
        if (inode(parent).children == null) {
            throw new HostException(Kind.FAILED, verb + " of " + path + " failed: Not a directory");
        }
        return parent;
    }

    private String lastName(Path path) {
        String[] names = names(path);
        return names[names.length - 1];
    }

    private int require(Path path, String verb) {
        int id = find(path);
        if (id < 0) {
            throw missing(verb, path);
        }
        return id;
    }

    private static HostException missing(String verb, Path path) {
        return new HostException(Kind.MISSING, verb + " of " + path + " failed: No such file or directory");
    }

    Inode inode(int id) {
        return inodes[id];
    }

    Inode writable(int id) {
        Inode inode = inodes[id];
        if (inode.owner != owner) {
            inode = inode.ownedBy(owner);
            inodes[id] = inode;
        }
        return inode;
    }

    private int add(Inode inode) {
        int id = firstFree;
        while (id < inodes.length && inodes[id] != null) {
            id++;
        }
        if (id == inodes.length) {
            inodes = Arrays.copyOf(inodes, id * 2);
        }
        inodes[id] = inode;
        firstFree = id + 1;
        return id;
    }

    @SuppressWarnings("NullAway") // a slot without an inode is free, and nothing refers to it
    private void free(int id) {
        inodes[id] = null;
        firstFree = Math.min(firstFree, id);
    }

    FileSystem fileSystem(int index) {
        FileSystem found = fileSystems.get(index);
        if (found == null) {
            throw new IllegalStateException("no file system " + index);
        }
        return found;
    }

    int newFileSystem(String type, long total, long used) {
        return newFileSystem(type, total, used, total);
    }

    int newFileSystem(String type, long total, long used, long device) {
        return newFileSystem(new FileSystem(type, total, used, Inode.NONE, nextUuid++, false, false, false, device));
    }

    private int newFileSystem(FileSystem blank) {
        int index = firstNoFileSystem;
        while (index < fileSystems.size() && fileSystems.get(index) != null) {
            index++;
        }
        if (index == fileSystems.size()) {
            fileSystems.add(blank);
        }
        firstNoFileSystem = index + 1;
        int root = add(new Inode(owner, FileType.DIRECTORY, index, "rwxr-xr-x"));
        fileSystems.set(
                index,
                new FileSystem(
                        blank.type, blank.total, blank.used, root, blank.uuid, false, false, false, blank.device));
        return index;
    }

    /** Forgets a file system with all that it holds. */
    void dropFileSystem(int index) {
        dropTree(fileSystem(index).root());
        for (Integer id : List.copyOf(unnamed)) {
            if (inode(id).fileSystem == index) {
                unnamed.remove(id);
                drop(id);
            }
        }
        fileSystems.set(index, null);
        firstNoFileSystem = Math.min(firstNoFileSystem, index);
    }

    private void dropTree(int id) {
        SortedMap<String, Integer> children = inode(id).children;
        if (children != null) {
            children.values().forEach(this::dropTree);
        }
        drop(id);
    }

    private void drop(int id) {
        int image = inode(id).image;
        if (image != Inode.NONE) {
            dropFileSystem(image);
        }
        free(id);
    }

    /** A file system with the same content and the same UUID, as a copied image holds. */
    int copyFileSystem(int from) {
        FileSystem source = fileSystem(from);
        int index = newFileSystem(source);
        copyInto(source.root, fileSystem(index).root(), index);
        return index;
    }

    private void copyInto(int from, int to, int index) {
        writable(to).attributes.putAll(inode(from).attributes);
        for (Map.Entry<String, Integer> child : inode(from).names().entrySet()) {
            int source = child.getValue();
            Inode copy = inode(source).in(index, owner);
            copy.covered = false;
            if (copy.image != Inode.NONE) {
                copy.image = copyFileSystem(copy.image);
            }
            int id = add(copy);
            writable(to).names().put(child.getKey(), id);
            if (copy.children != null) {
                copyInto(source, id, index);
            }
        }
    }

    /** Takes or, with a negative number, gives back space. */
    void allocate(int index, long bytes, String verb, Path path) {
        FileSystem fileSystem = fileSystem(index);
        if (bytes > 0 && bytes > fileSystem.free()) {
            throw new HostException(Kind.NO_SPACE, verb + " of " + path + " failed: No space left on device");
        }
        if (bytes != 0) {
            fileSystems.set(index, fileSystem.use(bytes));
        }
    }

    private void checkReadable(int id, String verb, Path path) {
        if (fileSystem(inode(id).fileSystem).ioErrors) {
            throw new HostException(Kind.IO_ERROR, verb + " of " + path + " failed: Input/output error");
        }
    }

    void checkWritable(int id, String verb, Path path) {
        FileSystem fileSystem = fileSystem(inode(id).fileSystem);
        if (fileSystem.readOnly) {
            throw new HostException(Kind.READ_ONLY, verb + " of " + path + " failed: Read-only file system");
        }
        if (fileSystem.ioErrors) {
            throw new HostException(Kind.IO_ERROR, verb + " of " + path + " failed: Input/output error");
        }
    }

    /** The file at this path, made empty with mode {@code rw-r--r--} when it is absent. */
    int openForWriting(Path path, String verb) {
        int id = find(path);
        if (id >= 0) {
            if (inode(id).type == FileType.DIRECTORY) {
                throw new HostException(Kind.FAILED, verb + " of " + path + " failed: Is a directory");
            }
            checkWritable(id, verb, path);
            return id;
        }
        int parent = parentOf(path, verb);
        checkWritable(parent, verb, path);
        return addChild(parent, lastName(path), FileType.FILE, "rw-r--r--");
    }

    private int addChild(int parent, String name, FileType type, String mode) {
        int id = add(new Inode(owner, type, inode(parent).fileSystem, mode));
        writable(parent).names().put(name, id);
        return id;
    }

    /** Takes the name from an inode, and its space unless something still uses it. */
    private void unlink(int parent, String name, int id) {
        writable(parent).names().remove(name);
        writable(id).linked = false;
        for (Running process : List.copyOf(processes.values())) {
            if (process.sockets.contains(id)) {
                List<Integer> left = new ArrayList<>(process.sockets);
                left.remove(Integer.valueOf(id));
                put(new Running(
                        process.entry,
                        process.mounts,
                        process.listeners,
                        List.copyOf(left),
                        process.state,
                        process.ignoresTerm,
                        process.pending));
            }
        }
        releaseUnused(id);
    }

    private void releaseUnused(int id) {
        Inode inode = inode(id);
        if (inode.linked) {
            return;
        }
        if (!loops.of(id).isEmpty()) {
            unnamed.add(id);
            return;
        }
        unnamed.remove(id);
        fileSystems.set(inode.fileSystem, fileSystem(inode.fileSystem).use(-inode.allocated));
        if (inode.image != Inode.NONE) {
            dropFileSystem(inode.image);
        }
        free(id);
    }

    private static long blocks(long bytes) {
        return (bytes + BLOCK - 1) / BLOCK * BLOCK;
    }

    // ---- file verbs -------------------------------------------------------------------------------------------------

    private Optional<FileStatus> stat(int id) {
        return id < 0
                ? Optional.empty()
                : Optional.of(
                        new FileStatus(inode(id).type, inode(id).type == FileType.DIRECTORY ? BLOCK : inode(id).size));
    }

    private Optional<String> readFile(HostCall.ReadFile call) {
        if (call.path().equals(LIMITS)) {
            return Optional.of(
                    "Max open files            1024                 " + descriptors + "                files     \n");
        }
        int id = find(call.path());
        if (id < 0) {
            return Optional.empty();
        }
        checkReadable(id, "ReadFile", call.path());
        Inode inode = inode(id);
        if (inode.type != FileType.FILE) {
            throw new HostException(Kind.FAILED, "ReadFile of " + call.path() + " failed: Is a directory or device");
        }
        if (inode.size > call.maxBytes()) {
            throw new HostException(
                    Kind.TOO_LARGE,
                    "ReadFile of " + call.path() + " failed: it holds more than " + call.maxBytes() + " bytes");
        }
        if (inode.image != Inode.NONE) {
            throw new AssertionError("the fake machine has no text for image " + call.path());
        }
        return Optional.of(inode.content == null ? "\0".repeat((int) inode.size) : inode.content);
    }

    private TlsInspection.File tlsFile(Path path) {
        int id = find(path);
        if (id < 0) {
            return new TlsInspection.File(path, Optional.empty(), "");
        }
        Inode inode = inode(id);
        boolean readable = inode.type == FileType.FILE && inode.image == Inode.NONE;
        return new TlsInspection.File(
                path,
                readable ? Optional.of(inode.content == null ? "" : inode.content) : Optional.empty(),
                inode.mode);
    }

    private Optional<DirectoryListing> list(HostCall.ListDirectory call) {
        if (call.path().equals(MOUNTED_XFS)) {
            return Optional.of(new DirectoryListing(
                    mounts.all().stream()
                            .filter(mount -> mount.loop() >= 0)
                            .map(mount -> "loop" + mount.loop())
                            .sorted()
                            .toList(),
                    false));
        }
        int id = find(call.path());
        if (id < 0) {
            return Optional.empty();
        }
        checkReadable(id, "ListDirectory", call.path());
        SortedMap<String, Integer> children = inode(id).children;
        if (children == null) {
            return Optional.empty();
        }
        if (children.size() <= call.limit()) {
            return Optional.of(new DirectoryListing(List.copyOf(children.keySet()), false));
        }
        return Optional.of(new DirectoryListing(
                children.keySet().stream().limit(call.limit()).toList(), true));
    }

    private boolean makeDirectory(HostCall.MakeDirectory call) {
        int there = find(call.path());
        if (there >= 0) {
            if (inode(there).type == FileType.DIRECTORY) {
                return false;
            }
            throw new HostException(
                    Kind.FAILED,
                    "MakeDirectory of " + call.path() + " failed: Something that is no directory is there");
        }
        int parent = parentOf(call.path(), "MakeDirectory");
        checkWritable(parent, "MakeDirectory", call.path());
        allocate(inode(parent).fileSystem, BLOCK, "MakeDirectory", call.path());
        int id = addChild(parent, lastName(call.path()), FileType.DIRECTORY, call.mode());
        inode(id).allocated = BLOCK;
        return true;
    }

    private boolean write(String verb, Path path, String content, String mode) {
        int parent = parentOf(path, verb);
        checkWritable(parent, verb, path);
        String name = lastName(path);
        Integer there = inode(parent).names().get(name);
        if (there != null && inode(there).type == FileType.DIRECTORY) {
            throw new HostException(Kind.FAILED, verb + " of " + path + " failed: Is a directory");
        }
        long size = content.length();
        for (int i = 0; i < content.length(); i++) {
            if (content.charAt(i) > 0x7f) {
                size = content.getBytes(StandardCharsets.UTF_8).length;
                break;
            }
        }
        allocate(inode(parent).fileSystem, blocks(size), verb, path);
        if (there != null) {
            unlink(parent, name, there);
        }
        Inode file = inode(addChild(parent, name, FileType.FILE, mode));
        file.content = content;
        file.size = size;
        file.allocated = blocks(size);
        return true;
    }

    private Optional<String> readAttribute(HostCall.ReadAttribute call) {
        requireKnown(call.name(), "ReadAttribute");
        int id = find(call.path());
        if (id < 0) {
            return Optional.empty();
        }
        return Optional.ofNullable(inode(id).attributes.get(call.name()));
    }

    private boolean setAttribute(HostCall.SetAttribute call) {
        requireKnown(call.name(), "SetAttribute");
        int id = require(call.path(), "SetAttribute");
        checkWritable(id, "SetAttribute", call.path());
        if (fileSystem(inode(id).fileSystem).type.equals("ramfs")) {
            throw new HostException(
                    Kind.UNSUPPORTED, "SetAttribute of " + call.path() + " failed: Operation not supported");
        }
        writable(id).attributes.put(call.name(), normal(call.value()));
        return true;
    }

    private boolean removeAttribute(HostCall.RemoveAttribute call) {
        requireKnown(call.name(), "RemoveAttribute");
        int id = find(call.path());
        if (id < 0) {
            return false;
        }
        checkWritable(id, "RemoveAttribute", call.path());
        return writable(id).attributes.remove(call.name()) != null;
    }

    /** Deletes what is at this path with all below it, as {@code rm -rf --one-file-system} does. */
    void deleteTree(Path path) {
        int id = find(path);
        if (id < 0) {
            return;
        }
        SortedMap<String, Integer> children = inode(id).children;
        if (children != null && !inode(id).covered) {
            for (String name : List.copyOf(children.keySet())) {
                deleteTree(path.resolve(name));
            }
        }
        delete(path);
    }

    private static void requireKnown(String name, String verb) {
        if (!name.startsWith("user.") && !name.startsWith("trusted.")) {
            throw new HostException(
                    Kind.UNSUPPORTED, verb + " of " + name + " failed: only user.* and trusted.* are supported");
        }
    }

    /** How a value reads back: hexadecimal of printable ASCII as text, everything else in hexadecimal. */
    static String normal(String value) {
        byte[] bytes;
        if (value.startsWith("0x")) {
            try {
                bytes = HexFormat.of().parseHex(value.substring(2));
            } catch (IllegalArgumentException malformed) {
                throw new HostException(
                        Kind.FAILED, "attribute value " + value + " begins with 0x but is not hexadecimal");
            }
        } else {
            bytes = value.getBytes(StandardCharsets.UTF_8);
        }
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean plain = !text.startsWith("0x") && text.chars().allMatch(c -> c >= ' ' && c <= '~');
        return plain ? text : "0x" + HexFormat.of().formatHex(bytes);
    }

    private boolean rename(HostCall.Rename call) {
        int fromParent = parentOf(call.from(), "Rename");
        int mountFrom = foundOn;
        Integer id = inode(fromParent).names().get(lastName(call.from()));
        if (id == null) {
            throw missing("Rename", call.from());
        }
        int toParent = parentOf(call.to(), "Rename");
        if (mountFrom != foundOn) {
            throw new HostException(
                    Kind.UNSUPPORTED, "Rename of " + call.from() + " failed: Invalid cross-device link");
        }
        checkWritable(fromParent, "Rename", call.from());
        Integer there = inode(toParent).names().get(lastName(call.to()));
        if (id.equals(there)) {
            return true;
        }
        if (inode(id).covered || (there != null && inode(there).covered)) {
            throw new HostException(Kind.BUSY, "Rename of " + call.from() + " failed: Device or resource busy");
        }
        if (call.to().startsWith(call.from())) {
            throw new HostException(Kind.FAILED, "Rename of " + call.from() + " failed: Invalid argument");
        }
        if (there != null) {
            boolean directory = inode(id).type == FileType.DIRECTORY;
            if (directory != (inode(there).type == FileType.DIRECTORY)) {
                throw new HostException(
                        Kind.FAILED,
                        "Rename of " + call.from() + " failed: " + (directory ? "Not a directory" : "Is a directory"));
            }
            if (directory && !inode(there).names().isEmpty()) {
                throw new HostException(Kind.BUSY, "Rename of " + call.from() + " failed: Directory not empty");
            }
            unlink(toParent, lastName(call.to()), there);
        }
        writable(fromParent).names().remove(lastName(call.from()));
        writable(toParent).names().put(lastName(call.to()), id);
        moveLoops(call.from(), call.to());
        return true;
    }

    /** The kernel shows a loop device's file under the name it has now. */
    private void moveLoops(Path from, Path to) {
        for (Loop loop : loops.under(from)) {
            LoopEntry entry = loop.entry;
            if (inode(loop.backing).linked) {
                Path moved = to.resolve(from.relativize(entry.backingFile()));
                Path path = entry.backingFile().equals(from) ? to : moved;
                changingLoops()
                        .put(
                                entry.number(),
                                new Loop(
                                        new LoopEntry(entry.device(), entry.number(), path, false),
                                        loop.backing,
                                        loop.mount,
                                        loop.autoclear,
                                        loop.size));
            }
        }
    }

    private boolean delete(Path path) {
        String[] names = names(path);
        int parent = names.length == 0 ? Inode.NONE : walk(names, names.length - 1);
        if (names.length == 0) {
            throw new HostException(Kind.BUSY, "Delete of / failed: Device or resource busy");
        }
        if (parent < 0) {
            return false;
        }
        if (inode(parent).children == null) {
            throw new HostException(Kind.FAILED, "Delete of " + path + " failed: Not a directory");
        }
        Integer id = inode(parent).names().get(names[names.length - 1]);
        if (id == null) {
            return false;
        }
        checkWritable(parent, "Delete", path);
        Inode inode = inode(id);
        if (inode.covered) {
            throw new HostException(Kind.BUSY, "Delete of " + path + " failed: Device or resource busy");
        }
        if (inode.children != null && !inode.children.isEmpty()) {
            throw new HostException(Kind.BUSY, "Delete of " + path + " failed: Directory not empty");
        }
        unlink(parent, names[names.length - 1], id);
        return true;
    }

    private Optional<FileSystemStatus> fileSystemOf(Path path) {
        if (find(path) < 0) {
            return Optional.empty();
        }
        Mount mount = mount(foundOn);
        FileSystem f = fileSystem(mount.fileSystem);
        return Optional.of(new FileSystemStatus(f.type, mount.entry.target(), f.total, f.free(), f.readOnly));
    }

    // ---- mounts and loop devices
    // --------------------------------------------------------------------------------------

    private Mount mount(int id) {
        return mounts.get(id);
    }

    List<Mount> mounts() {
        return mounts.all();
    }

    /** The topmost mount at exactly this place. */
    @Nullable
    Mount mountAt(Path target) {
        return mounts.at(target);
    }

    void addMount(MountEntry entry, int fileSystem, int loop) {
        int covered = find(entry.target());
        int below = foundOn;
        writable(covered).covered = true;
        changingMounts().add(new Mount(entry, nextMount++, fileSystem, covered, below, loop, false));
    }

    /** Whether something below is mounted, attached, or used by a process. */
    boolean busy(Mount mount) {
        if (mounts.hasBelow(mount.id) || loops.uses(mount.id)) {
            return true;
        }
        for (Running process : processes.values()) {
            if (process.mounts.contains(mount.id)) {
                return true;
            }
        }
        return false;
    }

    void unmount(Mount mount) {
        changingMounts().remove(mount);
        writable(mount.covered).covered = !mounts.over(mount.covered).isEmpty();
        Loop loop = loops.get(mount.loop);
        if (loop != null && loop.autoclear && !mounted(mount.loop)) {
            detachLoop(mount.loop);
        }
    }

    boolean mounted(int loop) {
        return mounts.shows(loop);
    }

    private List<MountEntry> mountsOf(Path image) {
        TreeSet<String> devices = new TreeSet<>();
        for (LoopEntry loop : loopsOf(image)) {
            if (loop.backingFile().equals(image)) {
                devices.add(loop.device());
            }
        }
        return mounts.of(devices).stream().map(Mount::entry).toList();
    }

    private List<LoopEntry> loopsOf(Path backing) {
        List<LoopEntry> found = new ArrayList<>(2);
        for (Loop loop : loops.under(backing)) {
            LoopEntry entry = loop.entry;
            boolean deleted = !inode(loop.backing).linked;
            found.add(
                    deleted == entry.deleted()
                            ? entry
                            : new LoopEntry(entry.device(), entry.number(), entry.backingFile(), deleted));
        }
        return Collections.unmodifiableList(found);
    }

    SortedMap<Integer, Loop> loops() {
        return Collections.unmodifiableSortedMap(loops.all());
    }

    /** Those that this file is attached to. */
    List<Loop> loopsOf(int backing) {
        return loops.of(backing);
    }

    /** Attaches a file to the lowest free loop device. */
    String attachLoop(Path file) {
        int backing = find(file);
        int mount = foundOn;
        int number = changingLoops().lowestFree();
        loopNode(number);
        String device = "/dev/loop" + number;
        changingLoops()
                .put(
                        number,
                        new Loop(
                                new LoopEntry(device, number, file, false),
                                backing,
                                mount,
                                false,
                                inode(backing).size));
        return device;
    }

    void autoclear(int number) {
        Loop loop = loops.get(number);
        if (loop != null) {
            changingLoops().put(number, new Loop(loop.entry, loop.backing, loop.mount, true, loop.size));
        }
    }

    /** The loop device learns how large its file is now. */
    void setCapacity(int number) {
        Loop loop = loops.get(number);
        if (loop != null) {
            changingLoops()
                    .put(
                            number,
                            new Loop(loop.entry, loop.backing, loop.mount, loop.autoclear, inode(loop.backing).size));
        }
    }

    void detachLoop(int number) {
        Loop loop = changingLoops().remove(number);
        if (loop != null) {
            releaseUnused(loop.backing);
        }
    }

    private void loopNode(int number) {
        int dev = find(Path.of("/dev"));
        String name = "loop" + number;
        if (!inode(dev).names().containsKey(name)) {
            addChild(dev, name, FileType.BLOCK_DEVICE, "rw-rw----");
        }
    }

    // ---- processes
    // ----------------------------------------------------------------------------------------------------

    /** Keeps the reason of a daemon that did not start, which on a real machine only its log file has. */
    void log(String reason) {
        lastRefusal = reason;
    }

    /** Why the last daemon that did not start refused to; empty when none ever did. For messages of failed tests. */
    public synchronized String lastRefusal() {
        return lastRefusal;
    }

    private Running process(long pid) {
        Running process = processes.get(pid);
        if (process == null) {
            throw new IllegalArgumentException("no process " + pid);
        }
        return process;
    }

    private void put(Running process) {
        processes.put(process.entry.pid(), process);
    }

    /** Starts a process that only is there; what it uses is told by {@link #hold}, {@link #listen} and {@link #bind}. */
    public synchronized long spawn(List<String> arguments, SortedMap<String, String> marks) {
        long pid = nextPid++;
        put(new Running(
                new ProcessEntry(pid, ++ticks, arguments, marks),
                List.of(),
                List.of(),
                List.of(),
                Collections.emptySortedMap(),
                false,
                null));
        return pid;
    }

    /** The process works below this path: what is mounted there stays busy until it ends. */
    public synchronized void hold(long pid, Path path) {
        require(path, "hold");
        Running p = process(pid);
        List<Integer> held = new ArrayList<>(p.mounts);
        held.add(foundOn);
        put(new Running(p.entry, List.copyOf(held), p.listeners, p.sockets, p.state, p.ignoresTerm, p.pending));
    }

    /** The process does not work there any more, if it worked there once. */
    void release(long pid, Path path) {
        require(path, "release");
        Running p = process(pid);
        List<Integer> held = new ArrayList<>(p.mounts);
        held.remove(Integer.valueOf(foundOn));
        put(new Running(p.entry, List.copyOf(held), p.listeners, p.sockets, p.state, p.ignoresTerm, p.pending));
    }

    /**
     * The process listens.
     *
     * @return whether the port was free there
     */
    public synchronized boolean listen(long pid, String address, int port) {
        if (taken(address, port)) {
            return false;
        }
        Running p = process(pid);
        List<Listener> listeners = new ArrayList<>(p.listeners);
        listeners.add(new Listener(address, port));
        put(new Running(p.entry, p.mounts, List.copyOf(listeners), p.sockets, p.state, p.ignoresTerm, p.pending));
        return true;
    }

    private boolean taken(String address, int port) {
        for (Running process : processes.values()) {
            for (Listener listener : process.listeners) {
                if (listener.port == port
                        && (overlaps(listener.address, address) || overlaps(address, listener.address))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The process listens on a local socket at this path, in place of a socket file that was left there. */
    public synchronized void bind(long pid, Path socket) {
        int there = find(socket);
        if (there >= 0) {
            delete(socket);
        }
        int parent = parentOf(socket, "bind");
        checkWritable(parent, "bind", socket);
        int id = addChild(parent, lastName(socket), FileType.OTHER, "rwxr-xr-x");
        Running p = process(pid);
        List<Integer> sockets = new ArrayList<>(p.sockets);
        sockets.add(id);
        put(new Running(p.entry, p.mounts, p.listeners, List.copyOf(sockets), p.state, p.ignoresTerm, p.pending));
    }

    /** What a program or responder remembers about a process. */
    public synchronized SortedMap<String, String> state(long pid) {
        return Collections.unmodifiableSortedMap(process(pid).state);
    }

    /** Remembers something about a process, or forgets it when the value is empty. */
    public synchronized void remember(long pid, String key, Optional<String> value) {
        Running p = process(pid);
        SortedMap<String, String> state = new TreeMap<>(p.state);
        value.ifPresentOrElse(text -> state.put(key, text), () -> state.remove(key));
        put(new Running(p.entry, p.mounts, p.listeners, p.sockets, state, p.ignoresTerm, p.pending));
    }

    /** The process ends; files that it made stay. Nothing happens when it is not there. */
    public synchronized void end(long pid) {
        processes.remove(pid);
    }

    private List<ProcessEntry> processesWith(SortedMap<String, String> marks) {
        List<ProcessEntry> found = new ArrayList<>(2);
        for (Running process : processes.values()) {
            SortedMap<String, String> carried = process.entry.marks();
            boolean all = true;
            for (Map.Entry<String, String> mark : marks.entrySet()) {
                if (!mark.getValue().equals(carried.get(mark.getKey()))) {
                    all = false;
                    break;
                }
            }
            if (all) {
                found.add(process.entry);
            }
        }
        return Collections.unmodifiableList(found);
    }

    private boolean signal(HostCall.SendSignal call) {
        Running process = processes.get(call.pid());
        if (process == null || process.entry.startTime() != call.startTime()) {
            return false;
        }
        if (call.signal() == Signal.KILL || !process.ignoresTerm) {
            end(call.pid());
        }
        return true;
    }

    private boolean isPortTaken(HostCall.IsPortTaken call) {
        for (Running process : processes.values()) {
            for (Listener listener : process.listeners) {
                if (listener.port == call.port() && overlaps(listener.address, call.address())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a listener at the first address takes its port at the second. */
    private static boolean overlaps(String listener, String address) {
        return listener.equals(address)
                || listener.equals("::")
                || (listener.equals("0.0.0.0") && address.indexOf(':') < 0);
    }

    private Bytes exchange(HostCall.Exchange call) {
        int id = find(call.socket());
        if (id >= 0) {
            for (Running process : processes.values()) {
                if (process.sockets.contains(id)) {
                    return ask(process, call);
                }
            }
        }
        throw new HostException(
                Kind.MISSING, "Exchange with " + call.socket() + " failed, nothing was sent: nobody listens there");
    }

    private Optional<Bytes> ask(HostCall.Ask call) {
        try {
            return Optional.of(
                    exchange(new HostCall.Exchange(call.socket(), call.request(), call.maxReply(), call.deadline())));
        } catch (HostException failure) {
            if (failure.kind() == Kind.MISSING) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    private Bytes ask(Running process, HostCall.Exchange call) {
        SocketResponder responder = responders.get(process.program());
        if (responder == null) {
            throw new AssertionError("no responder for the socket of " + process.program() + ": " + call);
        }
        Bytes reply = responder
                .respond(this, process.entry.pid(), call.request())
                .orElseThrow(() -> new HostException(
                        Kind.UNKNOWN_OUTCOME,
                        "Exchange with " + call.socket()
                                + " failed, the request may have been carried out: closed by the other side"));
        if (reply.size() - 4 > call.maxReply()) {
            throw new HostException(
                    Kind.TOO_LARGE,
                    "Exchange with " + call.socket() + " failed: the reply is longer than " + call.maxReply()
                            + " bytes");
        }
        return reply;
    }
}
