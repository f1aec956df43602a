/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.gluster.gcs.testkit.http.HttpMessage;
import org.junit.jupiter.api.Test;

/** Plays what was recorded from a real GlusterD2 against the stand-in, and compares status, headers and body. */
final class StandInGd2RecordingsTest {
    private static final String SECRET = "0123456789abcdef";
    private static final String NODE_1 = "3e803265-9367-4a68-af17-6f9f12e2aded";
    private static final Set<String> FRAMING = Set.of("content-length", "transfer-encoding", "connection", "date");

    /** What is not played, and why. */
    private static final SortedMap<String, String> LEFT_OUT = new TreeMap<>(Map.ofEntries(
            Map.entry("general/005-endpoints", "the stand-in lists the routes that it has"),
            Map.entry("general/008-statedump", "not of the stand-in"),
            Map.entry("general/033-statedump-embedded-etcd", "not of the stand-in"),
            Map.entry("peers/055-list-on-removed-peer", "asks the removed daemon; the stand-in is one daemon"),
            Map.entry("volume-create/048-smart-20mib", "mkfs.xfs of the recording's machine refuses small bricks"),
            Map.entry("volume-create/059-smart-arbiter", "mkfs.xfs of the recording's machine refuses small bricks"),
            Map.entry("volume-create/099-manual-no-xattr", "/proc of the recording's machine"),
            Map.entry("volume-options/037-get-two-graphs", "a matter of chance in GlusterD2"),
            Map.entry("volume-options/076-set-quota-on", "no quota in the stand-in"),
            Map.entry("volume-options/077-set-quota-off", "no quota in the stand-in"),
            Map.entry("volume-options/078-set-quota-off-again", "no quota in the stand-in")));

    private final Likeness likeness = new Likeness();
    private final List<String> differences = new ArrayList<>();
    private int played;

    private static StandInGd2.Builder recorded() {
        return StandInGd2.builder()
                .falseDeletes(0)
                .lostCreates(0)
                .machine("gd2-node2", "10.70.0.2")
                .machine("gd2-node3", "10.70.0.3")
                .mountPoint("/mnt/bricks")
                .directory("/mnt/dev1", 32_145_145_856L)
                .directory("/mnt/dev2", 10_670_309_376L);
    }

    @Test
    void answers_as_the_recorded_cluster_did() throws Exception {
        try (StandInGd2 standIn = recorded().open()) {
            play(standIn, "peers", 1, 57);
            play(standIn, "devices", 1, 44);
            unrecorded(standIn, "POST", "/v1/devices/" + NODE_1 + "/mnt/dev1/", "{\"state\":\"disabled\"}");
            play(standIn, "volume-create", 1, 98);
            unrecorded(standIn, "DELETE", "/v1/volumes/" + "a".repeat(200), "");
            play(standIn, "volume-read", 1, 19);
            play(standIn, "volume-lifecycle", 1, 21);
            play(standIn, "volume-read", 20, 28);
            play(standIn, "heal", 1, 8);
            play(standIn, "volume-edit", 1, 13);
            String large = "x".repeat(3_000);
            unrecorded(standIn, "POST", "/v1/volumes/manopt/edit", "{\"metadata\":{\"a\":\"" + large + "\"}}");
            play(standIn, "volume-edit", 14, 15);
            play(standIn, "volume-options", 1, 79);
            play(standIn, "option-groups", 1, 21);
            play(standIn, "cluster-options", 1, 18);
            String eagerLock = "{\"options\":[\"cluster/replicate.eager-lock\"]}";
            unrecorded(standIn, "DELETE", "/v1/volumes/mand/options", eagerLock);
            play(standIn, "volume-lifecycle", 22, 27);
            unrecorded(standIn, "POST", "/v1/volumes/manec/stop", "");
            play(standIn, "volume-lifecycle", 28, 34);
            play(standIn, "volume-create", 99, 116);
        }
        report();
    }

    @Test
    void routes_and_asks_for_tokens_as_the_recorded_daemon_did() throws Exception {
        try (StandInGd2 standIn = recorded().secret(SECRET).open()) {
            play(standIn, "general", 1, 33);
        }
        report();
    }

    /** A request that its makers sent between two recorded ones. */
    private void unrecorded(StandInGd2 standIn, String method, String target, String body) throws Exception {
        Exchange exchange = new Exchange("unrecorded", method, target, new TreeMap<>(), body, 200, new TreeMap<>(), "");
        assertThat(send(standIn, exchange).map(HttpMessage::status).orElse(0)).isBetween(200, 299);
    }

    private void report() {
        System.out.println("stand-in: " + played + " recorded exchanges played, " + differences.size() + " differ");
        assertThat(differences).isEmpty();
    }

    private void play(StandInGd2 standIn, String folder, int first, int last) throws Exception {
        for (Exchange exchange : Exchange.of(folder, first, last)) {
            if (LEFT_OUT.containsKey(exchange.name())) {
                continue;
            }
            played++;
            Optional<HttpMessage> reply = send(standIn, exchange);
            compare(exchange, reply);
        }
    }

    private void compare(Exchange exchange, Optional<HttpMessage> reply) {
        int status = reply.map(HttpMessage::status).orElse(0);
        if (status != exchange.status()) {
            differences.add(exchange + ": status " + exchange.status() + ", not " + status + " "
                    + reply.map(HttpMessage::text).orElse(""));
            return;
        }
        if (reply.isEmpty()) {
            return;
        }
        likeness.of(exchange.reply(), reply.get().text())
                .forEach(difference -> differences.add(exchange + ": " + difference));
        SortedSet<String> wanted = new TreeSet<>(exchange.replyHeaders().keySet());
        SortedSet<String> got = new TreeSet<>(reply.get().headers().keySet());
        wanted.removeAll(FRAMING);
        got.removeAll(FRAMING);
        if (!wanted.equals(got)) {
            differences.add(exchange + ": headers " + wanted + ", not " + got);
            return;
        }
        for (String name : List.of("content-type", "x-content-type-options", "location")) {
            String value = likeness.translated(exchange.replyHeaders().getOrDefault(name, ""));
            if (!value.equals(reply.get().header(name).orElse(""))) {
                differences.add(exchange + ": " + name + " " + value + ", not "
                        + reply.get().header(name));
            }
        }
    }

    private Optional<HttpMessage> send(StandInGd2 standIn, Exchange exchange)
            throws IOException, GeneralSecurityException {
        String target = likeness.translated(exchange.target());
        byte[] body = likeness.translated(exchange.body()).getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder(exchange.method() + " " + target + " HTTP/1.1\r\nHost: localhost\r\n");
        for (Map.Entry<String, String> header : exchange.headers().entrySet()) {
            String value = header.getKey().equals("authorization")
                    ? "bearer " + token(exchange.method(), target)
                    : header.getValue();
            if (!Set.of("content-length", "host", "connection").contains(header.getKey())) {
                head.append(header.getKey()).append(": ").append(value).append("\r\n");
            }
        }
        head.append("Connection: close\r\nContent-Length: ").append(body.length).append("\r\n\r\n");
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), standIn.address().getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(body);
            return HttpMessage.readReply(socket.getInputStream(), exchange.method());
        }
    }

    private static String token(String method, String target) throws IOException, GeneralSecurityException {
        int mark = target.indexOf('?');
        String path = Gd2Call.decoded(mark < 0 ? target : target.substring(0, mark));
        String qsh = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256")
                        .digest((method + "&" + path).getBytes(StandardCharsets.UTF_8)));
        Map<String, Object> claims =
                Map.of("iss", "glustercli", "exp", System.currentTimeMillis() / 1000 + 120, "qsh", qsh);
        String signed = encoded("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + encoded(new ObjectMapper().writeValueAsBytes(claims));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return signed + "." + encoded(mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
