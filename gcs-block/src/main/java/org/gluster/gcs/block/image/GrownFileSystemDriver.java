/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileSystemStatus;
import org.gluster.gcs.block.host.HostCall.LoopEntry;

/**
 * Has a mounted XFS take all of an image that grew. All commands may be repeated: the loop device learns its file's size, and
 * a file system that is as large as its device stays as it is. The size it was grown to is remembered on the image when the
 * file system has it on disk, since how much of it is log cannot be seen from outside.
 */
public final class GrownFileSystemDriver implements Driver<GrownFileSystem, GrownFileSystemDriver.Seen> {
    /** Name of the extended attribute that holds the size to which the file system was grown. */
    static final String GROWN = "user.gcs.grown";

    /**
     * What was seen.
     *
     * @param grown size to which it was grown; empty when it never was
     * @param loops loop devices of the image
     * @param fileSystem what is mounted
     */
    public record Seen(Optional<String> grown, List<LoopEntry> loops, Optional<FileSystemStatus> fileSystem) {
        public Seen {
            loops = List.copyOf(loops);
        }
    }

    @Override
    public Observation<Seen> observe(GrownFileSystem want) {
        return Observation.of(new HostCall.ReadAttribute(want.image(), GROWN))
                .with(
                        Observation.of(new HostCall.Loops(want.image())),
                        (grown, loops) -> new Seen(
                                grown,
                                loops.stream()
                                        .filter(loop -> loop.backingFile().equals(want.image()) && !loop.deleted())
                                        .toList(),
                                Optional.empty()))
                .with(
                        Observation.of(new HostCall.FileSystemOf(want.mountPoint())),
                        (seen, fileSystem) -> new Seen(seen.grown(), seen.loops(), fileSystem));
    }

    @Override
    public Step next(GrownFileSystem want, Seen seen) {
        Path mountPoint = want.mountPoint();
        boolean mounted = seen.fileSystem()
                .filter(there -> there.mountPoint().equals(mountPoint))
                .isPresent();
        if (seen.loops().size() != 1 || !mounted) {
            return Step.retry("image " + want.image() + " is attached "
                    + seen.loops().size() + " times and " + (mounted ? "" : "not ") + "mounted at " + mountPoint
                    + ": its file system grows when it is mounted");
        }
        boolean large = seen.fileSystem()
                .filter(there -> there.totalBytes() >= want.least())
                .isPresent();
        if (large && seen.grown().equals(Optional.of(Long.toString(want.size())))) {
            return Step.done();
        }
        return Step.inOrder(
                new HostCall.Run(Command.of(
                        "losetup", "--set-capacity", seen.loops().get(0).device())),
                new HostCall.Run(Command.of("xfs_growfs", mountPoint.toString())),
                new HostCall.Sync(mountPoint),
                new HostCall.SetAttribute(want.image(), GROWN, Long.toString(want.size())));
    }
}
