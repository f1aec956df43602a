/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.volume.ClientPattern.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientPatternTest {

    @ParameterizedTest
    @CsvSource({
        "@nodes, NODES, @nodes",
        "*, ANYONE, *",
        "192.0.2.101, ADDRESS, 192.0.2.101",
        "2001:DB8:0:0:0:0:0:1, ADDRESS, 2001:db8::1",
        "::1, ADDRESS, ::1",
        "::, ADDRESS, ::",
        "2001:db8:0:1:0:0:0:1, ADDRESS, 2001:db8:0:1::1",
        "1:0:0:2:0:0:0:3, ADDRESS, 1:0:0:2::3",
        "::ffff:192.0.2.1, REFUSED, ''",
        "10.0.0.0/8, NETWORK, 10.0.0.0/8",
        "192.0.2.*, WILDCARD, 192.0.2.*",
        "192.0.*, WILDCARD, 192.0.*",
        "*.2.101, WILDCARD, *.2.101",
        "192.*.2.101, WILDCARD, 192.*.2.101",
        "2001:DB8::*, WILDCARD, 2001:db8::*",
        "2001:db8:*, WILDCARD, 2001:db8:*",
        "Web-1.Example.org, HOST, web-1.example.org",
        "1host, HOST, 1host",
        "localhost, HOST, localhost"
    })
    void whatCanBeWritten_isReadAndWrittenInOneWay(String text, String kind, String written) {
        if (kind.equals("REFUSED")) {
            assertThatExceptionOfType(InvalidRequestException.class).isThrownBy(() -> ClientPattern.parse(text));
            return;
        }
        ClientPattern pattern = ClientPattern.parse(text);
        assertThat(pattern.kind()).isEqualTo(Kind.valueOf(kind));
        assertThat(pattern).hasToString(written).isEqualTo(ClientPattern.parse(written));
    }

    /** What protocol/server of GlusterFS 10.3 refuses to start with, and what it starts with and never matches. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.10?",
                "192.0.2.[0-9]*",
                "192.0.2.0/33",
                "*.example",
                "!192.0.2.101",
                "192.0.2.1*",
                "a_b",
                "-x",
                "x.-y",
                "192.0.2.10%eth0",
                "192.0.2.1,192.0.2.2",
                "0.0.0.0/0",
                "192.0.2.*.5",
                "listed.example.",
                "2001:db8::/64",
                "2001:db8::1*",
                "fe80::1%eth0",
                "999.0.2.1",
                "192.0.2",
                "192.0.2.101-105",
                "192.0.2.1.1",
                "01.0.2.3",
                "192.0.*/24",
                "192.0.2.7/24",
                "",
                " ",
                "nodes@",
                "@all",
                "host.10",
                "1.2.3.4/",
                "/24",
                "**",
                ":::*",
                "1:2:3:4:5:6:7:8:*",
                "300.*",
                "*.300"
            })
    void whatGlusterFsCannotReadOrMatches_isRefused(String text) {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> ClientPattern.parse(text))
                .withMessageContaining("\"" + text + "\"");
    }

    @Test
    void anIpv6Network_isRefusedWithWhatToWriteInstead() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> ClientPattern.parse("2001:db8::/64"))
                .withMessageContaining("2001:db8::*");
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24, 1, 192.0.2.*",
        "10.0.0.0/8, 1, 10.*",
        "192.0.2.7/32, 1, 192.0.2.7",
        "192.0.2.128/25, 128, 192.0.2.128",
        "192.0.16.0/20, 16, 192.0.16.*",
        "128.0.0.0/1, 128, 128.*",
        "172.16.0.0/12, 16, 172.16.*"
    })
    void aNetwork_isToldToGlusterFsInPartsThatEndAtAWholeNumber(String network, int parts, String first) {
        assertThat(ClientPattern.parse(network).addresses()).hasSize(parts).contains(first);
    }

    /** Every prefix length, with the first and last address inside and those next to it. */
    @Test
    void aNetworksParts_matchItsAddressesAndNoOthers() {
        for (int length = 1; length <= 32; length++) {
            long size = 1L << (32 - length);
            long first = 0xC0A8_5000L / size * size;
            ClientPattern network = ClientPattern.parse(dotted(first) + "/" + length);
            assertThat(network.addresses()).hasSizeLessThanOrEqualTo(128);
            assertThat(network.matches(dotted(first))).as("%s first", network).isTrue();
            assertThat(network.matches(dotted(first + size - 1)))
                    .as("%s last", network)
                    .isTrue();
            assertThat(network.matches(dotted(first + size)))
                    .as("%s after", network)
                    .isFalse();
            assertThat(first == 0 || !network.matches(dotted(first - 1)))
                    .as("%s before", network)
                    .isTrue();
        }
    }

    private static String dotted(long address) {
        return (address >> 24 & 255) + "." + (address >> 16 & 255) + "." + (address >> 8 & 255) + "." + (address & 255);
    }

    @ParameterizedTest
    @CsvSource({
        "*, 192.0.2.101, true",
        "*, 2001:db8::1, true",
        "192.0.*, 192.0.2.101, true",
        "192.0.*, 192.1.2.101, false",
        "192.0.2.10, 192.0.2.101, false",
        "*.2.101, 192.0.2.101, true",
        "2001:db8::*, 2001:db8::101, true",
        "2001:db8::*, 2001:db8:0:1::101, false",
        "*::101, 2001:db8::101, true",
        "2001:DB8::101, 2001:db8::101, true",
        "host, 192.0.2.101, false",
        "@nodes, 192.0.2.101, false"
    })
    void matching_isGlusterFsOwn(String pattern, String address, boolean matches) {
        assertThat(ClientPattern.parse(pattern).matches(address)).isEqualTo(matches);
    }

    @Test
    void addresses_areWrittenAsGlusterFsWritesThem() throws UnknownHostException {
        assertThat(ClientPattern.canonical(InetAddress.getByName("2001:0DB8:0:0:1:0:0:1")))
                .isEqualTo("2001:db8::1:0:0:1");
        assertThat(ClientPattern.canonical(InetAddress.getByName("fe80:1:2:3:4:5:6:0")))
                .isEqualTo("fe80:1:2:3:4:5:6:0");
        assertThat(ClientPattern.canonical(InetAddress.getByAddress(new byte[] {127, 0, 0, 1})))
                .isEqualTo("127.0.0.1");
        assertThat(ClientPattern.canonical(InetAddress.getByName("1::"))).isEqualTo("1::");
    }

    @Test
    void aChange_addsAndTakesOff() {
        List<ClientPattern> list = List.of(ClientPattern.NODES);
        AccessChange add = AccessChange.of(c -> c.allow("10.0.0.1", "10.0.0.1", "@nodes"));
        assertThat(add.applyTo(list)).hasToString("[@nodes, 10.0.0.1]");
        AccessChange swap = AccessChange.of(c -> c.allow("10.0.0.2").deny("@nodes"));
        assertThat(swap.applyTo(list)).hasToString("[10.0.0.2]");
        AccessChange whole = AccessChange.of(c -> c.allow("10.*").replace());
        assertThat(whole.applyTo(list)).hasToString("[10.*]");
        assertThat(add).isNotEqualTo(swap).isEqualTo(AccessChange.of(c -> c.allow("10.0.0.1", "@nodes")));
        assertThat(add).hasSameHashCodeAs(AccessChange.of(c -> c.allow("10.0.0.1", "@nodes")));
    }

    @Test
    void aChangeThatMakesNoSense_isRefusedWithAllProblems() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(
                        () -> AccessChange.of(c -> c.allow("a_b", "x").deny("x").replace()))
                .satisfies(refusal -> assertThat(refusal.problems()).hasSize(3));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> AccessChange.of(c -> {}))
                .withMessageContaining("nothing is allowed or denied");
        List<ClientPattern> list = List.of(ClientPattern.NODES);
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> AccessChange.of(c -> c.deny("10.0.0.1")).applyTo(list))
                .withMessageContaining("not on the list");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> AccessChange.of(c -> c.deny("@nodes")).applyTo(list))
                .withMessageContaining("would be empty");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> AccessChange.of(c -> {
                    for (int i = 0; i < 9; i++) {
                        c.allow("10." + i + ".128.0/17");
                    }
                }))
                .withMessageContaining("1024");
    }

    @Test
    void tls_isTheOptionsThatSayIt() {
        DataPathTls usual = DataPathTls.builder().build();
        assertThat(usual.options())
                .containsEntry("server.ssl", "on")
                .containsEntry("client.ssl", "on")
                .containsEntry("ssl.own-cert", "/etc/ssl/glusterfs.pem")
                .containsEntry("ssl.private-key", "/etc/ssl/glusterfs.key")
                .containsEntry("ssl.ca-list", "/etc/ssl/glusterfs.ca")
                .hasSize(5);
        DataPathTls other = DataPathTls.of(t -> t.certificate("/a/b.pem")
                .key("/a/b.key")
                .authorities("/a/ca.pem")
                .allowSubjects("node-*", "client"));
        assertThat(DataPathTls.ofOptions(other.options())).hasValue(other);
        assertThat(DataPathTls.ofOptions(usual.options())).hasValue(usual);
        assertThat(usual)
                .isNotEqualTo(other)
                .hasSameHashCodeAs(DataPathTls.builder().build());
        assertThat(DataPathTls.ofOptions(new java.util.TreeMap<>())).isEmpty();
    }

    @Test
    void tlsFilesAndSubjectsThatCannotBe_areAllNamed() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> DataPathTls.of(t -> t.certificate("relative.pem")
                        .key("/a b")
                        .authorities("/a/../b")
                        .allowSubjects("a,b", "ok")))
                .satisfies(refusal -> assertThat(refusal.problems()).hasSize(4));
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> VolumeRequest.of(v -> v.name("v")
                        .capacity(org.gluster.gcs.Capacity.ofGiB(1))
                        .option("client.ssl", "off")
                        .dataPathTls(t -> {})))
                .withMessageContaining("client.ssl");
    }
}
