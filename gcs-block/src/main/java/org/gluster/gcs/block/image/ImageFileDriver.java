/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.image;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.block.host.HostCall.LoopEntry;

/**
 * Copies a template into a brick's image. What has the final name is complete and carries its owner's tag; unfinished
 * work under the other name is never trusted, always begun anew. An image that is to be larger than it was made grows where
 * it is.
 */
public final class ImageFileDriver implements Driver<ImageFile, ImageFileDriver.Seen> {
    private static final Duration TEMPLATE_COMES = Duration.ofSeconds(30);
    private static final Duration LOOP_LEAVES = Duration.ofSeconds(30);
    private static final Duration ALLOCATION = Duration.ofMinutes(5);

    /**
     * What was seen.
     *
     * @param directory the directory that should hold it
     * @param image the file under its final name
     * @param owner its owner tag
     * @param synced whether its name was made durable
     * @param allocated bytes it occupies; 0 where that was not looked at
     * @param unfinished whether unfinished work lies there
     * @param template the template
     * @param loops loop devices that it backs
     */
    public record Seen(
            Optional<FileStatus> directory,
            Optional<FileStatus> image,
            Optional<String> owner,
            boolean synced,
            long allocated,
            boolean unfinished,
            Optional<FileStatus> template,
            List<LoopEntry> loops) {}

    @Override
    public Observation<Seen> observe(ImageFile want) {
        Observation<File> file = Observation.of(new HostCall.StatFile(want.path()))
                .with(
                        Observation.of(new HostCall.ReadAttribute(want.path(), ImageFile.OWNER_ATTRIBUTE)),
                        (image, owner) -> new File(image, owner, false, 0))
                .with(
                        Observation.of(new HostCall.ReadAttribute(want.path(), ImageNames.SYNCED)),
                        (seen, synced) -> new File(seen.image(), seen.owner(), synced.isPresent(), 0))
                .with(
                        allocated(want),
                        (seen, bytes) -> new File(seen.image(), seen.owner(), seen.synced(), bytes.orElse(0L)));
        Observation<Around> around = Observation.of(new HostCall.StatFile(ImageNames.directory(want.path())))
                .with(
                        Observation.of(new HostCall.StatFile(want.unfinished())),
                        (directory, part) -> new Around(directory, part.isPresent(), Optional.empty()))
                .with(
                        Observation.of(new HostCall.StatFile(want.template())),
                        (seen, template) -> new Around(seen.directory(), seen.unfinished(), template));
        Observation<List<LoopEntry>> loops = want.present()
                ? Observation.constant(List.of())
                : Observation.of(new HostCall.Loops(want.path())).map(seen -> backedBy(want.path(), seen));
        return file.with(
                        around,
                        (image, rest) -> new Seen(
                                rest.directory(),
                                image.image(),
                                image.owner(),
                                image.synced(),
                                image.allocated(),
                                rest.unfinished(),
                                rest.template(),
                                List.of()))
                .with(
                        loops,
                        (seen, attached) -> new Seen(
                                seen.directory(),
                                seen.image(),
                                seen.owner(),
                                seen.synced(),
                                seen.allocated(),
                                seen.unfinished(),
                                seen.template(),
                                attached));
    }

    /** What has the final name was allocated before it got that: a brick that is being made needs no second look. */
    private static Observation<Optional<Long>> allocated(ImageFile want) {
        return observesAllocation(want)
                ? Observation.of(new HostCall.AllocatedBytes(want.path()))
                : Observation.constant(Optional.empty());
    }

    private static boolean observesAllocation(ImageFile want) {
        return want.present() && want.established() && want.policy() == ImageFile.Policy.RESERVED;
    }

    private record File(Optional<FileStatus> image, Optional<String> owner, boolean synced, long allocated) {}

    private record Around(Optional<FileStatus> directory, boolean unfinished, Optional<FileStatus> template) {}

    private static List<LoopEntry> backedBy(Path image, List<LoopEntry> loops) {
        return loops.stream().filter(loop -> loop.backingFile().equals(image)).toList();
    }

    @Override
    public Step next(ImageFile want, Seen seen) {
        if (seen.directory().isEmpty()) {
            return ImageNames.deviceGone(want.path());
        }
        if (seen.image().isPresent()) {
            Optional<Step> foreign = foreign(want, seen);
            if (foreign.isPresent()) {
                return foreign.get();
            }
        }
        return want.present() ? make(want, seen) : remove(want, seen);
    }

    private static Step make(ImageFile want, Seen seen) {
        if (seen.image().isEmpty()) {
            return copy(want, seen);
        }
        long size = seen.image().get().size();
        if (want.established() && want.made() <= size && size < want.size()) {
            return Step.inOrder(extend(want), new HostCall.Sync(want.path()));
        }
        if (size != want.size()) {
            return Step.impossible(
                    Problem.Kind.FOREIGN,
                    "image " + want.path() + " has " + size + " bytes where its brick was made with " + want.size()
                            + ": it was resized by somebody else and is left alone; restore its size or replace the"
                            + " brick");
        }
        if (seen.unfinished()) {
            return Step.act(new HostCall.Delete(want.unfinished()));
        }
        if (observesAllocation(want) && seen.allocated() < want.size()) {
            return Step.inOrder(allocate(want, want.path()), new HostCall.Sync(want.path()));
        }
        if (!seen.synced()) {
            return Step.inOrder(
                    new HostCall.Sync(want.path()),
                    new HostCall.Sync(ImageNames.directory(want.path())),
                    ImageNames.markSynced(want.path()));
        }
        return Step.done();
    }

    private static Step copy(ImageFile want, Seen seen) {
        if (want.established()) {
            return Step.impossible(
                    Problem.Kind.MISSING,
                    "image " + want.path() + " is gone, and with it this brick's copy of the data: it is not replaced"
                            + " by an empty one; restore the file, or replace the brick");
        }
        if (seen.template().isEmpty()) {
            return Step.waitFor(
                    TEMPLATE_COMES,
                    "image " + want.path() + " waits for its template " + want.template() + ", which does not exist");
        }
        long size = seen.template().get().size();
        if (size != want.size()) {
            return Step.impossible(
                    Problem.Kind.FOREIGN,
                    "template " + want.template() + " has " + size + " bytes where image " + want.path() + " needs "
                            + want.size() + ": it was changed by somebody else; remove it");
        }
        Path part = want.unfinished();
        List<HostCall<?>> calls = new ArrayList<>();
        calls.add(new HostCall.Delete(part));
        calls.add(ImageNames.copy(want.template(), part));
        if (want.policy() == ImageFile.Policy.RESERVED) {
            calls.add(allocate(want, part));
        }
        calls.add(new HostCall.SetAttribute(part, ImageFile.OWNER_ATTRIBUTE, want.owner()));
        calls.add(new HostCall.Sync(part));
        calls.add(new HostCall.Rename(part, want.path()));
        calls.add(new HostCall.Sync(ImageNames.directory(want.path())));
        calls.add(ImageNames.markSynced(want.path()));
        return Step.inOrder(calls);
    }

    private static Step remove(ImageFile want, Seen seen) {
        if (!seen.loops().isEmpty()) {
            return Step.waitFor(
                    LOOP_LEAVES,
                    "image " + want.path() + " is still attached as "
                            + seen.loops().get(0).device() + " and is deleted when that is detached");
        }
        if (seen.image().isEmpty() && !seen.unfinished()) {
            return Step.done();
        }
        return Step.inOrder(
                new HostCall.Delete(want.unfinished()),
                new HostCall.Delete(want.path()),
                new HostCall.Sync(ImageNames.directory(want.path())));
    }

    private static Optional<Step> foreign(ImageFile want, Seen seen) {
        FileType type = seen.image().map(FileStatus::type).orElse(FileType.FILE);
        if (type != FileType.FILE) {
            return Optional.of(Step.impossible(
                    Problem.Kind.FOREIGN,
                    want.path() + " should be a brick image, and is no regular file (" + type
                            + "): it was not made by this cluster and is left alone; move it away"));
        }
        if (!seen.owner().equals(Optional.of(want.owner()))) {
            return Optional.of(Step.impossible(
                    Problem.Kind.FOREIGN,
                    "image " + want.path() + " belongs to " + seen.owner().orElse("nobody (it has no owner tag)")
                            + " where " + want.owner() + " was expected: it is left alone; move it away"));
        }
        return Optional.empty();
    }

    /** To the new size at least once: what was written is kept, and the new part is empty. */
    private static HostCall.Run extend(ImageFile want) {
        return want.policy() == ImageFile.Policy.RESERVED
                ? allocate(want, want.path())
                : new HostCall.Run(Command.of(
                        "truncate", "--size=" + want.size(), want.path().toString()));
    }

    private static HostCall.Run allocate(ImageFile want, Path file) {
        return new HostCall.Run(Command.of("fallocate", "--length", Long.toString(want.size()), file.toString())
                .within(ALLOCATION));
    }
}
