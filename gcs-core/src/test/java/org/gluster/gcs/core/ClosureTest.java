/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What comes along with gcs-core, as Maven resolves it. A user's class path gets longer only when the golden file says so. */
class ClosureTest {
    private static final int MOST = 13;
    private static final Path RESOLVED = Path.of("target", "closure.txt");
    private static final Pattern ARTIFACT = Pattern.compile("\\s*([\\w.-]+:[\\w.-]+):jar:[^ ]*:(compile|runtime)\\b.*");

    private static SortedSet<String> resolved() throws IOException {
        assertThat(RESOLVED)
                .as("Maven writes it before the tests: mvn -pl gcs-core -am test")
                .exists();
        SortedSet<String> jars = new TreeSet<>(List.of("org.gluster.gcs:gcs-core"));
        for (String line : Files.readAllLines(RESOLVED)) {
            Matcher artifact = ARTIFACT.matcher(line);
            if (artifact.matches()) {
                jars.add(artifact.group(1));
            }
        }
        return jars;
    }

    @Test
    void aUserOfTheClientGetsTheseJars_andNoOthers() throws IOException {
        List<String> golden;
        try (Stream<String> lines = Files.lines(Path.of("src/test/resources/closure.txt"))) {
            golden = lines.filter(line -> !line.startsWith("#")).toList();
        }
        assertThat(resolved()).containsExactlyElementsOf(golden);
    }

    @Test
    void theyAreFew_andNettyIsNotAmongThem() throws IOException {
        assertThat(resolved())
                .hasSizeLessThanOrEqualTo(MOST)
                .hasSizeGreaterThan(5)
                .noneMatch(jar -> jar.contains("netty") || jar.contains("vertx") || jar.contains("guava"));
    }
}
