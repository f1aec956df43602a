/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.time.Duration;
import java.util.List;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.VolfileFetch;

/**
 * Has a brick process fetch its volfile when it has another one. Seen from the volfile server, which knows what it gave
 * to whom: the process takes what it was given within milliseconds, and connects by itself, and fetches, some seconds after
 * the server came up.
 */
public final class BrickVolfileDriver implements Driver<ServedVolfile, List<VolfileFetch>> {
    private static final Duration CONNECTS = Duration.ofSeconds(20);
    private static final Duration FETCHES = Duration.ofSeconds(30);

    private final boolean connects;

    /** For a process that is wanted: one that is not connected is waited for. */
    public BrickVolfileDriver() {
        this(true);
    }

    private BrickVolfileDriver(boolean connects) {
        this.connects = connects;
    }

    /** For a process that nobody waits for: where none is connected there is nothing to do. */
    public static BrickVolfileDriver ifConnected() {
        return new BrickVolfileDriver(false);
    }

    @Override
    public Observation<List<VolfileFetch>> observe(ServedVolfile want) {
        return Observation.of(new HostCall.VolfileFetches(want.key()));
    }

    @Override
    public Step next(ServedVolfile want, List<VolfileFetch> seen) {
        if (seen.isEmpty() && !connects) {
            return Step.done();
        }
        if (seen.isEmpty()) {
            return Step.waitFor(CONNECTS, "the brick process of " + want.key() + " does not connect to its node");
        }
        boolean told = true;
        boolean taken = true;
        for (VolfileFetch fetch : seen) {
            if (!fetch.checksum().equals(want.checksum())) {
                taken = false;
                told &= fetch.told();
            }
        }
        if (taken) {
            return Step.done();
        }
        return told
                ? Step.waitFor(
                        FETCHES, "the brick process of " + want.key() + " was told to fetch its volfile and does not")
                : Step.act(new HostCall.NotifySubscribers(want.key()));
    }
}
