/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.Transport;

/** A transport that answers everything alike and remembers what was asked. */
final class OneReply implements Transport {
    private final RestReply reply;
    private final List<RestCall> calls = new ArrayList<>();

    OneReply(int status, SortedMap<String, String> headers, String body) {
        reply = new RestReply(status, headers, body);
    }

    OneReply(int status, String body) {
        this(status, new TreeMap<>(), body);
    }

    @Override
    public RestReply exchange(RestCall call) {
        calls.add(call);
        return reply;
    }

    List<RestCall> calls() {
        return List.copyOf(calls);
    }

    /** What was asked, which was one thing. */
    RestCall call() {
        if (calls.size() != 1) {
            throw new AssertionError("asked " + calls.size() + " times");
        }
        return calls.get(0);
    }

    @Override
    public void close() {
        // Nothing to release.
    }
}
