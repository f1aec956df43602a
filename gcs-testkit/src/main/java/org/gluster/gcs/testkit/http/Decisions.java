/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.http;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Random decisions that do not depend on the order in which threads ask: each follows from the seed, from what it is about
 * and from how often that came before. Thread-safe.
 */
public final class Decisions {
    private static final int MOST_REMEMBERED = 200_000;

    private final long seed;
    private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();

    /** Decisions from that seed. */
    public Decisions(long seed) {
        this.seed = seed;
    }

    /** The source of whatever is to be decided about this occurrence of that. */
    public SplittableRandom about(String what) {
        if (seen.size() > MOST_REMEMBERED) {
            seen.clear();
        }
        int before = seen.computeIfAbsent(what, first -> new AtomicInteger()).getAndIncrement();
        return new SplittableRandom(mix(mix(seed, what.hashCode()), before));
    }

    /** The source of what is to be decided about this request: the same method, target, key and body count as the same. */
    public SplittableRandom about(HttpMessage request) {
        return about(request.method() + " " + request.target() + " "
                + request.header("idempotency-key").orElse("") + " " + request.text());
    }

    private static long mix(long a, long b) {
        return new SplittableRandom(a * 0x9e3779b97f4a7c15L + b).nextLong();
    }
}
