/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.device;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.DirectoryListing;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileSystemStatus;
import org.gluster.gcs.block.host.HostCall.FileType;

/**
 * Adopts a directory for brick images and gives it back. The mark is written first and removed last, so whatever lies
 * in a directory without a mark is not ours.
 */
public final class DeviceDirectoryDriver implements Driver<DeviceDirectory, DeviceDirectoryDriver.Seen> {
    private static final int MARK_LIMIT = 4096;
    private static final int NAMES = 64;
    private static final int MANY = 4096;
    private static final String PRIVATE = "rwx------";
    private static final Duration BRICKS_LEAVE = Duration.ofSeconds(60);

    /**
     * What was seen.
     *
     * @param directory the path itself
     * @param fileSystem what holds it
     * @param names what lies in it
     * @param mark text of the mark
     * @param bricks what lies in {@code bricks}
     * @param templates what lies in {@code templates}
     */
    public record Seen(
            Optional<FileStatus> directory,
            Optional<FileSystemStatus> fileSystem,
            Optional<DirectoryListing> names,
            Optional<String> mark,
            Optional<DirectoryListing> bricks,
            Optional<DirectoryListing> templates) {}

    @Override
    public Observation<Seen> observe(DeviceDirectory want) {
        return Observation.of(new HostCall.StatFile(want.path()))
                .with(Observation.of(new HostCall.FileSystemOf(want.path())), Place::new)
                .with(Observation.of(new HostCall.ListDirectory(want.path(), NAMES)), Named::new)
                .with(Observation.of(new HostCall.ReadFile(want.mark(), MARK_LIMIT)), Marked::new)
                .with(Observation.of(new HostCall.ListDirectory(want.bricks(), NAMES)), WithBricks::new)
                .with(Observation.of(new HostCall.ListDirectory(want.templates(), MANY)), WithBricks::and);
    }

    private record Place(Optional<FileStatus> directory, Optional<FileSystemStatus> fileSystem) {}

    private record Named(Place place, Optional<DirectoryListing> names) {}

    private record Marked(Named named, Optional<String> mark) {}

    private record WithBricks(Marked marked, Optional<DirectoryListing> bricks) {
        Seen and(Optional<DirectoryListing> templates) {
            Named named = marked.named();
            return new Seen(
                    named.place().directory(),
                    named.place().fileSystem(),
                    named.names(),
                    marked.mark(),
                    bricks,
                    templates);
        }
    }

    @Override
    public Step next(DeviceDirectory want, Seen seen) {
        return want.present() ? adopt(want, seen) : giveBack(want, seen);
    }

    private static Step adopt(DeviceDirectory want, Seen seen) {
        Path path = want.path();
        if (seen.directory().isEmpty()) {
            return Step.impossible(
                    Problem.Kind.MISSING,
                    "device directory " + path + " does not exist: mount the file system that should hold it or make"
                            + " the directory, then add the device again");
        }
        FileType type = seen.directory().get().type();
        if (type != FileType.DIRECTORY) {
            return Step.impossible(Problem.Kind.UNSUPPORTED, notADirectory(path, type));
        }
        if (seen.fileSystem().isEmpty()) {
            return Step.retry("the file system of " + path + " could not be read");
        }
        FileSystemStatus fileSystem = seen.fileSystem().get();
        if (!fileSystem.type().equals("ext4") && !fileSystem.type().equals("xfs")) {
            return Step.impossible(
                    Problem.Kind.UNSUPPORTED,
                    "device directory " + path + " is on a file system of type " + fileSystem.type()
                            + ", and brick images need ext4 or xfs: give a directory on one of these");
        }
        if (fileSystem.readOnly()) {
            return Step.impossible(
                    Problem.Kind.READ_ONLY,
                    "device directory " + path + " is on a read-only file system, mounted at " + fileSystem.mountPoint()
                            + ": check the disk for errors and mount it read-write");
        }
        if (seen.mark().isEmpty()) {
            return adoptUnmarked(want, seen);
        }
        Optional<Step> foreign = foreign(want, seen.mark().get());
        if (foreign.isPresent()) {
            return foreign.get();
        }
        if (seen.bricks().isEmpty()) {
            return Step.inOrder(new HostCall.MakeDirectory(want.bricks(), PRIVATE), new HostCall.Sync(path));
        }
        if (seen.templates().isEmpty()) {
            return Step.inOrder(new HostCall.MakeDirectory(want.templates(), PRIVATE), new HostCall.Sync(path));
        }
        return leftovers(want, seen).orElseGet(Step::done);
    }

    private static Step adoptUnmarked(DeviceDirectory want, Seen seen) {
        Path path = want.path();
        if (want.established()) {
            return Step.impossible(
                    Problem.Kind.MISSING,
                    "device directory " + path + " has lost its mark " + DeviceDirectory.MARK
                            + ": most likely its file system is not mounted; mount it. Nothing was written there");
        }
        List<String> foreign = new ArrayList<>();
        for (String name : names(seen.names())) {
            if (!isMarkOrLeftover(name)
                    && !name.equals("bricks")
                    && !name.equals("templates")
                    && !name.equals("lost+found")) {
                foreign.add(name);
            }
        }
        if (!foreign.isEmpty()) {
            return Step.impossible(
                    Problem.Kind.FOREIGN,
                    "device directory " + path + " already holds " + some(foreign, seen.names())
                            + ", which this cluster did not put there: give an empty directory or move these away");
        }
        if (!names(seen.bricks()).isEmpty() || !names(seen.templates()).isEmpty()) {
            return Step.impossible(
                    Problem.Kind.FOREIGN,
                    "device directory " + path + " holds images but no mark " + DeviceDirectory.MARK
                            + ", so whose they are is unknown: give an empty directory, or restore the mark");
        }
        return Step.act(new HostCall.WriteFile(want.mark(), want.markText(), "rw-------"));
    }

    private static Step giveBack(DeviceDirectory want, Seen seen) {
        Path path = want.path();
        if (seen.directory().isEmpty() || seen.directory().get().type() != FileType.DIRECTORY) {
            return Step.done();
        }
        if (seen.mark().isEmpty()) {
            return leftovers(want, seen).orElseGet(Step::done);
        }
        Optional<Step> foreign = foreign(want, seen.mark().get());
        if (foreign.isPresent()) {
            return want.established() ? foreign.get() : Step.done(); // what was never this device's has nothing of it
        }
        List<String> bricks = names(seen.bricks());
        if (!bricks.isEmpty()) {
            return Step.waitFor(
                    BRICKS_LEAVE,
                    "device directory " + path + " still holds brick images " + some(bricks, seen.bricks())
                            + ": delete their volumes or move their bricks away first");
        }
        if (seen.templates().isPresent()) {
            List<HostCall<?>> calls = new ArrayList<>();
            for (String name : names(seen.templates())) {
                calls.add(new HostCall.Delete(want.templates().resolve(name)));
            }
            calls.add(new HostCall.Delete(want.templates()));
            return Step.inOrder(calls);
        }
        if (seen.bricks().isPresent()) {
            return Step.act(new HostCall.Delete(want.bricks()));
        }
        return Step.inOrder(new HostCall.Sync(path), new HostCall.Delete(want.mark()), new HostCall.Sync(path));
    }

    private static Optional<Step> foreign(DeviceDirectory want, String text) {
        DeviceMark mark = DeviceMark.parse(text);
        if (mark.schema() > DeviceMark.SCHEMA) {
            return Optional.of(Step.impossible(
                    Problem.Kind.UNSUPPORTED,
                    "device directory " + want.path() + " was marked by a newer release (schema " + mark.schema()
                            + ", this one knows " + DeviceMark.SCHEMA + "): upgrade this node"));
        }
        if (mark.isOf(want)) {
            return Optional.empty();
        }
        return Optional.of(Step.impossible(
                Problem.Kind.FOREIGN,
                "device directory " + want.path() + " belongs to " + mark + ", and cluster \"" + want.cluster()
                        + "\", node \"" + want.node() + "\", device \"" + want.device()
                        + "\" was expected: give another directory; if nobody needs what it holds, empty it and remove "
                        + want.mark()));
    }

    /** A write of the mark that was interrupted leaves a temporary file beside it. */
    private static Optional<Step> leftovers(DeviceDirectory want, Seen seen) {
        for (String name : names(seen.names())) {
            if (isMarkOrLeftover(name) && !name.equals(DeviceDirectory.MARK)) {
                return Optional.of(Step.act(new HostCall.Delete(want.path().resolve(name))));
            }
        }
        return Optional.empty();
    }

    private static boolean isMarkOrLeftover(String name) {
        return name.contains(DeviceDirectory.MARK);
    }

    private static List<String> names(Optional<DirectoryListing> listing) {
        return listing.map(DirectoryListing::names).orElse(List.of());
    }

    private static String some(List<String> names, Optional<DirectoryListing> listing) {
        int shown = Math.min(5, names.size());
        boolean more =
                shown < names.size() || listing.map(DirectoryListing::truncated).orElse(false);
        return String.join(", ", names.subList(0, shown)) + (more ? ", ..." : "");
    }

    private static String notADirectory(Path path, FileType type) {
        String what = switch (type) {
            case BLOCK_DEVICE -> "a block device";
            case FILE -> "a regular file";
            default -> "no directory";
        };
        String remedy = type == FileType.BLOCK_DEVICE
                ? "make an xfs or ext4 file system on it, mount it and give a directory on it"
                : "give a directory on ext4 or xfs";
        return "device " + path + " is " + what + ", and this release takes directories: " + remedy;
    }
}
