/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Tells how a scenario goes: a line for each step, updated while it runs on a terminal, plain elsewhere, or an object of
 * JSON a step. Used by one thread.
 */
public final class Output {
    private static final ObjectMapper JSON = new ObjectMapper();

    private enum Form {
        TERMINAL,
        PLAIN,
        JSON
    }

    private final PrintStream out;
    private final Form form;
    private final Map<String, Long> durations = new LinkedHashMap<>();

    private Output(PrintStream out, Form form) {
        this.out = new PrintStream(out, true, StandardCharsets.UTF_8);
        this.form = form;
    }

    /** Lines for people; {@code terminal} says whether a line can be rewritten. */
    public static Output text(PrintStream out, boolean terminal) {
        return new Output(out, terminal ? Form.TERMINAL : Form.PLAIN);
    }

    /** An object of JSON a line for programs. */
    public static Output json(PrintStream out) {
        return new Output(out, Form.JSON);
    }

    /** What a step resulted in: one sentence, and lines that belong to it. */
    record Told(String sentence, List<String> details) {
        Told {
            details = List.copyOf(details);
        }

        static Told of(String sentence) {
            return new Told(sentence, List.of());
        }
    }

    /** Performs a step and tells of it. */
    void step(String name, String doing, Supplier<Told> work) {
        begin(doing);
        long from = System.nanoTime();
        Told told;
        try {
            told = work.get();
        } catch (RuntimeException failure) {
            failed(name, doing, String.valueOf(failure.getMessage()));
            throw failure;
        }
        long took = (System.nanoTime() - from) / 1_000_000;
        durations.put(name, took);
        if (form == Form.JSON) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("step", name);
            line.put("ok", true);
            line.put("ms", took);
            line.put("result", told.sentence());
            if (!told.details().isEmpty()) {
                line.put("details", told.details());
            }
            last(line);
        } else {
            rewind();
            out.printf("  ok  %s (%d ms)%n", told.sentence(), took);
            told.details().forEach(detail -> out.println("        " + detail));
        }
    }

    /** Says how far the step at hand is; on a terminal only. */
    void progress(String text) {
        if (form == Form.TERMINAL) {
            rewind();
            out.print("  ..  " + text);
            out.flush();
        }
    }

    /** Says something between steps; nothing in JSON. */
    void say(String text) {
        if (form != Form.JSON) {
            out.println(text);
        }
    }

    /** Prints an object of JSON, in that form only. */
    void last(Map<String, ?> object) {
        if (form == Form.JSON) {
            try {
                out.println(JSON.writeValueAsString(object));
            } catch (JsonProcessingException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }

    /** How long each step took, in ms, in their order. */
    Map<String, Long> durations() {
        return new LinkedHashMap<>(durations);
    }

    private void begin(String doing) {
        progress(doing + " ...");
    }

    private void failed(String name, String doing, String why) {
        if (form == Form.JSON) {
            Map<String, Object> line = new LinkedHashMap<>();
            line.put("step", name);
            line.put("ok", false);
            line.put("error", why);
            last(line);
        } else {
            rewind();
            out.println("FAILED  " + doing + ": " + why);
        }
    }

    private void rewind() {
        if (form == Form.TERMINAL) {
            out.print("\r\u001b[K");
        }
    }
}
