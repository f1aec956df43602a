/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.rest.Repeatability;
import org.gluster.gcs.core.rest.RestReply;
import org.gluster.gcs.core.wire.gd2.Gd2Route;
import org.gluster.gcs.core.wire.gd2.Recording;
import org.junit.jupiter.api.Test;

/** What the errors of GlusterD2 mean. */
class Gd2ErrorsTest {

    /** Every error that was recorded, of which ids, paths and long texts are cut, with the code that it means. */
    @Test
    void every_recorded_error_means_what_the_list_says() throws IOException {
        SortedSet<String> found = new TreeSet<>();
        for (Recording recording : Recording.all()) {
            if (recording.status() < 400 || recording.match().isEmpty()) {
                continue;
            }
            Gd2Route route = recording.match().orElseThrow().route();
            GcsException failure = Gd2Errors.of(
                    route,
                    recording.target(),
                    List.of("it"),
                    Repeatability.valueOf(route.repeat().name()),
                    new RestReply(recording.status(), recording.headers(), recording.body()));
            String text = failure.detail().problems().stream()
                    .map(each -> each.replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "ID"))
                    .map(each -> each.replaceAll("[\\s\\p{Cntrl}]+", " "))
                    .distinct()
                    .toList()
                    .toString();
            found.add(failure.code() + (failure.retryable() ? " again" : "") + "\t" + route + " " + recording.status()
                    + "\t" + text.substring(0, Math.min(100, text.length())).strip());
        }
        List<String> listed;
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Gd2ErrorsTest.class.getResourceAsStream("/gd2-errors.tsv")),
                StandardCharsets.UTF_8))) {
            listed = lines.lines().filter(line -> !line.startsWith("#")).toList();
        }
        assertThat(found).containsExactlyElementsOf(listed);
    }
}
