/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import java.util.List;

/**
 * What of a volume decides whether an option suits it.
 *
 * @param kind how its subvolumes keep data
 * @param subvolumes how many there are
 * @param bricks how many bricks one subvolume has
 * @param redundancy how many of them a dispersed one can lose, else 0
 * @param clients the names of its client translators
 * @param hosts the hosts and addresses of its bricks
 */
public record OptionLayout(
        Kind kind, int subvolumes, int bricks, int redundancy, List<String> clients, List<String> hosts) {

    /** How subvolumes keep data. */
    public enum Kind {
        /** Single bricks. */
        DISTRIBUTE,
        /** Copies. */
        REPLICATE,
        /** Fragments. */
        DISPERSE
    }

    /** Copies the lists. */
    public OptionLayout {
        clients = List.copyOf(clients);
        hosts = List.copyOf(hosts);
    }
}
