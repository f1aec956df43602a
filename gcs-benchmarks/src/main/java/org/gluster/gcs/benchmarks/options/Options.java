/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.options;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What a benchmark is told on its command line: {@code --name value}, {@code --name=value}, and flags. */
public final class Options {
    private final Map<String, String> values;
    private final Set<String> flags;

    private Options(Map<String, String> values, Set<String> flags) {
        this.values = values;
        this.flags = flags;
    }

    /**
     * Reads them.
     *
     * @param words what follows the benchmark's name
     * @param valued names that take a value, with their dashes
     * @param alone names that take none
     * @throws IllegalArgumentException a word that is none of them, or a value that is missing or too much
     */
    public static Options of(List<String> words, Set<String> valued, Set<String> alone) {
        Map<String, String> values = new TreeMap<>();
        Set<String> flags = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int mark = word.startsWith("--") ? word.indexOf('=') : -1;
            String name = mark < 0 ? word : word.substring(0, mark);
            if (alone.contains(name) && mark < 0) {
                flags.add(name);
            } else if (!valued.contains(name)) {
                Set<String> known = new TreeSet<>(valued);
                known.addAll(alone);
                throw new IllegalArgumentException("this benchmark has no option " + word
                        + (known.isEmpty() ? "" : "; it has " + String.join(", ", known)));
            } else if (mark < 0 && i + 1 == words.size()) {
                throw new IllegalArgumentException(name + " needs a value");
            } else {
                values.put(name, mark < 0 ? words.get(++i) : word.substring(mark + 1));
            }
        }
        return new Options(values, flags);
    }

    /** Whether a flag was given. */
    public boolean has(String flag) {
        return flags.contains(flag);
    }

    /** A whole number from 1 to 99,999. */
    public int number(String name, int otherwise) {
        String value = values.getOrDefault(name, Integer.toString(otherwise));
        if (!value.matches("[1-9][0-9]{0,4}")) {
            throw new IllegalArgumentException(name + " takes a number from 1 to 99999, not " + value);
        }
        return Integer.parseInt(value);
    }

    /** Such numbers with commas between them, in ascending order. */
    public List<Integer> numbers(String name, String otherwise) {
        String value = values.getOrDefault(name, otherwise);
        if (!value.matches("[1-9][0-9]{0,4}(,[1-9][0-9]{0,4})*")) {
            throw new IllegalArgumentException(
                    name + " takes numbers from 1 to 99999, such as 1,100,500; not " + value);
        }
        return Arrays.stream(value.split(",")).map(Integer::valueOf).sorted().toList();
    }

    /** The directory that {@code --dir} names, absolute; else the one for temporary files. */
    public Path directory() {
        String value = values.getOrDefault("--dir", System.getProperty("java.io.tmpdir"));
        Path directory = Path.of(value).toAbsolutePath();
        if (!Files.isDirectory(directory)) {
            throw new IllegalArgumentException("--dir takes a directory that exists, not " + value);
        }
        return directory;
    }
}
