/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Gd2RouteTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /version, GET_VERSION",
        "GET, /v1/volumes, VOLUME_LIST",
        "POST, /v1/volumes, VOLUME_CREATE",
        "GET, /v1/volumes/options-group, OPTION_GROUP_LIST",
        "DELETE, /v1/volumes/options-group, VOLUME_DELETE",
        "POST, /v1/volumes/options-group, OPTION_GROUP_CREATE",
        "GET, /v1/snapshots/config, SNAPSHOT_INFO",
        "DELETE, /v1/snapshots/config, SNAPSHOT_DELETE",
        "POST, /v1/snapshots/config, SNAPSHOT_CONFIG_SET",
        "GET, /v1/volumes/v/heal-info, SELF_HEAL_INFO2",
        "GET, /v1/volumes/v/info-summary/heal-info, SELF_HEAL_INFO",
        "POST, /v1/volumes/v/statedump, VOLUME_STATEDUMP",
        "GET, /statedump, STATEDUMP",
        "GET, /ping, PING",
        "GET, /v1/devices/p, DEVICES_IN_PEER",
        "POST, /v1/devices/p, DEVICE_ADD",
        "POST, /v1/devices/p/, DEVICE_EDIT"
    })
    void a_request_reaches_the_route_that_was_registered_first(String method, String path, Gd2Route route) {
        assertThat(Gd2Route.match(method, path).map(Gd2Route.Match::route)).contains(route);
    }

    @Test
    void variables_are_what_stands_in_their_place() {
        assertThat(Gd2Route.match("GET", "/v1/devices/p1/dev/sdb").orElseThrow().variables())
                .isEqualTo(Map.of("peerid", "p1", "device", "dev/sdb"));
        assertThat(Gd2Route.match("GET", "/v1/devices/p1/").orElseThrow().variables())
                .isEqualTo(Map.of("peerid", "p1", "device", ""));
        assertThat(Gd2Route.match("GET", "/v1/volumes/a b/profile/info")
                        .orElseThrow()
                        .variables())
                .isEqualTo(Map.of("volname", "a b", "option", "info"));
        assertThat(Gd2Route.DEVICE_INFO.variables()).containsExactly("peerid", "device");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/v1",
                "/v1/",
                "/v1/volumes/",
                "/v1/volumes/v/",
                "/v1/version",
                "/volumes",
                "/v1/ping",
                "/v1//volumes",
                "/v1/volumes//bricks",
                "/v1/Volumes",
                "/version/",
                "v1/volumes",
                "/v1volumes",
                "/v1/volumes/v/bricks/x"
            })
    void other_paths_are_none(String path) {
        assertThat(Gd2Route.isPath(path)).isFalse();
        assertThat(Gd2Route.match("GET", path)).isEmpty();
    }

    @Test
    void a_path_with_another_method_is_a_path_and_no_route() {
        assertThat(Gd2Route.isPath("/v1/volumes")).isTrue();
        assertThat(Gd2Route.match("PUT", "/v1/volumes")).isEmpty();
        assertThat(Gd2Route.match("get", "/v1/volumes")).isEmpty();
    }

    /** What was recorded of routing: 404 in plain text where there is no such path, 405 where it has another method. */
    @Test
    void recorded_requests_without_a_route_have_none() {
        int none = 0;
        for (Recording recording : Recording.all()) {
            if (recording.status() == 404 && recording.body().equals("404 page not found\n")) {
                assertThat(recording.match()).as(recording.toString()).isEmpty();
                assertThat(Gd2Route.isPath(recording.path()))
                        .as(recording.toString())
                        .isFalse();
                none++;
            } else if (recording.status() == 405) {
                assertThat(recording.match()).as(recording.toString()).isEmpty();
                assertThat(Gd2Route.isPath(recording.path()))
                        .as(recording.toString())
                        .isTrue();
                none++;
            }
        }
        assertThat(none).isGreaterThan(20);
    }
}
