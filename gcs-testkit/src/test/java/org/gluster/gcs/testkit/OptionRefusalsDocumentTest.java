/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.volume.OptionChange;
import org.gluster.gcs.volume.VolumeHandle;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The options' part of {@code docs/refusals.md} is what the engine says. {@code -Dgcs.docs=write} writes it anew; other parts of
 * the page are others'.
 */
class OptionRefusalsDocumentTest {
    private static final String BEGIN = "<!-- options: written by OptionRefusalsDocumentTest -->\n";
    private static final String END = "<!-- options: end -->\n";

    private final SimulatedGcs gcs = SimulatedGcs.create(3);
    private final StringBuilder text = new StringBuilder();

    @AfterEach
    void close() {
        gcs.close();
    }

    @Test
    void theDocumentSaysWhatTheEngineSays() throws IOException {
        gcs.volumes()
                .create(v -> v.name("orders").capacity(Capacity.ofGiB(1)).start(true))
                .await();
        VolumeHandle volume = gcs.volume("orders");
        change(
                "No such option, no such value, no such group",
                volume,
                c -> c.set("performance.io-cash", "on")
                        .set("performance.io-thread-count", "1000")
                        .profile("ledgers"));
        change("A name that can mean several options", volume, c -> c.set("eager-lock", "off"));
        change("An option of a feature that is not here", volume, c -> c.set("nfs.disable", "off"));
        change("An option that follows from something else", volume, c -> c.set("auth.allow", "10.0.0.1"));
        change("Bricks would have to be restarted", volume, c -> c.set("transport.listen-backlog", "2048"));
        change(
                "Both ends of a connection must have it alike",
                volume,
                c -> c.set("network.compression", "on").allowBrickRestart());
        example(
                "An option group of that name is built in",
                () -> gcs.optionGroups().delete("virt"));
        example(
                "An option group holds what no volume can have",
                () -> gcs.optionGroups().create(g -> g.name("ledgers").option("cluster.heal-timeout", "never")));
        example("No such option group", () -> gcs.optionGroups().delete("ledgers"));
        example(
                "An option group of that name is there already",
                () -> gcs.optionGroups().create(g -> g.name("virt").option("cluster.heal-timeout", "600")));
        example("No such option", () -> gcs.options().get("performance.io-cash"));
        example("Metadata of the control plane's own", () -> volume.edit(e -> e.metadata("_owner", "me")));

        Path document = document();
        String there = Files.readString(document);
        int from = there.indexOf(BEGIN);
        int to = there.indexOf(END);
        assertThat(from).as("the options' part of " + document).isNotNegative().isLessThan(to);
        String now = there.substring(0, from) + BEGIN + "\n" + text + there.substring(to);
        if ("write".equals(System.getProperty("gcs.docs"))) {
            Files.writeString(document, now);
        }
        assertThat(there).as("run with -Dgcs.docs=write to write it anew").isEqualTo(now);
    }

    private void change(String title, VolumeHandle volume, Consumer<OptionChange.Builder> change) {
        example(title, () -> volume.changeOptions(change));
    }

    private void example(String title, ThrowingCallable call) {
        GcsException refused = catchThrowableOfType(GcsException.class, call);
        text.append("### ").append(title).append("\n\n`").append(refused.code()).append("`\n\n");
        if (refused.detail().problems().size() < 2) {
            text.append("> ").append(refused.getMessage()).append("\n\n");
            return;
        }
        refused.detail()
                .problems()
                .forEach(problem -> text.append("    ").append(problem).append('\n'));
        text.append('\n');
    }

    private static Path document() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/refusals.md"))) {
            directory = Objects.requireNonNull(directory.getParent(), "docs/refusals.md is nowhere above");
        }
        return directory.resolve("docs/refusals.md");
    }
}
