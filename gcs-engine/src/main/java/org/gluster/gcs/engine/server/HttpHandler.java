/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.util.Objects;
import java.util.function.Function;

/** Answers HTTP requests. Called by several threads at once; may block for a finite time; never throws. */
@FunctionalInterface
public interface HttpHandler {

    /** Answers one request. */
    HttpReply handle(HttpCall call);

    /** Answers one request, or tells what its answer waits for, so that no thread waits. */
    default HttpAnswer begin(HttpCall call) {
        return new HttpAnswer.Now(handle(call));
    }

    /** A handler that has each request answered by the one chosen for it. */
    static HttpHandler choosing(Function<HttpCall, HttpHandler> choice) {
        Objects.requireNonNull(choice, "choice");
        return new HttpHandler() {
            @Override
            public HttpReply handle(HttpCall call) {
                return choice.apply(call).handle(call);
            }

            @Override
            public HttpAnswer begin(HttpCall call) {
                return choice.apply(call).begin(call);
            }
        };
    }
}
