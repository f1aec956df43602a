/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable;
import org.eclipse.jetty.util.thread.Scheduler;
import org.gluster.gcs.engine.server.GuardedEndPoint.Awaited;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens to every HTTP request before and after its handler, in GlusterD2's order: counting, request id, access log,
 * authentication, cleaning of the path, and only then the body is read and the handler asked. Nothing of it blocks but the
 * handler, which runs on a thread of its own.
 */
final class HttpPipeline extends Handler.Abstract.NonBlocking {
    private static final Logger LOG = LoggerFactory.getLogger(HttpPipeline.class);
    private static final int LONGEST_CLIENT_ID = 64;

    /** What all requests of a node have in common. */
    record Node(String name, String peerId, String clusterId) {}

    private final Node node;
    private final Credentials credentials;
    private final HttpHandler handler;
    private final PortThreads threads;
    private final PortLimits limits;
    private final InstantSource clock;

    private final AtomicLong received = new AtomicLong();
    private final AtomicLong succeeded = new AtomicLong();
    private final AtomicLong clientErrors = new AtomicLong();
    private final AtomicLong serverErrors = new AtomicLong();
    private final AtomicLong inProgress = new AtomicLong();
    private final AtomicLong bodies = new AtomicLong();
    /** Requests whose answers wait for something; they hold a connection and no thread. */
    private final Set<Waiting> waiting = ConcurrentHashMap.newKeySet();

    private volatile boolean ending;

    HttpPipeline(
            Node node,
            Credentials credentials,
            HttpHandler handler,
            PortThreads threads,
            PortLimits limits,
            InstantSource clock) {
        this.node = node;
        this.credentials = credentials;
        this.handler = handler;
        this.threads = threads;
        this.limits = limits;
        this.clock = clock;
    }

    /** From now on every new request is answered with 503, and those that wait are with what there is. */
    void end() {
        ending = true;
        waiting.forEach(Waiting::end);
    }

    HttpCounts counts() {
        return new HttpCounts(
                received.get(), succeeded.get(), clientErrors.get(), serverErrors.get(), inProgress.get());
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        new Exchange(request, response, callback).begin();
        return true;
    }

    /** One request and its answer. */
    private final class Exchange implements Runnable, Invocable {
        private final Request request;
        private final Response response;
        private final Callback callback;
        private final GuardedEndPoint connection;
        private final String requestId = UUID.randomUUID().toString();
        private final String target;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private long dropped;
        private boolean tooLong;
        /** The answer, when it is certain before the body was read. */
        private Optional<HttpReply> verdict = Optional.empty();

        private Optional<Caller> caller = Optional.empty();
        private int status = 500;

        Exchange(Request request, Response response, Callback callback) {
            this.request = request;
            this.response = response;
            this.callback = callback;
            connection = GuardedEndPoint.below(endPoint());
            target = request.getHttpURI().getPathQuery();
        }

        private EndPoint endPoint() {
            return request.getConnectionMetaData().getConnection().getEndPoint();
        }

        void begin() {
            received.incrementAndGet();
            inProgress.incrementAndGet();
            connection.await(Awaited.BODY);
            Request.addCompletionListener(request, this::completed);
            response.getHeaders().put("X-Request-Id", requestId);
            response.getHeaders().put("X-Gluster-Peer-Id", node.peerId());
            response.getHeaders().put("X-Gluster-Cluster-Id", node.clusterId());
            verdict = decide();
            if (verdict.isPresent() && request.getHeaders().contains(HttpHeader.EXPECT)) {
                answer(verdict.get()); // its body stays where it is
            } else {
                run();
            }
        }

        private Optional<HttpReply> decide() {
            if (ending) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
                return Optional.of(Gd2Errors.json(503, "the node is shutting down"));
            }
            Optional<TargetPath> path = TargetPath.of(target);
            if (path.isEmpty()) {
                return Optional.of(Gd2Errors.text(400, "400 Bad Request"));
            }
            try {
                caller = Optional.of(credentials.caller(
                        request.getMethod(),
                        target,
                        path.get(),
                        Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION))
                                .orElse(""),
                        certificate(),
                        clock.instant(),
                        requestId));
            } catch (Tokens.Refused refused) {
                return Optional.of(Gd2Errors.json(401, String.valueOf(refused.getMessage())));
            }
            return path.get().redirect().map(location -> HttpReply.empty(301).withHeader("Location", location));
        }

        private Optional<X509Certificate> certificate() {
            EndPoint.SslSessionData session = endPoint().getSslSessionData();
            X509Certificate[] chain = session == null ? null : session.peerCertificates();
            return chain == null || chain.length == 0 ? Optional.empty() : Optional.of(chain[0]);
        }

        /** Reads as much of the body as there is; called again when there is more. */
        @Override
        public void run() {
            while (true) {
                Content.Chunk chunk = request.read();
                if (chunk == null) {
                    request.demand(this);
                    return;
                }
                if (Content.Chunk.isFailure(chunk)) {
                    status = 400; // to nobody: the client is gone, or was late
                    callback.failed(chunk.getFailure());
                    return;
                }
                take(chunk.getByteBuffer());
                boolean last = chunk.isLast();
                chunk.release();
                if (last || dropped > limits.bodyBytes()) {
                    connection.await(Awaited.WORK);
                    answered();
                    return;
                }
            }
        }

        @Override
        public InvocationType getInvocationType() {
            return InvocationType.NON_BLOCKING;
        }

        /** Keeps what is wanted; drops, within bounds, what is not, since a client that is still sending reads no answer. */
        private void take(ByteBuffer bytes) {
            int count = bytes.remaining();
            if (verdict.isEmpty() && body.size() + count > limits.bodyBytes()) {
                tooLong = true;
                verdict = Optional.of(
                        Gd2Errors.json(413, "the body of the request is longer than " + limits.bodyBytes() + " bytes"));
            } else if (verdict.isEmpty() && bodies.addAndGet(count) > limits.bodiesBytes()) {
                bodies.addAndGet(-count);
                verdict = Optional.of(busy());
            }
            if (verdict.isPresent()) {
                dropped += count;
                return;
            }
            byte[] copy = new byte[count];
            bytes.get(copy);
            body.writeBytes(copy);
        }

        private HttpReply busy() {
            return Gd2Errors.json(503, "too many requests at once; try again").withHeader("Retry-After", "1");
        }

        private void answered() {
            if (verdict.isPresent()) {
                answer(verdict.get());
                return;
            }
            try {
                threads.work(this::work, !HttpMethod.GET.is(request.getMethod()));
            } catch (RejectedExecutionException tooMany) {
                answer(busy());
            }
        }

        private void work() {
            HttpAnswer answer;
            try {
                SortedMap<String, String> headers = new TreeMap<>();
                for (HttpField field : request.getHeaders()) {
                    headers.putIfAbsent(
                            field.getLowerCaseName(),
                            Optional.ofNullable(field.getValue()).orElse(""));
                }
                answer = handler.begin(new HttpCall(
                        request.getMethod(),
                        target,
                        headers,
                        body.toString(StandardCharsets.UTF_8),
                        caller.orElseThrow()));
            } catch (RuntimeException defect) {
                LOG.error("{} {} met a defect; please report it", request.getMethod(), target, defect);
                answer = new HttpAnswer.Now(HttpReply.empty(500));
            }
            if (answer instanceof HttpAnswer.Later later) {
                new Waiting(this, later).begin();
            } else {
                answer(((HttpAnswer.Now) answer).reply());
            }
        }

        /** Answers one that waited. */
        private void answer(HttpAnswer.Later later) {
            HttpReply reply;
            try {
                reply = later.answer();
            } catch (RuntimeException defect) {
                LOG.error("{} {} met a defect; please report it", request.getMethod(), target, defect);
                reply = HttpReply.empty(500);
            }
            answer(reply);
        }

        private void answer(HttpReply reply) {
            connection.await(Awaited.READING);
            status = reply.status();
            response.setStatus(reply.status());
            reply.headers().forEach((name, value) -> response.getHeaders().put(name, value));
            if (tooLong) {
                response.getHeaders().put(HttpHeader.CONNECTION, "close");
            }
            response.write(true, ByteBuffer.wrap(reply.body().getBytes(StandardCharsets.UTF_8)), callback);
        }

        private void completed(Throwable failure) {
            bodies.addAndGet(-body.size());
            inProgress.decrementAndGet();
            if (status >= 500) {
                serverErrors.incrementAndGet();
            } else if (failure != null || status >= 400) {
                clientErrors.incrementAndGet();
            } else {
                succeeded.incrementAndGet();
            }
            connection.await(Awaited.NEXT);
            if (LOG.isDebugEnabled()) {
                LOG.debug(
                        "node {}: {} {} \"{} {}\" {}{} reqid={}{}",
                        node.name(),
                        Request.getRemoteAddr(request),
                        caller.map(Caller::name).orElse("-"),
                        request.getMethod(),
                        target,
                        status,
                        failure == null ? "" : " (not received: " + failure + ")",
                        requestId,
                        clientId());
            }
        }

        /** The client's own id, as far as it can stand in a log. */
        private String clientId() {
            String given = request.getHeaders().get("X-Request-Id");
            if (given == null) {
                return "";
            }
            String clean = given.replaceAll("[^A-Za-z0-9._:-]", "?");
            return " client-reqid=" + clean.substring(0, Math.min(clean.length(), LONGEST_CLIENT_ID));
        }
    }

    /** A request whose answer waits: until what it waits for has ended, its patience has, or the node's time has. */
    private final class Waiting {
        private final Exchange exchange;
        private final HttpAnswer.Later later;
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile Scheduler.@Nullable Task limit;

        Waiting(Exchange exchange, HttpAnswer.Later later) {
            this.exchange = exchange;
            this.later = later;
        }

        void begin() {
            waiting.add(this);
            limit = threads.timer().schedule(this::end, later.patience().toMillis(), TimeUnit.MILLISECONDS);
            later.until().whenComplete((done, failure) -> end());
            if (ending) {
                end();
            }
        }

        void end() {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            waiting.remove(this);
            Scheduler.Task timer = limit;
            if (timer != null) {
                timer.cancel();
            }
            try {
                threads.goOn(() -> exchange.answer(later));
            } catch (RejectedExecutionException closing) {
                exchange.callback.failed(closing);
            }
        }
    }
}
