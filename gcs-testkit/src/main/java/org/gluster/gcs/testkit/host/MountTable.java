/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.gluster.gcs.testkit.host.FakeMachine.Mount;
import org.jspecify.annotations.Nullable;

/** The mounts of a machine in the order in which they were made, found without looking at all of them. */
final class MountTable {
    private final TreeMap<Integer, Mount> inOrder;
    private final ArrayList<MountEntry> entries;
    private final TreeMap<Integer, Integer> placeOf;
    private final Places<Mount> byTarget;
    private final TreeMap<Integer, TreeMap<Integer, Mount>> byCovered = new TreeMap<>();
    private final TreeMap<String, TreeMap<Integer, Mount>> bySource = new TreeMap<>();
    private final TreeMap<Integer, Integer> below;
    private final TreeMap<Integer, Integer> ofLoop;
    private int next;

    /** What the kernel shows of all of them; null when that has changed. */
    private @Nullable List<MountEntry> shown;

    MountTable() {
        inOrder = new TreeMap<>();
        entries = new ArrayList<>();
        placeOf = new TreeMap<>();
        byTarget = new Places<>();
        below = new TreeMap<>();
        ofLoop = new TreeMap<>();
    }

    MountTable(MountTable other) {
        inOrder = new TreeMap<>(other.inOrder);
        entries = new ArrayList<>(other.entries);
        placeOf = new TreeMap<>(other.placeOf);
        byTarget = new Places<>(other.byTarget);
        other.byCovered.forEach((inode, mounts) -> byCovered.put(inode, new TreeMap<>(mounts)));
        other.bySource.forEach((source, mounts) -> bySource.put(source, new TreeMap<>(mounts)));
        below = new TreeMap<>(other.below);
        ofLoop = new TreeMap<>(other.ofLoop);
        next = other.next;
    }

    /** On top of all others. */
    void add(Mount mount) {
        shown = null;
        int place = next++;
        inOrder.put(place, mount);
        entries.add(mount.entry());
        placeOf.put(mount.id(), place);
        byTarget.put(mount.entry().target(), place, mount);
        byCovered.computeIfAbsent(mount.covered(), absent -> new TreeMap<>()).put(place, mount);
        bySource.computeIfAbsent(mount.entry().source(), absent -> new TreeMap<>())
                .put(place, mount);
        below.merge(mount.below(), 1, Integer::sum);
        ofLoop.merge(mount.loop(), 1, Integer::sum);
    }

    @SuppressWarnings("ReferenceEquality") // this very entry: another mount may look the same
    void remove(Mount mount) {
        Integer place = placeOf.remove(mount.id());
        if (place == null) {
            return;
        }
        shown = null;
        inOrder.remove(place);
        for (int i = entries.size() - 1; i >= 0; i--) {
            if (entries.get(i) == mount.entry()) {
                entries.remove(i);
                break;
            }
        }
        byTarget.remove(mount.entry().target(), place);
        removeFrom(byCovered, mount.covered(), place);
        removeFrom(bySource, mount.entry().source(), place);
        below.merge(mount.below(), -1, (count, one) -> count == 1 ? null : count - 1);
        ofLoop.merge(mount.loop(), -1, (count, one) -> count == 1 ? null : count - 1);
    }

    private static <K, M extends Map<Integer, Mount>> void removeFrom(Map<K, M> index, K key, int place) {
        index.computeIfPresent(key, (same, mounts) -> {
            mounts.remove(place);
            return mounts.isEmpty() ? null : mounts;
        });
    }

    /** The oldest first. */
    List<Mount> all() {
        return new ArrayList<>(inOrder.values());
    }

    /** The one that shows the root of everything. */
    Mount root() {
        return inOrder.firstEntry().getValue();
    }

    Mount get(int id) {
        Integer place = placeOf.get(id);
        Mount mount = place == null ? null : inOrder.get(place);
        if (mount == null) {
            throw new IllegalStateException("no mount " + id);
        }
        return mount;
    }

    /** What the kernel shows of those at or below a place, the oldest first. */
    List<MountEntry> under(Path path) {
        if (path.getNameCount() > 0) {
            return byTarget.under(path).stream().map(Mount::entry).toList();
        }
        List<MountEntry> all = shown;
        if (all == null) {
            all = List.copyOf(entries);
            shown = all;
        }
        return all;
    }

    /** The topmost mount at exactly this place. */
    @Nullable
    Mount at(Path target) {
        SortedMap<Integer, Mount> mounts = byTarget.at(target);
        return mounts.isEmpty() ? null : mounts.get(mounts.lastKey());
    }

    /** What is mounted over this directory, the topmost last. */
    SortedMap<Integer, Mount> over(int covered) {
        TreeMap<Integer, Mount> mounts = byCovered.get(covered);
        return mounts == null ? Collections.emptySortedMap() : mounts;
    }

    /** Those of these devices, the oldest first. */
    List<Mount> of(Collection<String> devices) {
        TreeMap<Integer, Mount> found = new TreeMap<>();
        for (String device : devices) {
            TreeMap<Integer, Mount> mounts = bySource.get(device);
            if (mounts != null) {
                found.putAll(mounts);
            }
        }
        return new ArrayList<>(found.values());
    }

    /** Whether something is mounted inside this mount. */
    boolean hasBelow(int id) {
        return below.containsKey(id);
    }

    boolean shows(int loop) {
        return ofLoop.containsKey(loop);
    }
}
