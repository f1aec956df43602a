/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.engine.store.Store;

/**
 * How an engine is broken on purpose: what stands between it and its ports, for each life anew. The engine itself is the
 * real one; what it means to do or gets to see is changed on the way.
 */
interface Defect {
    /** A sound engine. */
    Defect NONE = new Defect() {};

    /** The store as the engine gets it. */
    default Store store(Store sound) {
        return sound;
    }

    /** A node's machine as the engine gets it. */
    default Host host(Host sound) {
        return sound;
    }
}
