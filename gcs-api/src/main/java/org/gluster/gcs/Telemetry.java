/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs;

import java.util.SortedMap;

/**
 * Told about every operation, step, store call and host call. Implementations must be thread-safe, quick and silent:
 * they neither block nor throw. The default does nothing.
 */
@Incubating(since = "0.1.0")
public interface Telemetry {

    /**
     * Says that something begins.
     *
     * @param kind the family, one of few: e.g. {@code operation}, {@code step}, {@code store}, {@code host}
     * @param name what, one of few: e.g. {@code create-volume}
     * @param attributes details, such as names and ids; never secrets
     * @return to be told of its end, once
     */
    Scope begin(String kind, String name, SortedMap<String, String> attributes);

    /** Returns the one that does nothing. */
    static Telemetry noop() {
        return NoopTelemetry.INSTANCE;
    }

    /** Something that began; exactly one of its methods is called, once, on any thread. */
    interface Scope {

        /** Says that it ended well. */
        void end();

        /** Says that it failed. */
        void fail(Throwable cause);
    }
}
