/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.rest.Repeatability;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.wire.gd2.ErrorBody;
import org.gluster.gcs.core.wire.gd2.ErrorItem;
import org.gluster.gcs.core.wire.gd2.Gd2Json;
import org.gluster.gcs.core.wire.gd2.Gd2Route;

/**
 * What an error of GlusterD2 means. It has no machine-readable reason but two codes, and statuses that do not fit what
 * happened, so the texts decide: the first rule that fits. Our own server says the reason, and then there is nothing to guess.
 */
final class Gd2Errors {
    private static final int SHOWN = 300;

    /** A rule; texts are in lower case. */
    private record Rule(ErrorCode code, boolean retryable, BiPredicate<Gd2Route, String> fits) {}

    private static final List<Rule> RULES = List.of(
            // What is in the way for a moment.
            retry(ErrorCode.CONFLICT, has("could not obtain lock", "conflicting transaction")),
            retry(ErrorCode.UNREACHABLE, has("probably down", "nodes are down", "could not connect to host")),
            rule(ErrorCode.UNREACHABLE, has("peer is not alive")),
            rule(ErrorCode.OUTCOME_UNKNOWN, has("txn timeout")),
            // A create that the transaction engine ended before it ran: nothing was made.
            new Rule(
                    ErrorCode.INTERNAL,
                    true,
                    (route, text) -> route == Gd2Route.VOLUME_CREATE && text.equals("volume not found")),
            // What is there already.
            rule(ErrorCode.ALREADY_EXISTS, has("already exists", "clone name exist", "peer exists with given")),
            // What is not there.
            rule(ErrorCode.INVALID_REQUEST, has("block provider does not exist")),
            rule(ErrorCode.NOT_FOUND, has("block volume not found", "block hosting volume not found")),
            rule(ErrorCode.VOLUME_NOT_FOUND, has("volume not found")),
            rule(ErrorCode.NOT_FOUND, has("snapshot not found", "session not found", "keys not found")),
            rule(
                    ErrorCode.NOT_FOUND,
                    has("no trace configuration", "webhook does not exist", "rebalance info not found")),
            rule(ErrorCode.PEER_NOT_FOUND, has("peer not found")),
            new Rule(
                    ErrorCode.DEVICE_NOT_FOUND,
                    false,
                    (route, text) -> route.template().startsWith("/devices") && text.contains("device does not exist")),
            new Rule(
                    ErrorCode.NOT_FOUND,
                    false,
                    (route, text) -> route == Gd2Route.VOLUME_OPTION_GET && text.startsWith("option not found")),
            new Rule(
                    ErrorCode.NOT_FOUND,
                    false,
                    (route, text) ->
                            route == Gd2Route.OPTION_GROUP_DELETE && text.equals("invalid group name specified")),
            // What needs it still.
            rule(ErrorCode.IN_USE, has("peer has bricks")),
            rule(ErrorCode.IN_USE, text -> text.startsWith("cannot delete volume") && text.endsWith("snapshots")),
            // What the present state does not allow.
            rule(
                    ErrorCode.WRONG_STATE,
                    has("not started", "already started", "already stopped", "has not been started")),
            rule(ErrorCode.WRONG_STATE, has("must be in start", "must be in stopped state", "not in paused state")),
            rule(ErrorCode.WRONG_STATE, has("not in started state", "not activated", "already activated")),
            rule(ErrorCode.WRONG_STATE, has("already deactivated", "bitrot is not enabled", "bitrot is already")),
            rule(
                    ErrorCode.WRONG_STATE,
                    has("quotad is not enabled", "process is already running", "pid file not found")),
            rule(ErrorCode.WRONG_STATE, has("process is not running", "no active profile sessions")),
            rule(ErrorCode.WRONG_STATE, has("self heal option is disabled", "step rebalance-stop failed")),
            rule(ErrorCode.WRONG_STATE, has("option trying to reset is not set")),
            // What the planner found no place for.
            rule(
                    ErrorCode.NO_FIT,
                    has("no space available", "no devices registered", "no volume groups are available")),
            rule(ErrorCode.NO_FIT, has("space not sufficient", "available size is less than")),
            // What GlusterD2 does not do.
            rule(ErrorCode.NOT_SUPPORTED, has("snapshot not supported")),
            rule(ErrorCode.REFUSED, has("not a distribute volume", "for this volume type", "a non replicate volume")),
            rule(
                    ErrorCode.REFUSED,
                    has("not a replicate or disperse volume", "removing self", "cannot delete builtin")),
            rule(ErrorCode.REFUSED, has("failed to get session configurations")),
            // What cannot be right.
            rule(ErrorCode.REFUSED, text -> text.startsWith("invalid template")),
            rule(ErrorCode.INVALID_REQUEST, text -> text.startsWith("invalid ")),
            rule(ErrorCode.INVALID_REQUEST, has("validation failed", "failed to validate", "failed validation")),
            rule(ErrorCode.INVALID_REQUEST, has("option not found", "is an advanced option", "need either on or off")),
            rule(ErrorCode.INVALID_REQUEST, has("count is required", "count not specified", "replica count is same")),
            rule(ErrorCode.INVALID_REQUEST, has("brick type is not supported", "not a valid operation", "too long")),
            rule(ErrorCode.INVALID_REQUEST, has("for arbiter configuration", "arbiter count doesn't match")),
            rule(ErrorCode.INVALID_REQUEST, has("disperse count and the number of bricks")));

    private Gd2Errors() {}

    private static Rule rule(ErrorCode code, Predicate<String> text) {
        return new Rule(code, code.retryable(), (route, each) -> text.test(each));
    }

    private static Rule retry(ErrorCode code, Predicate<String> text) {
        return new Rule(code, true, (route, each) -> text.test(each));
    }

    private static Predicate<String> has(String... parts) {
        return text -> Arrays.stream(parts).anyMatch(text::contains);
    }

    /** Returns the exception of an answer that is no success. */
    static GcsException of(
            Gd2Route route, String target, List<String> names, Repeatability repeatability, RestReply reply) {
        List<ErrorItem> items = items(reply);
        List<String> problems = new ArrayList<>();
        for (ErrorItem item : items) {
            boolean step = !item.error().isEmpty() || !item.step().isEmpty();
            problems.add(step ? "node " + item.peerId() + " at " + item.step() + ": " + item.error() : item.message());
        }
        Rule meaning = meaning(route, repeatability, reply, items);
        String said = said(reply, problems);
        ErrorDetail.Builder detail = ErrorDetail.builder(meaning.code())
                .operation(route.wireName())
                .message(message(route, target, reply, said, meaning))
                .problems(problems.isEmpty() && meaning.code() == ErrorCode.INVALID_REQUEST ? List.of(said) : problems)
                .retryable(meaning.retryable())
                .httpStatus(reply.status());
        if (!names.isEmpty()) {
            detail.resource(String.join("/", names));
        }
        reply.header("X-Request-Id").ifPresent(detail::requestId);
        List<String> nodes = items.stream()
                .map(ErrorItem::peerId)
                .filter(id -> !id.isEmpty())
                .distinct()
                .toList();
        if (nodes.size() == 1) {
            detail.node(nodes.get(0));
        }
        return GcsException.of(detail.build());
    }

    /** Returns the exception of an answer that is a success, and cannot be read. */
    static GcsException unreadable(Gd2Route route, String target, RestReply reply, GcsException why) {
        ErrorDetail.Builder detail = ErrorDetail.builder(ErrorCode.INTERNAL)
                .operation(route.wireName())
                .message(route.method() + " " + target + " succeeded with " + reply.status() + requestId(reply)
                        + ", but " + why.getMessage() + ". See what is there before asking again")
                .problems(List.of(snippet(reply.body())))
                .httpStatus(reply.status());
        reply.header("X-Request-Id").ifPresent(detail::requestId);
        return GcsException.of(detail.build(), why);
    }

    private static String message(Gd2Route route, String target, RestReply reply, String said, Rule meaning) {
        String advice = meaning.retryable()
                ? "; ask again"
                : switch (meaning.code()) {
                    case OUTCOME_UNKNOWN -> "; it may have been done, so look before asking again";
                    case NO_FIT -> "; add devices or space, or ask for less";
                    case NOT_PERMITTED -> "; see the user, the secret and the clock of this machine";
                    default -> "";
                };
        return route.method() + " " + target + ": " + said + " (status " + reply.status() + requestId(reply) + ")"
                + advice;
    }

    private static String requestId(RestReply reply) {
        return reply.header("X-Request-Id").map(id -> ", request " + id).orElse("");
    }

    private static String said(RestReply reply, List<String> problems) {
        if (!problems.isEmpty()) {
            return String.join("; ", problems);
        }
        if (Gd2Json.isEmpty(reply.body())) {
            return reply.status() == 500
                    ? "the server failed and did not say why"
                    : "the server said nothing but its status";
        }
        return snippet(reply.body());
    }

    private static String snippet(String body) {
        String line = body.strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "...";
    }

    private static List<ErrorItem> items(RestReply reply) {
        if (!reply.body().stripLeading().startsWith("{")) {
            return List.of();
        }
        try {
            return Gd2Json.readAnswer(reply.body(), ErrorBody.class).errors();
        } catch (GcsException noErrorBody) {
            return List.of();
        }
    }

    private static Rule meaning(Gd2Route route, Repeatability repeatability, RestReply reply, List<ErrorItem> items) {
        Optional<ErrorCode> reason = items.stream()
                .map(ErrorItem::reason)
                .flatMap(name -> Arrays.stream(ErrorCode.values())
                        .filter(code -> code.name().equals(name)))
                .findFirst();
        List<String> texts = items.stream()
                .map(item -> item.error().isEmpty() ? item.message() : item.error())
                .map(text -> text.toLowerCase(Locale.ROOT))
                .toList();
        if (reason.isPresent()) {
            ErrorCode code = reason.get();
            boolean retryable = code.retryable()
                    || texts.stream().anyMatch(text -> RULES.get(0).fits().test(route, text));
            return new Rule(code, retryable, (any, text) -> true);
        }
        if (reply.status() == 401) {
            return rule(ErrorCode.NOT_PERMITTED, text -> true);
        }
        // In the order of the rules, not of the errors: of several nodes' the weightiest counts.
        return RULES.stream()
                .filter(rule -> texts.stream().anyMatch(text -> rule.fits().test(route, text)))
                .findFirst()
                .orElseGet(() -> rule(byStatus(route, repeatability, reply, items), text -> true));
    }

    private static ErrorCode byStatus(
            Gd2Route route, Repeatability repeatability, RestReply reply, List<ErrorItem> items) {
        return switch (reply.status()) {
            case 403 -> ErrorCode.NOT_PERMITTED;
            // The router's own: a daemon without that plugin, or something else at that address.
            case 404 -> items.isEmpty() && !reply.body().isEmpty() ? ErrorCode.NOT_SUPPORTED : missing(route);
            case 405, 501 -> ErrorCode.NOT_SUPPORTED;
            case 409 -> ErrorCode.CONFLICT;
            case 424 -> ErrorCode.IN_USE;
            case 408 -> repeatability == Repeatability.READ ? ErrorCode.TIMEOUT : ErrorCode.OUTCOME_UNKNOWN;
            case 429, 503 -> ErrorCode.UNREACHABLE;
            // A proxy's: the server behind it may have begun.
            case 502, 504 -> repeatability == Repeatability.READ ? ErrorCode.UNREACHABLE : ErrorCode.OUTCOME_UNKNOWN;
            case 500 -> items.isEmpty() ? ErrorCode.INTERNAL : ErrorCode.REFUSED;
            default -> reply.status() >= 400 && reply.status() < 500 ? ErrorCode.INVALID_REQUEST : ErrorCode.INTERNAL;
        };
    }

    private static ErrorCode missing(Gd2Route route) {
        String template = route.template();
        if (template.startsWith("/volumes/{")) {
            return ErrorCode.VOLUME_NOT_FOUND;
        }
        return template.startsWith("/peers/{") || template.startsWith("/devices/{")
                ? ErrorCode.PEER_NOT_FOUND
                : ErrorCode.NOT_FOUND;
    }
}
