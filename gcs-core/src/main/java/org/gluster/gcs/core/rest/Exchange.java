/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.retry.Retry;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.core.rest.AttemptFailedException.Kind;
import org.jspecify.annotations.Nullable;

/** The course of one call: its attempts, and what comes of them. */
final class Exchange {
    /** The server, or what stands before it, is not able to answer now. */
    private static final SortedSet<Integer> BUSY = new TreeSet<>(List.of(429, 502, 503, 504));

    private static final int TOO_MANY_REQUESTS = 429;
    private static final int UNAUTHORIZED = 401;
    private static final Pattern METHOD = Pattern.compile("[A-Z]{1,20}");
    private static final Pattern HEADER_NAME = Pattern.compile("[a-z0-9!#$%&'*+.^_`|~-]+");
    private static final SortedSet<String> OURS = new TreeSet<>(
            List.of("authorization", "connection", "content-length", "expect", "host", "transfer-encoding", "upgrade"));
    private static final ContentType JSON = ContentType.create("application/json");

    private final HttpTransport transport;
    private final HttpTransport.Settings settings;
    private final Time time;
    private final RestCall call;
    private final String id;
    private final long started;
    private final long end;
    private final List<AttemptFailedException> failures = new ArrayList<>();
    private final Set<Endpoint> hopeless = new LinkedHashSet<>();
    private int first;
    private int tries;
    private boolean lost;

    Exchange(HttpTransport transport, RestCall call) {
        check(call);
        this.transport = transport;
        this.call = call;
        settings = transport.settings();
        time = settings.time();
        String given = call.headers().get("x-request-id");
        id = given == null ? newId() : given;
        started = time.nanos();
        Duration limit = call.deadline() == null ? settings.timeouts().total() : call.deadline();
        end = started
                + Math.max(0, Math.min(limit.toMillis(), Duration.ofDays(365).toMillis()) * 1_000_000);
        first = transport.current().get();
    }

    /** What came of an attempt: an answer or a failure. */
    record Outcome(@Nullable RestReply reply, @Nullable AttemptFailedException failure, long retryAfterMillis) {

        /** The pause before the next, in milliseconds: what was drawn, or what the server asks for when that is longer. */
        long pause(Duration drawn) {
            return Math.max(drawn.toMillis(), retryAfterMillis);
        }
    }

    RestReply run() {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted(null);
        }
        Retry.AsyncContext<Outcome> attempts = transport.retry().asyncContext();
        while (true) {
            Outcome outcome = attempt();
            if (!mayBeRepeated(outcome)) {
                return settle(outcome);
            }
            long pause = attempts.onResult(outcome);
            if (pause < 0 || TimeUnit.MILLISECONDS.toNanos(pause) >= left()) {
                return settle(outcome);
            }
            try {
                if (time.pause(Duration.ofMillis(pause), transport.end())) {
                    throw closed(null);
                }
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw interrupted(interrupt);
            }
        }
    }

    private boolean mayBeRepeated(Outcome outcome) {
        boolean once = call.repeatability() == Repeatability.ONCE;
        if (outcome.reply() != null) {
            return !once && BUSY.contains(outcome.reply().status());
        }
        AttemptFailedException failure = failureOf(outcome);
        return failure.kind() != Kind.HOPELESS_CALL
                && hopeless.size() < settings.endpoints().size()
                && !(failure.begun() && once);
    }

    private static AttemptFailedException failureOf(Outcome outcome) {
        AttemptFailedException failure = outcome.failure();
        if (failure == null) {
            throw new IllegalStateException("neither an answer nor a failure");
        }
        return failure;
    }

    /** Asks the endpoints in turn until one may have begun with it, or all were asked. */
    private Outcome attempt() {
        List<Endpoint> endpoints = settings.endpoints();
        AttemptFailedException last = null;
        int begin = first;
        for (int i = 0; i < endpoints.size(); i++) {
            int index = (begin + i) % endpoints.size();
            Endpoint endpoint = endpoints.get(index);
            if (hopeless.contains(endpoint)) {
                continue;
            }
            try {
                RestReply reply = guarded(endpoint);
                if (BUSY.contains(reply.status())) {
                    first = (index + 1) % endpoints.size();
                    return new Outcome(reply, null, retryAfter(reply));
                }
                transport.current().set(index);
                return new Outcome(reply, null, 0);
            } catch (AttemptFailedException failure) {
                last = failure;
                note(failure);
                if (failure.endpointIsHopeless()) {
                    hopeless.add(endpoint);
                }
                if (failure.begun() || failure.kind() == Kind.HOPELESS_CALL) {
                    first = (index + 1) % endpoints.size();
                    break;
                }
            }
        }
        return new Outcome(null, last, 0);
    }

    private void note(AttemptFailedException failure) {
        failures.add(failure);
        lost |= failure.begun();
        WireLog.lost(id, String.valueOf(failure.getMessage()));
    }

    /** Sends it to an endpoint whose circuit is closed, and tells the circuit how it went. */
    private RestReply guarded(Endpoint endpoint) throws AttemptFailedException {
        CircuitBreaker breaker = endpoint.breaker();
        if (left() <= 0) {
            throw new AttemptFailedException(endpoint, "no time was left", Kind.LATE, false, null);
        }
        if (!breaker.tryAcquirePermission()) {
            throw new AttemptFailedException(
                    endpoint,
                    "not asked, since it failed too often just now (its circuit is open)",
                    Kind.OWN,
                    false,
                    null);
        }
        long began = time.nanos();
        boolean told = false;
        try {
            RestReply reply = send(endpoint);
            long took = time.nanos() - began;
            told = true;
            if (BUSY.contains(reply.status()) && reply.status() != TOO_MANY_REQUESTS) {
                breaker.onError(took, TimeUnit.NANOSECONDS, new IOException("status " + reply.status()));
            } else {
                breaker.onSuccess(took, TimeUnit.NANOSECONDS);
            }
            return reply;
        } catch (AttemptFailedException failure) {
            if (failure.countsAgainstEndpoint()) {
                told = true;
                breaker.onError(time.nanos() - began, TimeUnit.NANOSECONDS, failure);
            }
            throw failure;
        } finally {
            if (!told) {
                breaker.releasePermission();
            }
        }
    }

    /** Sends it, and once more where a connection was stale or the secret has changed. */
    private RestReply send(Endpoint endpoint) throws AttemptFailedException {
        Signer signer = endpoint.signer();
        boolean renewed = false;
        boolean replaced = false;
        while (true) {
            Signer.Key key = null;
            String token = null;
            if (signer != null) {
                try {
                    key = signer.key();
                } catch (RuntimeException unavailable) {
                    throw new AttemptFailedException(
                            endpoint,
                            "no secret for it: " + unavailable.getMessage(),
                            Kind.NO_SECRET,
                            false,
                            unavailable);
                }
                token = signer.token(key, call.method(), call.target(), time.now());
            }
            Attempt attempt = prepare(endpoint, token);
            try {
                RestReply reply = limited(attempt);
                if (reply.status() != UNAUTHORIZED || renewed || signer == null || key == null || !signer.renew(key)) {
                    return reply;
                }
                renewed = true;
            } catch (IOException | RuntimeException failure) {
                AttemptFailedException failed = judge(attempt, failure);
                if (replaced || failed.ranOutOfTime() || !wasStale(attempt, failure)) {
                    throw failed;
                }
                note(failed);
                replaced = true;
                transport.connections().dropIdle();
            }
        }
    }

    /** Whether a connection of the pool had been closed by its server, as far as can be told. */
    private static boolean wasStale(Attempt attempt, Exception failure) {
        boolean heard = failure instanceof ClientProtocolException || failure instanceof InterruptedIOException;
        return failure instanceof StaleConnectionException
                || (!attempt.once() && attempt.lostOnUsedConnection() && !heard && failure instanceof IOException);
    }

    private Attempt prepare(Endpoint endpoint, @Nullable String token) {
        HttpUriRequestBase request = new HttpUriRequestBase(call.method(), endpoint.address());
        request.setPath(call.target());
        SortedMap<String, String> headers = new TreeMap<>(call.headers());
        headers.putIfAbsent("accept", "application/json");
        headers.put("x-request-id", id);
        if (token != null) {
            headers.put("authorization", "bearer " + token);
        }
        headers.forEach(request::setHeader);
        String body = call.json();
        if (body != null) {
            ContentType type = headers.containsKey("content-type") ? null : JSON;
            request.setEntity(new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), type));
        }
        WireLog.sent(id, endpoint.toString(), call.method(), call.target(), headers);
        if (body != null) {
            WireLog.body(id, ">", body);
        }
        return new Attempt(endpoint, request, call.repeatability() == Repeatability.ONCE, end);
    }

    private RestReply limited(Attempt attempt) throws IOException {
        tries++;
        long began = time.nanos();
        long left = left();
        long most = settings.timeouts().attempt().toNanos();
        boolean byCall = attempt.once() || left <= most;
        Attempt.Cut why = byCall ? Attempt.Cut.CALL : Attempt.Cut.ATTEMPT;
        Future<?> guard = transport.deadlines().after(byCall ? left : most, () -> attempt.cut(why));
        try {
            RestReply reply = transport.connections().send(attempt);
            if (WireLog.on()) {
                WireLog.received(id, reply.status(), (time.nanos() - began) / 1000, reply.headers());
                WireLog.body(id, "<", reply.body());
            }
            return reply;
        } finally {
            guard.cancel(false);
        }
    }

    // --- what a failure means
    // -------------------------------------------------------------------------------------------

    /**
     * Says what a failure means.
     *
     * @throws RuntimeException when it ends the call: the thread was interrupted, or the transport closed
     */
    private AttemptFailedException judge(Attempt attempt, Exception failure) {
        boolean begun = attempt.begun();
        Endpoint endpoint = attempt.endpoint();
        Attempt.Cut cut = attempt.cut();
        if (cut == Attempt.Cut.CLOSE
                || failure instanceof RejectedExecutionException
                || settings.closed().getAsBoolean()) {
            lost |= begun;
            throw closed(failure);
        }
        if (Thread.currentThread().isInterrupted()) {
            lost |= begun;
            throw interrupted(failure);
        }
        String phase = begun ? "it did not answer" : "no connection was made";
        if (cut == Attempt.Cut.CALL) {
            return new AttemptFailedException(
                    endpoint, phase + " before the time for the call ran out", Kind.LATE, begun, failure);
        }
        if (cut == Attempt.Cut.ATTEMPT) {
            return new AttemptFailedException(
                    endpoint, phase + " within " + text(settings.timeouts().attempt()), Kind.SLOW, begun, failure);
        }
        if (failure instanceof SSLException tls) {
            return tls(attempt, tls);
        }
        if (failure instanceof UnusableReplyException) {
            Kind kind = begun ? Kind.HOPELESS_CALL : Kind.PASSING;
            return new AttemptFailedException(endpoint, String.valueOf(failure.getMessage()), kind, begun, failure);
        }
        if (failure instanceof ConnectionRequestTimeoutException) {
            return new AttemptFailedException(
                    endpoint,
                    "all " + settings.maxConnections() + " connections were in use for "
                            + text(settings.timeouts().lease()),
                    Kind.OWN,
                    begun,
                    failure);
        }
        if (failure instanceof SocketTimeoutException) {
            return new AttemptFailedException(endpoint, phase + " in time", Kind.SLOW, begun, failure);
        }
        if (failure instanceof RuntimeException unexpected) {
            throw unexpected;
        }
        return new AttemptFailedException(endpoint, plainly(failure, begun), Kind.PASSING, begun, failure);
    }

    private static AttemptFailedException tls(Attempt attempt, SSLException failure) {
        boolean broken = failure.getCause() instanceof IOException;
        boolean rejected = failure instanceof SSLHandshakeException || failure instanceof SSLPeerUnverifiedException;
        // With TLS 1.3 a server refuses a client's certificate after the client has begun to write, and reads none of
        // it.
        boolean begun = attempt.begun() && !(rejected && attempt.onNewConnection());
        String why = begun ? "TLS broke down: " : "TLS was not agreed on: ";
        Kind kind = begun || broken ? Kind.PASSING : Kind.HOPELESS_ENDPOINT;
        return new AttemptFailedException(attempt.endpoint(), why + failure.getMessage(), kind, begun, failure);
    }

    private static String plainly(Exception failure, boolean begun) {
        if (failure instanceof UnknownHostException) {
            return String.valueOf(failure.getMessage());
        }
        if (failure instanceof ConnectException) {
            return "no connection was made: " + failure.getMessage();
        }
        if (failure instanceof NoHttpResponseException) {
            return "it closed the connection without an answer";
        }
        if (failure instanceof MalformedChunkCodingException || failure instanceof ConnectionClosedException) {
            return "its answer broke off: " + failure.getMessage();
        }
        if (failure instanceof ClientProtocolException || failure instanceof MessageConstraintException) {
            return "its answer is not understood (does it speak HTTP?): " + failure.getMessage();
        }
        return (begun ? "the connection was lost: " : "no connection was made: ") + failure;
    }

    private RestReply settle(Outcome outcome) {
        RestReply reply = outcome.reply();
        if (reply == null) {
            throw error(failureOf(outcome));
        }
        if (lost && call.repeatability() != Repeatability.READ && BUSY.contains(reply.status())) {
            // What this answer says of the repetition says nothing of the request that was lost before.
            AttemptFailedException last = failures.remove(failures.size() - 1);
            throw exception(
                    detail(ErrorCode.OUTCOME_UNKNOWN, last.getMessage() + "; a repetition got status " + reply.status())
                            .httpStatus(reply.status()),
                    last);
        }
        return reply;
    }

    private GcsException error(AttemptFailedException last) {
        failures.remove(last);
        boolean read = call.repeatability() == Repeatability.READ;
        ErrorCode code;
        if (read && lost && last.ranOutOfTime()) {
            code = ErrorCode.TIMEOUT;
        } else if (lost && !read) {
            code = ErrorCode.OUTCOME_UNKNOWN;
        } else if (last.kind() == Kind.NO_SECRET
                && failures.stream().allMatch(failure -> failure.kind() == Kind.NO_SECRET)) {
            code = ErrorCode.NOT_PERMITTED;
        } else {
            code = ErrorCode.UNREACHABLE;
        }
        ErrorDetail.Builder detail = detail(code, String.valueOf(last.getMessage()));
        if (last.endpointIsHopeless() || last.kind() == Kind.HOPELESS_CALL) {
            detail.retryable(false);
        }
        return exception(detail, last);
    }

    private GcsException interrupted(@Nullable Exception cause) {
        String more = lost ? "; it may have been done" : "";
        return exception(detail(ErrorCode.INTERRUPTED, "the thread was interrupted" + more), cause);
    }

    private RuntimeException closed(@Nullable Exception cause) {
        if (lost && call.repeatability() != Repeatability.READ) {
            return exception(detail(ErrorCode.OUTCOME_UNKNOWN, "the transport was closed meanwhile"), cause);
        }
        return new IllegalStateException("the transport was closed during " + operation(), cause);
    }

    private ErrorDetail.Builder detail(ErrorCode code, String why) {
        Duration elapsed = Duration.ofNanos(time.nanos() - started);
        String advice = switch (code) {
            case UNREACHABLE -> "; nothing was changed: see whether a server listens there, then ask again";
            case TIMEOUT -> "; ask again, with more time if need be";
            case OUTCOME_UNKNOWN -> "; it may have been done: look before asking again";
            case NOT_PERMITTED -> "; nothing was sent: see to the secret, then ask again";
            default -> "";
        };
        return ErrorDetail.builder(code)
                .message(operation() + " failed after " + text(elapsed) + (tries > 1 ? " and " + tries + " tries" : "")
                        + ": " + why + advice + " [request " + id + "]")
                .operation(operation())
                .requestId(id)
                .attempts(Math.max(1, tries))
                .waited(elapsed);
    }

    private GcsException exception(ErrorDetail.Builder detail, @Nullable Exception cause) {
        GcsException exception =
                cause == null ? GcsException.of(detail.build()) : GcsException.of(detail.build(), cause);
        failures.forEach(exception::addSuppressed);
        return exception;
    }

    // --- small things
    // ---------------------------------------------------------------------------------------------------

    private String operation() {
        int query = call.target().indexOf('?');
        return call.method() + " " + (query < 0 ? call.target() : call.target().substring(0, query));
    }

    private long left() {
        return end - time.nanos();
    }

    private long retryAfter(RestReply reply) {
        String value = reply.header("retry-after").orElse("").strip();
        if (value.matches("[0-9]{1,9}")) {
            return Long.parseLong(value) * 1000;
        }
        try {
            ZonedDateTime date = ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Math.max(0, Duration.between(time.now(), date).toMillis());
        } catch (DateTimeException none) {
            return 0;
        }
    }

    private static String text(Duration time) {
        long millis = time.toMillis();
        return millis < 1000 ? millis + " ms" : String.format(Locale.ROOT, "%.1f s", millis / 1000.0);
    }

    private static void check(RestCall call) {
        List<String> problems = new ArrayList<>();
        if (!METHOD.matcher(call.method()).matches() || call.method().equals("CONNECT")) {
            problems.add("the method must be one of HTTP's, in capitals");
        }
        if (!isTarget(call.target())) {
            problems.add("the target must be percent-encoded, with printable ASCII only and without a fragment");
        }
        call.headers().forEach((name, value) -> {
            if (!HEADER_NAME.matcher(name).matches() || !isValue(value)) {
                problems.add("header " + (HEADER_NAME.matcher(name).matches() ? name : "of that name")
                        + " has characters that headers cannot have");
            } else if (OURS.contains(name)) {
                problems.add("header " + name + " is the transport's to set");
            }
        });
        if (!problems.isEmpty()) {
            throw InvalidRequestException.of("request", problems);
        }
    }

    private static boolean isTarget(String target) {
        for (int i = 0; i < target.length(); i++) {
            char each = target.charAt(i);
            if (each <= ' ' || each > '~' || each == '#') {
                return false;
            }
            if (each == '%') {
                if (i + 2 >= target.length() || !isHex(target.charAt(i + 1)) || !isHex(target.charAt(i + 2))) {
                    return false;
                }
                i += 2;
            }
        }
        return true;
    }

    private static boolean isHex(char digit) {
        return Character.digit(digit, 16) >= 0 && digit < 0x80;
    }

    private static boolean isValue(String value) {
        for (int i = 0; i < value.length(); i++) {
            char each = value.charAt(i);
            if ((each < ' ' && each != '\t') || each > '~') {
                return false;
            }
        }
        return true;
    }

    private static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        // A random UUID without the cost of secure randomness: it is a name, not a secret.
        return new UUID(
                        (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L,
                        (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L)
                .toString();
    }
}
