/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.engine.catalogue.StatusRecord.Limit;
import org.gluster.gcs.gluster.process.BrickCost;
import org.gluster.gcs.gluster.process.MachineLimits;

/**
 * What a node's machine allows, as it is reported. A limit that moves all the time, as memory does, is told anew only when
 * it has moved by a tenth: a report costs a transaction.
 */
final class NodeLimits {
    private static final int TENTH = 10;

    private List<Limit> told = List.of();

    /** What to read. */
    static HostCall<SortedMap<Path, String>> reading() {
        return new HostCall.ReadFiles(MachineLimits.files(), MachineLimits.longestFile());
    }

    /** An earlier incarnation told this. */
    void remember(List<Limit> before) {
        told = before;
    }

    /** What to tell now. */
    List<Limit> told() {
        return told;
    }

    /** This was read while so many bricks run here. */
    void saw(SortedMap<Path, String> files, long bricks) {
        List<Limit> now = new ArrayList<>();
        MachineLimits.of(files, BrickCost.USED, bricks)
                .forEach(limit -> now.add(Limit.of(limit.name(), limit.bricks(), limit.remedy())));
        if (moved(now)) {
            told = List.copyOf(now);
        }
    }

    private boolean moved(List<Limit> now) {
        if (now.size() != told.size()) {
            return true;
        }
        for (Limit limit : now) {
            boolean near = told.stream()
                    .anyMatch(before -> before.name().equals(limit.name())
                            && before.remedy().equals(limit.remedy())
                            && Math.abs(before.bricks() - limit.bricks()) <= before.bricks() / TENTH);
            if (!near) {
                return true;
            }
        }
        return false;
    }
}
