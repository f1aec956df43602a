/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.Transport;

/** A transport whose answers a test makes up; remembers what it was asked. */
final class Answering implements Transport {
    private final Function<RestCall, RestReply> answers;
    private final List<RestCall> calls = new ArrayList<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    Answering(Function<RestCall, RestReply> answers) {
        this.answers = answers;
    }

    static RestReply json(int status, String body) {
        return new RestReply(status, new TreeMap<>(), body);
    }

    /** What a transport throws. */
    static GcsException failure(ErrorCode code) {
        return GcsException.of(
                ErrorDetail.builder(code).message("the transport says " + code).build());
    }

    static String asked(RestCall call) {
        return call.method() + " " + call.target();
    }

    @Override
    public RestReply exchange(RestCall call) {
        synchronized (calls) {
            calls.add(call);
        }
        return answers.apply(call);
    }

    List<RestCall> calls() {
        synchronized (calls) {
            return List.copyOf(calls);
        }
    }

    /** What was asked for since the beginning, in words. */
    List<String> asked() {
        return calls().stream().map(Answering::asked).toList();
    }

    boolean isClosed() {
        return closed.get();
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
