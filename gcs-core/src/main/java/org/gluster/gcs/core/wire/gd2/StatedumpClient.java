/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

/** A client whose state is to be dumped. */
public record StatedumpClient(String host, int pid) {
    /** Takes null for what is absent. */
    public StatedumpClient {
        host = Go.text(host);
    }

    static StatedumpClient zero() {
        return new StatedumpClient("", 0);
    }
}
