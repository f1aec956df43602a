/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

/** Answers HTTP requests. Called by several threads at once; may block for a finite time; never throws. */
@FunctionalInterface
public interface HttpHandler {

    /** Answers one request. */
    HttpReply handle(HttpCall call);
}
