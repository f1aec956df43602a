/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import org.gluster.gcs.gluster.rpc.Volfile;
import org.gluster.gcs.gluster.volfile.VolfileKey;

/**
 * The volfile that those who ask for a key are to have. The node's volfile server serves it already.
 *
 * @param key by which they ask for it
 * @param checksum of its text, as {@link Volfile#checksum()} names it
 * @param process by which the process asked for its own volfile that is to have this one too; empty when there is none
 */
public record ServedVolfile(String key, String checksum, String process) {
    /** A brick's volfile, its text named by this checksum, in a process that asked for its own by this key. */
    public static ServedVolfile ofBrick(VolfileKey key, String checksum, String process) {
        return new ServedVolfile(key.toString(), checksum, process);
    }

    /** A volfile with this text. */
    public static ServedVolfile of(VolfileKey key, String text) {
        return new ServedVolfile(key.toString(), Volfile.checksum(text), "");
    }
}
