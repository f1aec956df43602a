/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.Transport;
import org.gluster.gcs.engine.server.Caller;
import org.gluster.gcs.engine.server.HttpCall;
import org.gluster.gcs.engine.server.HttpHandler;
import org.gluster.gcs.engine.server.HttpReply;

/**
 * Carries requests to a handler in the same JVM: a remote cluster without sockets. Thread-safe; a request blocks as the
 * handler does, whatever its deadline.
 */
@Incubating(since = "0.1.0")
public final class InProcessTransport implements Transport {
    private final HttpHandler handler;
    private final Caller.Role role;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Makes a transport.
     *
     * @param role what the caller may do
     */
    public InProcessTransport(HttpHandler handler, Caller.Role role) {
        this.handler = Objects.requireNonNull(handler, "handler");
        this.role = Objects.requireNonNull(role, "role");
    }

    @Override
    public RestReply exchange(RestCall call) {
        if (closed.get()) {
            throw new IllegalStateException("this transport was closed");
        }
        Caller caller = new Caller("(in process)", role, "request-" + requests.incrementAndGet());
        HttpReply reply = handler.handle(new HttpCall(
                call.method(), call.target(), call.headers(), call.body().orElse(""), caller));
        return new RestReply(reply.status(), reply.headers(), reply.body());
    }

    /** How many requests it has carried. */
    public long requests() {
        return requests.get();
    }

    @Override
    public void close() {
        closed.set(true);
    }
}
