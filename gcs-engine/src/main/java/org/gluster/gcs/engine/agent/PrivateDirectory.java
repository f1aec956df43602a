/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.nio.file.Path;
import java.util.Optional;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.DirectoryListing;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileType;

/**
 * A directory of the node's own, mode 0700. When it is not wanted, the files in it go with it, since all of them are ours
 * (logs, pid files); a directory in it does not, and stands in the way.
 *
 * @param path absolute; its parent is there
 * @param present whether it is wanted
 */
record PrivateDirectory(Path path, boolean present) {

    /** Makes and removes it. */
    static final class Maker implements Driver<PrivateDirectory, Maker.Seen> {
        private static final int NAMES = 1000;

        record Seen(Optional<FileStatus> status, Optional<DirectoryListing> listing) {}

        @Override
        public Observation<Seen> observe(PrivateDirectory want) {
            return Observation.of(new HostCall.StatFile(want.path()))
                    .with(Observation.of(new HostCall.ListDirectory(want.path(), NAMES)), Seen::new);
        }

        @Override
        public Step next(PrivateDirectory want, Seen seen) {
            if (seen.status().isEmpty()) {
                return want.present() ? Step.act(new HostCall.MakeDirectory(want.path(), "rwx------")) : Step.done();
            }
            if (seen.status().get().type() != FileType.DIRECTORY) {
                return Step.impossible(
                        Problem.Kind.FOREIGN,
                        want.path() + " is in the way: a directory of this node belongs there; move it away");
            }
            if (want.present()) {
                return Step.done();
            }
            return Step.act(new HostCall.Delete(seen.listing()
                    .flatMap(listing -> listing.names().stream().findFirst())
                    .map(want.path()::resolve)
                    .orElse(want.path())));
        }
    }
}
