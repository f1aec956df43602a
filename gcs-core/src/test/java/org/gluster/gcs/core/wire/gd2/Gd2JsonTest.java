/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InternalException;
import org.gluster.gcs.InvalidRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Gd2JsonTest {

    // Writing.

    @Test
    void members_come_in_order_and_empty_ones_are_left_out_where_they_are_documented_to_be() {
        assertThat(Gd2Json.writeRequest(
                        VolCreateReq.builder("v1").size(20971520).replica(3).build()))
                .isEqualTo("{\"name\":\"v1\",\"subvols\":null,\"size\":20971520,\"replica\":3,"
                        + "\"provisioner\":\"\",\"options\":null}");
    }

    @Test
    void an_answer_ends_with_one_newline() {
        assertThat(Gd2Json.writeAnswer(new VersionInfo("4.1", 1)))
                .isEqualTo("{\"glusterd-version\":\"4.1\",\"api-version\":1}\n");
    }

    @Test
    void what_could_be_markup_and_line_separators_are_escaped_and_nothing_else_of_unicode() {
        assertThat(Gd2Json.writeRequest("<a>&\u2028\u2029 \u00e4\u20ac\ud83d\ude00 /\u007f"))
                .isEqualTo("\"\\u003ca\\u003e\\u0026\\u2028\\u2029 \u00e4\u20ac\ud83d\ude00 /\u007f\"");
    }

    @Test
    void control_characters_are_escaped_in_lower_case() {
        assertThat(Gd2Json.writeRequest("\u0000\u001f\n\r\t\b\f\"\\"))
                .isEqualTo("\"\\u0000\\u001f\\n\\r\\t\\b\\f\\\"\\\\\"");
    }

    @Test
    void keys_are_sorted_by_their_bytes_in_utf8() {
        Map<String, String> map = new LinkedHashMap<>();
        map.put("\ud83d\ude00", "");
        map.put("\uffee", "");
        map.put("b", "");
        map.put("B", "");
        map.put("ba", "");

        String sorted = "{\"B\":\"\",\"b\":\"\",\"ba\":\"\",\"\uffee\":\"\",\"\ud83d\ude00\":\"\"}";
        assertThat(Gd2Json.writeRequest(map)).isEqualTo(sorted);
        assertThat(Gd2Json.writeRequest(new ClusterOptionReq(map))).isEqualTo("{\"options\":" + sorted + "}");
    }

    @Test
    void a_nil_list_is_null_and_an_empty_one_is_not() {
        assertThat(Gd2Json.writeAnswer(Nil.list())).isEqualTo("null\n");
        assertThat(Gd2Json.writeAnswer(List.of())).isEqualTo("[]\n");
        assertThat(Gd2Json.writeAnswer(Nil.map())).isEqualTo("null\n");
        assertThat(Gd2Json.writeAnswer(Map.of())).isEqualTo("{}\n");
        assertThat(Gd2Json.writeAnswer(new SnapList("v", List.of())))
                .isEqualTo("{\"parentname\":\"v\",\"snaps\":[]}\n");
        assertThat(Gd2Json.writeAnswer(new SnapList("v", Nil.list())))
                .isEqualTo("{\"parentname\":\"v\",\"snaps\":null}\n");
        assertThat(new SnapList("v", Nil.list())).isEqualTo(new SnapList("v", List.of()));
    }

    @Test
    void a_count_of_zero_is_written_and_one_that_was_not_asked_for_is_not() {
        assertThat(Gd2Json.writeRequest(
                        new BrickHealInfo("id", "h:/b", "Connected", null, null, null, null, 0L, Nil.list())))
                .isEqualTo("{\"host-id\":\"id\",\"name\":\"h:/b\",\"status\":\"Connected\",\"entries\":0}");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "1, 1",
        "-1, -1",
        "0.1, 0.1",
        "12.5, 12.5",
        "1e20, 100000000000000000000",
        "1e21, 1e+21",
        "1.5e300, 1.5e+300",
        "0.000001, 0.000001",
        "0.00000012, 1.2e-7",
        "5e-324, 5e-324",
        "2e-3, 0.002",
        "5.684341886080801e-14, 5.684341886080801e-14",
        "9007199254740993, 9007199254740992"
    })
    void numbers_with_fractions_are_written_as_short_as_can_be(double value, String text) {
        assertThat(Gd2Json.writeRequest(new LvsData("", value, "", "")))
                .isEqualTo("{\"vgname\":\"\",\"datapercentage\":" + text + ",\"lvsize\":\"\",\"pool-lv\":\"\"}");
        assertThat(Double.parseDouble(Float64.Writer.text(value))).isEqualTo(value);
    }

    @Test
    void an_id_of_nothing_is_an_empty_text() {
        assertThat(Gd2Json.id(null)).isEmpty();
        assertThat(Gd2Json.id(new UUID(1, 2))).isEqualTo("00000000-0000-0001-0000-000000000002");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2020-01-02T03:04:00Z",
                "2020-01-02T03:04:05.1Z",
                "2020-01-02T03:04:05.123456789+05:30",
                "2020-01-02T03:04:05-08:00"
            })
    void times_are_read_and_written_alike(String text) {
        assertThat(GoTime.parse(text).map(GoTime::format)).hasValue(text);
        assertThat(GoTime.format(OffsetDateTime.parse(text))).isEqualTo(text);
    }

    @Test
    void a_time_that_is_none_is_empty() {
        assertThat(GoTime.parse("yesterday")).isEmpty();
    }

    @Test
    void secrets_are_in_no_text_of_a_record() {
        assertThat(List.of(
                                new Webhook("http://h", "s3cret", "s3cret"),
                                new StoredAuth("s3cret", "s3cret"),
                                new BlockCreated("v", "b", 1, 0, List.of(), "", "s3cret", "s3cret"),
                                new BlockDetails("v", "b", 1, 0, List.of(), "", "s3cret"))
                        .toString())
                .doesNotContain("s3cret");
    }

    // Reading requests.

    @Test
    void names_of_members_are_read_in_any_case_and_unknown_ones_ignored() {
        VolCreateReq request = Gd2Json.readRequest(
                "{\"NAME\":\"v1\",\"Max-Brick-SIZE\":7,\"volume\":{\"a\":[1]},\"limit-PEERS\":[\"p\"]}",
                VolCreateReq.class);

        assertThat(request)
                .isEqualTo(VolCreateReq.builder("v1")
                        .maxBrickSize(7)
                        .limitPeers(List.of("p"))
                        .build());
    }

    @Test
    void only_the_first_value_of_a_body_is_read() {
        assertThat(Gd2Json.readRequest("{\"url\":\"u\"} ] nonsense", WebhookDel.class))
                .isEqualTo(new WebhookDel("u"));
    }

    @Test
    void null_means_nothing_given_wherever_it_stands() {
        assertThat(Gd2Json.readRequest("null", VolumeStartReq.class)).isEqualTo(new VolumeStartReq(false));
        assertThat(Gd2Json.readRequestList("null", SshKey.class)).isEmpty();
        assertThat(Gd2Json.readRequestMap("null")).isEmpty();
        assertThat(Gd2Json.readRequest(
                        "{\"name\":null,\"size\":null,\"replica\":null,\"force\":null,\"subvols\":null,\"options\":null,"
                                + "\"snapshot-reserve-factor\":null}",
                        VolCreateReq.class))
                .isEqualTo(VolCreateReq.builder("").build());
        assertThat(Gd2Json.readRequest("{\"client\":null}", VolStatedumpReq.class)
                        .client())
                .isEqualTo(new StatedumpClient("", 0));
        assertThat(Gd2Json.readRequest("{\"metadata\":{\"a\":null}}", VolEditReq.class)
                        .metadata())
                .isEqualTo(Map.of("a", ""));
        assertThat(Gd2Json.readRequest("{\"flags\":{\"a\":null}}", VolExpandReq.class)
                        .flags())
                .isEqualTo(Map.of("a", false));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"url\":\"a\",\"url\":\"b\"}",
                "{\"url\":\"a\",\"URL\":\"b\"}",
                "{\"x\":{\"a\":1,\"a\":2}}",
                "{\"x\":1,\"url\":\"a\",\"x\":1}"
            })
    void a_member_that_is_given_twice_is_refused(String body) {
        assertThat(problem(body, WebhookDel.class)).containsAnyOf("given twice", "Duplicate field");
    }

    @Test
    void keys_of_a_map_that_differ_in_case_are_two() {
        assertThat(Gd2Json.readRequest("{\"metadata\":{\"a\":\"1\",\"A\":\"2\"}}", VolEditReq.class)
                        .metadata())
                .isEqualTo(Map.of("a", "1", "A", "2"));
    }

    @Test
    void null_in_a_list_is_refused_and_in_a_map_is_an_empty_text() {
        assertThatThrownBy(() -> Gd2Json.readRequestList("[\"a\",null]", String.class))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("[1]: it is null");
        assertThat(Gd2Json.readRequestMap("{\"a\":null}")).isEqualTo(Map.of("a", ""));
        assertThat(Gd2Json.readAnswerMap("{\"a\":null,\"b\":\"c\"}")).isEqualTo(Map.of("b", "c"));
    }

    @Test
    void an_empty_and_a_cut_body_are_said_to_be_so_in_the_daemons_words() {
        assertThat(problem(" \n", VolEditReq.class)).isEqualTo("EOF");
        assertThat(problem("{\"metadata\":{", VolEditReq.class)).isEqualTo("unexpected EOF");
        assertThat(problem("{\"metadata\":{\"a", VolEditReq.class)).isEqualTo("unexpected EOF");
        assertThat(Gd2Json.isEmpty(" \r\n\t")).isTrue();
        assertThat(Gd2Json.isEmpty("{}")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1",
                "1.0",
                "1e3",
                "\"1\"",
                "true",
                "[]",
                "{}",
                "18446744073709551616",
                "1E400",
                "0x1",
                "01",
                "+1",
                "\"\"",
                "-0",
                "99999999999999999999999999999999999999999999999999999999999999999999999999999"
            })
    void a_size_that_is_not_a_whole_number_of_64_bits_is_refused(String size) {
        assertThat(problem("{\"name\":\"v\",\"size\":" + size + "}", VolCreateReq.class))
                .satisfiesAnyOf(
                        problem -> assertThat(problem).startsWith("size: ").contains("whole number"),
                        // Not even JSON.
                        problem -> assertThat(List.of("0x1", "01", "+1")).contains(size));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 1, 9007199254740993L, Long.MAX_VALUE, Long.MIN_VALUE, -1})
    void sizes_are_kept_exactly_up_to_the_last_of_64_bits(long size) {
        String json = "{\"name\":\"v\",\"subvols\":null,\"size\":" + Long.toUnsignedString(size)
                + ",\"provisioner\":\"\",\"options\":null}";

        VolCreateReq request = Gd2Json.readRequest(json, VolCreateReq.class);

        assertThat(request.size()).isEqualTo(size);
        assertThat(Gd2Json.writeRequest(request)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"replica\":1.5",
                "\"replica\":1e1",
                "\"replica\":\"3\"",
                "\"replica\":99999999999",
                "\"replica\":\"\"",
                "\"force\":1",
                "\"force\":\"true\"",
                "\"force\":\"\"",
                "\"name\":1",
                "\"name\":true",
                "\"name\":[]",
                "\"name\":{}",
                "\"subvols\":{}",
                "\"subvols\":[1]",
                "\"subvols\":[null]",
                "\"subvols\":\"\"",
                "\"options\":[]",
                "\"options\":{\"a\":1}",
                "\"options\":{\"a\":{}}",
                "\"limit-peers\":\"a\"",
                "\"limit-peers\":[1]",
                "\"snapshot-reserve-factor\":\"1\"",
                "\"snapshot-reserve-factor\":\"NaN\"",
                "\"snapshot-reserve-factor\":1e999",
                "\"snapshot-reserve-factor\":NaN",
                "\"flags\":{\"a\":\"true\"}"
            })
    void a_member_of_another_type_is_refused_by_name(String member) {
        String name = member.substring(1, member.indexOf('"', 1));

        assertThat(problem("{" + member + "}", VolCreateReq.class))
                .satisfiesAnyOf(
                        problem -> assertThat(problem).startsWith(name),
                        problem -> assertThat(member).endsWith("NaN"));
    }

    @Test
    void a_negative_count_is_accepted_as_the_daemon_does() {
        assertThat(Gd2Json.readRequest("{\"replica\":-1}", VolCreateReq.class).replica())
                .isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "\"x\"",
                "1",
                "true",
                "nul",
                "{'a':1}",
                "{\"a\":1,}",
                "<html>",
                "{/**/}",
                "\ufeff{}",
                "\u0000"
            })
    void what_is_no_object_of_json_is_refused(String body) {
        assertThat(problem(body, VolEditReq.class)).isNotEmpty();
    }

    // Hostile input.

    @Test
    void deep_nesting_is_refused_wherever_it_stands() {
        String deep = "[".repeat(1_000_000);

        assertThat(problem(deep, VolEditReq.class)).isNotEmpty();
        assertThat(problem("{\"unknown\":" + deep, VolEditReq.class)).contains("nesting depth");
        assertThat(problem("{\"subvols\":[".repeat(100_000), VolCreateReq.class))
                .contains("nesting depth");
        assertThatThrownBy(() -> Gd2Json.readAnswerTree(deep)).isInstanceOf(InternalException.class);
    }

    @Test
    void a_long_number_is_refused_in_little_time() {
        String digits = "9".repeat(1_000_000);

        assertThat(problem("{\"size\":" + digits + "}", VolCreateReq.class)).hasSizeLessThan(700);
        assertThat(problem("{\"size\":1e" + digits + "}", VolCreateReq.class)).hasSizeLessThan(700);
        assertThat(problem("{\"unknown\":" + digits + "}", VolCreateReq.class)).hasSizeLessThan(700);
        assertThatThrownBy(() -> Gd2Json.readAnswer("{\"free\":\"1e999999999\"}", SizeInfo.class))
                .isInstanceOf(InternalException.class);
    }

    @Test
    void a_body_that_is_too_long_is_refused_before_it_is_read() {
        String body = "{\"name\":\"" + "x".repeat(8 << 20) + "\"}";

        assertThat(problem(body, VolCreateReq.class)).contains("8388619 characters");
    }

    @Test
    void a_long_name_is_not_repeated_in_the_problem() {
        String name = "x".repeat(40_000);

        assertThat(problem("{\"options\":{\"" + name + "\":1}}", VolOptionReq.class))
                .startsWith("options.xxx")
                .hasSizeLessThan(700);
    }

    @Test
    void many_names_with_one_hash_are_read() {
        StringBuilder body = new StringBuilder("{\"metadata\":{");
        for (int i = 0; i < 1 << 15; i++) {
            StringBuilder name = new StringBuilder();
            for (int bit = 0; bit < 15; bit++) {
                name.append((i >> bit & 1) == 0 ? "Aa" : "BB");
            }
            body.append(i == 0 ? "" : ",").append('"').append(name).append("\":\"\"");
        }

        assertThat(Gd2Json.readRequest(body.append("}}").toString(), VolEditReq.class)
                        .metadata())
                .hasSize(1 << 15);
    }

    @Test
    void halves_of_surrogates_become_the_replacement_character_as_in_go() {
        PeerEditReq request = Gd2Json.readRequest(
                "{\"zone\":\"a\\ud800b\",\"metadata\":{\"k\":\"\\ud83d\\ude00\\udc00\"}}", PeerEditReq.class);

        assertThat(request.zone()).isEqualTo("a\ufffdb");
        assertThat(request.metadata()).isEqualTo(Map.of("k", "\ud83d\ude00\ufffd"));
        assertThat(problem("{\"metadata\":{\"\\udc00\":\"\"}}", PeerEditReq.class))
                .contains("surrogate");
        assertThat(Gd2Json.writeRequest("\ud800")).isEqualTo("\"\ufffd\"");
    }

    @Test
    void a_nul_is_read_when_escaped_and_refused_when_not() {
        assertThat(Gd2Json.readRequest("{\"zone\":\"\\u0000\"}", PeerEditReq.class)
                        .zone())
                .isEqualTo("\u0000");
        assertThat(problem("{\"zone\":\"\u0000\"}", PeerEditReq.class)).isNotEmpty();
    }

    /** Whatever is done to a body: it is read, or refused with a typed error, by client and server. */
    @Test
    void mutilated_bodies_are_read_or_refused_and_nothing_else() {
        long seed = Long.getLong("gcs.seed", System.nanoTime());
        System.out.println("Replay with -Dgcs.seed=" + seed);
        Random random = new Random(seed);
        List<Recording> recordings = Recording.all().stream()
                .filter(each -> each.body().length() < 5000 && each.match().isPresent())
                .toList();
        String[] pieces = {
            "{",
            "}",
            "[",
            "]",
            "\"",
            ":",
            ",",
            "null",
            "1e999999999",
            "-",
            "\\ud800",
            "\\",
            "\u0000",
            "1".repeat(2000),
            "true",
            "\"\"",
            "[[[[",
            "{\"a\":",
            "\ud800",
            ".5"
        };
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            Recording recording = recordings.get(random.nextInt(recordings.size()));
            Gd2Route route = recording.match().orElseThrow().route();
            boolean request = random.nextBoolean();
            String whole = request ? recording.request() : recording.body();
            StringBuilder body = new StringBuilder(whole);
            for (int cuts = random.nextInt(4); cuts >= 0; cuts--) {
                int at = random.nextInt(body.length() + 1);
                switch (random.nextInt(3)) {
                    case 0 -> body.insert(at, pieces[random.nextInt(pieces.length)]);
                    case 1 -> body.delete(at, Math.min(body.length(), at + random.nextInt(20)));
                    default -> body.setLength(at);
                }
            }
            try {
                Gd2Route.Shape shape = request ? route.request() : route.response();
                assertThat(read(shape, body.toString(), request)).isNotNull();
                read++;
            } catch (GcsException expected) {
                assertThat(expected).isInstanceOf(request ? InvalidRequestException.class : InternalException.class);
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isGreaterThan(1000);
    }

    private static Object read(Gd2Route.Shape shape, String body, boolean request) {
        return switch (shape.form()) {
            case OBJECT -> {
                Class<? extends Record> type = shape.type().asSubclass(Record.class);
                yield request ? Gd2Json.readRequest(body, type) : Gd2Json.readAnswer(body, type);
            }
            case LIST ->
                request ? Gd2Json.readRequestList(body, shape.type()) : Gd2Json.readAnswerList(body, shape.type());
            case MAP -> request ? Gd2Json.readRequestMap(body) : Gd2Json.readAnswerMap(body);
            case TEXT -> request ? "" : Gd2Json.readAnswerText(body);
            case ANY, NOTHING -> request ? "" : Gd2Json.readAnswerTree(body);
        };
    }

    // Reading answers.

    @Test
    void an_answer_with_null_an_empty_list_and_nothing_in_the_place_of_values_is_read_alike() {
        VolumeInfo nothing = VolumeInfo.zero();

        assertThat(Gd2Json.readAnswer("{}", VolumeInfo.class)).isEqualTo(nothing);
        assertThat(Gd2Json.readAnswer("null", VolumeInfo.class)).isEqualTo(nothing);
        assertThat(Gd2Json.readAnswer("[]", VolumeInfo.class)).isEqualTo(nothing);
        assertThat(Gd2Json.readAnswer("", VolumeInfo.class)).isEqualTo(nothing);
        assertThat(Gd2Json.readAnswer(
                        "{\"options\":[],\"subvols\":null,\"metadata\":null,\"capacity\":null,\"name\":null}",
                        VolumeInfo.class))
                .isEqualTo(nothing);
        assertThat(Gd2Json.readAnswerList("null\n", PeerInfo.class)).isEmpty();
        assertThat(Gd2Json.readAnswerList("", PeerInfo.class)).isEmpty();
        assertThat(Gd2Json.readAnswerList("[null]", PeerInfo.class)).isEmpty();
        assertThat(Gd2Json.readAnswerMap("[]")).isEmpty();
        assertThat(Gd2Json.readAnswerText("null")).isEmpty();
        assertThat(Gd2Json.readAnswer("{\"info\":null,\"size\":null}", VolumeStatus.class))
                .isEqualTo(new VolumeStatus(nothing, false, new SizeInfo(0, 0, 0)));
    }

    @Test
    void an_unknown_state_and_an_unknown_member_are_no_failure() {
        VolumeInfo volume = Gd2Json.readAnswer(
                "{\"state\":\"Degraded\",\"type\":\"Tiered\",\"new\":{\"a\":[1,2]}}", VolumeInfo.class);

        assertThat(volume.state()).isEqualTo("Degraded");
        assertThat(VolState.of(volume.state())).isEmpty();
        assertThat(VolType.of(volume.type())).isEmpty();
        assertThat(VolState.of("Started")).contains(VolState.STARTED);
        assertThat(RebalanceState.of(3)).contains(RebalanceState.COMPLETE);
        assertThat(RebalanceState.of(9)).isEmpty();
    }

    @Test
    void numbers_in_texts_and_texts_in_numbers_are_read_from_an_answer() {
        assertThat(Gd2Json.readAnswer("{\"capacity\":\"7\",\"used\":7.0,\"free\":1e3}", SizeInfo.class))
                .isEqualTo(new SizeInfo(7, 7, 1000));
        assertThat(Gd2Json.readAnswer("{\"name\":7,\"value\":true}", VolumeOption.class))
                .isEqualTo(new VolumeOption("7", "true", false, "", ""));
    }

    @Test
    void a_free_size_below_zero_is_kept_as_the_daemon_wrote_it() {
        String json = "{\"capacity\":1,\"used\":2,\"free\":18446743858663005184}";

        SizeInfo size = Gd2Json.readAnswer(json, SizeInfo.class);

        assertThat(size.free()).isEqualTo(-215046546432L);
        assertThat(Gd2Json.writeRequest(size)).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>502</html>", "{", "{\"free\":-1}", "{\"free\":1.5}", "{\"free\":{}}", "{\"info\":"})
    void an_answer_that_makes_no_sense_is_an_internal_error(String body) {
        assertThatThrownBy(() -> Gd2Json.readAnswer(body, SizeInfo.class))
                .isInstanceOf(InternalException.class)
                .hasMessageStartingWith("the answer is not the JSON that it must be: ");
    }

    @Test
    void lists_and_maps_of_records_are_copies_that_nobody_can_change() {
        List<String> peers = new ArrayList<>(List.of("a"));
        VolCreateReq request = VolCreateReq.builder("v").limitPeers(peers).build();
        peers.add("b");

        assertThat(request.limitPeers()).containsExactly("a");
        assertThatThrownBy(() -> request.limitPeers().add("c")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> request.options().put("a", "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> request.subvols().add(new SubvolReq("", Nil.list(), Nil.list(), 0, 0, 0, 0, 0)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private static String problem(String body, Class<? extends Record> type) {
        try {
            Record read = Gd2Json.readRequest(body, type);
            throw new AssertionError("read " + read);
        } catch (InvalidRequestException refused) {
            assertThat(refused.problems()).hasSize(1);
            return refused.problems().get(0);
        }
    }
}
