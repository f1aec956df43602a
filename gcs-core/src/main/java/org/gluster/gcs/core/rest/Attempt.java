/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.jspecify.annotations.Nullable;

/** One request on its way, as the thread that sends it and those that may cut it off share it. */
final class Attempt {

    /** Who cut it off. */
    enum Cut {
        /** The limit of an attempt. */
        ATTEMPT,
        /** The limit of the call. */
        CALL,
        /** The end of the transport. */
        CLOSE
    }

    private final Endpoint endpoint;
    private final HttpUriRequestBase request;
    private final boolean once;
    private final long end;
    private @Nullable Cut cut;
    private boolean begun;
    private boolean reused;
    private boolean answered;

    /** Makes one that ends at that reading of the clock. */
    Attempt(Endpoint endpoint, HttpUriRequestBase request, boolean once, long end) {
        this.endpoint = endpoint;
        this.request = request;
        this.once = once;
        this.end = end;
    }

    long end() {
        return end;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    HttpUriRequestBase request() {
        return request;
    }

    boolean once() {
        return once;
    }

    /** Ends it from another thread, at whatever it is; the first reason counts. */
    synchronized void cut(Cut why) {
        if (cut == null) {
            cut = why;
        }
        request.cancel();
    }

    /** Who cut it off, if anybody; what that does is done when this returns. */
    synchronized @Nullable Cut cut() {
        return cut;
    }

    /** Notes that from here on the server may have begun with it. */
    void begin(boolean onUsedConnection) {
        begun = true;
        reused = onUsedConnection;
    }

    boolean begun() {
        return begun;
    }

    /** Whether it went out over a connection that was made for it. */
    boolean onNewConnection() {
        return begun && !reused;
    }

    /** Notes that the head of an answer came. */
    void answer() {
        answered = true;
    }

    /** Whether a connection that had been used before ended without a word: most likely the server had closed it. */
    boolean lostOnUsedConnection() {
        return begun && reused && !answered;
    }
}
