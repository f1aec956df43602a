/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.gluster.gcs.AlreadyExistsException;
import org.gluster.gcs.ConflictException;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InternalException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.NotSupportedException;
import org.gluster.gcs.VolumeNotFoundException;
import org.gluster.gcs.core.rest.Repeatability;
import org.gluster.gcs.core.rest.RestCall;
import org.gluster.gcs.core.wire.gd2.EditDeviceReq;
import org.gluster.gcs.core.wire.gd2.Nil;
import org.gluster.gcs.core.wire.gd2.SnapList;
import org.gluster.gcs.core.wire.gd2.VolCreateReq;
import org.gluster.gcs.core.wire.gd2.VolOptionResetReq;
import org.gluster.gcs.core.wire.gd2.VolumeOption;
import org.gluster.gcs.core.wire.gd2.VolumeStartReq;
import org.gluster.gcs.core.wire.gd2.WebhookDel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Gd2ClientTest {

    // Asking.

    @Test
    void names_are_percent_encoded_in_the_path_and_in_the_query() {
        assertThat(target("[]", client -> client.volumeList("a&b=c", "\u00e4 /+")))
                .isEqualTo("/v1/volumes?key=a%26b%3Dc&value=%C3%A4%20%2F%2B");
        assertThat(target("{}", client -> client.volumeInfo("a b%?#*~"))).isEqualTo("/v1/volumes/a%20b%25%3F%23%2A~");
        assertThat(target("[]", client -> client.volumeList())).isEqualTo("/v1/volumes");
        assertThat(target("[]", client -> client.volumeList(null, "x"))).isEqualTo("/v1/volumes?value=x");
    }

    @Test
    void the_rest_of_a_path_keeps_its_slashes_and_loses_the_first() {
        assertThat(target("", client -> client.deviceEdit("p", "/dev/my disk", new EditDeviceReq("disabled"))))
                .isEqualTo("/v1/devices/p/dev/my%20disk");
        assertThat(target("{}", client -> client.volumeOptionGet("v", "gfproxy.cluster/replicate.eager-lock")))
                .isEqualTo("/v1/volumes/v/options/gfproxy.cluster/replicate.eager-lock");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/", "../volumes"})
    void a_name_that_would_reach_another_route_is_refused_before_anything_is_sent(String name) {
        OneReply transport = new OneReply(204, "");

        assertThatThrownBy(() -> new Gd2Client(transport).volumeDelete(name))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("volname cannot be \"" + name + "\"");
        assertThat(transport.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "//dev/sdb", "/dev//sdb", "/dev/../sdb", "dev/./sdb", "/dev/sdb/"})
    void a_device_whose_path_a_server_would_clean_is_refused_before_anything_is_sent(String device) {
        OneReply transport = new OneReply(200, "[]");

        assertThatThrownBy(() -> new Gd2Client(transport).deviceInfo("p", device))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("device cannot be");
        assertThat(transport.calls()).isEmpty();
    }

    @Test
    void deletions_have_a_body_where_the_daemon_wants_one() {
        RestCall webhook = call("", client -> client.eventsWebhookDelete(new WebhookDel("http://h/?a&b")));
        RestCall reset = call(
                "{\"ID\":\"x\"}", client -> client.volumeReset("v", new VolOptionResetReq(List.of("o"), false, false)));
        RestCall session = call("{}", client -> client.geoReplicationConfigReset("m", "r", List.of("sync-jobs")));

        assertThat(webhook.method()).isEqualTo("DELETE");
        assertThat(webhook.body()).contains("{\"url\":\"http://h/?a\\u0026b\"}");
        assertThat(reset.method()).isEqualTo("DELETE");
        assertThat(reset.body()).contains("{\"options\":[\"o\"]}");
        assertThat(session.body()).contains("[\"sync-jobs\"]");
        assertThat(call("", client -> client.volumeDelete("v")).body()).isEmpty();
    }

    @Test
    void what_is_not_repeatable_is_sent_once_and_what_is_says_so() {
        assertThat(call("[]", Gd2Client::volumeList).repeatability()).isEqualTo(Repeatability.READ);
        assertThat(call("{}", client -> client.volumeStart("v", new VolumeStartReq(false)))
                        .repeatability())
                .isEqualTo(Repeatability.ONCE);
        assertThat(call("{}", client -> client.volumeStart("v", new VolumeStartReq(true)))
                        .repeatability())
                .isEqualTo(Repeatability.IDEMPOTENT);
        assertThat(call("", client -> client.volumeDelete("v")).repeatability()).isEqualTo(Repeatability.ONCE);
    }

    @Test
    void a_limit_goes_with_every_call_of_the_client_that_has_it() {
        assertThat(call("[]", client -> client.within(Duration.ofSeconds(3)).volumeList())
                        .deadline())
                .isEqualTo(Duration.ofSeconds(3));
        assertThat(call("[]", Gd2Client::volumeList).deadline()).isNull();
    }

    // Understanding.

    @Test
    void lists_in_random_order_are_sorted() {
        List<VolumeOption> options =
                ok("[{\"name\":\"b\"},{\"name\":\"a\"},{\"name\":\"c\"}]").volumeOptionsGet("v");
        List<SnapList> snapshots = ok("[{\"parentname\":\"w\",\"snaps\":[]},{\"parentname\":\"v\",\"snaps\":["
                        + "{\"snapinfo\":{\"name\":\"s2\"}},{\"snapinfo\":{\"name\":\"s1\"}}]}]")
                .snapshotListAll();

        assertThat(options).extracting(VolumeOption::name).containsExactly("a", "b", "c");
        assertThat(snapshots).extracting(SnapList::parentName).containsExactly("v", "w");
        assertThat(snapshots.get(0).snaps())
                .extracting(snap -> snap.snapInfo().name())
                .containsExactly("s1", "s2");
    }

    @Test
    void any_status_of_success_is_one() {
        assertThat(new Gd2Client(new OneReply(202, "{\"name\":\"v\"}"))
                        .volumeCreate(VolCreateReq.builder("v").build())
                        .name())
                .isEqualTo("v");
        new Gd2Client(new OneReply(200, "ignored")).volumeDelete("v");
    }

    @Test
    void a_session_that_is_not_there_is_empty_and_options_come_in_both_shapes() {
        assertThat(ok("[]\n").geoReplicationStatus("m", "r")).isEmpty();
        assertThat(ok("{\"master_volume_id\":\"m\"}").geoReplicationStatus("m", "r"))
                .isPresent();
        assertThat(ok("{\"sync-jobs\":\"4\"}").geoReplicationConfigSet("m", "r", Map.of("sync-jobs", "4")))
                .isEqualTo(Map.of("sync-jobs", "4"));
        assertThat(ok("{\"master_volume_id\":\"m\",\"options\":{\"a\":\"b\"}}")
                        .geoReplicationConfigSet("m", "r", Nil.map()))
                .isEqualTo(Map.of("a", "b"));
    }

    @Test
    void a_volume_shown_twice_by_a_filter_is_listed_once() {
        assertThat(ok("[{\"name\":\"v\"},{\"name\":\"v\"}]").volumeList(null, "x"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "<html>welcome</html>", "{\"name\":"})
    void a_success_that_cannot_be_read_says_that_it_was_one(String body) {
        TreeMap<String, String> headers = new TreeMap<>(Map.of("X-Request-Id", "r-1"));

        assertThatThrownBy(() -> new Gd2Client(new OneReply(201, headers, body))
                        .volumeCreate(VolCreateReq.builder("v").build()))
                .isInstanceOf(InternalException.class)
                .hasMessageStartingWith("POST /v1/volumes succeeded with 201, request r-1, but the answer is not")
                .hasMessageEndingWith("See what is there before asking again");
    }

    // Errors.

    @Test
    void an_error_says_what_was_asked_what_the_daemon_said_and_which_request_it_was() {
        TreeMap<String, String> headers = new TreeMap<>(Map.of("X-Request-Id", "r-1"));
        Gd2Client client = new Gd2Client(
                new OneReply(404, headers, "{\"errors\":[{\"code\":1,\"message\":\"volume not found\"}]}\n"));

        VolumeNotFoundException failure =
                catchThrowableOfType(VolumeNotFoundException.class, () -> client.volumeInfo("v1"));

        assertThat(failure).hasMessage("GET /v1/volumes/v1: volume not found (status 404, request r-1)");
        assertThat(failure.resource()).contains("v1");
        assertThat(failure.operation()).contains("VolumeInfo");
        assertThat(failure.requestId()).contains("r-1");
        assertThat(failure.httpStatus()).hasValue(404);
        assertThat(failure.detail().problems()).containsExactly("volume not found");
        assertThat(failure.retryable()).isFalse();
    }

    @Test
    void what_each_node_said_is_a_problem_of_its_own() {
        String body = "{\"errors\":[{\"code\":2,\"message\":\"a txn step failed\",\"fields\":{\"error\":\"disk died\","
                + "\"peer-id\":\"p1\",\"step\":\"s.Do\"}},{\"code\":2,\"message\":\"a txn step failed\",\"fields\":{"
                + "\"error\":\"volume not found\",\"peer-id\":\"p2\",\"step\":\"s.Do\"}}]}";

        GcsException failure = failure(500, body);

        assertThat(failure).isInstanceOf(VolumeNotFoundException.class);
        assertThat(failure.detail().problems())
                .containsExactly("node p1 at s.Do: disk died", "node p2 at s.Do: volume not found");
        assertThat(failure).hasMessageContaining("node p1 at s.Do: disk died; node p2 at s.Do: volume not found");
        assertThat(failure.node()).isEmpty();
    }

    @Test
    void the_one_node_that_failed_is_named() {
        assertThat(failure(
                                500,
                                "{\"errors\":[{\"code\":2,\"message\":\"a txn step failed\",\"fields\":{\"error\":\"disk died\","
                                        + "\"peer-id\":\"p1\",\"step\":\"s.Do\"}}]}")
                        .node())
                .contains("p1");
    }

    @Test
    void a_reason_that_our_own_server_gives_is_believed_before_anything_else() {
        GcsException failure =
                failure(500, "{\"errors\":[{\"code\":1,\"message\":\"volume not found\",\"reason\":\"STALE_PLAN\"}]}");

        assertThat(failure.code()).isEqualTo(ErrorCode.STALE_PLAN);
    }

    @Test
    void a_reason_that_is_unknown_is_none() {
        assertThat(failure(500, "{\"errors\":[{\"code\":1,\"message\":\"volume not found\",\"reason\":\"MOOD\"}]}"))
                .isInstanceOf(VolumeNotFoundException.class);
    }

    @Test
    void a_lock_that_another_change_holds_is_a_conflict_to_be_tried_again() {
        GcsException failure = failure(
                409,
                "{\"errors\":[{\"code\":1,\"message\":\"could not obtain lock: another conflicting transaction may be in"
                        + " progress\"}]}");

        assertThat(failure).isInstanceOf(ConflictException.class);
        assertThat(failure.retryable()).isTrue();
    }

    @Test
    void a_name_that_is_taken_is_so_whatever_the_status() {
        for (int status : new int[] {400, 409, 422, 500}) {
            assertThat(failure(status, "{\"errors\":[{\"code\":1,\"message\":\"volume already exists\"}]}"))
                    .isInstanceOf(AlreadyExistsException.class);
        }
    }

    @Test
    void a_create_that_the_daemon_forgot_about_is_not_a_volume_that_is_missing() {
        Gd2Client client =
                new Gd2Client(new OneReply(500, "{\"errors\":[{\"code\":1,\"message\":\"volume not found\"}]}"));

        assertThatThrownBy(() -> client.volumeCreate(VolCreateReq.builder("v").build()))
                .isInstanceOfSatisfying(
                        InternalException.class,
                        failure -> assertThat(failure.retryable()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({
        "400, INVALID_REQUEST", "401, NOT_PERMITTED", "403, NOT_PERMITTED", "404, VOLUME_NOT_FOUND",
                "405, NOT_SUPPORTED",
        "408, OUTCOME_UNKNOWN", "409, CONFLICT", "418, INVALID_REQUEST", "424, IN_USE", "429, UNREACHABLE",
        "500, INTERNAL", "501, NOT_SUPPORTED", "502, OUTCOME_UNKNOWN", "503, UNREACHABLE", "504, OUTCOME_UNKNOWN",
        "301, INTERNAL", "599, INTERNAL"
    })
    void an_error_without_a_body_goes_by_its_status(int status, ErrorCode code) {
        Gd2Client client = new Gd2Client(new OneReply(status, ""));

        assertThatThrownBy(() -> client.volumeStop("v")).isInstanceOfSatisfying(GcsException.class, failure -> {
            assertThat(failure.code()).isEqualTo(code);
            assertThat(failure.httpStatus()).hasValue(status);
        });
    }

    @ParameterizedTest
    @CsvSource({"502, UNREACHABLE", "504, UNREACHABLE", "408, TIMEOUT"})
    void a_proxy_that_gave_up_on_a_read_left_nothing_unknown(int status, ErrorCode code) {
        assertThat(failure(status, "<html>gateway</html>").code()).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "404 page not found\n",
                "<html>\u0000\n</html>",
                "null",
                "[]",
                "{",
                "{\"errors\":7}",
                "{\"errors\":[7]}",
                "{\"errors\":[{\"code\":\"x\"}]}",
                "\"text\"",
                "{\"errors\":[{\"fields\":[]}]}",
                "{\"errors\":null}"
            })
    void a_body_that_is_no_error_body_is_shown_in_the_message(String body) {
        GcsException failure = failure(500, body);

        assertThat(failure.code()).isIn(ErrorCode.INTERNAL, ErrorCode.REFUSED);
        assertThat(failure.getMessage()).startsWith("GET /v1/volumes/v: ").doesNotContain("\n", "\u0000");
    }

    @Test
    void a_long_body_is_cut_in_the_message() {
        assertThat(failure(500, "x".repeat(100_000)).getMessage()).hasSizeLessThan(500);
        assertThat(failure(500, "{\"errors\":" + "[".repeat(100_000)).getMessage())
                .hasSizeLessThan(500);
    }

    @Test
    void a_path_that_the_server_does_not_have_is_not_supported() {
        assertThat(failure(404, "404 page not found\n")).isInstanceOf(NotSupportedException.class);
    }

    @Test
    @SuppressWarnings("NullAway") // What is not checked at compile time in a caller's code.
    void null_is_refused_by_name() {
        Gd2Client client = ok("{}");

        assertThatThrownBy(() -> client.volumeInfo(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("name in the path");
        assertThatThrownBy(() -> client.volumeCreate(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("request");
    }

    private interface Tell {
        void to(Gd2Client client);
    }

    private static Gd2Client ok(String body) {
        return new Gd2Client(new OneReply(200, body));
    }

    private static RestCall call(String body, Tell ask) {
        OneReply transport = new OneReply(200, body);
        ask.to(new Gd2Client(transport));
        return transport.call();
    }

    private static String target(String body, Tell ask) {
        return call(body, ask).target();
    }

    private static GcsException failure(int status, String body) {
        Gd2Client client = new Gd2Client(new OneReply(status, body));
        return catchThrowableOfType(GcsException.class, () -> client.volumeInfo("v"));
    }
}
