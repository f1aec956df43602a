/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * A node's one self-heal daemon, which works on every started replicated volume that has a brick there. With no volume
 * it does not run.
 *
 * @param node the node's id, by which the daemon finds local bricks
 * @param management Unix socket from which it fetches volfiles; for {@code shd/VOL} the answer must name the pid file
 * @param files its files
 * @param state small file that says which volumes were attached to which process
 * @param marks by which it is found again, see {@link org.gluster.gcs.block.host.Marks#daemon}
 * @param volumes volume name to its self-heal volfile, as fetched under {@code shd/VOL}
 * @param asked volume that whoever wants this cares about: when that one is attached, or detached, this is as wanted; all when empty
 * @param left names of volumes that are left as they are, attached or not; for their sake a daemon that runs goes on
 * @param removeLog whether its log goes with it when it is not wanted
 * @param present whether it is wanted
 */
public record SelfHealDaemon(
        UUID node,
        Path management,
        ProcessFiles files,
        Path state,
        SortedMap<String, String> marks,
        SortedMap<String, HealGraph> volumes,
        Optional<String> asked,
        SortedSet<String> left,
        boolean removeLog,
        boolean present) {
    public SelfHealDaemon {
        ProcessFiles.checkSocket(management);
        marks = Collections.unmodifiableSortedMap(new TreeMap<>(marks));
        volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
        left = Collections.unmodifiableSortedSet(new TreeSet<>(left));
        if (marks.isEmpty()) {
            throw new IllegalArgumentException("a daemon without marks could not be found again");
        }
    }

    boolean runs() {
        return present && !volumes.isEmpty();
    }

    @Override
    public String toString() { // volfiles hold credentials
        return "SelfHealDaemon[files=" + files + ", volumes=" + volumes.keySet() + ", present=" + present + "]";
    }
}
