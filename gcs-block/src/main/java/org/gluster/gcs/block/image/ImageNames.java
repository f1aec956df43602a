/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.image;

import java.nio.file.Path;
import java.time.Duration;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;

/** What templates and images have in common. */
final class ImageNames {
    /** Set on a finished file after its name was made durable; until then the name is made durable again. */
    static final String SYNCED = "user.gcs.synced";

    private static final Duration COPY_DEADLINE = Duration.ofMinutes(5);

    private ImageNames() {}

    static Path directory(Path file) {
        Path parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("an image file must have a directory: " + file);
        }
        return parent;
    }

    static HostCall.Run copy(Path from, Path to) {
        // blocks shared with the original would have to be found when they are written, and on a full disk are not
        return new HostCall.Run(Command.of("cp", "--sparse=always", "--reflink=never", from.toString(), to.toString())
                .within(COPY_DEADLINE));
    }

    static HostCall.SetAttribute markSynced(Path file) {
        return new HostCall.SetAttribute(file, SYNCED, "1");
    }

    static Step deviceGone(Path file) {
        return Step.impossible(
                Problem.Kind.MISSING,
                "directory " + directory(file) + " of image " + file.getFileName()
                        + " does not exist: the file system of its device is not mounted; mount it");
    }
}
