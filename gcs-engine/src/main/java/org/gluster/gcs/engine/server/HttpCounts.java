/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How many HTTP requests a {@link FrontDoor} had since it was opened.
 *
 * @param received all that reached the pipeline
 * @param succeeded answered with a status below 400
 * @param clientErrors answered with a 4xx
 * @param serverErrors answered with a 5xx, or not at all since the connection was gone
 * @param inProgress not answered yet
 */
public record HttpCounts(long received, long succeeded, long clientErrors, long serverErrors, long inProgress) {

    /** The same under the names that GlusterD2's statedump has for them. */
    public SortedMap<String, Long> named() {
        SortedMap<String, Long> named = new TreeMap<>();
        named.put("total_requests_received", received);
        named.put("success", succeeded);
        named.put("client_errors", clientErrors);
        named.put("server_errors", serverErrors);
        named.put("in_progress", inProgress);
        return Collections.unmodifiableSortedMap(named);
    }
}
