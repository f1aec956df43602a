/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.core.wire.gd2.EndpointInfo;
import org.gluster.gcs.core.wire.gd2.Gd2Json;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Plays the exchanges that were recorded with GlusterD2 against the engine over simulated machines, folder by folder, each
 * against a fresh cluster. Every answer is as recorded, or differs in a way that {@code differences.json} gives a reason for;
 * and everything in there is seen. {@code docs/gd2-compatibility.md} is made of it ({@code -Dgcs.docs=write} writes it anew).
 */
class Gd2ExchangesTest {
    private static final Differences DIFFERENCES = new Differences(Scene.differences());
    private static final List<String> UNEXPLAINED = new ArrayList<>();
    private static final SortedMap<String, Tally> TALLIES = new TreeMap<>();
    private static final SortedMap<String, Integer> SKIPPED = new TreeMap<>();

    /** How many exchanges of a folder. */
    static final class Tally {
        int recorded;
        int equal;
        int different;
        int skipped;
    }

    @BeforeAll
    static void playAll() throws IOException {
        for (Scene scene : Scene.all()) {
            Tally tally = TALLIES.computeIfAbsent(scene.folder(), folder -> new Tally());
            List<Recorded> all = Recorded.folder(scene.folder());
            tally.recorded = all.size();
            if (!scene.absent().isEmpty()) {
                all.forEach(recorded -> skip(tally, scene.absent()));
                continue;
            }
            try (Cluster cluster = new Cluster(scene.nodes(), scene.joined())) {
                scene.setup().forEach(step -> setUp(cluster, step));
                all.forEach(recorded -> play(scene, cluster, recorded, tally));
            }
        }
        print();
    }

    private static void skip(Tally tally, String why) {
        tally.skipped++;
        SKIPPED.merge(why, 1, Integer::sum);
    }

    private static void setUp(Cluster cluster, String step) {
        if (step.contains(" ")) {
            cluster.act(step);
            return;
        }
        Recorded recorded = Recorded.folder(step.substring(0, step.indexOf('/'))).stream()
                .filter(each -> each.name().equals(step))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no recording is called " + step));
        assertThat(cluster.play(recorded)).as(step).noneMatch(line -> line.startsWith("answer: "));
    }

    private static void play(Scene scene, Cluster cluster, Recorded recorded, Tally tally) {
        String file = recorded.name().substring(recorded.name().indexOf('/') + 1);
        String why = scene.skipped().get(file);
        if (why == null && !recorded.sent()) {
            why = "the client sent nothing";
        }
        if (why != null) {
            skip(tally, why);
            return;
        }
        scene.before().getOrDefault(file, List.of()).forEach(cluster::act);
        List<String> lines = cluster.play(recorded);
        Differences.Explained explained = DIFFERENCES.explain(recorded.name(), lines);
        if (lines.isEmpty()) {
            tally.equal++;
        } else {
            tally.different++;
        }
        explained.left().forEach(line -> UNEXPLAINED.add(recorded.name() + " | " + line));
        scene.after().getOrDefault(file, List.of()).forEach(cluster::act);
    }

    private static void print() throws IOException {
        int recorded = 0;
        int equal = 0;
        int different = 0;
        int skipped = 0;
        StringBuilder text =
                new StringBuilder("GlusterD2's recorded exchanges (recorded, equal, different on purpose, skipped)\n");
        for (var entry : TALLIES.entrySet()) {
            Tally tally = entry.getValue();
            text.append(String.format(
                    "  %-22s %5d %5d %5d %5d%n",
                    entry.getKey(), tally.recorded, tally.equal, tally.different, tally.skipped));
            recorded += tally.recorded;
            equal += tally.equal;
            different += tally.different;
            skipped += tally.skipped;
        }
        text.append(String.format("  %-22s %5d %5d %5d %5d%n", "all", recorded, equal, different, skipped));
        DIFFERENCES
                .entries()
                .forEach(entry ->
                        text.append(String.format("  different: %4d %s%n", DIFFERENCES.seen(entry.id()), entry.id())));
        SKIPPED.forEach((why, count) -> text.append(String.format("  skipped:   %4d %s%n", count, why)));
        System.out.print(text);
        Files.writeString(Path.of("target", "gd2-exchanges.txt"), text + String.join("\n", UNEXPLAINED) + "\n");
    }

    @Test
    void everyAnswerIsAsRecorded_orDiffersForAReason() {
        assertThat(UNEXPLAINED).as("see target/gd2-exchanges.txt").isEmpty();
    }

    @Test
    void everyDifferenceThatIsGivenAReason_isThere() {
        assertThat(DIFFERENCES.unused()).isEmpty();
    }

    @Test
    void everyExchangeIsPlayed_orLeftOutForAReason() {
        assertThat(TALLIES.values())
                .allSatisfy(tally -> assertThat(tally.equal + tally.different + tally.skipped)
                        .isEqualTo(tally.recorded));
        assertThat(TALLIES.values().stream().mapToInt(tally -> tally.recorded).sum())
                .isEqualTo(1180);
    }

    @Test
    void thePageThatListsTheDifferences_isMadeOfThem() throws IOException {
        List<EndpointInfo> served;
        try (Cluster cluster = new Cluster(List.of(new Scene.Node("", "gd2-node1", "10.70.0.1")), 1)) {
            served = Gd2Json.readAnswerList(cluster.ask("GET", "/endpoints", "").body(), EndpointInfo.class);
        }
        String page = CompatibilityPage.of(served, DIFFERENCES, CompatibilityPage.counts(TALLIES));
        if ("write".equals(System.getProperty("gcs.docs"))) {
            Files.writeString(CompatibilityPage.path(), page);
        }
        assertThat(CompatibilityPage.there())
                .as("run with -Dgcs.docs=write to write it anew")
                .isEqualTo(page);
    }
}
