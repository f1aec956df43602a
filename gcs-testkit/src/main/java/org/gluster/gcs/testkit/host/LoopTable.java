/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.testkit.host.FakeMachine.Loop;
import org.jspecify.annotations.Nullable;

/** The attached loop devices of a machine by number, found by file without looking at all of them. */
final class LoopTable {
    private final TreeMap<Integer, Loop> byNumber;
    private final Places<Loop> byFile;
    private final TreeMap<Integer, TreeMap<Integer, Loop>> byBacking = new TreeMap<>();
    private final TreeMap<Integer, Integer> onMount;

    /** No number below is free. */
    private int lowestFree;

    LoopTable() {
        byNumber = new TreeMap<>();
        byFile = new Places<>();
        onMount = new TreeMap<>();
    }

    LoopTable(LoopTable other) {
        byNumber = new TreeMap<>(other.byNumber);
        byFile = new Places<>(other.byFile);
        other.byBacking.forEach((inode, loops) -> byBacking.put(inode, new TreeMap<>(loops)));
        onMount = new TreeMap<>(other.onMount);
        lowestFree = other.lowestFree;
    }

    /** Sets the device of that number. */
    void put(int number, Loop loop) {
        remove(number);
        byNumber.put(number, loop);
        byFile.put(loop.entry().backingFile(), number, loop);
        byBacking.computeIfAbsent(loop.backing(), absent -> new TreeMap<>()).put(number, loop);
        onMount.merge(loop.mount(), 1, Integer::sum);
    }

    @Nullable
    Loop remove(int number) {
        Loop loop = byNumber.remove(number);
        if (loop != null) {
            byFile.remove(loop.entry().backingFile(), number);
            byBacking.computeIfPresent(loop.backing(), (inode, loops) -> {
                loops.remove(number);
                return loops.isEmpty() ? null : loops;
            });
            onMount.merge(loop.mount(), -1, (count, one) -> count == 1 ? null : count - 1);
            lowestFree = Math.min(lowestFree, number);
        }
        return loop;
    }

    @Nullable
    Loop get(int number) {
        return byNumber.get(number);
    }

    SortedMap<Integer, Loop> all() {
        return byNumber;
    }

    int lowestFree() {
        while (byNumber.containsKey(lowestFree)) {
            lowestFree++;
        }
        return lowestFree;
    }

    List<Loop> under(Path file) {
        return byFile.under(file);
    }

    /** Those that this file is attached to, by number. */
    List<Loop> of(int backing) {
        TreeMap<Integer, Loop> loops = byBacking.get(backing);
        return loops == null ? Collections.emptyList() : new ArrayList<>(loops.values());
    }

    /** Whether a file seen through this mount is attached. */
    boolean uses(int mount) {
        return onMount.containsKey(mount);
    }
}
