/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The share of the fuzzing that every build runs; {@code gcs fuzz --inputs 1000000} runs more. */
@Timeout(300)
class FuzzTest {
    @Test
    void noInputBreaksTheExtension() {
        long seed = Long.getLong("gcs.fuzz.seed", 20_240_607L);
        System.out.println("fuzz seed " + seed + " (gcs.fuzz.seed replays)");

        Fuzz.Report report = Fuzz.run(seed, Long.getLong("gcs.fuzz.inputs", 2_000L), sent -> {});

        System.out.println(report);
        assertThat(report.findings()).isEmpty();
        assertThat(report.statuses()).containsKeys(200, 202, 400, 403, 404, 405, 409);
    }

    @Test
    void noBytesBreakThePort() {
        long seed = Long.getLong("gcs.fuzz.seed", 20_240_608L);
        System.out.println("port fuzz seed " + seed + " (gcs.fuzz.seed replays)");

        Fuzz.Report report = PortFuzz.run(seed, Long.getLong("gcs.fuzz.inputs", 1_000L), sent -> {});

        System.out.println(report);
        assertThat(report.findings()).isEmpty();
        assertThat(report.statuses()).containsKeys(0, 200, 400, 404);
    }
}
