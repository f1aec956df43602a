/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.engine.catalogue.StatusRecord.Limit;
import org.gluster.gcs.gluster.process.BrickCost;
import org.gluster.gcs.gluster.process.MachineLimits;

/**
 * What a node's machine allows, as it is reported. A limit that moves all the time, as memory does, is told anew only when
 * it has moved by a tenth: a report costs a transaction. Nodes of one machine tell the same name of it, so that whoever
 * counts their bricks counts them together.
 */
final class NodeLimits {
    private static final int TENTH = 10;
    /** One name for each XFS that is mounted; those on loop devices are bricks of any node, but for a few at most. */
    private static final Path MOUNTED = Path.of("/sys/fs/xfs");

    private static final int MOST_MOUNTED = 1_000_000;
    private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");

    private String machine = "";
    private List<Limit> told = List.of();

    /** What was read: files of the kernel, and how many bricks' file systems are mounted on the machine. */
    record Seen(SortedMap<Path, String> files, long attached) {}

    /** What to read. */
    static Observation<Seen> observation() {
        List<Path> files = new ArrayList<>(MachineLimits.files());
        files.add(BOOT);
        return Observation.of(new HostCall.ReadFiles(files, MachineLimits.longestFile()))
                .with(
                        Observation.of(new HostCall.ListDirectory(MOUNTED, MOST_MOUNTED)),
                        (read, mounted) -> new Seen(
                                read,
                                mounted.map(HostCall.DirectoryListing::names).orElse(List.of()).stream()
                                        .filter(name -> name.startsWith("loop"))
                                        .count()));
    }

    /** An earlier incarnation told this. */
    void remember(String earlierMachine, List<Limit> before) {
        machine = earlierMachine;
        told = before;
    }

    /** Which machine to tell. */
    String machine() {
        return machine;
    }

    /** What to tell of it. */
    List<Limit> told() {
        return told;
    }

    /** This was read. */
    void saw(Seen seen) {
        machine = seen.files().getOrDefault(BOOT, "").strip();
        List<Limit> now = new ArrayList<>();
        MachineLimits.of(seen.files(), BrickCost.USED, seen.attached())
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
