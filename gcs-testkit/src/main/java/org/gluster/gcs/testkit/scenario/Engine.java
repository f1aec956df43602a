/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The parent's side of a {@link Worker}: an engine in another JVM that can be killed at any moment. */
final class Engine implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration LIMIT = Duration.ofMinutes(2);

    private final Process process;
    private final BufferedWriter requests;
    private final Map<String, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final CompletableFuture<Boolean> ready = new CompletableFuture<>();
    private final CompletableFuture<String> at = new CompletableFuture<>();
    private final Path log;
    private long next;

    private Engine(Process process, Path log) {
        this.process = process;
        this.log = log;
        requests = process.outputWriter(StandardCharsets.UTF_8);
        Thread reader = new Thread(this::read, "gcs-scenario-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts one on a data directory; its log goes to a file beside it. */
    static Engine start(Path data) {
        Path log = data.resolveSibling("engine.log");
        try {
            Files.createDirectories(log.resolveSibling("tmp"));
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:-UsePerfData",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx256m",
                            "-Djava.io.tmpdir=" + log.resolveSibling("tmp"),
                            "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                            "-cp",
                            System.getProperty("java.class.path"),
                            Worker.class.getName(),
                            data.toString())
                    .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            Engine engine = new Engine(process, log);
            engine.result(engine.ready, "the start of the engine");
            return engine;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void read() {
        String why = "the engine's JVM has ended";
        try (BufferedReader replies = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = replies.readLine(); line != null; line = replies.readLine()) {
                JsonNode reply = JSON.readTree(line);
                if (reply.has("ready")) {
                    ready.complete(true);
                } else if (reply.has("refused")) {
                    ready.completeExceptionally(new ScenarioException(reply.get("refused")
                                    .asText() + ": " + reply.get("message").asText()));
                } else if (reply.has("at")) {
                    at.complete(reply.get("at").asText());
                } else {
                    CompletableFuture<JsonNode> waiting =
                            asked.remove(reply.get("id").asText());
                    if (waiting != null) {
                        answer(waiting, reply);
                    }
                }
            }
        } catch (IOException broken) {
            why = why + ": " + broken;
        }
        ScenarioException ended = new ScenarioException(why + "; its log is " + log);
        ready.completeExceptionally(ended);
        at.completeExceptionally(ended);
        asked.values().forEach(waiting -> waiting.completeExceptionally(ended));
    }

    private static void answer(CompletableFuture<JsonNode> waiting, JsonNode reply) {
        if (reply.has("error")) {
            waiting.completeExceptionally(new ScenarioException(
                    reply.get("error").asText() + ": " + reply.get("message").asText()));
        } else {
            waiting.complete(reply.get("answer"));
        }
    }

    /** Asks for something and waits for its end. */
    JsonNode ask(String... words) {
        return result(begin(words), String.join(" ", words));
    }

    /** Asks for something; completes at its end, exceptionally when it failed or the JVM ended first. */
    synchronized CompletableFuture<JsonNode> begin(String... words) {
        String id = Long.toString(next++);
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        try {
            requests.write(id + "\t" + String.join("\t", words) + "\n");
            requests.flush();
        } catch (IOException broken) {
            answer.completeExceptionally(new ScenarioException("the engine's JVM does not listen: " + broken, broken));
        }
        return answer;
    }

    /** Completes with the name of the point at which the engine stands still. */
    CompletableFuture<String> stopped() {
        return at;
    }

    private static String message(ExecutionException failure) {
        Throwable cause = failure.getCause();
        return String.valueOf(cause == null ? failure.getMessage() : cause.getMessage());
    }

    /** Waits for an answer of this engine. */
    <T> T result(CompletableFuture<T> answer, String what) {
        try {
            return answer.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failure) {
            throw new ScenarioException(what + " failed: " + message(failure), failure);
        } catch (TimeoutException late) {
            throw new ScenarioException(what + " did not end within " + LIMIT.toSeconds() + " s; see " + log, late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new ScenarioException("interrupted while waiting for " + what, interrupted);
        }
    }

    /** SIGKILL; returns when the process is gone. What it had started itself goes on. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** Stops the data plane and ends the JVM. */
    @Override
    public void close() {
        if (process.isAlive()) {
            ask("close");
            process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        }
    }

    static List<String> texts(JsonNode array) {
        return JSON.convertValue(array, JSON.getTypeFactory().constructCollectionType(List.class, String.class));
    }
}
