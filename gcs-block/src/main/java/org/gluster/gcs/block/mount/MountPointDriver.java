/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.mount;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.DirectoryListing;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.block.host.HostCall.LoopEntry;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.gluster.gcs.block.host.HostException;

/**
 * Mounts and unmounts brick file systems. What is mounted by somebody else is left alone, and a mount point that holds
 * something while nothing is mounted is reported, never emptied.
 */
public final class MountPointDriver implements Driver<MountPoint, MountPointDriver.Seen> {
    private static final int NAMES = 5;
    private static final String PRIVATE = "rwx------";

    /**
     * One directory.
     *
     * @param path which
     * @param status its status
     * @param names what lies in it, at most a few
     */
    public record Directory(Path path, Optional<FileStatus> status, List<String> names) {
        public Directory {
            names = List.copyOf(names);
        }
    }

    /**
     * What was seen.
     *
     * @param mounts at the mount point and below, oldest first
     * @param loops of the image
     * @param point the mount point
     * @param parents in the order wanted
     */
    public record Seen(List<MountEntry> mounts, List<LoopEntry> loops, Directory point, List<Directory> parents) {
        public Seen {
            mounts = List.copyOf(mounts);
            loops = List.copyOf(loops);
            parents = List.copyOf(parents);
        }
    }

    @Override
    public Observation<Seen> observe(MountPoint want) {
        Observation<List<Directory>> parents = Observation.constant(List.of());
        for (Path parent : want.parents()) {
            parents = parents.with(directory(parent), MountPointDriver::append);
        }
        return Observation.of(new HostCall.Mounts(want.path()))
                .with(
                        Observation.of(new HostCall.Loops(want.image())),
                        (mounts, loops) -> new Seen(
                                mounts,
                                loops.stream()
                                        .filter(loop -> loop.backingFile().equals(want.image()))
                                        .toList(),
                                new Directory(want.path(), Optional.empty(), List.of()),
                                List.of()))
                .with(directory(want.path()), (seen, point) -> new Seen(seen.mounts(), seen.loops(), point, List.of()))
                .with(parents, (seen, above) -> new Seen(seen.mounts(), seen.loops(), seen.point(), above));
    }

    private static Observation<Directory> directory(Path path) {
        return Observation.of(new HostCall.StatFile(path))
                .with(
                        Observation.of(new HostCall.ListDirectory(path, NAMES)),
                        (status, listing) -> new Directory(
                                path,
                                status,
                                listing.map(DirectoryListing::names).orElse(List.of())));
    }

    private static List<Directory> append(List<Directory> list, Directory last) {
        List<Directory> longer = new ArrayList<>(list);
        longer.add(last);
        return longer;
    }

    @Override
    public Step next(MountPoint want, Seen seen) {
        List<MountEntry> here = seen.mounts().stream()
                .filter(mount -> mount.target().equals(want.path()))
                .toList();
        for (MountEntry mount : here) {
            if (loopOf(mount, seen).isEmpty()) {
                return Step.impossible(
                        Problem.Kind.FOREIGN,
                        mount.source() + " (" + mount.type() + ") is mounted at " + want.path() + ", where the brick"
                                + " image " + want.image()
                                + " belongs: it was not mounted by this cluster; unmount it");
            }
        }
        return want.present() ? mount(want, seen, here) : unmount(want, seen, here);
    }

    private static Optional<LoopEntry> loopOf(MountEntry mount, Seen seen) {
        return seen.loops().stream()
                .filter(loop -> loop.device().equals(mount.source()))
                .findFirst();
    }

    private static Step mount(MountPoint want, Seen seen, List<MountEntry> here) {
        if (!here.isEmpty()) {
            MountEntry top = here.get(here.size() - 1);
            boolean stale = loopOf(top, seen).map(LoopEntry::deleted).orElse(false);
            if (here.size() > 1 || stale) {
                return unmountTop(want);
            }
            return List.of(top.options().split(",", -1)).contains("ro")
                    ? Step.impossible(
                            Problem.Kind.READ_ONLY,
                            "brick file system " + want.path() + " is mounted read-only: check the disk under "
                                    + want.image() + ", then remount it read-write")
                    : Step.done();
        }
        List<HostCall<?>> calls = new ArrayList<>();
        List<Directory> directories = append(seen.parents(), seen.point());
        for (Directory directory : directories) {
            if (directory.status().isEmpty()) {
                calls.add(new HostCall.MakeDirectory(directory.path(), PRIVATE));
            } else if (directory.status().get().type() != FileType.DIRECTORY) {
                return Step.impossible(
                        Problem.Kind.FOREIGN,
                        directory.path() + " should be a directory for the mount of " + want.image()
                                + ", and is none: move it away");
            }
        }
        if (!seen.point().names().isEmpty()) {
            return notEmpty(want, seen);
        }
        List<LoopEntry> loops =
                seen.loops().stream().filter(loop -> !loop.deleted()).toList();
        if (loops.size() != 1) {
            return Step.retry("image " + want.image() + " is attached " + loops.size()
                    + " times and can be mounted when it is attached once");
        }
        HostCall.Run mount = new HostCall.Run(Command.of(
                "mount",
                "-t",
                "xfs",
                "-o",
                want.options(),
                loops.get(0).device(),
                want.path().toString()));
        if (calls.isEmpty()) {
            return Step.act(mount);
        }
        calls.add(mount);
        return Step.inOrder(calls);
    }

    private static Step unmount(MountPoint want, Seen seen, List<MountEntry> here) {
        for (MountEntry mount : seen.mounts()) {
            if (!mount.target().equals(want.path())) {
                return Step.impossible(
                        Problem.Kind.FOREIGN,
                        mount.source() + " (" + mount.type() + ") is mounted at " + mount.target()
                                + ", inside the brick" + " file system " + want.path() + " that is to go: unmount it");
            }
        }
        if (!here.isEmpty()) {
            return here.size() == 1 && seen.point().status().isPresent()
                    ? Step.inOrder(unmountCall(want), new HostCall.Delete(want.path()))
                    : unmountTop(want);
        }
        if (seen.point().status().isPresent()) {
            return seen.point().names().isEmpty() ? Step.act(new HostCall.Delete(want.path())) : notEmpty(want, seen);
        }
        for (int i = seen.parents().size() - 1; i >= 0; i--) {
            Directory parent = seen.parents().get(i);
            if (parent.status().isPresent() && parent.names().isEmpty()) {
                return Step.act(new HostCall.Delete(parent.path()));
            }
        }
        return Step.done();
    }

    private static Step unmountTop(MountPoint want) {
        return Step.act(unmountCall(want));
    }

    private static HostCall.Run unmountCall(MountPoint want) {
        return new HostCall.Run(Command.of("umount", want.path().toString()));
    }

    private static Step notEmpty(MountPoint want, Seen seen) {
        return Step.impossible(
                Problem.Kind.FOREIGN,
                "mount point " + want.path() + " holds "
                        + String.join(", ", seen.point().names())
                        + " while nothing is mounted there: somebody wrote to it when the brick was away; move that"
                        + " away");
    }

    @Override
    public Step failed(MountPoint want, HostException failure) {
        if (failure.kind() == HostException.Kind.BUSY && !want.present()) {
            return Step.retry(
                    want.path() + " is in use: the teardown waits for the brick, or whoever works in there, to"
                            + " let go (" + failure.getMessage() + ")");
        }
        return Driver.super.failed(want, failure);
    }
}
