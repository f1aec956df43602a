/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;

/**
 * The machine's processes that carry {@link Marks}. A machine with many file systems has tens of thousands of processes, most of
 * them the kernel's, and to read them all takes longer than to make a brick. So only those are read that are new since the last
 * look, that are young, and that had marks before. Which are new follows from the last process id that the kernel gave and from how
 * many processes it has made in all; where those do not tell, all are read. A process gets its marks when it is executed, which is a
 * moment after it came into being: it is young for five seconds. Of one that has its marks and is not young no more is read than
 * whether it is still the same. All are read at the first look, at the first one five seconds
 * later, and then every ten minutes. Thread-safe.
 */
final class ProcessTable {
    private static final long YOUNG = TimeUnit.SECONDS.toNanos(5);
    private static final long TRUSTED = TimeUnit.MINUTES.toNanos(10);
    private static final long BRIEF = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long USUAL = 32 * 1024;
    private static final int LONGEST_SETTING = 4096;
    private static final Pattern LAST = Pattern.compile("\\s([0-9]{1,10})\\s*$");
    private static final Pattern MADE = Pattern.compile("(?m)^processes ([0-9]{1,18})$");

    private static final Pattern OF_THE_KERNEL = Pattern.compile("(?m)^PPid:\\s*2$");

    private static final Pattern GROUP = Pattern.compile("(?m)^Tgid:\\s*([0-9]{1,10})$");

    private final Path proc;
    private final LongSupplier nanoTime;
    private final TreeSet<Long> marked = new TreeSet<>();

    /** When processes without marks came into being that are not known to keep none. */
    private final TreeMap<Long, Long> young = new TreeMap<>();

    /** What was read of those with marks when they were not young any more. */
    private final TreeMap<Long, ProcessEntry> known = new TreeMap<>();

    /** When those with marks came to be known. */
    private final TreeMap<Long, First> seen = new TreeMap<>();

    /** Which process of an id that was, and when. */
    private record First(long startTime, long at) {}

    private Optional<Counters> counters = Optional.empty();
    private int fullLooks;
    private long fullAt;

    /**
     * What the kernel counts.
     *
     * @param last the process id that it gave last
     * @param made how many processes it has made
     * @param most ids are below it
     * @param at when the latter two were read
     */
    private record Counters(long last, long made, long most, long at) {
        /** Whether not all ids can have been given since they were read. */
        boolean hold(long time) {
            return most >= USUAL && time - at < BRIEF;
        }
    }

    /** The processes below a directory that is like {@code /proc}. */
    ProcessTable(Path proc, LongSupplier nanoTime) {
        this.proc = proc;
        this.nanoTime = nanoTime;
    }

    /** Those that carry all these marks, by pid. */
    synchronized List<ProcessEntry> find(SortedMap<String, String> wanted) throws IOException {
        if (wanted.keySet().stream().noneMatch(name -> name.startsWith(Marks.PREFIX))) {
            return read(all(), wanted);
        }
        Optional<Counters> now = counted();
        SortedSet<Long> candidates = candidates(now);
        counters = now;
        candidates.removeIf(
                pid -> { // whether those are still the same, nobody asks
                    ProcessEntry other = known.get(pid);
                    return other != null && !other.marks().entrySet().containsAll(wanted.entrySet());
                });
        return read(candidates, wanted);
    }

    /** Whom to read; what is remembered of all others is that they have no marks. */
    private SortedSet<Long> candidates(Optional<Counters> now) throws IOException {
        long time = nanoTime.getAsLong();
        boolean due = fullLooks == 0 || time - fullAt > (fullLooks == 1 ? YOUNG : TRUSTED);
        Optional<SortedSet<Long>> fresh = due ? Optional.empty() : since(now);
        if (fresh.isEmpty()) {
            fullLooks = Math.min(2, fullLooks + 1);
            fullAt = time;
            young.clear();
            known.clear();
            return all();
        }
        for (long pid : fresh.get()) {
            known.remove(pid); // whatever had the id has ended
            if (isProcess(pid)) {
                young.put(pid, time);
            }
        }
        TreeSet<Long> candidates = new TreeSet<>(marked);
        candidates.addAll(young.keySet());
        young.values().removeIf(since -> time - since > YOUNG);
        return candidates;
    }

    /** Ids that were given since the last look; empty when they cannot be told. */
    private Optional<SortedSet<Long>> since(Optional<Counters> now) {
        if (counters.isEmpty() || now.isEmpty()) {
            return Optional.empty();
        }
        Counters before = counters.get();
        Counters after = now.get();
        long made = after.made() - before.made();
        if (made < 0 || made > before.most() / 8 || after.most() != before.most()) {
            return Optional.empty();
        }
        TreeSet<Long> fresh = new TreeSet<>();
        if (after.last() >= before.last()) {
            add(fresh, before.last() + 1, after.last());
        } else {
            add(fresh, before.last() + 1, before.most() - 1);
            add(fresh, 1, after.last());
        }
        return Optional.of(fresh);
    }

    private static void add(SortedSet<Long> pids, long first, long last) {
        for (long pid = first; pid <= last; pid++) {
            pids.add(pid);
        }
    }

    /**
     * Threads have ids, too, and directories, which are not listed. The kernel's own, of which each mount makes several, never become
     * anything else: they are children of its second process.
     */
    private boolean isProcess(long pid) {
        if (!exists(pid)) { // most end before they are looked at
            return false;
        }
        try {
            String status =
                    Files.readString(proc.resolve(Long.toString(pid)).resolve("status"), StandardCharsets.ISO_8859_1);
            Matcher group = GROUP.matcher(status);
            return group.find()
                    && Long.parseLong(group.group(1)) == pid
                    && !OF_THE_KERNEL.matcher(status).find();
        } catch (IOException | NumberFormatException gone) {
            return false;
        }
    }

    private SortedSet<Long> all() throws IOException {
        TreeSet<Long> pids = new TreeSet<>();
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path directory : directories) {
                pids.add(Long.parseLong(directory.getFileName().toString()));
            }
        }
        return pids;
    }

    private boolean exists(long pid) {
        return proc.resolve(Long.toString(pid)).toFile().exists();
    }

    /** Of those that do not carry what is wanted no more is read than that. */
    private List<ProcessEntry> read(SortedSet<Long> pids, SortedMap<String, String> wanted) {
        List<ProcessEntry> found = new ArrayList<>();
        long time = nanoTime.getAsLong();
        for (long pid : pids) {
            Optional<ProcessEntry> before = same(pid);
            Optional<SortedMap<String, String>> marks =
                    before.map(ProcessEntry::marks).or(() -> exists(pid) ? marks(pid) : Optional.empty());
            boolean ours =
                    marks.isPresent() && marks.get().keySet().stream().anyMatch(name -> name.startsWith(Marks.PREFIX));
            Optional<ProcessEntry> entry = marks.filter(
                            carried -> carried.entrySet().containsAll(wanted.entrySet()))
                    .flatMap(carried -> before.or(() -> process(pid, carried)));
            entry.ifPresent(found::add);
            if (ours) {
                marked.add(pid);
                young.remove(pid);
                entry.ifPresent(read -> remember(read, time));
            } else {
                marked.remove(pid);
                known.remove(pid);
                seen.remove(pid);
                if (marks.isEmpty() && !exists(pid)) {
                    young.remove(pid);
                }
            }
        }
        found.sort(Comparator.comparingLong(ProcessEntry::pid));
        return List.copyOf(found);
    }

    /** One with marks; of one that is not young any more, all that was read. */
    private void remember(ProcessEntry entry, long time) {
        First first = seen.merge(
                entry.pid(),
                new First(entry.startTime(), time),
                (before, now) -> before.startTime() == now.startTime() ? before : now);
        if (time - first.at() > YOUNG) {
            known.put(entry.pid(), entry);
        }
    }

    /** What is known of a process, if it is still the same. */
    private Optional<ProcessEntry> same(long pid) {
        ProcessEntry before = known.get(pid);
        if (before == null) {
            return Optional.empty();
        }
        try {
            // of its first thread: for the process as a whole the kernel adds up all its threads
            OptionalLong startTime =
                    KernelTables.startTime(Files.readString(proc.resolve(pid + "/task/" + pid + "/stat")));
            return startTime.isPresent() && startTime.getAsLong() == before.startTime()
                    ? Optional.of(before)
                    : Optional.empty();
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    private Optional<SortedMap<String, String>> marks(long pid) {
        try {
            return Optional.of(KernelTables.marks(Files.readAllBytes(proc.resolve(pid + "/environ"))));
        } catch (IOException endedOrForeign) {
            return Optional.empty();
        }
    }

    private Optional<ProcessEntry> process(long pid, SortedMap<String, String> marks) {
        Path directory = proc.resolve(Long.toString(pid));
        try {
            OptionalLong startTime = KernelTables.startTime(Files.readString(directory.resolve("stat")));
            if (startTime.isEmpty()) {
                return Optional.empty();
            }
            List<String> arguments = KernelTables.strings(Files.readAllBytes(directory.resolve("cmdline")));
            return Optional.of(new ProcessEntry(pid, startTime.getAsLong(), arguments, marks));
        } catch (IOException ended) {
            return Optional.empty();
        }
    }

    /** A setting of the kernel, which tells it in one piece or not whole; {@link Files#readString} begins with a byte. */
    static String setting(Path file) throws IOException {
        try (InputStream stream = Files.newInputStream(file)) {
            return new String(stream.readNBytes(LONGEST_SETTING), StandardCharsets.ISO_8859_1);
        }
    }

    private Optional<Counters> counted() {
        try {
            long time = nanoTime.getAsLong();
            Matcher last = LAST.matcher(Files.readString(proc.resolve("loadavg"), StandardCharsets.ISO_8859_1));
            Optional<Counters> before = counters.filter(counted -> counted.hold(time));
            if (before.isPresent() && last.find()) {
                Counters counted = before.get();
                return Optional.of(
                        new Counters(Long.parseLong(last.group(1)), counted.made(), counted.most(), counted.at()));
            }
            Matcher made = MADE.matcher(Files.readString(proc.resolve("stat"), StandardCharsets.ISO_8859_1));
            String most = setting(proc.resolve("sys/kernel/pid_max"));
            return last.find() && made.find()
                    ? Optional.of(new Counters(
                            Long.parseLong(last.group(1)),
                            Long.parseLong(made.group(1)),
                            Long.parseLong(most.strip()),
                            time))
                    : Optional.empty();
        } catch (IOException | NumberFormatException untold) {
            return Optional.empty();
        }
    }
}
