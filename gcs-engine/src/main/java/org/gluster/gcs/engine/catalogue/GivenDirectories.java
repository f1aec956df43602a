/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which volume's brick a directory is that somebody named, of all volumes; found by what it is, holds or lies in. */
final class GivenDirectories {
    private final TreeMap<String, TreeMap<String, String>> byNode = new TreeMap<>();

    void add(VolumeRecord volume) {
        for (BrickRecord brick : volume.bricks()) {
            if (brick.isDirectory()) {
                byNode.computeIfAbsent(brick.node(), absent -> new TreeMap<>())
                        .put(normal(brick.path()).toString(), volume.key());
            }
        }
    }

    void remove(VolumeRecord volume) {
        for (BrickRecord brick : volume.bricks()) {
            TreeMap<String, String> there = byNode.get(brick.node());
            if (brick.isDirectory() && there != null) {
                there.remove(normal(brick.path()).toString(), volume.key());
            }
        }
    }

    void clear() {
        byNode.clear();
    }

    /** Keys of the volumes that have a directory on this node which is, holds or lies in this one. */
    SortedSet<String> at(String node, String path) {
        TreeSet<String> found = new TreeSet<>();
        TreeMap<String, String> there = byNode.get(node);
        if (there == null) {
            return found;
        }
        Path wanted = normal(path);
        for (@Nullable Path up = wanted; up != null; up = up.getParent()) {
            String key = there.get(up.toString());
            if (key != null) {
                found.add(key);
            }
        }
        String inside = wanted.getParent() == null ? "/" : wanted + "/";
        for (var below : there.tailMap(inside).entrySet()) {
            if (!below.getKey().startsWith(inside)) {
                break;
            }
            found.add(below.getValue());
        }
        return found;
    }

    /** Whether a volume has a directory on this node which is, holds or lies in this one. */
    static boolean has(VolumeRecord volume, String node, String path) {
        Path wanted = normal(path);
        for (BrickRecord brick : volume.bricks()) {
            if (brick.isDirectory() && brick.node().equals(node)) {
                Path own = normal(brick.path());
                if (own.startsWith(wanted) || wanted.startsWith(own)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Path normal(String path) {
        return Path.of(path).normalize();
    }
}
