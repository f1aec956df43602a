/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.workload;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.Transport;

/**
 * Passes requests on to a transport and notes those that took longer than they may, with a grace for threads that got no
 * processor in time. Thread-safe.
 */
public final class DeadlineWatch implements Transport {
    private final Transport transport;
    private final Duration limit;
    private final Duration grace;
    private final List<String> late = Collections.synchronizedList(new ArrayList<>());
    private final AtomicLong longest = new AtomicLong();
    private final SortedMap<String, AtomicLong> ends = new ConcurrentSkipListMap<>();

    /**
     * Watches a transport.
     *
     * @param limit the transport's own, for requests that say none
     */
    public DeadlineWatch(Transport transport, Duration limit, Duration grace) {
        this.transport = transport;
        this.limit = limit;
        this.grace = grace;
    }

    @Override
    public RestReply exchange(RestCall call) {
        long begun = System.nanoTime();
        String end = "defect";
        try {
            RestReply reply = transport.exchange(call);
            end = String.valueOf(reply.status());
            return reply;
        } catch (GcsException failure) {
            end = failure.code().name() + " after " + failure.attempts() + " attempts";
            throw failure;
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - begun);
            longest.accumulateAndGet(took.toNanos(), Math::max);
            ends.computeIfAbsent(end, none -> new AtomicLong()).incrementAndGet();
            Duration deadline = call.deadline();
            Duration most = (deadline == null ? limit : deadline).plus(grace);
            if (took.compareTo(most) > 0) {
                late.add(call.method() + " " + call.target() + " took " + took.toMillis() + " of " + most.toMillis()
                        + " ms and ended with " + end);
            }
        }
    }

    /** What took too long. */
    public List<String> late() {
        return List.copyOf(late);
    }

    /** The longest of all. */
    public Duration longest() {
        return Duration.ofNanos(longest.get());
    }

    /** How many requests ended how: by status, or by the code of their failure. */
    public SortedMap<String, Long> ends() {
        SortedMap<String, Long> now = new TreeMap<>();
        ends.forEach((end, count) -> now.put(end, count.get()));
        return now;
    }

    @Override
    public void close() {
        transport.close();
    }
}
