/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.brick;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.block.device.DeviceDirectory;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.DirectoryListing;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileSystemStatus;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.block.host.HostException;

/**
 * Makes or takes a {@link GivenBrick}, and gives it back. A new one is made under another name beside it, and so is the
 * {@code .glusterfs} of one that is taken: they get their own name only with the owner tag, which is the last mark to go.
 */
public final class GivenBrickDriver implements Driver<GivenBrick, GivenBrickDriver.Seen> {
    /** On a directory that was made for its brick. */
    static final String MADE = "trusted.gcs.made";
    /** The owner tag in a given directory; its file system may have no {@code user.*}. */
    static final String OWNER = "trusted.gcs.owner";

    private static final String SHARED = "rwxr-xr-x";
    private static final String INTERNAL = "rw-------"; // as GlusterFS makes it
    private static final int NAMES = 5;
    private static final Duration REMOVAL = Duration.ofMinutes(30);

    /**
     * What was seen.
     *
     * @param directory the path itself
     * @param fileSystem what holds it
     * @param names what lies in it, at most a few
     * @param owner its owner tag
     * @param volumeId its volume id, {@code 0x} and hexadecimal
     * @param made whether it was made for a brick
     * @param internals whether the directories that GlusterFS wants to find are there
     * @param synced whether all that was made durable
     * @param unfinished whether unfinished work lies beside it
     * @param parent the directory above
     * @param taken directories above that are bricks or devices, in words
     */
    public record Seen(
            Optional<FileStatus> directory,
            Optional<FileSystemStatus> fileSystem,
            List<String> names,
            Optional<String> owner,
            Optional<String> volumeId,
            boolean made,
            boolean internals,
            boolean synced,
            boolean unfinished,
            Optional<FileStatus> parent,
            List<String> taken) {
        /** Copies the lists. */
        public Seen {
            names = List.copyOf(names);
            taken = List.copyOf(taken);
        }
    }

    private record Place(
            Optional<FileStatus> directory, Optional<FileSystemStatus> fileSystem, Optional<DirectoryListing> names) {}

    private record Tags(Optional<String> owner, Optional<String> volumeId, boolean made, boolean synced) {}

    private record Around(boolean internals, boolean unfinished, Optional<FileStatus> parent) {}

    @Override
    public Observation<Seen> observe(GivenBrick want) {
        Path path = want.path();
        Observation<Place> place = Observation.of(new HostCall.StatFile(path))
                .with(
                        Observation.of(new HostCall.FileSystemOf(path)),
                        (directory, fileSystem) -> new Place(directory, fileSystem, Optional.empty()))
                .with(
                        Observation.of(new HostCall.ListDirectory(path, NAMES)),
                        (seen, names) -> new Place(seen.directory(), seen.fileSystem(), names));
        Observation<Tags> tags = Observation.of(
                        new HostCall.ReadAttribute(want.root().internal(), OWNER))
                .with(
                        Observation.of(new HostCall.ReadAttribute(path, BrickRoot.VOLUME_ID_ATTRIBUTE)),
                        (owner, id) -> new Tags(owner, id, false, false))
                .with(
                        Observation.of(new HostCall.ReadAttribute(want.root().internal(), MADE)),
                        (seen, made) -> new Tags(seen.owner(), seen.volumeId(), made.isPresent(), false))
                .with(
                        Observation.of(new HostCall.ReadAttribute(want.root().internal(), BrickRootDriver.SYNCED)),
                        (seen, synced) -> new Tags(seen.owner(), seen.volumeId(), seen.made(), synced.isPresent()));
        Observation<Around> around = Observation.of(
                        new HostCall.StatFile(want.root().indices()))
                .with(
                        Observation.of(new HostCall.StatFile(want.unfinished())),
                        (indices, part) -> new Around(indices.isPresent(), part.isPresent(), Optional.empty()))
                .with(
                        Observation.of(new HostCall.StatFile(want.parent())),
                        (seen, parent) -> new Around(seen.internals(), seen.unfinished(), parent));
        return place.with(
                        tags,
                        (where, marks) -> new Seen(
                                where.directory(),
                                where.fileSystem(),
                                where.names().map(DirectoryListing::names).orElse(List.of()),
                                marks.owner(),
                                marks.volumeId(),
                                marks.made(),
                                false,
                                marks.synced(),
                                false,
                                Optional.empty(),
                                List.of()))
                .with(around.with(taken(want), GivenBrickDriver::surroundings), GivenBrickDriver::complete);
    }

    private record Surroundings(Around around, List<String> taken) {}

    private static Surroundings surroundings(Around around, List<String> taken) {
        return new Surroundings(around, taken);
    }

    private static Seen complete(Seen seen, Surroundings rest) {
        return new Seen(
                seen.directory(),
                seen.fileSystem(),
                seen.names(),
                seen.owner(),
                seen.volumeId(),
                seen.made(),
                rest.around().internals(),
                seen.synced(),
                rest.around().unfinished(),
                rest.around().parent(),
                rest.taken());
    }

    private static Observation<List<String>> taken(GivenBrick want) {
        Observation<List<String>> all = Observation.constant(List.of());
        if (!want.present() || want.established()) {
            return all;
        }
        for (Path above : want.above()) {
            all = all.with(
                            Observation.of(new HostCall.ReadAttribute(above, BrickRoot.VOLUME_ID_ATTRIBUTE)),
                            (found, id) ->
                                    plus(found, id.map(volume -> above + ", a brick of the volume with id " + volume)))
                    .with(
                            Observation.of(new HostCall.StatFile(above.resolve(DeviceDirectory.MARK))),
                            (found, mark) ->
                                    plus(found, mark.map(there -> above + ", a device for the images of bricks")));
        }
        return all;
    }

    private static List<String> plus(List<String> list, Optional<String> last) {
        List<String> longer = new ArrayList<>(list);
        last.ifPresent(longer::add);
        return longer;
    }

    @Override
    public Step next(GivenBrick want, Seen seen) {
        return want.present() ? make(want, seen) : giveBack(want, seen);
    }

    private static Step make(GivenBrick want, Seen seen) {
        boolean ours = seen.owner().equals(Optional.of(want.owner()));
        Optional<Step> foreign = foreign(want, seen);
        if (foreign.isPresent()) {
            return foreign.get();
        }
        if (ours && seen.volumeId().isPresent() && seen.internals() && seen.synced() && !seen.unfinished()) {
            return Step.done();
        }
        if (want.established() && (!ours || seen.volumeId().isEmpty())) {
            return Step.impossible(
                    Problem.Kind.MISSING,
                    "brick directory " + want.path() + " has lost its "
                            + (seen.directory().isEmpty() ? "place" : ours ? "volume id" : "owner tag")
                            + ": most likely its file system is not mounted; mount it. Nothing was written there");
        }
        if (seen.unfinished() && seen.directory().isPresent()) {
            return Step.inOrder(removeUnfinished(want));
        }
        if (seen.directory().isEmpty()) {
            return makeNew(want, seen);
        }
        if (!ours) {
            Optional<Step> unfit = unfit(want, seen);
            if (unfit.isPresent()) {
                return unfit.get();
            }
        }
        return complete(want, ours);
    }

    /** From an empty directory, or what is left of this when it was cut off, to a brick. */
    private static Step complete(GivenBrick want, boolean ours) {
        List<HostCall<?>> calls = new ArrayList<>();
        if (!ours) {
            calls.addAll(internal(want, want.unfinished()));
            calls.add(new HostCall.Rename(want.unfinished(), want.root().internal()));
        }
        calls.add(new HostCall.MakeDirectory(want.root().indices(), INTERNAL));
        calls.addAll(volumeId(want, want.path()));
        calls.add(new HostCall.Sync(want.parent()));
        calls.add(new HostCall.SetAttribute(want.root().internal(), BrickRootDriver.SYNCED, "1"));
        return Step.inOrder(calls);
    }

    private static List<HostCall<?>> internal(GivenBrick want, Path directory) {
        return List.of(
                new HostCall.MakeDirectory(directory, INTERNAL),
                new HostCall.SetAttribute(directory, OWNER, want.owner()),
                new HostCall.MakeDirectory(directory.resolve(BrickRoot.INDICES), INTERNAL),
                new HostCall.Sync(directory));
    }

    private static List<HostCall<?>> volumeId(GivenBrick want, Path directory) {
        return List.of(
                new HostCall.SetAttribute(
                        directory, BrickRoot.VOLUME_ID_ATTRIBUTE, want.root().volumeIdText()),
                new HostCall.Sync(directory));
    }

    private static Optional<Step> foreign(GivenBrick want, Seen seen) {
        if (seen.directory().isPresent() && seen.directory().get().type() != FileType.DIRECTORY) {
            return Optional.of(Step.impossible(
                    Problem.Kind.FOREIGN,
                    want.path() + " should be a brick's directory, and is none: name another, or move it away"));
        }
        boolean otherOwner = seen.owner().isPresent() && !seen.owner().get().equals(want.owner());
        boolean otherVolume = seen.volumeId().isPresent()
                && !seen.volumeId().get().equals(want.root().volumeIdText());
        if (!otherOwner && !otherVolume) {
            return Optional.empty();
        }
        return Optional.of(Step.impossible(
                Problem.Kind.FOREIGN,
                "brick directory " + want.path() + " is a brick already, of "
                        + seen.owner()
                                .orElse("the volume with id " + seen.volumeId().orElse(""))
                        + ": it is left alone; name another directory, or delete that volume first"));
    }

    private static Optional<Step> unfit(GivenBrick want, Seen seen) {
        if (!seen.names().isEmpty()) {
            return Optional.of(Step.impossible(
                    Problem.Kind.FOREIGN,
                    "brick directory " + want.path() + " already holds " + String.join(", ", seen.names())
                            + (seen.names().size() < NAMES ? "" : ", ...")
                            + ": name an empty directory, or one that is still to be made"));
        }
        Path mountPoint = seen.fileSystem().map(FileSystemStatus::mountPoint).orElse(want.parent());
        if (mountPoint.equals(want.path())) {
            return Optional.of(Step.impossible(
                    Problem.Kind.UNSUPPORTED,
                    "brick directory " + want.path() + " is where a file system is mounted: were it ever not mounted,"
                            + " the brick would look empty and heal could take that for the truth; name a directory"
                            + " in it"));
        }
        return inside(want, seen);
    }

    private static Optional<Step> inside(GivenBrick want, Seen seen) {
        if (seen.taken().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Step.impossible(
                Problem.Kind.FOREIGN,
                "brick directory " + want.path() + " lies inside "
                        + seen.taken().get(0) + ": name a directory elsewhere"));
    }

    private static Step makeNew(GivenBrick want, Seen seen) {
        if (seen.parent().isEmpty() || seen.parent().get().type() != FileType.DIRECTORY) {
            return Step.impossible(
                    Problem.Kind.MISSING,
                    "brick directory " + want.path() + " cannot be made, since there is no directory " + want.parent()
                            + ": mount the file system that should hold it, or make that directory");
        }
        Optional<Step> inside = inside(want, seen);
        if (inside.isPresent()) {
            return inside.get();
        }
        Path part = want.unfinished();
        List<HostCall<?>> calls = new ArrayList<>();
        calls.add(new HostCall.MakeDirectory(part, SHARED));
        calls.addAll(internal(want, BrickRoot.internalOf(part)));
        calls.add(new HostCall.SetAttribute(BrickRoot.internalOf(part), MADE, "1"));
        calls.addAll(volumeId(want, part));
        calls.add(new HostCall.Rename(part, want.path()));
        calls.add(new HostCall.Sync(want.parent()));
        calls.add(new HostCall.SetAttribute(want.root().internal(), BrickRootDriver.SYNCED, "1"));
        return Step.inOrder(calls);
    }

    /** Half a brick, half the {@code .glusterfs} of one, or an empty one that is on its way out. */
    private static List<HostCall<?>> removeUnfinished(GivenBrick want) {
        return List.of(
                removeTree(BrickRoot.internalOf(want.unfinished())),
                new HostCall.Delete(want.unfinished().resolve(BrickRoot.INDICES)),
                new HostCall.Delete(want.unfinished()),
                new HostCall.Sync(want.parent()));
    }

    private static HostCall.Run removeTree(Path path) {
        return new HostCall.Run(Command.of("rm", "-rf", "--one-file-system", "--", path.toString())
                .within(REMOVAL));
    }

    private static Step giveBack(GivenBrick want, Seen seen) {
        if (seen.unfinished()) {
            return Step.inOrder(removeUnfinished(want));
        }
        if (!seen.owner().equals(Optional.of(want.owner()))) {
            return Step.done(); // never ours, or not any more
        }
        List<String> others = new ArrayList<>(seen.names());
        others.remove(BrickRoot.INTERNAL);
        others.remove(String.valueOf(want.anonymous().getFileName()));
        List<HostCall<?>> calls = new ArrayList<>();
        calls.add(removeTree(want.anonymous()));
        if (seen.made() && others.isEmpty()) {
            calls.add(new HostCall.Rename(want.path(), want.unfinished()));
            calls.addAll(removeUnfinished(want));
            return Step.inOrder(calls);
        }
        want.attributes().forEach(name -> calls.add(new HostCall.RemoveAttribute(want.path(), name)));
        calls.add(new HostCall.Sync(want.path()));
        calls.add(removeTree(want.root().internal())); // the owner tag is on it, and goes after all that is in it
        calls.add(new HostCall.Sync(want.path()));
        return Step.inOrder(calls);
    }

    @Override
    public Step failed(GivenBrick want, HostException failure) {
        if (failure.kind() == HostException.Kind.UNSUPPORTED) {
            return Step.impossible(
                    Problem.Kind.UNSUPPORTED,
                    "the file system of brick directory " + want.path() + " keeps no extended attributes, and bricks"
                            + " need them: name a directory on xfs or ext4 (" + failure.getMessage() + ")");
        }
        return Driver.super.failed(want, failure);
    }
}
