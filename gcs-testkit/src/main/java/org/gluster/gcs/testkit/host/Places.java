/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Things at paths, each with a number of its own: found by path and by directory in the time of a look-up. */
final class Places<T> {
    private record Numbered<T>(int number, T thing) {}

    private final TreeMap<String, TreeMap<Integer, T>> byPath = new TreeMap<>();

    Places() {}

    Places(Places<T> other) {
        other.byPath.forEach((path, things) -> byPath.put(path, new TreeMap<>(things)));
    }

    void put(Path path, int number, T thing) {
        byPath.computeIfAbsent(path.toString(), absent -> new TreeMap<>()).put(number, thing);
    }

    void remove(Path path, int number) {
        byPath.computeIfPresent(path.toString(), (same, things) -> {
            things.remove(number);
            return things.isEmpty() ? null : things;
        });
    }

    /** At exactly this path, by number. */
    SortedMap<Integer, T> at(Path path) {
        TreeMap<Integer, T> things = byPath.get(path.toString());
        return things == null ? new TreeMap<>() : things;
    }

    /** At this path or below it, by number. */
    List<T> under(Path path) {
        String name = path.toString();
        String directory = name.endsWith("/") ? name : name + "/";
        SortedMap<String, TreeMap<Integer, T>> below =
                byPath.subMap(directory, directory.substring(0, directory.length() - 1) + (char) ('/' + 1));
        TreeMap<Integer, T> exactly = name.equals(directory) ? null : byPath.get(name);
        if (below.isEmpty()) {
            return exactly == null ? new ArrayList<>() : new ArrayList<>(exactly.values());
        }
        List<Numbered<T>> all = new ArrayList<>();
        if (exactly != null) {
            exactly.forEach((number, thing) -> all.add(new Numbered<>(number, thing)));
        }
        below.values().forEach(things -> things.forEach((number, thing) -> all.add(new Numbered<>(number, thing))));
        all.sort(Comparator.comparingInt(Numbered::number));
        List<T> things = new ArrayList<>();
        all.forEach(each -> things.add(each.thing()));
        return things;
    }
}
