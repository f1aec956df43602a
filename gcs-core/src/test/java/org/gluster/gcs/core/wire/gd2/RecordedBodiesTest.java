/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
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

    /** Pausing and resuming need a living remote cluster, and the options of a session its daemon. */
    private static final Set<Gd2Route> SHADOWED_OR_NEVER_A_SUCCESS = EnumSet.of(
            Gd2Route.SNAPSHOT_CONFIG_GET,
            Gd2Route.SNAPSHOT_CONFIG_RESET,
            Gd2Route.GEO_REPLICATION_PAUSE,
            Gd2Route.GEO_REPLICATION_RESUME,
            Gd2Route.GEO_REPLICATION_CONFIG_GET);

    private static final Gd2Route.Shape ERROR = Gd2Route.Shape.object(ErrorBody.class);

    /** What the router and the HTTP server say, which is no JSON. */
    private static final Pattern TEXT = Pattern.compile("404 page not found\n|431 Request Header Fields Too Large");

    @Test
    void every_recorded_body_is_read_and_written_again_to_the_byte() {
        List<String> wrong = new ArrayList<>();
        EnumSet<Gd2Route> answered = EnumSet.noneOf(Gd2Route.class);
        int answers = 0;
        int errors = 0;
        for (Recording recording : Recording.all()) {
            if (recording.body().isEmpty() || TEXT.matcher(recording.body()).matches()) {
                continue;
            }
            Gd2Route route = recording.match().map(Gd2Route.Match::route).orElse(null);
            String again;
            if (recording.ok() || route == Gd2Route.SNAPSHOT_CONFIG_SET) {
                assertThat(route).as(recording.toString()).isNotNull();
                answered.add(route);
                answers++;
                again = again(route.response(), recording.body());
            } else {
                errors++;
                again = again(ERROR, recording.body());
            }
            if (again.equals(recording.body()) == OTHERWISE.contains(recording.name())) {
                wrong.add(recording + "\n  " + recording.body() + "  " + again);
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(EnumSet.complementOf(answered))
                .allMatch(route -> route.response().form() == Gd2Route.Form.NOTHING
                        || SHADOWED_OR_NEVER_A_SUCCESS.contains(route));
        assertThat(answers).isGreaterThan(480);
        assertThat(errors).isGreaterThan(400);
    }

    @Test
    void every_recorded_delivery_to_a_webhook_is_an_event() throws IOException {
        ObjectMapper json = new ObjectMapper();
        int deliveries = 0;
        for (Recording recording : Recording.folder("events")) {
            if (recording.target().startsWith("/hook")) {
                EventInfo event = Gd2Json.readRequest(recording.request(), EventInfo.class);
                assertThat(json.readTree(Gd2Json.writeRequest(event))).isEqualTo(json.readTree(recording.request()));
                assertThat(GoTime.parse(event.timestamp()).map(GoTime::format)).hasValue(event.timestamp());
                deliveries++;
            }
        }
        assertThat(deliveries).isEqualTo(24);
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
