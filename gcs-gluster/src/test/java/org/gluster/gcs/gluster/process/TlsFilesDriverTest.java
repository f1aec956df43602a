/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.TlsProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsFilesDriverTest {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2026-12-31T00:00:00Z");
    private static final Path CERTIFICATE = Path.of("/etc/ssl/glusterfs.pem");
    private static final Path KEY = Path.of("/etc/ssl/glusterfs.key");

    private final TlsFilesDriver driver = new TlsFilesDriver();

    private Step next(Instant at, List<String> subjects, TlsProblem... problems) {
        return driver.next(
                new TlsFiles("n1", CERTIFICATE, KEY, Path.of("/etc/ssl/glusterfs.ca"), subjects, at),
                new HostCall.TlsFiles(List.of(problems), "node-1.example", FROM, UNTIL));
    }

    private static Problem problem(Step step) {
        assertThat(step).isInstanceOf(Step.Impossible.class);
        return ((Step.Impossible) step).problem();
    }

    @Test
    void filesThatCanBeUsed_areDone() {
        assertThat(next(FROM.plusSeconds(1), List.of())).isEqualTo(Step.done());
    }

    @Test
    void whatIsWrong_isNamedWithTheNode() {
        Problem missing = problem(next(FROM.plusSeconds(1), List.of(), new TlsProblem(CERTIFICATE, "is missing")));
        assertThat(missing.kind()).isEqualTo(Problem.Kind.MISSING);
        assertThat(missing.message()).contains("node n1 cannot talk TLS: /etc/ssl/glusterfs.pem is missing;");
        Problem open = problem(next(UNTIL.plusSeconds(1), List.of(), new TlsProblem(KEY, "is open")));
        assertThat(open.kind()).isEqualTo(Problem.Kind.INVALID);
        assertThat(open.message())
                .contains("/etc/ssl/glusterfs.key is open; /etc/ssl/glusterfs.pem expired at 2026-12-31T00:00:00Z");
    }

    @Test
    void aCertificateIsForATime() {
        assertThat(problem(next(UNTIL.plusSeconds(1), List.of())).message()).contains("expired at");
        assertThat(problem(next(FROM.minusSeconds(1), List.of())).message()).contains("is not valid before");
    }

    @ParameterizedTest
    @CsvSource({
        "node-1.example, true",
        "node-*, true",
        "*.example, true",
        "n*1*e, true",
        "*, true",
        "node-1, false",
        "node-1.example*e, false",
        "*.org, false"
    })
    void theNodesOwnName_mustBeAmongThoseAllowed(String subject, boolean allowed) {
        Step step = next(FROM.plusSeconds(1), List.of("client", subject));
        if (allowed) {
            assertThat(step).isEqualTo(Step.done());
        } else {
            assertThat(problem(step).message()).contains("\"node-1.example\"", "client, " + subject);
        }
    }
}
