/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.gluster.gcs.block.host.HostCall.MountEntry;

/**
 * The mounts of this process' namespace. There may be thousands, and the kernel takes longer to tell them than most of what is
 * done between two looks: what it told serves for a tenth of a second, and of what a command of this JVM mounts or unmounts not
 * beyond that command. Thread-safe.
 */
final class LocalMounts {
    private static final long TRUSTED = TimeUnit.MILLISECONDS.toNanos(100);
    private static final int MOST_CHANGES = 1000;

    private final Path mountinfo;
    private final LongSupplier nanoTime;
    private String text = "";
    private long readAt;
    private long readAfter = -1;

    /** Commands that began or ended after the table was read, and how many there were in all. */
    private final List<Change> changes = new ArrayList<>();

    private long changed;

    LocalMounts() {
        this(Path.of("/proc/self/mountinfo"), System::nanoTime);
    }

    /** What a file that is like the kernel's says. */
    LocalMounts(Path mountinfo, LongSupplier nanoTime) {
        this.mountinfo = mountinfo;
        this.nanoTime = nanoTime;
    }

    /** One command, before or after it ran. */
    private record Change(long number, Command command) {
        /** Whether it may change what is mounted at the path, below it, or what the path lies on. */
        boolean concerns(Path path) {
            List<String> words = command.arguments();
            Path target = Path.of(words.get(words.size() - 1)); // as this library gives it
            return !target.isAbsolute() || target.startsWith(path) || path.startsWith(target);
        }

        boolean names(String source) {
            return command.arguments().contains(source);
        }
    }

    /** Those whose target is this path or below it, oldest first. */
    List<MountEntry> under(Path path) throws IOException {
        String table = table(change -> change.concerns(path));
        return KernelTables.mounts(KernelTables.linesWith(table, path.toString())).stream()
                .filter(mount -> mount.target().startsWith(path))
                .toList();
    }

    /** Those of a device, oldest first. */
    List<MountEntry> of(String source) throws IOException {
        List<MountEntry> before = of(source, table(change -> change.names(source)));
        return before.isEmpty()
                ? before
                : of(
                        source,
                        table(change -> change.names(source)
                                || before.stream().anyMatch(mount -> change.concerns(mount.target()))));
    }

    private static List<MountEntry> of(String source, String table) {
        return KernelTables.mounts(KernelTables.linesWith(table, source)).stream()
                .filter(mount -> mount.source().equals(source))
                .toList();
    }

    /** To be told before and after each call of this JVM: what it changes is read anew. */
    synchronized void changed(HostCall<?> call) {
        if (call instanceof HostCall.Run run && run.command().program().contains("mount")) {
            changed++;
            changes.add(new Change(changed, run.command()));
            if (changes.size() > MOST_CHANGES) {
                changes.clear();
                readAfter = -1;
            }
        }
    }

    /** The table, read after all those commands that concern the caller. */
    private String table(Predicate<Change> concerns) throws IOException {
        long before;
        synchronized (this) {
            if (readAfter >= 0
                    && nanoTime.getAsLong() - readAt < TRUSTED
                    && changes.stream().noneMatch(change -> change.number() > readAfter && concerns.test(change))) {
                return text;
            }
            before = changed;
        }
        long at = nanoTime.getAsLong();
        String read = Files.readString(mountinfo);
        synchronized (this) {
            if (readAfter < 0 || (at - readAt >= 0 && before >= readAfter)) {
                text = read;
                readAt = at;
                readAfter = before;
                changes.removeIf(change -> change.number() <= before);
            }
        }
        return read;
    }
}
