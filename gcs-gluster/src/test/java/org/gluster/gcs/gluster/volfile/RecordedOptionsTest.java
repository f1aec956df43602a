/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What one option changes in our graphs, against what it changed in those that glusterd 10.3 wrote. */
class RecordedOptionsTest {

    /** Options that are not taken here on purpose; every other one must change exactly the same. */
    private static final Map<String, String> NOT_TAKEN = Map.of(
            "features.uss", "snapshots are not served to users",
            "transport.address-family", "it follows from each brick's address",
            "features.quota-deem-statfs", "quotas are not here; glusterd did not take it either",
            "storage.linux-aio", "bricks of GlusterFS 10.3 answer \"Invalid argument\" to writes and reads with it");

    /**
     * What else was on when an option was recorded. glusterd's reset of performance.client-io-threads had left it on, since
     * what glusterd sets for a new volume does not come back with a reset; here it does.
     */
    private static final Map<String, Map<String, String>> ALSO_SET =
            Map.of("performance.io-thread-count", Map.of("performance.client-io-threads", "on"));

    /** Graphs of glusterd that are not made here. */
    private static final List<String> OTHER_GRAPHS = List.of("rebalance", "snapd");

    record Recorded(String volume, String option, String value, String answer, Map<String, List<String>> changes) {
        boolean isAccepted() {
            return answer.equals("accepted");
        }

        @Override
        public String toString() {
            return volume + " " + option + "=" + value;
        }
    }

    static Stream<Recorded> recorded() throws IOException, URISyntaxException {
        Path file = Path.of(
                RecordedOptionsTest.class.getResource("/glusterd/options.tsv").toURI());
        List<Recorded> recorded = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            List<String> cells = Arrays.asList(line.split("\t", -1));
            if (cells.get(0).equals("option")) {
                recorded.add(new Recorded(cells.get(1), cells.get(2), cells.get(3), cells.get(4), new TreeMap<>()));
            } else if (cells.get(0).equals("graph") && !OTHER_GRAPHS.contains(cells.get(1))) {
                recorded.get(recorded.size() - 1)
                        .changes()
                        .computeIfAbsent(cells.get(1), graph -> new ArrayList<>())
                        .add(String.join(" ", cells.subList(2, cells.size())));
            }
        }
        recorded.forEach(each -> each.changes().values().forEach(changes -> changes.sort(null)));
        return recorded.stream();
    }

    @Test
    void everyRecordedOptionIsCompared() throws Exception {
        assertThat(recorded()).hasSize(63);
        assertThat(recorded().filter(each -> NOT_TAKEN.containsKey(each.option())))
                .hasSize(NOT_TAKEN.size());
    }

    @ParameterizedTest
    @MethodSource("recorded")
    void option_changesWhatItChangesWithGlusterd(Recorded recorded) {
        TreeMap<String, String> options = new TreeMap<>(ALSO_SET.getOrDefault(recorded.option(), Map.of()));
        VolumeSpec before = Volumes.recorded(recorded.volume(), new UUID(1, 2)).withOptions(options);
        options.put(recorded.option(), recorded.value());
        if (NOT_TAKEN.containsKey(recorded.option())) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> before.withOptions(options))
                    .withMessageContaining(
                            NOT_TAKEN.getOrDefault(recorded.option(), "").split(";")[0]);
            return;
        }
        VolumeSpec after = before.withOptions(options);
        assertThat(recorded.isAccepted()).isTrue();
        Map<String, List<String>> changes = new TreeMap<>();
        put(changes, "client", VolumeGraphs.client(before), VolumeGraphs.client(after));
        put(changes, "trusted-client", VolumeGraphs.trustedClient(before), VolumeGraphs.trustedClient(after));
        put(changes, "brick", VolumeGraphs.brick(before, 0), VolumeGraphs.brick(after, 0));
        put(changes, "self-heal", VolumeGraphs.selfHeal(before), VolumeGraphs.selfHeal(after));
        assertThat(changes).isEqualTo(recorded.changes());
    }

    private static void put(Map<String, List<String>> changes, String graph, Graph before, Graph after) {
        List<String> found = new ArrayList<>();
        for (Translator old : before.translators()) {
            Optional<Translator> now = after.translator(old.name());
            if (now.isEmpty()) {
                found.add(row(old, "removed", Map.of(), "", ""));
            } else if (!now.get().equals(old)) {
                Map<String, String> set = new LinkedHashMap<>(now.get().options());
                set.entrySet().removeAll(old.options().entrySet());
                String unset = old.options().keySet().stream()
                        .filter(key -> !now.get().options().containsKey(key))
                        .sorted()
                        .collect(Collectors.joining(";"));
                boolean moved = !now.get().subvolumes().equals(old.subvolumes());
                found.add(row(
                        now.get(),
                        "changed",
                        set,
                        unset,
                        moved ? String.join(";", now.get().subvolumes()) : ""));
            }
        }
        after.translators().stream()
                .filter(added -> before.translator(added.name()).isEmpty())
                .forEach(added ->
                        found.add(row(added, "added", added.options(), "", String.join(";", added.subvolumes()))));
        if (!found.isEmpty()) {
            found.sort(null);
            changes.put(graph, found);
        }
    }

    private static String row(Translator of, String change, Map<String, String> set, String unset, String subvolumes) {
        String written = new TreeMap<>(set)
                .entrySet().stream()
                        .map(option -> option.getKey() + "=" + option.getValue())
                        .collect(Collectors.joining(";"));
        return String.join(" ", of.name(), of.type(), change, written, unset, subvolumes);
    }
}
