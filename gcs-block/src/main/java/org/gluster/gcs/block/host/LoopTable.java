/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gluster.gcs.block.host.LocalLoops.Shown;

/**
 * What backs the machine's loop devices, remembered for a short while: there may be thousands, and to read what each of them
 * shows takes longer than to make a brick. Which devices are attached is read once a second, from one file, and after a command of
 * this JVM of which it is not known what it did; what an attached one shows is read when it was not attached at the last look, when
 * a command of this JVM was about it, and every few seconds. So what another program did is seen after that while: a device that it
 * attached to a file, after a second, and one that it detached and attached to another file, after some; agents end the commands of
 * their predecessors before they first look. Thread-safe.
 */
final class LoopTable {
    private static final Pattern DEVICE = Pattern.compile("/dev/loop([0-9]{1,7})\\b");
    private static final Pattern ATTACHED = Pattern.compile("(?m) loop([0-9]{1,7})$");
    private static final int LONGEST_NAME = 8192;
    private static final long TRUSTED = TimeUnit.SECONDS.toNanos(5);
    private static final long LISTED = TimeUnit.SECONDS.toNanos(1);

    /**
     * One attached device.
     *
     * @param path of its file, as it is shown
     * @param displaced whether its file was none here, when that was looked at
     */
    record Row(Shown shown, Path path, boolean displaced) {}

    private final Path partitions;
    private final Path devices;
    private final LongSupplier nanoTime;
    private final Map<Integer, Row> known = new TreeMap<>();

    /** The same by the path of the file, for those who look for one or for all below a directory. */
    private final TreeMap<Path, SortedSet<Integer>> byPath = new TreeMap<>();

    private final Map<Integer, Row> displaced = new TreeMap<>();

    /** Those that are attached; read anew when it is {@code stale}. */
    private SortedSet<Integer> numbers = new TreeSet<>();

    /** Those of them that are not known. */
    private final TreeSet<Integer> unread = new TreeSet<>();

    /** Those of them that a command of this JVM has detached, at once or at the last unmount: each is looked at by itself. */
    private final TreeSet<Integer> leaving = new TreeSet<>();

    private boolean stale = true;
    private long listedAt;
    private long readAt;
    private long changes;

    LoopTable() {
        this(Path.of("/proc/partitions"), Path.of("/sys/block"), System::nanoTime);
    }

    /** What files that are like the kernel's say. */
    LoopTable(Path partitions, Path devices, LongSupplier nanoTime) {
        this.partitions = partitions;
        this.devices = devices;
        this.nanoTime = nanoTime;
    }

    /** The attached devices whose file is that one or below it, and all whose file is displaced; by number. */
    List<Row> under(Path backing) throws IOException {
        list();
        List<Integer> reading;
        long before;
        synchronized (this) {
            long now = nanoTime.getAsLong();
            if (readAt == 0 || now - readAt > TRUSTED) {
                List.copyOf(known.keySet()).forEach(this::forget);
                unread.addAll(numbers);
                readAt = now;
            }
            reading = List.copyOf(unread);
            before = changes;
        }
        Map<Integer, Row> fresh = new TreeMap<>();
        List<Integer> none = new ArrayList<>();
        for (int number : reading) {
            Optional<Row> row = read(number).map(shown -> new Row(shown, shown.path(), shown.displaced()));
            row.ifPresentOrElse(read -> fresh.put(number, read), () -> none.add(number));
        }
        synchronized (this) {
            if (before == changes) { // else it may be what was there before the change
                fresh.forEach(this::remember);
                numbers.removeAll(none);
                unread.removeAll(none);
            }
            Map<Integer, Row> found = new TreeMap<>(displaced);
            below(backing).forEach(number -> found.put(number, known.get(number)));
            fresh.forEach((number, row) -> {
                if (row.displaced() || row.path().startsWith(backing)) {
                    found.put(number, row);
                }
            });
            return List.copyOf(found.values());
        }
    }

    /** Known ones whose file is that one or below it. */
    private List<Integer> below(Path backing) {
        List<Integer> found = new ArrayList<>();
        for (var entry : byPath.tailMap(backing).entrySet()) {
            if (!entry.getKey().toString().startsWith(backing.toString())) {
                break;
            }
            if (entry.getKey().startsWith(backing)) {
                found.addAll(entry.getValue());
            }
        }
        return found;
    }

    private void remember(int number, Row row) {
        forget(number);
        known.put(number, row);
        byPath.computeIfAbsent(row.path(), path -> new TreeSet<>()).add(number);
        if (row.displaced()) {
            displaced.put(number, row);
        }
        unread.remove(number);
    }

    private void forget(int number) {
        Row row = known.remove(number);
        displaced.remove(number);
        if (row != null) {
            SortedSet<Integer> same = byPath.get(row.path());
            if (same != null && same.remove(number) && same.isEmpty()) {
                byPath.remove(row.path());
            }
        }
    }

    /** Sees to it that it is known which are attached. */
    private void list() throws IOException {
        long before;
        synchronized (this) {
            if (!stale && nanoTime.getAsLong() - listedAt < LISTED) {
                leaving.stream().filter(number -> !isAttached(number)).toList().forEach(this::gone);
                return;
            }
            before = changes;
        }
        SortedSet<Integer> read = attached();
        synchronized (this) {
            List.copyOf(known.keySet()).stream()
                    .filter(number -> before == changes && !read.contains(number))
                    .forEach(this::gone);
            numbers.addAll(read);
            if (before == changes) {
                numbers = new TreeSet<>(read);
                leaving.retainAll(read);
                unread.retainAll(read);
                listedAt = nanoTime.getAsLong();
                stale = false;
            }
            read.stream().filter(number -> !known.containsKey(number)).forEach(unread::add);
        }
    }

    private void gone(int number) {
        forget(number);
        numbers.remove(number);
        unread.remove(number);
        leaving.remove(number);
    }

    /** Forgets what a call of this JVM is about. Before it, the answer is {@code false}, and after it failed, an empty text. */
    synchronized void changed(HostCall<?> call, Object answer) {
        if (call instanceof HostCall.Run run && run.command().program().equals("losetup")) {
            changes++;
            String output = answer instanceof CommandResult result ? result.output() : "";
            boolean detaches = run.command().arguments().contains("--detach");
            Matcher devices = DEVICE.matcher(run.command().line() + " " + output);
            while (devices.find()) {
                int number = Integer.parseInt(devices.group(1));
                doubt(number);
                if (detaches) {
                    leaving.add(number); // perhaps it does so later, at the last unmount
                } else if (!output.isEmpty()) {
                    numbers.add(number);
                    unread.add(number);
                    leaving.remove(number);
                }
            }
            stale |= answer.equals("");
        } else if (call instanceof HostCall.Rename rename) {
            changes++;
            below(rename.from()).forEach(this::doubt);
            List.copyOf(displaced.keySet()).forEach(this::doubt);
        }
    }

    private void doubt(int number) {
        forget(number);
        if (numbers.contains(number)) {
            unread.add(number);
        }
    }

    private SortedSet<Integer> attached() throws IOException {
        SortedSet<Integer> numbers = new TreeSet<>();
        try {
            Matcher lines = ATTACHED.matcher(Files.readString(partitions));
            while (lines.find()) {
                numbers.add(Integer.valueOf(lines.group(1)));
            }
        } catch (NoSuchFileException noBlockDevices) {
            return numbers;
        }
        return numbers;
    }

    private boolean isAttached(int number) {
        return devices.resolve("loop" + number + "/loop").toFile().exists();
    }

    /** What a device shows now; empty when it is not attached. */
    Optional<Shown> read(int number) {
        Path directory = devices.resolve("loop" + number + "/loop");
        try (FileInputStream file =
                new FileInputStream(directory.resolve("backing_file").toFile())) {
            String text = new String(file.readNBytes(LONGEST_NAME), StandardCharsets.UTF_8);
            return Optional.of(new Shown(
                    number,
                    text.endsWith("\n") ? text.substring(0, text.length() - 1) : text,
                    LocalLoops.attribute(directory, "unix:ino")));
        } catch (IOException notAttached) { // or detached while it was read
            return Optional.empty();
        }
    }
}
