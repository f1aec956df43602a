/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.architecture;

import java.time.Instant;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Step;

/** A driver outside the engine that breaks the threading law. */
final class ImpureDriver implements Driver<String, String> {

    @Override
    public Observation<String> observe(String want) {
        throw new UnsupportedOperationException(want);
    }

    @Override
    public Step next(String want, String seen) {
        return Clocks.late() ? Step.done() : Step.retry("too early");
    }

    /** Belongs to the driver. */
    static final class Clocks {
        private Clocks() {}

        static boolean late() {
            return Instant.now().isAfter(Instant.EPOCH);
        }
    }
}
