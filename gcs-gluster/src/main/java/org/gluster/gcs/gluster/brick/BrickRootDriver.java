/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.brick;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileType;

/** Makes brick roots, only on a mounted file system, and never over another volume's. */
public final class BrickRootDriver implements Driver<BrickRoot, BrickRootDriver.Seen> {
    /** Set after all the rest was made durable. */
    static final String SYNCED = "user.gcs.synced";

    private static final String SHARED = "rwxr-xr-x";
    private static final String INTERNAL = "rw-------"; // as GlusterFS makes it

    /**
     * What was seen.
     *
     * @param mounted whether a file system is mounted right above
     * @param root the directory
     * @param volumeId its volume id, {@code 0x} and hexadecimal
     * @param owner its owner tag
     * @param internals whether the directories that GlusterFS wants to find are there
     * @param synced whether all that was made durable
     */
    public record Seen(
            boolean mounted,
            Optional<FileStatus> root,
            Optional<String> volumeId,
            Optional<String> owner,
            boolean internals,
            boolean synced) {}

    @Override
    public Observation<Seen> observe(BrickRoot want) {
        if (!want.present()) {
            return Observation.constant(
                    new Seen(false, Optional.empty(), Optional.empty(), Optional.empty(), false, false));
        }
        return Observation.of(new HostCall.IsMountPoint(want.mount()))
                .with(
                        Observation.of(new HostCall.StatFile(want.path())),
                        (mounted, root) -> new Seen(mounted, root, Optional.empty(), Optional.empty(), false, false))
                .with(
                        volumeId(want),
                        (seen, id) -> new Seen(seen.mounted(), seen.root(), id, Optional.empty(), false, false))
                .with(
                        Observation.of(new HostCall.ReadAttribute(want.internal(), BrickRoot.OWNER_ATTRIBUTE)),
                        (seen, owner) -> new Seen(seen.mounted(), seen.root(), seen.volumeId(), owner, false, false))
                .with(
                        Observation.of(new HostCall.StatFile(want.indices())),
                        (seen, indices) -> new Seen(
                                seen.mounted(), seen.root(), seen.volumeId(), seen.owner(), indices.isPresent(), false))
                .with(
                        Observation.of(new HostCall.ReadAttribute(want.internal(), SYNCED)),
                        (seen, synced) -> new Seen(
                                seen.mounted(),
                                seen.root(),
                                seen.volumeId(),
                                seen.owner(),
                                seen.internals(),
                                synced.isPresent()));
    }

    /**
     * Read where there may be data. In a brick that is being made, the last of all marks says that it was set: reading it, which
     * takes a program, would prove nothing more.
     */
    private static Observation<Optional<String>> volumeId(BrickRoot want) {
        return want.established()
                ? Observation.of(new HostCall.ReadAttribute(want.path(), BrickRoot.VOLUME_ID_ATTRIBUTE))
                : Observation.constant(Optional.empty());
    }

    @Override
    public Step next(BrickRoot want, Seen seen) {
        if (!want.present()) {
            return Step.done();
        }
        if (!seen.mounted()) {
            return Step.retry("no file system is mounted at " + want.mount() + ", so brick root " + want.path()
                    + " is not made: it would fill the file system below");
        }
        if (seen.root().isPresent() && seen.root().get().type() != FileType.DIRECTORY) {
            return Step.impossible(
                    Problem.Kind.FOREIGN, want.path() + " should be a brick's directory, and is none: move it away");
        }
        if (seen.volumeId().isPresent() && !seen.volumeId().get().equals(want.volumeIdText())) {
            return Step.impossible(
                    Problem.Kind.FOREIGN,
                    "brick root " + want.path() + " belongs to the volume with id "
                            + seen.volumeId().get() + " where " + want.volumeIdText()
                            + " was expected: it is left alone; replace the brick, or move that data away");
        }
        if (seen.owner().isPresent() && !seen.owner().get().equals(want.owner())) {
            return Step.impossible(
                    Problem.Kind.FOREIGN,
                    "brick root " + want.path() + " belongs to " + seen.owner().get() + " where " + want.owner()
                            + " was expected: it is left alone; replace the brick, or move that data away");
        }
        boolean identified = seen.volumeId().isPresent() || !want.established();
        if (identified && seen.root().isPresent() && seen.owner().isPresent() && seen.internals() && seen.synced()) {
            return Step.done();
        }
        if (want.established() && (seen.root().isEmpty() || seen.volumeId().isEmpty())) {
            return Step.impossible(
                    Problem.Kind.MISSING,
                    "brick root " + want.path() + " has lost its "
                            + (seen.root().isEmpty() ? "directory" : "volume id")
                            + ", and with it most likely this brick's copy of the data: it is not replaced by an empty"
                            + " one, which heal could take for the truth; replace the brick");
        }
        return make(want, seen);
    }

    private static Step make(BrickRoot want, Seen seen) {
        List<HostCall<?>> calls = new ArrayList<>();
        if (seen.root().isEmpty()) {
            calls.add(new HostCall.MakeDirectory(want.path(), SHARED));
        }
        if (seen.owner().isEmpty() || !seen.internals()) {
            calls.add(new HostCall.MakeDirectory(want.internal(), INTERNAL));
            calls.add(new HostCall.SetAttribute(want.internal(), BrickRoot.OWNER_ATTRIBUTE, want.owner()));
            calls.add(new HostCall.MakeDirectory(want.indices(), INTERNAL));
        }
        if (seen.volumeId().isEmpty()) {
            calls.add(new HostCall.SetAttribute(want.path(), BrickRoot.VOLUME_ID_ATTRIBUTE, want.volumeIdText()));
        }
        calls.add(new HostCall.Sync(want.path())); // what changed last first: XFS writes all that was before with it
        calls.add(new HostCall.Sync(want.internal()));
        calls.add(new HostCall.Sync(want.mount()));
        calls.add(new HostCall.SetAttribute(want.internal(), SYNCED, "1"));
        return Step.inOrder(calls);
    }
}
