/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import org.gluster.gcs.Incubating;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.internal.Texts;

/**
 * A directory that the caller gives for a brick; nothing is provisioned below it.
 *
 * @param node the node
 * @param path the absolute path on it
 */
@Incubating(since = "0.1.0")
public record BrickDirectory(NodeName node, String path) {

    /** Checks the path; one that is not absolute throws {@link org.gluster.gcs.InvalidRequestException}. */
    public BrickDirectory {
        Texts.absolutePath(path);
    }

    /**
     * Parses {@code NODE:/path}.
     *
     * @throws org.gluster.gcs.InvalidRequestException when it is anything else
     */
    public static BrickDirectory parse(String text) {
        int colon = text.indexOf(':');
        return colon < 0
                ? new BrickDirectory(NodeName.of(text), "")
                : new BrickDirectory(NodeName.of(text.substring(0, colon)), text.substring(colon + 1));
    }

    @Override
    public String toString() {
        return node + ":" + path;
    }
}
