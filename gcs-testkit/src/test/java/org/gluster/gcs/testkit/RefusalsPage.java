/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;

/** One section of {@code docs/refusals.md}, between two comments; {@code -Dgcs.docs=write} writes it anew. */
final class RefusalsPage {
    private static final Pattern ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    /** Stands for every id, of which no two runs have the same. */
    private static final String SOME_ID = "6a8d2c5e-7c11-4a0e-9a58-0d7a1f3f9b01";

    private final String section;
    private final String writer;
    private final StringBuilder text = new StringBuilder();

    RefusalsPage(String section, Class<?> writer) {
        this.section = section;
        this.writer = writer.getSimpleName();
    }

    /** A refusal with a heading of its own. */
    void example(String title, ThrowingCallable call) {
        GcsException refused = refused(title, call);
        heading(title, refused.code());
        List<String> problems = refused.detail().problems();
        if (problems.size() < 2 || !said(refused).contains(stable(problems.get(0)))) {
            text.append("> ").append(said(refused).replace("*", "\\*")).append("\n\n");
        }
        if (problems.size() < 2) {
            return;
        }
        problems.forEach(this::line);
        text.append('\n');
    }

    /** Refusals of one kind, one a line. */
    void examples(String title, ThrowingCallable... calls) {
        List<GcsException> all = new ArrayList<>();
        for (ThrowingCallable call : calls) {
            all.add(refused(title + ", number " + all.size(), call));
        }
        assertThat(all)
                .extracting(GcsException::code)
                .as(title)
                .containsOnly(all.get(0).code());
        heading(title, all.get(0).code());
        all.forEach(refused -> line(said(refused)));
        text.append('\n');
    }

    /** What is no exception, but is read in a list. */
    void shown(String title, String what, List<String> lines) {
        text.append("### ").append(title).append("\n\n").append(what).append("\n\n");
        lines.forEach(this::line);
        text.append('\n');
    }

    /** Lines as they are. */
    void lines(List<String> lines) {
        lines.forEach(line -> text.append(line).append('\n'));
        text.append('\n');
    }

    private void heading(String title, ErrorCode code) {
        text.append("### ").append(title).append("\n\n`").append(code).append("`\n\n");
    }

    private void line(String message) {
        text.append("    ").append(stable(message)).append('\n');
    }

    private static GcsException refused(String title, ThrowingCallable call) {
        GcsException refused = catchThrowableOfType(GcsException.class, call);
        assertThat(refused).as(title).isNotNull();
        return refused;
    }

    private static String said(GcsException refused) {
        return stable(String.valueOf(refused.getMessage()));
    }

    private static String stable(String message) {
        return ID.matcher(message).replaceAll(SOME_ID);
    }

    /** Compares the section with what was gathered, and writes it when that was asked for. */
    void compare() {
        String begin = "<!-- " + section + ": written by " + writer + " -->\n";
        String end = "<!-- " + section + ": end -->\n";
        Path document = document();
        String there = read();
        int from = there.indexOf(begin);
        int to = there.indexOf(end);
        assertThat(from)
                .as("the section " + section + " of " + document)
                .isNotNegative()
                .isLessThan(to);
        String now = there.substring(0, from) + begin + "\n" + text + there.substring(to);
        if ("write".equals(System.getProperty("gcs.docs"))) {
            try {
                Files.writeString(document, now);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        assertThat(there).as("run with -Dgcs.docs=write to write it anew").isEqualTo(now);
    }

    /** The whole page as it is. */
    static String read() {
        try {
            return Files.readString(document());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Path document() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/refusals.md"))) {
            directory = Objects.requireNonNull(directory.getParent(), "docs/refusals.md is nowhere above");
        }
        return directory.resolve("docs/refusals.md");
    }
}
