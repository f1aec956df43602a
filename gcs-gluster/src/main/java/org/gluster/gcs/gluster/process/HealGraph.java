/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

/**
 * A self-heal volfile with its checksum, which is computed once.
 *
 * @param text the volfile
 * @param checksum names its text
 */
public record HealGraph(String text, String checksum) {
    /** The graph of this text. */
    public static HealGraph of(String text) {
        return new HealGraph(text, AttachedVolumes.checksum(text));
    }

    @Override
    public String toString() { // volfiles hold credentials
        return "HealGraph[checksum=" + checksum + "]";
    }
}
