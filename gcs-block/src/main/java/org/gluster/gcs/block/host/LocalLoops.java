/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.gluster.gcs.block.host.HostCall.LoopEntry;

/**
 * The machine's loop devices. The kernel shows the path of a backing file as the mount namespace that attached it saw it.
 * Where that path is none here - a container was made anew over the same data, its predecessor perhaps still running -
 * the file is known by its device and inode instead, which {@code losetup} prints; else the same image would be attached
 * and mounted a second time.
 */
final class LocalLoops {
    private static final String DELETED = " (deleted)";
    private static final int DEPTH = 3;

    private static final LoopTable TABLE = new LoopTable();

    private final SortedMap<String, String> marks;
    private final Map<Shown, Identity> known = new ConcurrentHashMap<>();

    /** @param marks environment of the commands that it runs */
    LocalLoops(SortedMap<String, String> marks) {
        this.marks = marks;
    }

    /**
     * One device as the kernel shows it; an attachment is told from the next one of the same device by its sequence.
     *
     * @param number of the device
     * @param file what it shows as backing file
     * @param attachment inode of its directory in sysfs, which the kernel makes anew with each attachment
     */
    record Shown(int number, String file, long attachment) {
        boolean deleted() {
            return file.endsWith(DELETED) && !Files.exists(Path.of(file), LinkOption.NOFOLLOW_LINKS);
        }

        Path path() {
            return Path.of(deleted() ? file.substring(0, file.length() - DELETED.length()) : file);
        }

        /** Whether that path is no file here, so that it may well be one under another name. */
        boolean displaced() {
            return !Files.exists(path(), LinkOption.NOFOLLOW_LINKS);
        }

        LoopEntry entry(Path backing, boolean gone) {
            return new LoopEntry("/dev/loop" + number, number, backing, gone);
        }
    }

    /**
     * What makes a file the same under every name.
     *
     * @param device its file system's, as the kernel numbers it
     * @param inode its number there
     */
    private record Identity(long device, long inode) {
        static Optional<Identity> of(Path file) {
            try {
                return Optional.of(new Identity(attribute(file, "unix:dev"), attribute(file, "unix:ino")));
            } catch (IOException gone) {
                return Optional.empty();
            }
        }
    }

    static long attribute(Path file, String name) throws IOException {
        Object value = Files.getAttribute(file, name, LinkOption.NOFOLLOW_LINKS);
        return value instanceof Number number ? number.longValue() : 0;
    }

    /** See {@link HostCall.Loops}. */
    List<LoopEntry> under(Path backing) throws IOException {
        List<LoopEntry> loops = new ArrayList<>();
        List<Shown> displaced = new ArrayList<>();
        for (LoopTable.Row row : TABLE.under(backing)) {
            Optional<Shown> fresh = row.path().startsWith(backing)
                    ? TABLE.read(row.shown().number()) // its file may have lost its name since
                    : Optional.empty();
            if (fresh.isPresent() && fresh.get().path().startsWith(backing)) {
                loops.add(fresh.get().entry(fresh.get().path(), fresh.get().deleted()));
            } else if (row.displaced()) {
                displaced.add(row.shown());
            }
        }
        known.keySet().retainAll(displaced);
        if (!displaced.isEmpty()) {
            addDisplaced(displaced, backing, loops);
        }
        loops.sort(Comparator.comparingInt(LoopEntry::number));
        return List.copyOf(loops);
    }

    /** To be told of each command and renaming of this JVM, before and after: what they change is looked at anew. */
    static void changed(HostCall<?> call, Object answer) {
        TABLE.changed(call, answer);
    }

    /** Those of the displaced whose file is the wanted one, or one below it. */
    private void addDisplaced(List<Shown> displaced, Path backing, List<LoopEntry> loops) throws IOException {
        if (!known.keySet().containsAll(displaced)) {
            identify(displaced);
        }
        Optional<Identity> root = Identity.of(backing);
        Map<Identity, List<Shown>> wanted = new LinkedHashMap<>();
        for (Shown loop : displaced) {
            Identity identity = known.get(loop);
            if (identity != null
                    && root.isPresent()
                    && identity.device() == root.get().device()) {
                wanted.computeIfAbsent(identity, file -> new ArrayList<>()).add(loop);
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        try (Stream<Path> files = Files.find(backing, DEPTH, (path, attributes) -> attributes.isRegularFile())) {
            files.forEach(file -> Identity.of(file)
                    .map(identity -> wanted.getOrDefault(identity, List.of()))
                    .ifPresent(same -> same.forEach(loop -> loops.add(loop.entry(file, false)))));
        } catch (UncheckedIOException failure) {
            throw failure.getCause();
        }
    }

    private void identify(List<Shown> displaced) {
        SortedMap<Integer, Shown> byNumber = new TreeMap<>();
        displaced.forEach(loop -> byNumber.put(loop.number(), loop));
        String printed = CommandRunner.run(
                        Command.of(
                                "losetup", "--list", "--raw", "--noheadings", "--output", "NAME,BACK-MAJ:MIN,BACK-INO"),
                        List.of(),
                        marks)
                .output();
        for (String line : printed.split("\n")) {
            String[] fields = line.replace("\\x20", "").strip().split("[ :]+"); // raw output escapes its own padding
            if (fields.length == 4 && fields[0].startsWith("/dev/loop")) {
                Shown loop = byNumber.get(Integer.parseInt(fields[0].substring("/dev/loop".length())));
                if (loop != null) {
                    known.put(
                            loop,
                            new Identity(
                                    number(Long.parseLong(fields[1]), Long.parseLong(fields[2])),
                                    Long.parseLong(fields[3])));
                }
            }
        }
    }

    /** A device's number, as {@code stat} gives it, from its two halves (glibc's {@code gnu_dev_makedev}). */
    private static long number(long major, long minor) {
        return (minor & 0xffL) | ((major & 0xfffL) << 8) | ((minor & ~0xffL) << 12) | ((major & ~0xfffL) << 32);
    }
}
