/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;

/** A driver that decides as another one, while the agent hears what was seen and decided. */
final class Heard<W, S> implements Driver<W, S> {

    /** Hears it, on the loop. */
    interface Ear<W, S> {
        /** This was decided from what was seen. */
        void decided(W want, S seen, Step step);

        /** A call of what was decided failed. */
        void failed(W want, HostException failure);
    }

    private final Driver<W, S> driver;
    private final Ear<W, S> ear;

    Heard(Driver<W, S> driver, Ear<W, S> ear) {
        this.driver = driver;
        this.ear = ear;
    }

    @Override
    public Observation<S> observe(W want) {
        return driver.observe(want);
    }

    @Override
    public Step next(W want, S seen) {
        Step step = driver.next(want, seen);
        ear.decided(want, seen, step);
        return step;
    }

    @Override
    public void check(HostCall<?> call, Object answer) {
        driver.check(call, answer);
    }

    @Override
    public Step failed(W want, HostException failure) {
        ear.failed(want, failure);
        return driver.failed(want, failure);
    }
}
