/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gluster.gcs.GcsException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidFileTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void itHoldsTheNumberOfTheProcess_andIsGoneAfterwards() throws IOException {
        Path file = directory.resolve("run").resolve("node.pid");
        PidFile taken = PidFile.take(file);
        try (taken) {
            assertThat(Files.size(file))
                    .isEqualTo(String.valueOf(ProcessHandle.current().pid()).length() + 1);
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void whileItIsHeld_anotherIsRefused_withWhoHoldsIt() {
        Path file = directory.resolve("node.pid");
        PidFile first = PidFile.take(file);
        try (first) {
            assertThatThrownBy(() -> PidFile.take(file))
                    .isInstanceOf(GcsException.class)
                    .hasMessageContaining("process " + ProcessHandle.current().pid() + " holds the pid file " + file);
        }
        PidFile.take(file).close();
    }

    @Test
    void oneThatAKilledProcessLeft_isTakenOver_evenWhenItsNumberRunsAgain() throws IOException {
        Path file = directory.resolve("node.pid");
        Files.writeString(file, ProcessHandle.current().pid() + "  and a long rest of an earlier file\n");

        PidFile.take(file).close();

        assertThat(file).doesNotExist();
    }

    @Test
    void whereNoneCanBe_isRefusedWithThePlace() throws IOException {
        Path inTheWay = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> PidFile.take(inTheWay.resolve("node.pid")))
                .isInstanceOf(GcsException.class)
                .hasMessageContaining(inTheWay.resolve("node.pid").toString());
    }
}
