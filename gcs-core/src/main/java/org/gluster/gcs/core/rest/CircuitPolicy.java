/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.InvalidRequestException;

/**
 * When an endpoint is left alone: after so many failures one after the other it is asked nothing for a while; then one request
 * tries it, and what becomes of that decides. Failures are lost connections and answers, and the statuses 502, 503 and 504.
 *
 * @param failures how many in a row, 1 to 1000
 * @param rest how long it is left alone, a millisecond to an hour
 */
@Incubating(since = "0.1.0")
public record CircuitPolicy(int failures, Duration rest) {

    /** Five failures, five seconds. */
    public static final CircuitPolicy DEFAULT = new CircuitPolicy(5, Duration.ofSeconds(5));

    /**
     * Checks.
     *
     * @throws InvalidRequestException when one is out of its range
     */
    public CircuitPolicy {
        List<String> problems = new ArrayList<>();
        if (failures < 1 || failures > 1000) {
            problems.add("the failures in a row must be 1 to 1000, not " + failures);
        }
        if (rest.compareTo(Duration.ofMillis(1)) < 0 || rest.compareTo(Duration.ofHours(1)) > 0) {
            problems.add("the rest must be a millisecond to an hour, not " + rest);
        }
        if (!problems.isEmpty()) {
            throw InvalidRequestException.of("circuit policy", problems);
        }
    }
}
