/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.volume.BrickHeal;
import org.gluster.gcs.volume.HealReport;
import org.gluster.gcs.volume.VolumeName;

/** What the bricks of a volume say about healing. */
public record HealJson(String volume, boolean finished, long pending, List<BrickHealJson> bricks) {

    /** Checks that nothing is missing. */
    public HealJson {
        Objects.requireNonNull(volume, "volume");
        bricks = Given.list(bricks);
    }

    /** What one brick says. */
    public record BrickHealJson(UUID brick, String node, String path, boolean online, long pending) {

        /** Checks that nothing is missing. */
        public BrickHealJson {
            Objects.requireNonNull(brick, "brick");
            Objects.requireNonNull(node, "node");
            Objects.requireNonNull(path, "path");
        }
    }

    /** Returns the JSON of a report. */
    public static HealJson of(HealReport report) {
        return new HealJson(
                report.volume().value(),
                report.finished(),
                report.pending(),
                report.bricks().stream()
                        .map(brick -> new BrickHealJson(
                                brick.brick(), brick.node().value(), brick.path(), brick.online(), brick.pending()))
                        .toList());
    }

    /** Returns the report. */
    public HealReport toReport() {
        return HealReport.of(
                VolumeName.of(volume),
                bricks.stream()
                        .map(brick -> new BrickHeal(
                                brick.brick(),
                                NodeName.of(brick.node()),
                                brick.path(),
                                brick.online(),
                                brick.pending()))
                        .toList());
    }
}
