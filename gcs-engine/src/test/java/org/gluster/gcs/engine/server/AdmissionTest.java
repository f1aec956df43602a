/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.gluster.gcs.engine.agent.NodeServer.Refused;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05Z");

    private final SortedSet<String> nodes = new TreeSet<>(List.of("10.0.0.1", "node-2.example"));
    private final Map<String, SortedSet<String>> names = new TreeMap<>(Map.of(
            "node-2.example", new TreeSet<>(List.of("10.0.0.2")),
            "client.example", new TreeSet<>(List.of("10.0.0.7", "2001:db8::7"))));
    private final List<String> resolved = new ArrayList<>();
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private Instant now = BEGIN;
    private final Admission admission = new Admission("n1", () -> now, waiting::add, name -> {
        resolved.add(name);
        return names.getOrDefault(name, new TreeSet<>());
    });

    private static VolumeRecord volume(String... clients) {
        return VolumeRecord.builder().name("v").clients(List.of(clients)).build();
    }

    private CompletableFuture<Boolean> asks(String address, String... clients) {
        try {
            return admission
                    .admits(volume(clients), nodes, InetAddress.getByName(address))
                    .toCompletableFuture();
        } catch (UnknownHostException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private boolean admits(String address, String... clients) {
        CompletableFuture<Boolean> answer = asks(address, clients);
        while (!waiting.isEmpty()) {
            waiting.remove().run();
        }
        return answer.join();
    }

    @Test
    void anEmptyList_isTheNodesAndTheLocalHost() {
        assertThat(admits("10.0.0.1")).isTrue();
        assertThat(admits("10.0.0.2")).isTrue();
        assertThat(admits("127.0.0.1")).isTrue();
        assertThat(admits("10.0.0.3")).isFalse();
    }

    @Test
    void nodesAreOnAListThatNamesThemOnly() {
        assertThat(admits("10.0.0.1", "10.0.0.9")).isFalse();
        assertThat(admits("10.0.0.1", "10.0.0.9", "@nodes")).isTrue();
        assertThat(admits("10.0.0.9", "10.0.0.9", "@nodes")).isTrue();
    }

    @Test
    void addressesNetworksAndNames_areMatched() {
        assertThat(admits("192.0.2.101", "192.0.2.96/27")).isTrue();
        assertThat(admits("192.0.2.101", "192.0.2.*")).isTrue();
        assertThat(admits("192.0.2.101", "*")).isTrue();
        assertThat(admits("2001:0db8:0:0:0:0:0:7", "client.example")).isTrue();
        assertThat(admits("10.0.0.7", "client.example")).isTrue();
        assertThat(admits("10.0.0.8", "client.example")).isFalse();
        assertThat(admits("10.0.0.8", "unknown.example")).isFalse();
    }

    @Test
    void aNameIsNotResolved_whenAnAddressDecides() {
        assertThat(asks("10.0.0.9", "client.example", "10.0.0.9")).isCompletedWithValue(true);
        assertThat(waiting).isEmpty();
    }

    @Test
    void aNameIsResolvedOffTheAskersThread_onceForManyAndAgainLater() {
        CompletableFuture<Boolean> first = asks("10.0.0.7", "client.example");
        CompletableFuture<Boolean> second = asks("10.0.0.8", "client.example");
        assertThat(first).isNotDone();
        assertThat(waiting).hasSize(1);
        waiting.remove().run();
        assertThat(first).isCompletedWithValue(true);
        assertThat(second).isCompletedWithValue(false);

        names.put("client.example", new TreeSet<>(List.of("10.0.0.8")));
        assertThat(admits("10.0.0.8", "client.example")).isFalse();
        now = now.plusSeconds(11);
        assertThat(admits("10.0.0.8", "client.example")).isTrue();
        assertThat(resolved).containsExactly("client.example", "client.example");
    }

    @Test
    void refusalsAreRemembered_theLatestFirst() {
        admits("192.0.2.1", "10.0.0.1");
        now = now.plusSeconds(5);
        admits("192.0.2.2", "10.0.0.1");
        now = now.plusSeconds(5);
        admits("192.0.2.1", "10.0.0.1");
        assertThat(admission.refusals("v"))
                .containsExactly(
                        new Refused("192.0.2.1", BEGIN, BEGIN.plusSeconds(10), 2),
                        new Refused("192.0.2.2", BEGIN.plusSeconds(5), BEGIN.plusSeconds(5), 1));
        assertThat(admission.refusals("other")).isEmpty();
        admission.forget("v");
        assertThat(admission.refusals("v")).isEmpty();
    }

    @Test
    void whatIsRemembered_isBounded() {
        for (int i = 0; i < 3 * Admission.REMEMBERED; i++) {
            now = now.plus(Duration.ofMillis(1));
            admits("192.0." + i / 256 + "." + i % 256, "10.0.0.1");
        }
        assertThat(admission.refusals("v"))
                .hasSize(Admission.REMEMBERED)
                .first()
                .satisfies(last -> assertThat(last.address()).isEqualTo("192.0.2.255"));
    }
}
