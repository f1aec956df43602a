/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.loop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.LoopEntry;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.gluster.gcs.block.host.HostException;

/**
 * Attaches and detaches loop devices. A device that is mounted is never detached: the kernel would only remember the
 * wish and act on it at the next unmount.
 */
public final class LoopDeviceDriver implements Driver<LoopDevice, LoopDeviceDriver.Seen> {
    private static final Duration IMAGE_COMES = Duration.ofSeconds(10);
    private static final Duration MOUNT_LEAVES = Duration.ofSeconds(30);
    private static final Duration DETACH_SHOWS = Duration.ofSeconds(5);

    /**
     * One loop device of the image.
     *
     * @param device e.g. {@code /dev/loop3}
     * @param deleted whether the file behind it has no name any more
     * @param mountedAt where it is mounted
     */
    public record Attached(String device, boolean deleted, Optional<Path> mountedAt) {}

    /**
     * What was seen.
     *
     * @param image whether the image exists
     * @param attached its loop devices, by number
     */
    public record Seen(boolean image, List<Attached> attached) {
        public Seen {
            attached = List.copyOf(attached);
        }
    }

    @Override
    public Observation<Seen> observe(LoopDevice want) {
        return Observation.of(new HostCall.Loops(want.image()))
                .with(
                        Observation.of(new HostCall.MountsOfImage(want.image())),
                        (loops, mounts) -> loops.stream()
                                .filter(loop -> loop.backingFile().equals(want.image()))
                                .map(loop -> attached(loop, mounts))
                                .toList())
                .with(
                        Observation.of(new HostCall.StatFile(want.image())),
                        (attached, image) ->
                                new Seen(image.map(FileStatus::size).isPresent(), attached));
    }

    private static Attached attached(LoopEntry loop, List<MountEntry> mounts) {
        for (MountEntry mount : mounts) {
            if (mount.source().equals(loop.device())) {
                return new Attached(loop.device(), loop.deleted(), Optional.of(mount.target()));
            }
        }
        return new Attached(loop.device(), loop.deleted(), Optional.empty());
    }

    @Override
    public Step next(LoopDevice want, Seen seen) {
        return want.present() ? attach(want, seen) : detach(want, seen);
    }

    private static Step attach(LoopDevice want, Seen seen) {
        Optional<Attached> stale =
                seen.attached().stream().filter(Attached::deleted).findFirst();
        if (stale.isPresent()) {
            return stale.get().mountedAt().isEmpty() ? detach(stale.get()) : staleMount(want, stale.get());
        }
        List<Attached> mounted = seen.attached().stream()
                .filter(loop -> loop.mountedAt().isPresent())
                .toList();
        if (mounted.size() > 1) {
            return Step.impossible(
                    Problem.Kind.FOREIGN,
                    "image " + want.image() + " is attached and mounted twice, as "
                            + mounted.get(0).device() + " and " + mounted.get(1).device()
                            + ", which destroys its file system when both are written: unmount one of them now");
        }
        if (seen.attached().isEmpty()) {
            return seen.image()
                    ? Step.run(Command.of(
                                    "losetup",
                                    "--find",
                                    "--show",
                                    "--direct-io=on",
                                    want.image().toString())
                            .exclusively(Command.LOOP_ATTACH))
                    : Step.waitFor(IMAGE_COMES, "image " + want.image() + " does not exist, so it cannot be attached");
        }
        Attached keep = mounted.isEmpty() ? seen.attached().get(0) : mounted.get(0);
        for (Attached loop : seen.attached()) {
            if (!loop.equals(keep)) {
                return detach(loop);
            }
        }
        return Step.done();
    }

    private static Step staleMount(LoopDevice want, Attached stale) {
        return Step.impossible(
                Problem.Kind.FOREIGN,
                stale.device() + " is attached to a deleted file that was named " + want.image()
                        + " and is still mounted" + at(stale) + ": save what you need from there, then unmount it");
    }

    private static Step detach(LoopDevice want, Seen seen) {
        for (Attached loop : seen.attached()) {
            if (loop.mountedAt().isEmpty()) {
                return detach(loop);
            }
        }
        if (seen.attached().isEmpty()) {
            return Step.done();
        }
        Attached mounted = seen.attached().get(0);
        return Step.waitFor(
                MOUNT_LEAVES,
                "image " + want.image() + " stays attached as " + mounted.device() + " while that is mounted"
                        + at(mounted));
    }

    private static Step detach(Attached loop) {
        Command command = Command.of("losetup", "--detach", loop.device());
        return Step.run(command).within(DETACH_SHOWS, new HostCall.Run(command));
    }

    private static String at(Attached loop) {
        return loop.mountedAt().map(path -> " at " + path).orElse("");
    }

    @Override
    public Step failed(LoopDevice want, HostException failure) {
        if (want.present() && failure.getMessage().contains("cannot find an unused loop device")) {
            return Step.impossible(
                    Problem.Kind.UNSUPPORTED,
                    "image " + want.image()
                            + " cannot be attached, because this machine gives no free loop device: load"
                            + " the loop module, and in a container pass /dev/loop-control and device nodes ("
                            + failure.getMessage() + ")");
        }
        return Driver.super.failed(want, failure);
    }
}
