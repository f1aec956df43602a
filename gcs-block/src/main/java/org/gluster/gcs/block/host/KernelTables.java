/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.block.host.HostCall.MountEntry;

/** Parsers of what the kernel shows below {@code /proc}. Pure; a line that makes no sense is left out. */
final class KernelTables {
    private KernelTables() {}

    /** {@code /proc/self/mountinfo}, in its order. Per-mount and per-file-system options are merged as mount(8) shows them. */
    static List<MountEntry> mounts(String mountinfo) {
        List<MountEntry> mounts = new ArrayList<>();
        for (String line : mountinfo.split("\n")) {
            int separator = line.indexOf(" - ");
            if (separator < 0) {
                continue;
            }
            String[] mount = line.substring(0, separator).split(" ");
            String[] fileSystem = line.substring(separator + 3).split(" ");
            if (mount.length < 6 || fileSystem.length < 2) {
                continue;
            }
            mounts.add(new MountEntry(
                    unescape(fileSystem[1]),
                    Path.of(unescape(mount[4])),
                    unescape(fileSystem[0]),
                    merge(mount[5], fileSystem.length > 2 ? fileSystem[2] : "")));
        }
        return mounts;
    }

    /** The same, of those only whose target is this path or above it: there may be thousands of others. */
    static List<MountEntry> mountsHolding(String mountinfo, Path path) {
        String wanted = path + "/";
        StringBuilder lines = new StringBuilder();
        for (int begin = 0, end; begin < mountinfo.length(); begin = end + 1) {
            end = mountinfo.indexOf('\n', begin);
            end = end < 0 ? mountinfo.length() : end;
            int target = begin;
            for (int field = 0; field < 4; field++) {
                target = mountinfo.indexOf(' ', target) + 1;
            }
            int length = mountinfo.indexOf(' ', target) - target;
            String name = mountinfo.substring(target, target + Math.max(0, length));
            if (name.indexOf('\\') >= 0 || name.equals("/") || wanted.startsWith(name + "/")) {
                lines.append(mountinfo, begin, end).append('\n');
            }
        }
        return mounts(lines.toString()).stream()
                .filter(mount -> path.startsWith(mount.target()))
                .toList();
    }

    private static String merge(String ofMount, String ofFileSystem) {
        List<String> merged = new ArrayList<>();
        List<String> first = Arrays.asList(ofMount.split(","));
        List<String> second = Arrays.asList(ofFileSystem.split(","));
        merged.add(first.contains("ro") || second.contains("ro") ? "ro" : "rw");
        for (List<String> options : List.of(first, second)) {
            for (String option : options) {
                if (!option.isEmpty() && !option.equals("ro") && !option.equals("rw") && !merged.contains(option)) {
                    merged.add(option);
                }
            }
        }
        return String.join(",", merged);
    }

    /** Undoes the kernel's {@code \ooo} for blank, tab, newline and backslash; the result is UTF-8. */
    static String unescape(String text) {
        if (text.indexOf('\\') < 0) {
            return text;
        }
        byte[] in = text.getBytes(StandardCharsets.UTF_8);
        byte[] out = new byte[in.length];
        int length = 0;
        for (int i = 0; i < in.length; i++) {
            if (in[i] == '\\' && i + 3 < in.length && octal(in[i + 1]) && octal(in[i + 2]) && octal(in[i + 3])) {
                out[length++] = (byte) ((in[i + 1] - '0') * 64 + (in[i + 2] - '0') * 8 + (in[i + 3] - '0'));
                i += 3;
            } else {
                out[length++] = in[i];
            }
        }
        return new String(out, 0, length, StandardCharsets.UTF_8);
    }

    private static boolean octal(byte digit) {
        return digit >= '0' && digit <= '7';
    }

    /**
     * Start time of a live process from its {@code /proc/<pid>/stat}; empty for a zombie. The command name in it may hold
     * blanks and parentheses.
     */
    static OptionalLong startTime(String stat) {
        int end = stat.lastIndexOf(')');
        if (end < 0) {
            return OptionalLong.empty();
        }
        String[] fields = stat.substring(end + 1).strip().split(" ");
        // The first of these is the third of the file, the state; the start time is the file's twenty-second.
        if (fields.length < 20 || fields[0].equals("Z") || fields[0].equals("X")) {
            return OptionalLong.empty();
        }
        return number(fields[19]);
    }

    private static OptionalLong number(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }

    /** Strings of {@code /proc/<pid>/cmdline}, each ended by NUL. */
    static List<String> strings(byte[] nulSeparated) {
        List<String> strings = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < nulSeparated.length; i++) {
            if (nulSeparated[i] == 0) {
                strings.add(new String(nulSeparated, from, i - from, StandardCharsets.UTF_8));
                from = i + 1;
            }
        }
        if (from < nulSeparated.length) {
            strings.add(new String(nulSeparated, from, nulSeparated.length - from, StandardCharsets.UTF_8));
        }
        return strings;
    }

    /** The {@link Marks} in a {@code /proc/<pid>/environ}. */
    static SortedMap<String, String> marks(byte[] environ) {
        SortedMap<String, String> marks = new TreeMap<>();
        for (String variable : strings(environ)) {
            int equals = variable.indexOf('=');
            if (equals > 0 && variable.startsWith(Marks.PREFIX)) {
                marks.put(variable.substring(0, equals), variable.substring(equals + 1));
            }
        }
        return marks;
    }

    /** The lines of a table that have this text in them, as the kernel writes it; all when it would write it otherwise. */
    static String linesWith(String table, String text) {
        if (text.equals("/") || text.chars().anyMatch(c -> c <= ' ' || c == '\\')) {
            return table;
        }
        StringBuilder lines = new StringBuilder();
        for (int at = table.indexOf(text); at >= 0; ) {
            int begin = table.lastIndexOf('\n', at) + 1;
            int end = table.indexOf('\n', at);
            lines.append(table, begin, end < 0 ? table.length() : end).append('\n');
            at = end < 0 ? -1 : table.indexOf(text, end);
        }
        return lines.toString();
    }
}
