/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.List;
import java.util.Objects;
import org.gluster.gcs.Incubating;

/**
 * Who may mount a volume, and who was refused lately.
 *
 * @param volume the volume's name
 * @param allowed its access list, in order
 * @param nodes addresses that {@code @nodes} stands for now; sorted
 * @param refusals the latest ones first; each node remembers 256 addresses a volume, and forgets them when it restarts
 */
@Incubating(since = "0.1.0")
public record AccessReport(
        VolumeName volume, List<ClientPattern> allowed, List<String> nodes, List<AccessRefusal> refusals) {

    /** Copies the lists. */
    public AccessReport {
        Objects.requireNonNull(volume, "volume");
        allowed = List.copyOf(allowed);
        nodes = List.copyOf(nodes);
        refusals = List.copyOf(refusals);
    }
}
