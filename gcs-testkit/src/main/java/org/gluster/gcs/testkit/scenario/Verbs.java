/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.audit.AuditReport;
import org.gluster.gcs.audit.Finding;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.BrickHeal;
import org.gluster.gcs.volume.HealReport;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;

/** What a scenario asks of an engine, as words; answers are maps, lists and plain values. */
final class Verbs {
    private final Gcs gcs;

    Verbs(Gcs gcs) {
        this.gcs = gcs;
    }

    /** Performs it and waits for its end. */
    Object perform(List<String> words) {
        return switch (words.get(0)) {
            case "peer" ->
                gcs.peers()
                        .add(p -> p.name(words.get(1)).address(words.get(2)))
                        .await()
                        .name()
                        .value();
            case "device" ->
                gcs.devices()
                        .add(d -> d.node(words.get(1)).path(words.get(2)).limit(size(words.get(3))))
                        .await()
                        .path();
            case "plan" -> plan(words.get(1), size(words.get(2)));
            case "create" -> volume(create(words.get(1), size(words.get(2)), words.get(3), Map.of()));
            case "create-alone" ->
                volume(create(
                        words.get(1), size(words.get(2)), words.get(3), Map.of("cluster.brick-multiplex", "off")));
            case "start" -> volume(gcs.volume(words.get(1)).start().await());
            case "stop" -> volume(gcs.volume(words.get(1)).stop().await());
            case "options" ->
                volume(gcs.volume(words.get(1))
                        .setOptions(Map.of("performance.io-thread-count", "24", "cluster.shd-max-threads", "4"))
                        .await());
            case "delete" ->
                gcs.volume(words.get(1))
                        .delete(d -> d.stopFirst().ifExists())
                        .await()
                        .value();
            case "volume" -> volume(gcs.volume(words.get(1)).get());
            case "volumes" -> gcs.volumes().list().stream().map(Verbs::volume).toList();
            case "mount" -> gcs.volume(words.get(1)).get().mountSpec().commandLine(Path.of(words.get(2)));
            case "heal" -> heal(gcs.volume(words.get(1)).heal());
            case "operations" ->
                gcs.operations().list().stream().map(Verbs::operation).toList();
            case "audit" -> audit(gcs.audit());
            case "clear" -> clear();
            case "time" -> time(Integer.parseInt(words.get(1)), size(words.get(2)));
            default -> throw new IllegalArgumentException("no such verb: " + words.get(0));
        };
    }

    private static Capacity size(String bytes) {
        return Capacity.ofBytes(Long.parseLong(bytes));
    }

    /** Asked again with the same key, it is the same volume. */
    private Volume create(String name, Capacity capacity, String key, Map<String, String> options) {
        return gcs.volumes()
                .create(v -> {
                    v.name(name)
                            .capacity(capacity)
                            .redundancy(Redundancy.replicated(3))
                            .start(true)
                            .idempotencyKey(key);
                    options.forEach(v::option);
                })
                .await();
    }

    private Map<String, Object> plan(String name, Capacity capacity) {
        BrickLayout layout =
                gcs.layouts().plan(v -> v.name(name).capacity(capacity).redundancy(Redundancy.replicated(3)));
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put(
                "bricks",
                layout.bricks().stream()
                        .map(brick -> "brick " + brick.index() + " on " + brick.node() + ", "
                                + brick.size().format())
                        .toList());
        answer.put("explanation", layout.explain().toString().lines().toList());
        return answer;
    }

    private static Map<String, Object> volume(Volume volume) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", volume.name().value());
        answer.put("id", volume.id().toString());
        answer.put("state", volume.state().name());
        answer.put("usable", volume.usable().bytes());
        answer.put("options", volume.options());
        List<Object> bricks = new ArrayList<>();
        for (Brick brick : volume.bricks()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("node", brick.node().value());
            one.put("path", brick.path());
            one.put("state", brick.state().name());
            bricks.add(one);
        }
        answer.put("bricks", bricks);
        return answer;
    }

    private static Map<String, Object> heal(HealReport report) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("finished", report.finished());
        answer.put("pending", report.pending());
        answer.put("online", report.bricks().stream().filter(BrickHeal::online).count());
        return answer;
    }

    private static Map<String, Object> operation(OperationInfo info) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("kind", info.kind().name());
        answer.put("subject", info.subject());
        answer.put("state", info.state().name());
        answer.put("ended", info.state().terminal());
        answer.put("doing", info.progress().doing());
        return answer;
    }

    private static Map<String, Object> audit(AuditReport report) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("clean", report.clean());
        answer.put("checked", report.checked());
        answer.put(
                "findings",
                report.findings().stream()
                        .map(finding -> finding.kind() + " " + finding.node() + " " + finding.message())
                        .toList());
        answer.put(
                "leaks",
                report.findings().stream()
                        .map(Finding::kind)
                        .filter(kind -> kind.name().equals("LEAK"))
                        .count());
        return answer;
    }

    /** Deletes everything that the catalogue knows. */
    private Map<String, Object> clear() {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("volumes", gcs.volumes().list().size());
        for (Volume volume : gcs.volumes().list()) {
            gcs.volume(volume.name().value())
                    .delete(d -> d.stopFirst().ifExists())
                    .await();
        }
        answer.put("devices", gcs.devices().list().size());
        gcs.devices()
                .list()
                .forEach(device -> gcs.devices()
                        .remove(device.node().value(), device.path())
                        .await());
        answer.put("peers", gcs.peers().list().size());
        gcs.peers()
                .list()
                .forEach(peer -> gcs.peers().remove(peer.name().value()).await());
        return answer;
    }

    /** How long each of some creates took until the volume served, in ms, sorted. */
    private List<Long> time(int repetitions, Capacity capacity) {
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < repetitions; i++) {
            String name = "timed-" + i;
            long from = System.nanoTime();
            gcs.volumes()
                    .create(v -> v.name(name)
                            .capacity(capacity)
                            .redundancy(Redundancy.replicated(3))
                            .start(true))
                    .await();
            times.add((System.nanoTime() - from) / 1_000_000);
            gcs.volume(name).delete(d -> d.stopFirst()).await();
        }
        return times.stream().sorted().toList();
    }
}
