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
    private static final Path PARTITIONS = Path.of("/proc/partitions");
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

    private final Map<Integer, Row> known = new TreeMap<>();

    /** Those that are attached; read anew when it is {@code stale}. */
    private SortedSet<Integer> numbers = new TreeSet<>();

    /** Those of them that a command of this JVM has detached, at once or at the last unmount: each is looked at by itself. */
    private final TreeSet<Integer> leaving = new TreeSet<>();

    private boolean stale = true;
    private long listedAt;
    private long readAt;
    private long changes;

    /** All attached devices, by number. */
    List<Row> rows() throws IOException {
        SortedSet<Integer> attached = listed();
        List<Row> rows = new ArrayList<>();
        List<Integer> unknown = new ArrayList<>();
        long before;
        synchronized (this) {
            long now = System.nanoTime();
            if (readAt == 0 || now - readAt > TRUSTED) {
                known.clear();
                readAt = now;
            }
            known.keySet().retainAll(attached);
            before = changes;
            for (int number : attached) {
                Row row = known.get(number);
                if (row == null) {
                    unknown.add(number);
                } else {
                    rows.add(row);
                }
            }
        }
        for (int number : unknown) {
            Optional<Row> row = read(number).map(shown -> new Row(shown, shown.path(), shown.displaced()));
            row.ifPresent(rows::add);
            synchronized (this) {
                if (before == changes) { // else it may be what was there before the change
                    row.ifPresent(read -> known.put(number, read));
                }
            }
        }
        return rows;
    }

    private SortedSet<Integer> listed() throws IOException {
        long before;
        synchronized (this) {
            if (!stale && System.nanoTime() - listedAt < LISTED) {
                List<Integer> gone =
                        leaving.stream().filter(number -> !isAttached(number)).toList();
                numbers.removeAll(gone);
                leaving.removeAll(gone);
                return new TreeSet<>(numbers);
            }
            before = changes;
        }
        SortedSet<Integer> read = attached();
        synchronized (this) {
            if (before == changes) {
                numbers = new TreeSet<>(read);
                leaving.retainAll(read);
                listedAt = System.nanoTime();
                stale = false;
            }
        }
        return read;
    }

    /** Forgets what a call of this JVM is about. Before it, the answer is {@code false}, and after it failed, an empty text. */
    synchronized void changed(HostCall<?> call, Object answer) {
        if (call instanceof HostCall.Run run && run.command().program().equals("losetup")) {
            changes++;
            String output = answer instanceof CommandResult result ? result.output() : "";
            boolean detaches = run.command().arguments().contains("--detach");
            Matcher devices = DEVICE.matcher(run.command().line() + " " + output);
            while (devices.find()) {
                Integer number = Integer.valueOf(devices.group(1));
                known.remove(number);
                if (detaches) {
                    leaving.add(number);
                } else if (!output.isEmpty()) {
                    numbers.add(number);
                    leaving.remove(number);
                }
            }
            stale |= answer.equals("");
        } else if (call instanceof HostCall.Rename rename) {
            changes++;
            known.values().removeIf(row -> row.path().startsWith(rename.from()) || row.displaced());
        }
    }

    private static SortedSet<Integer> attached() throws IOException {
        SortedSet<Integer> numbers = new TreeSet<>();
        try {
            Matcher lines = ATTACHED.matcher(Files.readString(PARTITIONS));
            while (lines.find()) {
                numbers.add(Integer.valueOf(lines.group(1)));
            }
        } catch (NoSuchFileException noBlockDevices) {
            return numbers;
        }
        return numbers;
    }

    private static boolean isAttached(int number) {
        return Path.of("/sys/block/loop" + number + "/loop").toFile().exists();
    }

    /** What a device shows now; empty when it is not attached. */
    static Optional<Shown> read(int number) {
        Path directory = Path.of("/sys/block/loop" + number + "/loop");
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
