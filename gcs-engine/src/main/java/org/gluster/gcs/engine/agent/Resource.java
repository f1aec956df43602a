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
 */
record Resource<W, S>(String key, Driver<W, S> driver, Supplier<W> want) {

    static <W, S> Resource<W, S> of(String key, Driver<W, S> driver, W want) {
        return new Resource<>(key, driver, () -> want);
    }
}
