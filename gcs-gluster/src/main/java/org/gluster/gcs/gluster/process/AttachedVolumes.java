/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.gluster.rpc.Volfile;

/**
 * Which volumes one self-heal process works on, as far as was written down: volume to checksum of its volfile, or
 * {@link #UNSURE} while an attach is under way. Written before and after each change, so what is not listed was never
 * attached, and what is listed may be attached or detached again.
 */
record AttachedVolumes(SortedMap<String, String> volumes) {
    static final String UNSURE = "-";
    static final int MAX_TEXT = 1 << 20;

    private static final String HEADER = "self-heal 1 ";

    AttachedVolumes {
        volumes = Collections.unmodifiableSortedMap(new TreeMap<>(volumes));
    }

    /** What this process works on: what the text says if it is about this process, and what it was started with. */
    static AttachedVolumes of(ProcessEntry process, String text) {
        SortedMap<String, String> volumes = new TreeMap<>();
        int option = process.arguments().indexOf("--volfile-id");
        if (option >= 0 && option + 1 < process.arguments().size()) {
            String key = process.arguments().get(option + 1);
            if (key.startsWith(SelfHealDaemonDriver.KEY_PREFIX)) {
                volumes.put(key.substring(SelfHealDaemonDriver.KEY_PREFIX.length()), UNSURE);
            }
        }
        List<String> lines = text.lines().toList();
        if (!lines.isEmpty() && lines.get(0).equals(header(process))) {
            volumes.clear();
            for (String line : lines.subList(1, lines.size())) {
                int space = line.indexOf(' ');
                if (space > 0) {
                    volumes.put(line.substring(0, space), line.substring(space + 1));
                }
            }
        }
        return new AttachedVolumes(volumes);
    }

    String text(ProcessEntry process) {
        StringBuilder text = new StringBuilder(header(process)).append('\n');
        volumes.forEach((volume, checksum) ->
                text.append(volume).append(' ').append(checksum).append('\n'));
        return text.toString();
    }

    private static String header(ProcessEntry process) {
        return HEADER + process.pid() + " " + process.startTime();
    }

    static String checksum(String volfile) {
        return Volfile.checksum(volfile);
    }
}
