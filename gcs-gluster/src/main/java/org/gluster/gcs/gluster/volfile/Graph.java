/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A valid translator graph, bottom up: names are unique, every subvolume stands before its user, and exactly one
 * translator, the last, is nobody's subvolume. Immutable, with value equality (the order of options does not count for
 * it, as it does not count for GlusterFS).
 */
public final class Graph {
    /** Longest text that {@link #parse} reads, in characters. */
    public static final int MAX_TEXT = 8 * 1024 * 1024;

    private final List<Translator> translators;

    private Graph(List<Translator> translators) {
        this.translators = translators;
    }

    /**
     * Makes a graph of these translators, bottom first.
     *
     * @throws IllegalArgumentException when they are no valid graph
     */
    public static Graph of(List<Translator> translators) {
        if (translators.isEmpty()) {
            throw new IllegalArgumentException("a graph needs a translator");
        }
        Set<String> defined = new LinkedHashSet<>();
        Set<String> roots = new LinkedHashSet<>();
        for (Translator translator : translators) {
            for (String below : translator.subvolumes()) {
                if (!defined.contains(below)) {
                    throw new IllegalArgumentException("translator " + translator.name() + " stands over " + below
                            + ", which is not defined before it");
                }
                roots.remove(below);
            }
            if (!defined.add(translator.name())) {
                throw new IllegalArgumentException("two translators are called " + translator.name());
            }
            roots.add(translator.name());
        }
        if (roots.size() != 1) {
            throw new IllegalArgumentException("a graph has one root, this one has " + roots.size() + ": "
                    + roots.stream().limit(5).toList());
        }
        return new Graph(List.copyOf(translators));
    }

    /**
     * Reads a volfile as {@link #text} and glusterd write them, comments and blank lines included. Shell commands in
     * back quotes, which GlusterFS would run, are refused.
     *
     * @throws IllegalArgumentException when the text is no valid graph; the message names the line
     */
    public static Graph parse(String text) {
        return of(new Parser(text).translators());
    }

    /** All translators, bottom first. */
    public List<Translator> translators() {
        return translators;
    }

    /** The translator of this name. */
    public Optional<Translator> translator(String name) {
        return translators.stream()
                .filter(translator -> translator.name().equals(name))
                .findFirst();
    }

    /** The top. */
    public Translator root() {
        return translators.get(translators.size() - 1);
    }

    /** The volfile. Equal graphs whose options are in one order have equal texts. May hold passwords. */
    public String text() {
        StringBuilder text = new StringBuilder(512 * translators.size());
        for (Translator translator : translators) {
            text.append("volume ").append(translator.name()).append('\n');
            text.append("    type ").append(translator.type()).append('\n');
            translator
                    .options()
                    .forEach((key, value) -> text.append("    option ")
                            .append(key)
                            .append(' ')
                            .append(Tokens.written(value))
                            .append('\n'));
            if (!translator.subvolumes().isEmpty()) {
                text.append("    subvolumes ")
                        .append(String.join(" ", translator.subvolumes()))
                        .append('\n');
            }
            text.append("end-volume\n\n");
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Graph graph && translators.equals(graph.translators);
    }

    @Override
    public int hashCode() {
        return translators.hashCode();
    }

    /** Names and number only: a volfile may hold passwords. */
    @Override
    public String toString() {
        return "Graph[" + root().name() + ", " + translators.size() + " translators]";
    }

    /** Reads line by line; every statement of a volfile is one line. */
    private static final class Parser {
        private final String text;

        Parser(String text) {
            if (text.length() > MAX_TEXT) {
                throw new IllegalArgumentException(
                        "a volfile of " + text.length() + " characters is longer than " + MAX_TEXT);
            }
            this.text = text;
        }

        List<Translator> translators() {
            List<Translator> translators = new ArrayList<>();
            List<String> open = new ArrayList<>(); // name, then type
            Map<String, String> options = new LinkedHashMap<>();
            List<String> subvolumes = new ArrayList<>();
            int number = 0;
            for (String line : text.split("\n", -1)) {
                number++;
                List<String> words = words(line, number);
                if (words.isEmpty()) {
                    continue;
                }
                String keyword = words.get(0);
                boolean fits = switch (keyword) {
                    case "volume" -> open.isEmpty() && words.size() == 2;
                    case "type" -> open.size() == 1 && words.size() == 2;
                    case "option" -> open.size() == 2 && words.size() == 3 && !options.containsKey(words.get(1));
                    case "subvolumes" -> open.size() == 2 && subvolumes.isEmpty() && words.size() > 1;
                    case "end-volume" -> open.size() == 2 && words.size() == 1;
                    default -> false;
                };
                if (!fits) {
                    throw new IllegalArgumentException("line " + number + ": '" + keyword + "' does not fit here");
                }
                switch (keyword) {
                    case "volume", "type" -> open.add(words.get(1));
                    case "option" -> options.put(words.get(1), words.get(2));
                    case "subvolumes" -> subvolumes.addAll(words.subList(1, words.size()));
                    default -> {
                        translators.add(new Translator(open.get(0), open.get(1), options, subvolumes));
                        open.clear();
                        options.clear();
                        subvolumes.clear();
                    }
                }
            }
            if (!open.isEmpty()) {
                throw new IllegalArgumentException("the volfile ends inside volume " + open.get(0));
            }
            return translators;
        }

        private static List<String> words(String line, int number) {
            List<String> words = new ArrayList<>();
            int at = 0;
            while (at < line.length()) {
                char c = line.charAt(at);
                if (c == ' ' || c == '\t' || c == '\r') {
                    at++;
                } else if (c == '#') {
                    break;
                } else if (c == '"') {
                    int end = line.indexOf('"', at + 1);
                    if (end < 0) {
                        throw new IllegalArgumentException("line " + number + ": a quote is not closed");
                    }
                    words.add(line.substring(at + 1, end));
                    at = end + 1;
                } else {
                    int end = at;
                    while (end < line.length() && " \t\r".indexOf(line.charAt(end)) < 0) {
                        end++;
                    }
                    words.add(line.substring(at, end));
                    at = end;
                }
            }
            return words;
        }
    }
}
