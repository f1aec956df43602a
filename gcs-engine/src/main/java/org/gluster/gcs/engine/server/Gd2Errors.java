/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Answers in the form in which GlusterD2 tells errors. */
final class Gd2Errors {
    private Gd2Errors() {}

    /** One error of the general kind. */
    static HttpReply json(int status, String message) {
        return HttpReply.json(status, "{\"errors\":[{\"code\":1,\"message\":\"" + escaped(message) + "\"}]}\n");
    }

    /** As Go's HTTP server says what never reached a handler. */
    static HttpReply text(int status, String text) {
        return HttpReply.empty(status).withBody("text/plain; charset=utf-8", text);
    }

    private static String escaped(String text) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text))
                .replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("\u2028", "\\u2028")
                .replace("\u2029", "\\u2029");
    }
}
