/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2server;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** In what the answers differ from GlusterD2's on purpose, and why. */
final class Differences {
    /**
     * One of them.
     *
     * @param id short, unique
     * @param topic what it is about
     * @param was what GlusterD2 does
     * @param is what is done here
     * @param why the reason
     * @param lines what the lines of a {@link Comparison} are like, whole
     * @param exchanges where it is seen; none: wherever one of the lines is
     */
    record Entry(
            String id, String topic, String was, String is, String why, List<Pattern> lines, List<String> exchanges) {
        boolean covers(String exchange, String line) {
            return (exchanges.isEmpty() || exchanges.contains(exchange))
                    && lines.stream().anyMatch(pattern -> pattern.matcher(line).matches());
        }
    }

    private final List<Entry> entries;
    private final SortedMap<String, SortedSet<String>> seen = new TreeMap<>();

    Differences(List<Entry> entries) {
        this.entries = List.copyOf(entries);
    }

    List<Entry> entries() {
        return entries;
    }

    /** The ids of what explains an exchange's lines, and the lines that nothing explains. */
    record Explained(SortedSet<String> ids, List<String> left) {}

    Explained explain(String exchange, List<String> lines) {
        SortedSet<String> ids = new TreeSet<>();
        List<String> left = new ArrayList<>();
        for (String line : lines) {
            entries.stream()
                    .filter(entry -> entry.covers(exchange, line))
                    .findFirst()
                    .ifPresentOrElse(entry -> ids.add(entry.id()), () -> left.add(line));
        }
        ids.forEach(id -> seen.computeIfAbsent(id, first -> new TreeSet<>()).add(exchange));
        return new Explained(ids, left);
    }

    /** Entries, and exchanges of entries, that explained nothing. */
    List<String> unused() {
        List<String> unused = new ArrayList<>();
        for (Entry entry : entries) {
            SortedSet<String> found = seen.getOrDefault(entry.id(), new TreeSet<>());
            if (found.isEmpty()) {
                unused.add(entry.id() + ": nothing differs like this any more");
            }
            entry.exchanges().stream()
                    .filter(exchange -> !found.contains(exchange))
                    .forEach(exchange -> unused.add(entry.id() + ": " + exchange + " does not differ like this"));
        }
        return unused;
    }

    int seen(String id) {
        return seen.getOrDefault(id, new TreeSet<>()).size();
    }
}
