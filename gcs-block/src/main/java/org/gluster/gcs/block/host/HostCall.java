/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One call on a {@link Host}, as a value: it can be logged, compared, counted and replayed. Readings change nothing;
 * effects do, and each is one step that a crash can come before or after.
 *
 * @param <R> what the call answers
 */
public sealed interface HostCall<R> {

    /** Whether the call may change the machine. Readings answer {@code false}. */
    default boolean effect() {
        return this instanceof Effect;
    }

    /** Calls that change the machine. */
    sealed interface Effect<R> extends HostCall<R> {}

    /** Calls that only read. A path below something that is no directory is absent. */
    sealed interface Reading<R> extends HostCall<R> {}

    // ---- readings -------------------------------------------------------------------------------------------------

    /** Reads a UTF-8 file whole; empty when it is absent; {@link HostException.Kind#TOO_LARGE} beyond {@code maxBytes}. */
    record ReadFile(Path path, int maxBytes) implements Reading<Optional<String>> {}

    /** Reads those of several UTF-8 files that are there and can be read, by path: for what a kernel may or may not tell. */
    record ReadFiles(List<Path> paths, int maxBytes) implements Reading<SortedMap<Path, String>> {
        /** Copies the paths. */
        public ReadFiles {
            paths = List.copyOf(paths);
        }
    }

    /**
     * The names in a directory, sorted; empty when it is absent. Never more than {@code limit} are read, so of a larger
     * directory the answer holds that many of its names, which ones is not defined.
     */
    record ListDirectory(Path path, int limit) implements Reading<Optional<DirectoryListing>> {}

    /** Type and size of one path, links not followed; empty when it is absent. */
    record StatFile(Path path) implements Reading<Optional<FileStatus>> {}

    /** Bytes that a regular file really occupies on its file system; empty when it is absent. */
    record AllocatedBytes(Path path) implements Reading<Optional<Long>> {}

    /** The file system that holds a path; empty when the path is absent. */
    record FileSystemOf(Path path) implements Reading<Optional<FileSystemStatus>> {}

    /** Mounts whose target is {@code under} or below it, oldest first. */
    record Mounts(Path under) implements Reading<List<MountEntry>> {}

    /** Whether another file system than its directory's is mounted at a path, links not followed; not when it is absent. */
    record IsMountPoint(Path target) implements Reading<Boolean> {}

    /** Mounts, wherever, of the loop devices whose backing file is {@code image}, oldest first. */
    record MountsOfImage(Path image) implements Reading<List<MountEntry>> {}

    /** Loop devices whose backing file is {@code backing} or below it, by number. */
    record Loops(Path backing) implements Reading<List<LoopEntry>> {}

    /**
     * Live processes (zombies are not live) that carry all these marks in their environment, by pid. See {@link Marks}.
     * A process that ends is not shown any more a moment before the kernel lets go of its files, mounts and ports.
     */
    record Processes(SortedMap<String, String> marks) implements Reading<List<ProcessEntry>> {
        public Processes {
            marks = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(marks));
        }
    }

    /**
     * One extended attribute ({@code user.*} or {@code trusted.*}) as text, or as {@code 0x...} lower-case hexadecimal
     * when it holds anything but printable ASCII; empty when path or attribute is absent, or its file system keeps none.
     */
    record ReadAttribute(Path path, String name) implements Reading<Optional<String>> {}

    /** Whether something has this TCP port at this IP address, or at all addresses of its family, so that nobody else can listen. */
    record IsPortTaken(String address, int port) implements Reading<Boolean> {}

    /**
     * What those who asked the node's volfile server for this volfile were given last: one entry for each open connection,
     * oldest first. Without an open connection there is none, whatever the process on its other end still has.
     */
    record VolfileFetches(String volfileKey) implements Reading<List<VolfileFetch>> {}

    /**
     * As {@link Exchange}, with a question that changes nothing in who answers it; empty when nobody listens there, or who did has
     * gone before it answered, as a process does that is being killed.
     */
    record Ask(Path socket, Bytes request, int maxReply, Duration deadline) implements Reading<Optional<Bytes>> {}

    /**
     * Looks at the files with which a daemon would talk TLS. What is wrong with them is in the answer; contents are not.
     *
     * @param certificate a PEM file: the node's certificate, and those between it and an authority
     * @param key a PEM file: its private key
     * @param authorities a PEM file
     */
    record InspectTls(Path certificate, Path key, Path authorities) implements Reading<TlsFiles> {}

    // ---- effects --------------------------------------------------------------------------------------------------

    /** Makes one directory (its parent must exist) with this mode, e.g. {@code rwx------}; answers whether it was made now. */
    record MakeDirectory(Path path, String mode) implements Effect<Boolean> {}

    /**
     * Writes a file whole and durably: temporary file in the same directory, fsync, rename, directory fsync. Afterwards
     * the file is the old one or the new one, never a part.
     */
    record WriteFile(Path path, String content, String mode) implements Effect<Boolean> {
        @Override
        public String toString() { // contents may hold credentials
            return "WriteFile[path=" + path + ", " + content.length() + " characters, mode=" + mode + "]";
        }
    }

    /**
     * The same for what means nothing after a reboot: whole for all who read it, but what a loss of power leaves of it is not
     * said, and nobody waits for the disk.
     */
    record WriteNote(Path path, String content, String mode) implements Effect<Boolean> {
        @Override
        public String toString() {
            return "WriteNote[path=" + path + ", " + content.length() + " characters, mode=" + mode + "]";
        }
    }

    /** Sets one extended attribute; a value that begins with {@code 0x} is hexadecimal. Replaces what was there. */
    record SetAttribute(Path path, String name, String value) implements Effect<Boolean> {}

    /** Removes one extended attribute ({@code user.*} or {@code trusted.*}); absent is fine; answers whether it was there. */
    record RemoveAttribute(Path path, String name) implements Effect<Boolean> {}

    /** Renames within one file system, replacing the target; durable only after {@link Sync} of the directory. */
    record Rename(Path from, Path to) implements Effect<Boolean> {}

    /** Deletes one file, link or empty directory; absent is fine; answers whether something was deleted now. */
    record Delete(Path path) implements Effect<Boolean> {}

    /** fsync of one file or directory. */
    record Sync(Path path) implements Effect<Boolean> {}

    /** Runs one program to its end. */
    record Run(Command command) implements Effect<CommandResult> {}

    /**
     * Starts a data-plane daemon: runs the program until its parent process returns, in a session of its own, marked as
     * a daemon (never as a command), so that it outlives this JVM.
     */
    record StartDaemon(Command command, SortedMap<String, String> marks) implements Effect<CommandResult> {
        public StartDaemon {
            marks = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(marks));
        }
    }

    /** Signals the process with this pid and start time; answers {@code false} when it is not there any more. */
    record SendSignal(long pid, long startTime, Signal signal) implements Effect<Boolean> {}

    /** What {@link SendSignal} can send. */
    enum Signal {
        /** SIGTERM. */
        TERM,
        /** SIGKILL. */
        KILL
    }

    /**
     * Connects to a local stream socket, writes the request as it is (record mark included) and reads one record-marked
     * reply, whose parts together hold at most {@code maxReply} bytes. The reply is answered as one part with its mark.
     * {@link HostException.Kind#MISSING} when nobody listens there; once anything was sent a failure's outcome is unknown.
     */
    record Exchange(Path socket, Bytes request, int maxReply, Duration deadline) implements Effect<Bytes> {}

    /** Tells clients and daemons that fetched this volfile from the node to fetch it again. Lossy and repeatable; answers how many were told. */
    record NotifySubscribers(String volfileKey) implements Effect<Integer> {}

    /**
     * Tells the node's volfile server that a daemon was given a volfile in another way than by asking for it.
     *
     * @param volfileKey by which the daemon will ask for it from now on
     * @param by a volfile that this daemon, and no other, has asked for; without an open connection that did, nothing is noted
     * @param checksum of the text, as the volfile server names it; empty: what was noted is forgotten
     */
    record VolfileGiven(String volfileKey, String by, String checksum) implements Effect<Boolean> {}

    // ---- results --------------------------------------------------------------------------------------------------

    /**
     * One of {@link VolfileFetches}.
     *
     * @param checksum of the text, as the volfile server names it; empty when it was refused
     * @param told whether it was told to fetch again since, see {@link NotifySubscribers}
     */
    record VolfileFetch(String checksum, boolean told) {}

    /**
     * What {@link ListDirectory} answers.
     *
     * @param names sorted
     * @param truncated whether there were more than the limit
     */
    record DirectoryListing(List<String> names, boolean truncated) {
        public DirectoryListing {
            names = List.copyOf(names);
        }
    }

    /**
     * What {@link InspectTls} answers.
     *
     * @param problems all that is wrong; empty when they can be used, at the times said
     * @param subject common name of the certificate, or empty
     * @param validFrom when it begins to be valid
     * @param validUntil when it expires
     */
    record TlsFiles(
            List<TlsProblem> problems, String subject, java.time.Instant validFrom, java.time.Instant validUntil) {
        public TlsFiles {
            problems = List.copyOf(problems);
        }
    }

    /**
     * What is wrong with one file.
     *
     * @param file its path
     * @param why goes on from the path: {@code is missing}
     */
    record TlsProblem(Path file, String why) {}

    /** What kind of thing a path is. */
    enum FileType {
        /** A regular file. */
        FILE,
        /** A directory. */
        DIRECTORY,
        /** A block device. */
        BLOCK_DEVICE,
        /** A symbolic link, socket, pipe or character device. */
        OTHER
    }

    /**
     * What {@link StatFile} answers.
     *
     * @param type kind of file
     * @param size bytes, apparent
     */
    record FileStatus(FileType type, long size) {}

    /**
     * What {@link FileSystemOf} answers.
     *
     * @param type as the kernel names it: {@code ext4}, {@code xfs}, {@code tmpfs}, {@code overlay}, ...
     * @param mountPoint where it is mounted
     * @param totalBytes size of the file system
     * @param availableBytes free for an unprivileged writer
     * @param readOnly mounted read-only
     */
    record FileSystemStatus(String type, Path mountPoint, long totalBytes, long availableBytes, boolean readOnly) {}

    /**
     * One mount.
     *
     * @param source device or other source, as the kernel shows it
     * @param target mount point
     * @param type file system type
     * @param options mount options, comma separated
     */
    record MountEntry(String source, Path target, String type, String options) {}

    /**
     * One loop device.
     *
     * @param device e.g. {@code /dev/loop3}
     * @param number e.g. 3; a higher number was not necessarily attached later
     * @param backingFile the file behind it
     * @param deleted whether that file has no name any more
     */
    record LoopEntry(String device, int number, Path backingFile, boolean deleted) {}

    /**
     * One live process.
     *
     * @param pid process id
     * @param startTime start time in clock ticks since boot: with the pid, an identity
     * @param arguments its argument vector
     * @param marks its environment variables that are {@link Marks}
     */
    record ProcessEntry(long pid, long startTime, List<String> arguments, SortedMap<String, String> marks) {
        public ProcessEntry {
            arguments = List.copyOf(arguments);
            marks = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(marks));
        }
    }
}
