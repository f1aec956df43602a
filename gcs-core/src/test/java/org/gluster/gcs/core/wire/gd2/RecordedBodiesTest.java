/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.gluster.gcs.GcsException;
import org.junit.jupiter.api.Test;

/** All that GlusterD2 was recorded to say can be read, and said again to the byte. */
class RecordedBodiesTest {

    /** Bodies that GlusterD2 itself does not make from values, or that have another form than the route's. */
    private static final Set<String> OTHERWISE = new TreeSet<>(List.of(
            // No session: an empty list where a session would be.
            "geo-replication/002-status-none",
            // Nothing changed: the session where its options would be.
            "geo-replication/033-config-set-nothing-new",
            // Variables written one by one, with blanks and line ends between them.
            "general/033-statedump-embedded-etcd"));

    @Test
    void every_recorded_success_is_read_and_written_again_to_the_byte() {
        List<String> wrong = new ArrayList<>();
        EnumSet<Gd2Route> seen = EnumSet.noneOf(Gd2Route.class);
        int compared = 0;
        for (Recording recording : Recording.all()) {
            if (!recording.ok() || recording.body().isEmpty() || OTHERWISE.contains(recording.name())) {
                continue;
            }
            Gd2Route route = recording.match().map(Gd2Route.Match::route).orElse(null);
            if (route == null) {
                continue;
            }
            seen.add(route);
            compared++;
            String again = again(route.response(), recording.body());
            if (!again.equals(recording.body())) {
                wrong.add(recording + "\n  " + recording.body() + "  " + again);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(compared).isGreaterThan(400);
    }

    private static String again(Gd2Route.Shape shape, String body) {
        try {
            return Gd2Json.writeAnswer(
                    switch (shape.form()) {
                        case OBJECT -> Gd2Json.readAnswer(body, shape.type().asSubclass(Record.class));
                        case LIST -> Gd2Json.readAnswerList(body, shape.type());
                        case MAP -> Gd2Json.readAnswerMap(body);
                        case TEXT -> Gd2Json.readAnswerText(body);
                        case ANY -> Gd2Json.readAnswerTree(body);
                        case NOTHING -> "unexpected body";
                    });
        } catch (GcsException failure) {
            return failure.getMessage() + "\n";
        }
    }

    @Test
    void the_table_is_what_the_daemon_says_of_itself() {
        String recorded = Recording.folder("general").stream()
                .filter(each -> each.target().equals("/endpoints"))
                .findFirst()
                .orElseThrow()
                .body();

        assertThat(Gd2Json.writeAnswer(Gd2Route.endpoints())).isEqualTo(recorded);
        assertThat(Gd2Route.values()).hasSize(89);
    }
}
