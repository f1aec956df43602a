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
 * the server came up. A process that fetches does so for all its bricks; one that a brick was attached to has what it was
 * given then.
 */
public final class BrickVolfileDriver implements Driver<ServedVolfile, BrickVolfileDriver.Seen> {
    private static final Duration CONNECTS = Duration.ofSeconds(20);
    private static final Duration FETCHES = Duration.ofSeconds(30);

    /**
     * What was seen.
     *
     * @param brick who was given the brick's volfile
     * @param process who was given the volfile of its process
     */
    public record Seen(List<VolfileFetch> brick, List<VolfileFetch> process) {
        /** Copies both. */
        public Seen {
            brick = List.copyOf(brick);
            process = List.copyOf(process);
        }
    }

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
    public Observation<Seen> observe(ServedVolfile want) {
        return Observation.of(new HostCall.VolfileFetches(want.key()))
                .with(
                        want.process().isEmpty()
                                ? Observation.constant(List.of())
                                : Observation.of(new HostCall.VolfileFetches(want.process())),
                        Seen::new);
    }

    @Override
    public Step next(ServedVolfile want, Seen both) {
        List<VolfileFetch> seen = both.brick();
        if (seen.isEmpty() && !connects) {
            return Step.done();
        }
        if (seen.isEmpty()) {
            if (both.process().stream().anyMatch(fetch -> !fetch.told())) { // what it was given was not noted
                return Step.act(new HostCall.NotifySubscribers(want.process()));
            }
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
