/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;

/**
 * An engine in a JVM of its own that is told what to do by lines on its standard input, {@code ID<tab>VERB<tab>...}, and
 * answers each with a line of JSON. It ends with its parent: at the end of its input.
 */
final class Worker {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final PrintStream out;
    private final Points points;

    private Worker(PrintStream out) {
        this.out = out;
        points = new Points(point -> say(Map.of("at", point)));
    }

    /** Runs on the data directory that is its only argument. */
    public static void main(String[] arguments) throws IOException {
        new Worker(System.out).run(Path.of(arguments[0]));
    }

    private void run(Path data) throws IOException {
        EmbeddedGcs.Running gcs;
        try {
            gcs = EmbeddedGcs.builder()
                    .dataDirectory(data)
                    .awaitTimeout(Duration.ofSeconds(90))
                    .hosts(points::host)
                    .stores(points::store)
                    .build();
        } catch (GcsException refused) {
            say(Map.of("refused", refused.code().name(), "message", String.valueOf(refused.getMessage())));
            return;
        }
        say(Map.of("ready", ProcessHandle.current().pid()));
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "worker");
            thread.setDaemon(true);
            return thread;
        });
        Verbs verbs = new Verbs(gcs);
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            List<String> words = List.of(line.split("\t"));
            List<String> verb = words.subList(1, words.size());
            if (verb.get(0).equals("close")) {
                gcs.shutdown(DataPlane.STOP);
                say(Map.of("id", words.get(0), "answer", "closed"));
                return;
            } else if (verb.get(0).equals("aim")) {
                points.aim(verb.get(1));
                say(Map.of("id", words.get(0), "answer", "aimed"));
            } else if (verb.get(0).equals("passed")) {
                say(Map.of("id", words.get(0), "answer", points.passed()));
            } else {
                threads.execute(() -> answer(verbs, words.get(0), verb));
            }
        }
        Runtime.getRuntime().halt(1); // nobody is there to tell what to do, nor to be told
    }

    private void answer(Verbs verbs, String id, List<String> verb) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("id", id);
        try {
            reply.put("answer", verbs.perform(verb));
        } catch (RuntimeException failure) {
            reply.put(
                    "error",
                    failure instanceof GcsException known ? known.code().name() : "INTERNAL");
            reply.put("message", String.valueOf(failure.getMessage()));
        }
        say(reply);
    }

    private void say(Map<String, ?> reply) {
        try {
            String line = JSON.writeValueAsString(reply);
            synchronized (this) {
                out.println(line);
                out.flush();
            }
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
