/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Ends the handling of a request with an error as GlusterD2 words it. */
final class Gd2Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient ObjectNode body;

    private Gd2Refusal(int status, String message, ObjectNode body) {
        super(message, null, false, false);
        this.status = status;
        this.body = body;
    }

    /** The common form, whose text is all there is. */
    static Gd2Refusal of(int status, String message) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("errors").addObject().put("code", 1).put("message", message);
        return new Gd2Refusal(status, message, body);
    }

    /** The form of a transaction step that failed on a node. */
    static Gd2Refusal step(String peer, String step, String error) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("errors")
                .addObject()
                .put("code", 2)
                .put("message", "a txn step failed")
                .putObject("fields")
                .put("error", error)
                .put("peer-id", peer)
                .put("step", step);
        return new Gd2Refusal(500, error, body);
    }

    int status() {
        return status;
    }

    ObjectNode body() {
        return body;
    }
}
