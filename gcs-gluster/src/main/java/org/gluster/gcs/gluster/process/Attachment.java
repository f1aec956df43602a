/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.util.List;
import java.util.Optional;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;

/**
 * To which process a brick was attached, as the first line of its volfile says: a comment for GlusterFS. Written before the
 * brick is attached, so that a brick is nowhere but where its file says, if it is anywhere.
 *
 * @param process the process' name
 * @param pid of the process then
 * @param startTime of the process then
 * @param starts how often the brick had been begun anew on purpose
 */
public record Attachment(String process, long pid, long startTime, long starts) {
    private static final String BEGIN = "# attached-to";
    private static final int WORDS = 6;

    /** As it stands in a volfile; empty when it does not. */
    public static Optional<Attachment> of(String volfile) {
        int end = volfile.indexOf('\n');
        List<String> words = List.of(volfile.substring(0, Math.max(0, end)).split(" "));
        if (words.size() != WORDS
                || !volfile.startsWith(BEGIN + " ")
                || words.get(2).isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Attachment(
                    words.get(2),
                    Long.parseLong(words.get(3)),
                    Long.parseLong(words.get(4)),
                    Long.parseLong(words.get(5))));
        } catch (NumberFormatException damaged) {
            return Optional.empty();
        }
    }

    /** Whether it is this process, and not another one of its name. */
    public boolean isBy(ProcessEntry other) {
        return pid == other.pid() && startTime == other.startTime();
    }

    String on(String volfile) {
        return BEGIN + " " + process + " " + pid + " " + startTime + " " + starts + "\n" + volfile;
    }
}
