/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Our graphs against those that glusterd 10.3 wrote for the same volumes, translator by translator. */
class RecordedGraphsTest {

    /** Where we differ on purpose. Whatever is not listed here must be the same. */
    private enum Difference {
        BIND_ADDRESS("protocol/server", "transport.socket.bind-address", "a brick listens on its node's address only"),
        LISTEN_PORT("protocol/server", "transport.socket.listen-port", "a brick keeps its port over restarts"),
        SHARED_BRICK_COUNT("storage/posix", "shared-brick-count", "each brick has a file system of its own"),
        TIMESTAMP_FILE("features/marker", "timestamp-file", "glusterd's working directory does not exist here");

        final String type;
        final String option;
        final String reason;

        Difference(String type, String option, String reason) {
            this.type = type;
            this.option = option;
            this.reason = reason;
        }
    }

    private static final Pattern BRICK = Pattern.compile("\\.node1\\.bricks-\\w+-b(\\d+)\\.vol$");

    static Stream<Path> recorded() throws IOException, URISyntaxException {
        Path root = Path.of(RecordedGraphsTest.class.getResource("/glusterd").toURI());
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().endsWith(".vol")).sorted().toList().stream();
        }
    }

    @Test
    void everyRecordedTypeIsCompared() throws Exception {
        assertThat(recorded().map(RecordedGraphsTest::volume).distinct())
                .containsExactly("arb", "disp", "disp6", "dist1", "dist3", "drep23", "rep2", "rep3");
        assertThat(recorded()).hasSize(36);
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void graph_isAsGlusterdMakesIt(Path file) throws Exception {
        Graph theirs = Graph.parse(Files.readString(file));
        String volume = volume(file);
        String name = file.getFileName().toString();
        VolumeSpec spec = Volumes.recorded(volume, id(file));
        Matcher brick = BRICK.matcher(name);

        Graph ours;
        Set<Difference> expected = EnumSet.noneOf(Difference.class);
        if (brick.find()) {
            ours = VolumeGraphs.brick(spec, Integer.parseInt(brick.group(1)) - 1);
            expected = EnumSet.allOf(Difference.class);
            if (spec.bricks().size() == 1) { // nothing shares a file system there
                expected.remove(Difference.SHARED_BRICK_COUNT);
            }
        } else if (name.endsWith("-shd.vol")) {
            ours = VolumeGraphs.selfHeal(spec);
        } else if (name.startsWith("trusted-")) {
            ours = VolumeGraphs.trustedClient(spec);
        } else {
            ours = VolumeGraphs.client(spec);
        }

        Set<Difference> found = EnumSet.noneOf(Difference.class);
        Graph oursWithout = without(ours, found);
        Graph theirsWithout = without(theirs, EnumSet.noneOf(Difference.class));
        assertThat(oursWithout.translators()).isEqualTo(theirsWithout.translators());
        assertThat(oursWithout.text()).isEqualTo(theirsWithout.text());
        assertThat(found).isEqualTo(brick.reset().find() ? EnumSet.allOf(Difference.class) : Set.of());
        for (Difference difference : expected) {
            assertThat(value(ours, difference)).as(difference.reason).isNotEqualTo(value(theirs, difference));
        }
    }

    private static String volume(Path file) {
        return file.getName(file.getNameCount() - 2).toString();
    }

    /** The volume's id as the CLI showed it. */
    private static UUID id(Path file) throws IOException {
        return Files.readAllLines(file.resolveSibling("info.txt")).stream()
                .filter(line -> line.startsWith("Volume ID: "))
                .map(line -> UUID.fromString(line.substring("Volume ID: ".length())))
                .findFirst()
                .orElseThrow();
    }

    private static Graph without(Graph graph, Set<Difference> found) {
        List<Translator> rest = new ArrayList<>();
        for (Translator translator : graph.translators()) {
            Map<String, String> options = new LinkedHashMap<>(translator.options());
            for (Difference difference : Difference.values()) {
                if (difference.type.equals(translator.type()) && options.remove(difference.option) != null) {
                    found.add(difference);
                }
            }
            rest.add(new Translator(translator.name(), translator.type(), options, translator.subvolumes()));
        }
        return Graph.of(rest);
    }

    private static String value(Graph graph, Difference difference) {
        return graph.translators().stream()
                .filter(translator -> translator.type().equals(difference.type))
                .map(translator -> translator.options().getOrDefault(difference.option, "(absent)"))
                .findFirst()
                .orElseThrow();
    }
}
