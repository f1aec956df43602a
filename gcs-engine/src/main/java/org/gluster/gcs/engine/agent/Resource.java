/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.util.function.Supplier;
import org.gluster.gcs.block.driver.Driver;

/**
 * Something to be made as wanted.
 *
 * @param key what it is, on this node: resources with one key never converge at the same time
 * @param driver how
 * @param want asked for anew before each observation, on the loop
 * @param turn whether it waits for a turn, and others for it
 */
record Resource<W, S>(String key, Driver<W, S> driver, Supplier<W> want, Turn turn) {

    /** One that waits for its turn. */
    Resource(String key, Driver<W, S> driver, Supplier<W> want) {
        this(key, driver, want, Turn.TAKES);
    }

    /** Whether a resource takes one of the turns that there are. */
    enum Turn {
        /** It does. */
        TAKES,
        /** It does not: many wait for one and the same thing, and would hold up all others. */
        NEEDS_NONE,
        /** Nor does this, and it waits, for a while, until nobody waits for a turn. */
        GIVES_WAY
    }

    static <W, S> Resource<W, S> of(String key, Driver<W, S> driver, W want) {
        return new Resource<>(key, driver, () -> want);
    }
}
