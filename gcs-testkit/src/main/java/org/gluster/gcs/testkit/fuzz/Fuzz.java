/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.wire.DeviceJson;
import org.gluster.gcs.core.wire.OperationJson;
import org.gluster.gcs.core.wire.OptionGroupJson;
import org.gluster.gcs.core.wire.PeerJson;
import org.gluster.gcs.core.wire.VolumeJson;
import org.gluster.gcs.core.wire.WireJson;
import org.gluster.gcs.engine.server.ApiHandlers;
import org.gluster.gcs.engine.server.Caller;
import org.gluster.gcs.engine.server.FrontDoor;
import org.gluster.gcs.engine.server.HttpCall;
import org.gluster.gcs.engine.server.HttpHandler;
import org.gluster.gcs.engine.server.HttpReply;
import org.gluster.gcs.testkit.SimulatedGcs;

/**
 * Sends requests from a seed, right ones and wrong ones, to {@code /gcs/v1} and to GlusterD2's routes over a simulated
 * cluster, and checks each answer: it comes, it is as the OpenAPI document says, it is no failure of the server's own, and
 * whatever is refused, or only read, has changed nothing. The same seed sends the same.
 */
public final class Fuzz {
    private static final List<Caller.Role> ROLES = List.of(Caller.Role.values());
    private static final Duration HANG = Duration.ofSeconds(60);
    /** A cluster remembers its operations for days; beginning anew keeps looking at all of them cheap. */
    private static final long LIFE = 40_000;

    private static final int REPLENISH = 2_000;
    private static final int UPKEEP = 10_000;
    private static final int MOST_FINDINGS = 20;
    private static final int MOST_IDS = 6;
    private static final int LARGE_ANSWER = 20_000;
    private static final long MOST_GROWTH = 192L << 20;

    /** Failures that are no fault of the server: it cannot do that, or there is no room for it. */
    private static final List<String> HONEST = List.of("NOT_SUPPORTED", "NO_FIT", "NO_SPACE");

    private final long seed;
    private final long inputs;
    private final SimulatedGcs gcs;
    private final HttpHandler handler;
    private final OpenApi document;
    private final SplittableRandom random;
    private final SortedMap<Integer, Long> statuses = new TreeMap<>();
    private final List<String> findings = new ArrayList<>();
    private volatile long begun = System.nanoTime();
    private volatile String current = "nothing yet";
    private String state = "";
    private List<String> peerIds = List.of();
    private final Deque<String> operationIds = new ArrayDeque<>();
    private int writes;
    private long slowest;
    private String slowestInput = "";

    /**
     * What came of it.
     *
     * @param inputs how many were sent
     * @param statuses how many were answered with each
     * @param seconds it took
     * @param slowestMillis the longest that one took
     * @param slowest which that was
     * @param heapGrowth bytes of heap in use at the end beyond those in use after a tenth
     * @param findings what was wrong, each with what repeats it; empty when nothing was
     */
    public record Report(
            long inputs,
            SortedMap<Integer, Long> statuses,
            double seconds,
            long slowestMillis,
            String slowest,
            long heapGrowth,
            List<String> findings) {
        /** Copies. */
        public Report {
            statuses = new TreeMap<>(statuses);
            findings = List.copyOf(findings);
        }

        Report and(Report next) {
            SortedMap<Integer, Long> sum = new TreeMap<>(statuses);
            next.statuses().forEach((status, count) -> sum.merge(status, count, Long::sum));
            List<String> all = new ArrayList<>(findings);
            all.addAll(next.findings());
            boolean slower = next.slowestMillis() > slowestMillis;
            return new Report(
                    inputs + next.inputs(),
                    sum,
                    seconds + next.seconds(),
                    slower ? next.slowestMillis() : slowestMillis,
                    slower ? next.slowest() : slowest,
                    Math.max(heapGrowth, next.heapGrowth()),
                    all);
        }
    }

    private Fuzz(long seed, long inputs, SimulatedGcs gcs) {
        this.seed = seed;
        this.inputs = inputs;
        this.gcs = gcs;
        handler = FrontDoor.routes(new ApiHandlers(gcs), gcs.gd2("node-1"));
        random = new SplittableRandom(seed);
        document = OpenApi.parse(handler.handle(new HttpCall(
                        "GET", "/gcs/v1/openapi", new TreeMap<>(), "", new Caller("(fuzz)", Caller.Role.READ, "")))
                .body());
    }

    /**
     * Runs it; blocks until the end. After every 40,000 requests a new cluster takes the place of the old one, with the next
     * seed: what is found names the seed of its cluster.
     *
     * @param seed which requests
     * @param inputs how many
     * @param progress is told how many were sent, now and then
     */
    public static Report run(long seed, long inputs, LongConsumer progress) {
        Report whole = new Report(0, new TreeMap<>(), 0, 0, "", 0, List.of());
        for (long life = 0; whole.inputs() < inputs && whole.findings().isEmpty(); life++) {
            long before = whole.inputs();
            long wanted = Math.min(LIFE, inputs - before);
            try (SimulatedGcs gcs = SimulatedGcs.create(3, seed + life)) {
                whole = whole.and(new Fuzz(seed + life, wanted, gcs).run(sent -> progress.accept(before + sent)));
            }
        }
        return whole;
    }

    private Report run(LongConsumer progress) {
        Thread watch = new Thread(this::watch, "gcs-fuzz-watch");
        watch.setDaemon(true);
        watch.start();
        long start = System.nanoTime();
        long heapEarly = 0;
        Requests requests = new Requests(document, random, () -> List.copyOf(operationIds));
        Gd2Requests gd2 = new Gd2Requests(document, random, () -> peerIds);
        remember();
        long sent = 0;
        while (sent < inputs && findings.size() < MOST_FINDINGS) {
            if (sent % REPLENISH == 0) {
                replenish();
            }
            if (sent % UPKEEP == 0) {
                gcs.advance(Duration.ofHours(2));
                remember();
                progress.accept(sent);
            }
            one(sent, random.nextInt(3) == 0 ? gd2.next() : requests.next());
            sent++;
            if (sent == Math.max(1, inputs / 10)) {
                heapEarly = heap();
            }
        }
        gcs.violations().forEach(violation -> findings.add("after all: " + violation));
        long growth = heap() - heapEarly;
        if (growth > MOST_GROWTH) {
            findings.add("memory: " + (growth >> 20) + " MiB more in use at the end than after a tenth");
        }
        watch.interrupt();
        return new Report(
                sent,
                statuses,
                (System.nanoTime() - start) / 1e9,
                TimeUnit.NANOSECONDS.toMillis(slowest),
                slowestInput,
                growth,
                findings);
    }

    private static long heap() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    /** A handler that never returns would hold this thread for ever: said aloud, and ended. */
    private void watch() {
        try {
            while (true) {
                TimeUnit.SECONDS.sleep(5);
                if (System.nanoTime() - begun > HANG.toNanos()) {
                    System.err.println(
                            "gcs fuzz: no answer for " + HANG.toSeconds() + " s, seed " + seed + ": " + current);
                    Thread.getAllStackTraces()
                            .forEach((thread, stack) -> System.err.println(thread + " " + List.of(stack)));
                    Runtime.getRuntime().halt(3);
                }
            }
        } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
        }
    }

    private void one(long number, Input input) {
        Caller.Role role = random.nextInt(10) == 0 ? ROLES.get(random.nextInt(ROLES.size())) : Caller.Role.ADMIN;
        HttpCall call;
        current = number + " " + input;
        begun = System.nanoTime();
        call = new HttpCall(
                input.method(), input.target(), input.headers(), input.body(), new Caller("(fuzz)", role, "r"));
        HttpReply reply = handler.handle(call);
        long took = System.nanoTime() - begun;
        if (took > slowest) {
            slowest = took;
            slowestInput = current;
        }
        statuses.merge(reply.status(), 1L, Long::sum);
        if (reply.status() == 202) {
            awaitEnd(OpenApi.json(reply.body()));
            remember();
        }
        judge(input, call, reply)
                .ifPresent(fault -> findings.add("seed " + seed + " input " + current + " -> "
                        + reply.status() + " "
                        + reply.body().substring(0, Math.min(300, reply.body().length())) + ": " + fault));
    }

    private Optional<String> judge(Input input, HttpCall call, HttpReply reply) {
        if (!call.path().startsWith("/gcs/")) {
            return gd2(call, reply);
        }
        if (reply.status() >= 500
                && HONEST.stream().noneMatch(code -> reply.body().contains("\"code\":\"" + code + "\""))) {
            return Optional.of("a failure of the server's own");
        }
        Optional<OpenApi.Route> route = document.routes().stream()
                .filter(one -> one.method().equals(call.method()) && one.matches(call.path()))
                .findFirst();
        if (reply.body().length() < LARGE_ANSWER || random.nextInt(50) == 0) {
            List<String> faults = route.map(one -> document.faults(one, reply.status(), reply.body()))
                    .orElseGet(() -> reply.status() < 400 ? List.of("nothing is described there") : List.<String>of());
            if (!faults.isEmpty()) {
                return Optional.of("not as described: " + faults);
            }
        }
        if (input.kind() == Input.Kind.VALID && reply.status() == 405) {
            return Optional.of("what is described is not served");
        }
        return reply.status() == 202 ? Optional.empty() : changed();
    }

    /** GlusterD2 answers much with 500 that is no failure of its own; what is one here says so, or says nothing. */
    private Optional<String> gd2(HttpCall call, HttpReply reply) {
        if (reply.status() >= 500 && (reply.body().isEmpty() || reply.body().contains("unexpected failure"))) {
            return Optional.of("a failure of the server's own");
        }
        if (call.method().equals("GET") || (reply.status() >= 400 && reply.status() < 500)) {
            return changed();
        }
        remember();
        return Optional.empty();
    }

    /** So that what one request began does not count as what the next one did. */
    private void awaitEnd(JsonNode operation) {
        if (operation.has("id")) {
            operationIds.add(operation.get("id").asText());
            if (operationIds.size() > MOST_IDS) {
                operationIds.remove();
            }
            try {
                gcs.operations()
                        .get(org.gluster.gcs.operation.OperationId.parse(
                                operation.get("id").asText()))
                        .await(Duration.ofSeconds(30));
            } catch (GcsException failedOrGone) {
                current = current + " ended: " + failedOrGone.code();
            }
        }
    }

    private void remember() {
        writes = gcs.storeWrites();
        state = state();
        peerIds = gcs.peers().list().stream().map(peer -> peer.id().toString()).toList();
    }

    /** Looks at the state only when something was written at all: agents report on their own, too. */
    private Optional<String> changed() {
        int now = gcs.storeWrites();
        if (now == writes) {
            return Optional.empty();
        }
        writes = now;
        String before = state;
        state = state();
        return state.equals(before)
                ? Optional.empty()
                : Optional.of("it changed the state: " + difference(before, state));
    }

    private static String difference(String before, String after) {
        int at = 0;
        while (at < Math.min(before.length(), after.length()) && before.charAt(at) == after.charAt(at)) {
            at++;
        }
        int from = Math.max(0, at - 150);
        return before.substring(from, Math.min(before.length(), at + 150)) + " became "
                + after.substring(from, Math.min(after.length(), at + 150));
    }

    /** What was asked for. What agents saw of disks and daemons changes by itself. */
    private String state() {
        JsonNode all = OpenApi.json(WireJson.write(List.of(
                gcs.peers().list().stream().map(PeerJson::of).toList(),
                gcs.devices().list().stream().map(DeviceJson::of).toList(),
                gcs.volumes().list().stream().map(VolumeJson::of).toList(),
                gcs.optionGroups().list().stream().map(OptionGroupJson::of).toList(),
                String.valueOf(gcs.operations().list().stream()
                        .map(OperationJson::of)
                        .toList()
                        .hashCode()))));
        all.get(1).forEach(device -> ((ObjectNode) device).retain("id", "node", "path", "enabled", "policy", "labels"));
        all.get(2)
                .forEach(volume ->
                        volume.get("bricks").forEach(brick -> ((ObjectNode) brick).remove(List.of("state", "port"))));
        return all.toString();
    }

    /** Requests remove nodes and devices more easily than they add them. */
    private void replenish() {
        for (int i = 1; i <= 3; i++) {
            String node = "node-" + i;
            String address = "127.0.1." + i;
            try {
                if (gcs.peers().find(node).isEmpty()) {
                    gcs.peers().add(peer -> peer.name(node).address(address)).await();
                }
                if (gcs.devices().find(node, "/data/d1").isEmpty()) {
                    gcs.devices()
                            .add(device -> device.node(node).path("/data/d1").limit(Capacity.ofGiB(100)))
                            .await();
                }
                gcs.devices().enable(node, "/data/d1").await();
            } catch (GcsException busy) {
                current = node + " is " + busy.code();
            }
        }
        gcs.volumes().list().forEach(volume -> {
            try {
                gcs.volume(volume.name().value())
                        .delete(delete -> delete.stopFirst().ifExists())
                        .await();
            } catch (GcsException busy) {
                current = volume.name() + " is " + busy.code();
            }
        });
        for (String name : List.of("v1", "v2")) {
            try {
                gcs.volumes()
                        .create(volume ->
                                volume.name(name).capacity(Capacity.ofGiB(1)).start(name.equals("v2")))
                        .await();
            } catch (GcsException noRoom) {
                current = name + " is " + noRoom.code();
            }
        }
        remember();
    }
}
