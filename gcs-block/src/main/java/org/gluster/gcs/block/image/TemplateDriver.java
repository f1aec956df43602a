/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.image;

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
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileType;

/** Makes a template under other names and renames it at the end: what has the final name is complete. */
public final class TemplateDriver implements Driver<Template, TemplateDriver.Seen> {

    /**
     * What was seen.
     *
     * @param directory the directory that should hold it
     * @param complete the file under its final name
     * @param synced whether that name was made durable
     * @param leftover whether unfinished work lies there
     */
    public record Seen(
            Optional<FileStatus> directory, Optional<FileStatus> complete, boolean synced, boolean leftover) {}

    @Override
    public Observation<Seen> observe(Template want) {
        Path directory = ImageNames.directory(want.path());
        return Observation.of(new HostCall.StatFile(directory))
                .with(
                        Observation.of(new HostCall.StatFile(want.path())),
                        (parent, complete) -> new Seen(parent, complete, false, false))
                .with(
                        Observation.of(new HostCall.ReadAttribute(want.path(), ImageNames.SYNCED)),
                        (seen, synced) -> new Seen(seen.directory(), seen.complete(), synced.isPresent(), false))
                .with(
                        Observation.of(new HostCall.StatFile(want.raw()))
                                .with(
                                        Observation.of(new HostCall.StatFile(want.packed())),
                                        (raw, packed) -> raw.isPresent() || packed.isPresent()),
                        (seen, leftover) -> new Seen(seen.directory(), seen.complete(), seen.synced(), leftover));
    }

    @Override
    public Step next(Template want, Seen seen) {
        Path directory = ImageNames.directory(want.path());
        HostCall<?> deleteRaw = new HostCall.Delete(want.raw());
        HostCall<?> deletePacked = new HostCall.Delete(want.packed());
        HostCall<?> syncName = new HostCall.Sync(directory);
        if (!want.present()) {
            return seen.complete().isEmpty() && !seen.leftover()
                    ? Step.done()
                    : Step.inOrder(deleteRaw, deletePacked, new HostCall.Delete(want.path()), syncName);
        }
        if (seen.directory().isEmpty()) {
            return ImageNames.deviceGone(want.path());
        }
        if (seen.complete().isEmpty()) {
            return Step.inOrder(
                    deleteRaw,
                    deletePacked,
                    makeFileSystem(want),
                    ImageNames.copy(want.raw(), want.packed()),
                    new HostCall.Sync(want.packed()),
                    new HostCall.Rename(want.packed(), want.path()),
                    deleteRaw,
                    syncName,
                    ImageNames.markSynced(want.path()));
        }
        FileStatus complete = seen.complete().get();
        if (complete.type() != FileType.FILE || complete.size() != want.size()) {
            return Step.impossible(
                    Problem.Kind.FOREIGN,
                    "template " + want.path() + " should be a file of " + want.size() + " bytes, and a "
                            + complete.type() + " of " + complete.size()
                            + " bytes is there: it was changed by somebody else; remove it");
        }
        if (seen.leftover()) {
            return Step.inOrder(deleteRaw, deletePacked);
        }
        return seen.synced() ? Step.done() : Step.inOrder(syncName, ImageNames.markSynced(want.path()));
    }

    private static HostCall.Run makeFileSystem(Template want) {
        List<String> line = new ArrayList<>(List.of("mkfs.xfs", "-q"));
        if (want.small()) { // the log must grow with reflink, and with it the smallest size
            line.addAll(List.of("--unsupported", "-m", "reflink=0"));
        }
        // 4 KiB sectors: a loop device over a disk that has them, or over XFS, takes no smaller ones
        line.addAll(List.of(
                "-s",
                "size=4096",
                "-i",
                "size=512",
                "-n",
                "size=8192",
                "-d",
                "file,name=" + want.raw() + ",size=" + want.size()));
        return new HostCall.Run(Command.of(line.toArray(String[]::new)));
    }
}
