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
 * @param turn whether it waits for its turn, and others for it; not when many wait for one and the same thing, who would hold
 *     up all others
 */
record Resource<W, S>(String key, Driver<W, S> driver, Supplier<W> want, boolean turn) {

    /** One that waits for its turn. */
    Resource(String key, Driver<W, S> driver, Supplier<W> want) {
        this(key, driver, want, true);
    }

    static <W, S> Resource<W, S> of(String key, Driver<W, S> driver, W want) {
        return new Resource<>(key, driver, () -> want);
    }
}
