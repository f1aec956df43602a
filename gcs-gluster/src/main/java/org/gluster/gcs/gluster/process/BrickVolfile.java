/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import org.gluster.gcs.gluster.rpc.Volfile;
import org.gluster.gcs.gluster.volfile.VolfileKey;

/**
 * The volfile that a running brick process is to have. The node's volfile server serves it already.
 *
 * @param key by which the process asks for it
 * @param checksum of its text, as {@link Volfile#checksum()} names it
 */
public record BrickVolfile(String key, String checksum) {
    /** A brick's volfile with this text. */
    public static BrickVolfile of(VolfileKey key, String text) {
        return new BrickVolfile(key.toString(), Volfile.checksum(text));
    }
}
