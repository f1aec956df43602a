/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.LongStream;
import org.gluster.gcs.testkit.sim.RandomRuns.Outcome;
import org.junit.jupiter.api.Test;

/** Random histories; a failure prints the seed, and -Dgcs.seed=N replays it alone. */
class RandomRunsTest {
    private static final int RUNS = Integer.getInteger("gcs.runs", 200);

    @Test
    void theContractHoldsInRandomHistories() {
        String given = System.getProperty("gcs.seed", "");
        long first = given.isEmpty() ? ThreadLocalRandom.current().nextLong(1L << 40) : Long.parseLong(given);
        int runs = given.isEmpty() ? RUNS : 1;
        List<String> violations = LongStream.range(first, first + runs)
                .parallel()
                .mapToObj(RandomRuns::run)
                .filter(outcome -> !outcome.violations().isEmpty())
                .map(outcome -> "replay with -Dgcs.seed=" + outcome.seed() + ": " + outcome.violations())
                .toList();
        System.out.println(
                "random histories: " + runs + " from seed " + first + ", " + violations.size() + " with violations");
        assertThat(violations).isEmpty();
    }

    @Test
    void oneSeedGivesTheSameEventsInAnotherJvm() throws IOException, InterruptedException {
        long seed = 42;
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        RandomRuns.class.getName(),
                        Long.toString(seed),
                        "2")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String there = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(other.waitFor()).isZero();
        StringBuilder here = new StringBuilder();
        for (long each = seed; each < seed + 2; each++) {
            Outcome outcome = RandomRuns.run(each);
            here.append(each + " " + outcome.hash() + " " + outcome.violations() + System.lineSeparator());
        }
        assertThat(there).isEqualTo(here.toString());
    }
}
