/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.core.wire.gd2.EndpointInfo;
import org.gluster.gcs.core.wire.gd2.Gd2Route;

/** The text of {@code docs/gd2-compatibility.md}. */
final class CompatibilityPage {
    private static final String NAME = "docs/gd2-compatibility.md";

    private CompatibilityPage() {}

    static String of(List<EndpointInfo> served, Differences differences, SortedMap<String, int[]> counts) {
        StringBuilder page = new StringBuilder();
        page.append("# GlusterD2's REST interface, and what is different here\n\n")
                .append(
                        "Every node answers GlusterD2's paths on port 24007 with GlusterD2's statuses, texts and JSON, so that its clients go on\n")
                .append(
                        "as they are. 1180 exchanges that were recorded with a real GlusterD2 (`fixtures/gd2`) are played against the engine by\n")
                .append(
                        "the build; each answer is as recorded, or differs for one of the reasons below. This page is made of the data of that\n")
                .append("test (`-Dgcs.docs=write` writes it anew), so nothing differs that does not stand here.\n\n")
                .append(
                        "What is added to every error: `reason`, one of the names of `ErrorCode`, and, where GlusterD2's text does not say it all,\n")
                .append(
                        "`fields.error` with what is wrong, where, and what to do. GlusterD2's own clients pass over both.\n\n")
                .append("## What differs on purpose\n\n")
                .append("| topic | GlusterD2 | here | why |\n|---|---|---|---|\n");
        for (Differences.Entry entry : differences.entries()) {
            if (!entry.topic().startsWith("(")) {
                page.append("| ").append(entry.topic()).append(" | ").append(cell(entry.was()));
                page.append(" | ").append(cell(entry.is()));
                page.append(" | ").append(cell(entry.why())).append(" |\n");
            }
        }
        page.append("\n## Routes that are served\n\n| method | path |\n|---|---|\n");
        served.forEach(route -> page.append("| ")
                .append(route.methods())
                .append(" | `")
                .append(route.path())
                .append("` |\n"));
        page.append("\n## Routes of GlusterD2 that are not\n\n")
                .append(
                        "Those of GlusterD2's core and of quota answer 501 with reason `NOT_SUPPORTED`. There are no snapshots, so to make one is\n")
                .append(
                        "refused (`snapshot not supported`), and every other snapshot request says that it is not there (404). The rest answers\n")
                .append("404 as a GlusterD2 without that plugin does.\n\n| method | path |\n|---|---|\n");
        for (Gd2Route route : Gd2Route.values()) {
            if (!served.contains(route.endpoint())) {
                page.append("| ")
                        .append(route.method())
                        .append(" | `")
                        .append(route.template())
                        .append("` |\n");
            }
        }
        page.append(
                "\n## What was played\n\n| folder of recordings | exchanges | equal | different | left out |\n|---|---|---|---|---|\n");
        int[] all = new int[4];
        counts.forEach((folder, count) -> {
            row(page, folder, count);
            for (int i = 0; i < all.length; i++) {
                all[i] += count[i];
            }
        });
        row(page, "all", all);
        return page.toString();
    }

    private static void row(StringBuilder page, String name, int[] count) {
        page.append("| ").append(name);
        for (int number : count) {
            page.append(" | ").append(number);
        }
        page.append(" |\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    static Path path() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/refusals.md"))) {
            directory = Objects.requireNonNull(directory.getParent(), "docs is nowhere above");
        }
        return directory.resolve(NAME);
    }

    /** The page as it is; empty when there is none. */
    static String there() throws IOException {
        return Files.exists(path()) ? Files.readString(path()) : "";
    }

    static SortedMap<String, int[]> counts(SortedMap<String, Gd2ExchangesTest.Tally> tallies) {
        SortedMap<String, int[]> counts = new TreeMap<>();
        tallies.forEach((folder, tally) ->
                counts.put(folder, new int[] {tally.recorded, tally.equal, tally.different, tally.skipped}));
        return counts;
    }
}
