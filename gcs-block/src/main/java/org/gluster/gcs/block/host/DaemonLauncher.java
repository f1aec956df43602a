/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What goes before a daemon's program so that it outlives this JVM: a session of its own, and, where systemd would end a
 * whole control group together with the JVM's unit, a scope of its own. And what it has in its environment.
 */
final class DaemonLauncher {
    private static final List<String> OWN_SESSION = List.of("setsid", "--wait");
    private static final List<String> OWN_SCOPE = List.of("systemd-run", "--scope", "--quiet", "--collect");

    /**
     * How many heaps glibc makes for the threads of one process, see mallopt(3). By itself it makes up to eight for each
     * processor, and each keeps what its threads once used: a brick's process of hundreds of threads takes a quarter more memory by that.
     */
    private static final String HEAPS = "MALLOC_ARENA_MAX";

    private DaemonLauncher() {}

    /** A daemon's environment: its marks, and one heap for each processor, two at least. */
    static SortedMap<String, String> environment(SortedMap<String, String> marks, int processors) {
        SortedMap<String, String> environment = new TreeMap<>(marks);
        environment.put(HEAPS, Integer.toString(Math.max(2, processors)));
        return environment;
    }

    /** For this JVM, now. */
    static List<String> here() {
        String groups;
        try {
            groups = Files.readString(Path.of("/proc/self/cgroup"));
        } catch (IOException notLinux) {
            groups = "";
        }
        return prefix(Files.isDirectory(Path.of("/run/systemd/system")), groups);
    }

    /** Decided from whether systemd runs the machine, and from the text of {@code /proc/self/cgroup}. */
    static List<String> prefix(boolean systemd, String controlGroups) {
        if (!systemd || !insideUnit(controlGroups)) {
            return OWN_SESSION;
        }
        List<String> both = new ArrayList<>(OWN_SCOPE);
        both.addAll(OWN_SESSION);
        return List.copyOf(both);
    }

    private static boolean insideUnit(String controlGroups) {
        for (String line : controlGroups.split("\n")) {
            boolean systemds = line.startsWith("0::") || line.contains(":name=systemd:");
            if (systemds && (line.contains(".service") || line.contains(".scope"))) {
                return true;
            }
        }
        return false;
    }
}
