/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.brick;

import java.nio.file.Path;
import java.util.Optional;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.host.HostCall;

/**
 * How many files and directories wait for heal according to one brick's index: what this brick knows other copies to
 * lack.
 */
public final class PendingHeals {
    /** Counting ends here: an answer of this is "so many or more". */
    public static final int LIMIT = 100_000;

    private static final String BASE = "xattrop-"; // the file that all entries are hard links of

    private PendingHeals() {}

    /**
     * What the index of a brick lists.
     *
     * @param brickRoot the brick's root directory
     * @return at most {@link #LIMIT}; empty when there is no index, since the brick is not mounted or never ran
     */
    public static Observation<Optional<Long>> of(Path brickRoot) {
        Path index = brickRoot.resolve(".glusterfs").resolve("indices").resolve("xattrop");
        return Observation.of(new HostCall.ListDirectory(index, LIMIT + 1))
                .map(listing -> listing.map(seen -> Math.min(
                        LIMIT,
                        seen.names().stream()
                                .filter(name -> !name.startsWith(BASE))
                                .count())));
    }
}
