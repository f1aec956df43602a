/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class SimulatedDemoTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void passesAndSaysSoInItsLastLine() throws IOException {
        assertThat(new SimulatedDemo(Output.json(stream())).run()).as(text()).isTrue();

        List<String> lines = text().lines().toList();
        JsonNode last = new ObjectMapper().readTree(lines.get(lines.size() - 1));
        assertThat(last.get("demo").asText()).isEqualTo("passed");
        assertThat(last.get("durations").size()).isEqualTo(lines.size() - 1);
    }

    @Test
    void linesForPeopleHaveNoControlCharacters_unlessOnATerminal() {
        new SimulatedDemo(Output.text(stream(), false)).run();
        assertThat(text()).contains("The simulated demo passed").doesNotContain("\u001b", "\r");

        printed.reset();
        new SimulatedDemo(Output.text(stream(), true)).run();
        assertThat(text()).contains("\r\u001b[K");
    }

    private PrintStream stream() {
        return new PrintStream(printed, true, StandardCharsets.UTF_8);
    }

    private String text() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
