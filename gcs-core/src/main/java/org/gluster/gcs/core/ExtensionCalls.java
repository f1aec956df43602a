/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.core.rest.Repeatability;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.rest.Transport;
import org.gluster.gcs.core.wire.WireJson;
import org.jspecify.annotations.Nullable;

/** Requests to {@code /gcs/v1}, and what their answers mean. Thread-safe. */
final class ExtensionCalls {
    static final String PREFIX = "/gcs/v1/";

    /** Every change carries a key, so that it can be sent again when its answer was lost. */
    static final String KEY = "Idempotency-Key";

    private final Link link;
    private final Transport carrier;
    private final Runnable doubt;
    private final @Nullable IdempotencyKey key;

    /**
     * @param link what the operations wait by
     * @param carrier carries the requests
     * @param doubt called when an answer leaves it open whether the extension is served there
     * @param key of every change, if it is always the same
     */
    ExtensionCalls(Link link, Transport carrier, Runnable doubt, @Nullable IdempotencyKey key) {
        this.link = link;
        this.carrier = carrier;
        this.doubt = doubt;
        this.key = key;
    }

    Link link() {
        return link;
    }

    <T extends Record> T get(String target, Class<T> type) {
        return send(RestCall.get(PREFIX + target), type, WireJson::read);
    }

    <T extends Record> T get(RestCall call, Class<T> type) {
        return send(call, type, WireJson::read);
    }

    <T extends Record> List<T> list(String target, Class<T> type) {
        return send(RestCall.get(PREFIX + target), type, WireJson::readList);
    }

    /** Asks what needs a body to be said, and changes nothing. */
    <T extends Record> T ask(String target, Record question, Class<T> type) {
        RestCall call = RestCall.of("POST", PREFIX + target, Repeatability.READ).withJson(WireJson.write(question));
        return send(call, type, WireJson::read);
    }

    /**
     * Asks for a change.
     *
     * @param own the key of the request, or a new one; the server refuses one that is not the key of every change
     */
    <T extends Record> T change(
            String method, String target, @Nullable Record body, IdempotencyKey own, Class<T> type) {
        IdempotencyKey used = key == null ? own : key;
        RestCall call =
                RestCall.of(method, PREFIX + target, Repeatability.IDEMPOTENT).withHeader(KEY, used.value());
        try {
            return send(body == null ? call : call.withJson(WireJson.write(body)), type, WireJson::read);
        } catch (GcsException failure) {
            if (failure.code() != ErrorCode.OUTCOME_UNKNOWN) {
                throw failure;
            }
            throw GcsException.of(
                    failure.detail().toBuilder()
                            .message(failure.getMessage() + ". It was asked for with the idempotency key \"" + used
                                    + "\": where the request takes one, the same can be asked again with it")
                            .build(),
                    failure);
        }
    }

    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private <T, R> R send(RestCall call, Class<T> type, BiFunction<String, Class<T>, R> reader) {
        RestReply reply = carrier.exchange(call);
        if (!reply.ok()) {
            throw Replies.carried(reply).orElseGet(() -> foreign(call, reply));
        }
        try {
            return reader.apply(reply.body(), type);
        } catch (InvalidRequestException unreadable) {
            doubt.run();
            throw Replies.unreadable(call, reply, unreadable);
        }
    }

    /** An answer that the extension does not give: of something before it, or of a server that has none. */
    private GcsException foreign(RestCall call, RestReply reply) {
        doubt.run();
        if (reply.status() != 404 && reply.status() != 405) {
            return Replies.bare(call, reply);
        }
        return Replies.of(
                reply,
                ErrorCode.UNREACHABLE,
                call.method() + " " + Replies.path(call) + " was answered with status " + reply.status()
                        + ": what answers now does not serve /gcs/v1, which it did before; the next call looks anew what is"
                        + " served");
    }
}
