/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import static org.gluster.gcs.testkit.scenario.ScenarioException.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.testkit.scenario.Output.Told;

/**
 * Kills the control plane with SIGKILL again and again, on this machine and over real GlusterFS: first once at every
 * {@linkplain #points() named point}, then at random moments of random operations, bricks and self-heal daemons included.
 * After every kill it is started again on the same directory and must converge: what was acknowledged is there and serves,
 * what was not is there whole or gone whole, and an audit finds nothing amiss. At the end nothing may be left.
 *
 * <p>Needs root. It works in one directory, which it removes. Not thread-safe.
 */
public final class Torture {
    private static final Capacity DEVICE = Capacity.ofGiB(4);
    private static final Capacity SMALL = Capacity.ofMiB(300);
    private static final Duration LIMIT = Duration.ofSeconds(90);
    /** What an aimed volume goes through. */
    static final List<String> LIFE = List.of("create", "options", "stop", "start", "delete");

    private static final int RANDOM_VOLUMES = 3;
    private static final int LONGEST_WAIT_MS = 1_500;
    private static final String KEEPER = "keeper";
    private static final String GONE = "GONE";

    private final Path home;
    private final List<String> addresses;
    private final Output out;
    private final int kills;
    private final long seed;
    private final SplittableRandom random;

    private final Map<String, Integer> histogram = new LinkedHashMap<>();
    private final TreeMap<String, String> acknowledged = new TreeMap<>();
    private int done;
    private int markers;

    /**
     * A torture that is yet to begin.
     *
     * @param home the directory to work in, which need not exist and is removed at the end
     * @param addresses three addresses of this machine on which port 24007 is free
     * @param kills how often to kill
     * @param seed decides what is random
     * @param out hears how it goes
     */
    public Torture(Path home, List<String> addresses, int kills, long seed, Output out) {
        if (addresses.size() != 3) {
            throw new IllegalArgumentException("the torture has three nodes, not " + addresses);
        }
        this.home = home.toAbsolutePath().normalize();
        this.addresses = List.copyOf(addresses);
        this.out = out;
        this.kills = kills;
        this.seed = seed;
        random = new SplittableRandom(seed);
    }

    /** The names of the points of aimed kills, in the order of a volume's life. */
    public static List<String> points() {
        return Points.all();
    }

    /** Does it all; answers whether everything held. What did not has been told. */
    public boolean run() {
        long from = System.nanoTime();
        try {
            story();
        } catch (ScenarioException | UncheckedIOException failure) {
            Map<String, Object> last = new LinkedHashMap<>();
            last.put("torture", "failed");
            last.put("error", String.valueOf(failure.getMessage()));
            last.put("kills", done);
            last.put("seed", seed);
            out.last(last);
            out.say("The torture failed after " + done + " kills, with --seed " + seed + ": " + failure.getMessage());
            out.say("What is there was left as it is, to be looked at, in " + home + "; the next run removes it.");
            return false;
        }
        long took = (System.nanoTime() - from) / 1_000_000;
        Map<String, Object> last = new LinkedHashMap<>();
        last.put("torture", "passed");
        last.put("kills", done);
        last.put("leaks", 0);
        last.put("lost", 0);
        last.put("seed", seed);
        last.put("ms", took);
        last.put("points", histogram);
        out.last(last);
        out.say("");
        histogram.forEach((point, times) -> out.say(String.format("  %4d  %s", times, point)));
        out.say("The torture passed: " + done + " kills, 0 leaks, 0 lost, seed " + seed + ", " + took + " ms.");
        return true;
    }

    private void story() {
        out.say("Killing the control plane " + kills + " times, seed " + seed + ". Everything happens in " + home
                + ".");
        out.step("preconditions", "checking this machine", this::preconditions);
        Engine engine = Engine.start(data());
        try {
            Engine first = engine;
            out.step("begin", "making a volume that serves all the while", () -> begin(first));
            List<String> points = Points.all();
            while (done < kills) {
                Optional<String> point = done < points.size() ? Optional.of(points.get(done)) : Optional.empty();
                engine = round(engine, point);
            }
            Engine last = engine;
            out.step("end", "deleting everything", () -> end(last));
        } finally {
            engine.kill();
        }
        out.step("nothing left", "looking for leftovers", () -> {
            Machine.deleteTree(home);
            Machine.await(
                    "the last processes to end",
                    LIMIT,
                    () -> Machine.about(home).isEmpty());
            return Told.of("nothing is left: no mount, loop device, process or file that was not there before");
        });
    }

    private Told preconditions() {
        List<String> lacks = Machine.lacks();
        check(lacks.isEmpty(), "this machine lacks " + String.join("; ", lacks));
        String cleaned = Earlier.cleanUp(home);
        Machine.requirePortFree(addresses);
        try {
            Files.createDirectories(mountPoint());
            for (int node = 1; node <= 3; node++) {
                Files.createDirectories(device(node));
            }
        } catch (IOException failure) {
            throw new ScenarioException(home + " cannot be used: " + failure, failure);
        }
        return Told.of("this machine can" + cleaned);
    }

    private Told begin(Engine engine) {
        for (int node = 1; node <= 3; node++) {
            engine.ask("peer", "node-" + node, addresses.get(node - 1));
            engine.ask("device", "node-" + node, device(node).toString(), Long.toString(DEVICE.bytes()));
        }
        engine.ask("create", KEEPER, Long.toString(SMALL.bytes()), KEEPER);
        acknowledged.put(KEEPER, "STARTED");
        Machine.shell(engine.ask("mount", KEEPER, mountPoint().toString()).asText());
        return Told.of("volume " + KEEPER + " is mounted");
    }

    /** One kill and what must follow; answers the engine that goes on. */
    private Engine round(Engine engine, Optional<String> point) {
        int number = done + 1;
        Engine[] next = {engine};
        String name = point.orElse("a random moment");
        out.step("kill " + number, "kill " + number + " of " + kills + ": " + name, () -> {
            TreeMap<String, String> underWay = new TreeMap<>();
            if (point.isPresent()) {
                aimed(engine, point.get(), underWay);
            } else {
                atRandom(engine, underWay);
            }
            engine.kill();
            histogram.merge(name, 1, Integer::sum);
            done++;
            next[0] = Engine.start(data());
            String outcome = converged(next[0], underWay);
            serves();
            if (point.isPresent()) {
                next[0].ask("delete", aimedName(number));
                acknowledged.remove(aimedName(number));
            }
            return Told.of("kill " + number + ", " + name + ": " + outcome);
        });
        return next[0];
    }

    private static String aimedName(int number) {
        return "aimed-" + number;
    }

    // ---- killing ----------------------------------------------------------------------------------------------------

    /** Leads a volume through its life until the engine stands still at the point. */
    private void aimed(Engine engine, String point, Map<String, String> underWay) {
        engine.ask("aim", point);
        String name = aimedName(done + 1);
        // a size that no other has, so that a template is made too
        String size =
                Long.toString(SMALL.plus(Capacity.ofMiB(4L * (done % 50 + 1))).bytes());
        for (String verb : LIFE) {
            CompletableFuture<JsonNode> answer = verb.equals("create")
                    ? engine.begin(Points.needsOwnProcess(point) ? "create-alone" : verb, name, size, name)
                    : engine.begin(verb, name);
            CompletableFuture<Object> either = CompletableFuture.anyOf(answer, engine.stopped());
            engine.result(either, verb + " " + name + " on the way to the point \"" + point + "\"");
            if (engine.stopped().isDone()) {
                underWay.put(name, verb);
                return;
            }
            acknowledge(name, verb);
        }
        throw new ScenarioException("a whole life of a volume did not come by the point \"" + point + "\"");
    }

    /** Begins some operations and lets them go on for a while; now and then a daemon is killed too. */
    private void atRandom(Engine engine, Map<String, String> underWay) {
        Map<String, CompletableFuture<JsonNode>> begun = new LinkedHashMap<>();
        for (int i = 0; i < RANDOM_VOLUMES; i++) {
            String name = "random-" + i;
            String verb = next(acknowledged.getOrDefault(name, GONE));
            if (!verb.isEmpty()) {
                begun.put(
                        name,
                        verb.equals("create")
                                ? engine.begin(verb, name, Long.toString(SMALL.bytes()), name + "-" + done)
                                : engine.begin(verb, name));
                underWay.put(name, verb);
            }
        }
        if (random.nextInt(3) == 0) {
            killDaemon(engine);
        }
        LockSupport.parkNanos(Duration.ofMillis(random.nextInt(LONGEST_WAIT_MS)).toNanos());
        begun.forEach((name, answer) -> {
            if (answer.isDone()) {
                engine.result(answer, underWay.get(name) + " " + name);
                acknowledge(name, String.valueOf(underWay.remove(name)));
            }
        });
    }

    /** What may be done to a volume in that state, or nothing. */
    private String next(String state) {
        return switch (state) {
            case GONE -> "create";
            case "STARTED" -> List.of("stop", "delete", "").get(random.nextInt(3));
            default -> List.of("start", "delete").get(random.nextInt(2));
        };
    }

    /** A brick's process only when the volume that must serve can do without one: it may hold a brick of that volume too. */
    private void killDaemon(Engine engine) {
        boolean brick = random.nextBoolean();
        String below = data().resolve("nodes")
                .resolve("node-" + (1 + random.nextInt(3)))
                .toString();
        if (brick && !isWhole(engine)) {
            return;
        }
        Machine.glusterProcess(arguments -> brick
                        ? arguments.contains("--brick-name")
                                && arguments.stream().anyMatch(word -> word.startsWith(below))
                        : arguments.contains("glustershd")
                                && arguments.stream().anyMatch(word -> word.startsWith(below)))
                .ifPresent(Machine::kill);
    }

    /** Whether the volume that must serve has all copies of everything, and its client is connected to all of them. */
    private boolean isWhole(Engine engine) {
        JsonNode heal = engine.ask("heal", KEEPER);
        if (!heal.path("finished").asBoolean()
                || heal.path("pending").asLong() != 0
                || heal.path("online").asLong() != 3) {
            return false;
        }
        try {
            for (int i = 0; i < 3; i++) {
                Path client = mountPoint().resolve(".meta/graphs/active/" + KEEPER + "-client-" + i + "/private");
                if (!Files.readString(client).contains("connected = 1")) {
                    return false;
                }
            }
            return true;
        } catch (IOException unclear) {
            return false;
        }
    }

    private void acknowledge(String name, String verb) {
        switch (verb) {
            case "create", "options", "start" -> acknowledged.put(name, "STARTED");
            case "stop" -> acknowledged.put(name, "STOPPED");
            default -> acknowledged.remove(name);
        }
    }

    // ---- what must hold ---------------------------------------------------------------------------------------------

    /** Waits for the end of what was under way, and holds what is there against what was acknowledged. */
    private String converged(Engine engine, Map<String, String> underWay) {
        Machine.await("every interrupted operation to end", LIMIT, () -> {
            for (JsonNode operation : engine.ask("operations")) {
                if (!operation.get("ended").asBoolean()) {
                    out.progress("converging: " + operation.get("doing").asText());
                    return false;
                }
            }
            return true;
        });
        TreeMap<String, String> there = new TreeMap<>();
        engine.ask("volumes")
                .forEach(volume -> there.put(
                        volume.get("name").asText(), volume.get("state").asText()));
        List<String> outcomes = new ArrayList<>();
        underWay.forEach((name, verb) -> {
            String before = acknowledged.getOrDefault(name, GONE);
            String now = there.getOrDefault(name, GONE);
            check(
                    now.equals(before) || now.equals(after(verb)),
                    "volume " + name + " was " + before + ", its " + verb + " was interrupted, and now it is " + now);
            String how = after(verb).equals(before) ? "" : now.equals(before) ? " undone" : " done";
            outcomes.add(verb + " of " + name + " ended" + how);
            if (now.equals(GONE)) {
                acknowledged.remove(name);
            } else {
                acknowledged.put(name, now);
            }
        });
        check(there.equals(acknowledged), "there must be " + acknowledged + ", and there is " + there);
        JsonNode[] audit = {engine.ask("audit")};
        Machine.await("every brick to serve, and a clean audit", LIMIT, () -> {
            audit[0] = engine.ask("audit");
            out.progress("audit: " + audit[0].get("findings"));
            return audit[0].get("clean").asBoolean() && everyBrickServes(engine);
        });
        for (String name : underWay.keySet()) {
            if ("STARTED".equals(acknowledged.get(name))) {
                mountAndWrite(engine, name);
            }
        }
        return outcomes.isEmpty() ? "all was acknowledged, and is there" : String.join(", ", outcomes);
    }

    private static String after(String verb) {
        return switch (verb) {
            case "create", "options", "start" -> "STARTED";
            case "stop" -> "STOPPED";
            default -> GONE;
        };
    }

    private static boolean everyBrickServes(Engine engine) {
        for (JsonNode volume : engine.ask("volumes")) {
            for (JsonNode brick : volume.get("bricks")) {
                if (volume.get("state").asText().equals("STARTED")
                        && !brick.get("state").asText().equals("ONLINE")) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The mounted volume never stopped serving: what was written is there, and one more can be written. */
    private void serves() {
        try {
            for (int i = 0; i < markers; i++) {
                check(
                        Files.readString(mountPoint().resolve("marker-" + i)).equals("marker " + i),
                        "marker " + i + " of volume " + KEEPER + " is not what was written");
            }
            Files.writeString(mountPoint().resolve("marker-" + markers), "marker " + markers);
            markers++;
        } catch (IOException failure) {
            throw new ScenarioException("volume " + KEEPER + " does not serve: " + failure, failure);
        }
    }

    private void mountAndWrite(Engine engine, String name) {
        Path directory = home.resolve("other");
        try {
            Files.createDirectories(directory);
            Machine.shell(engine.ask("mount", name, directory.toString()).asText());
            try {
                Path marker = directory.resolve("marker");
                Files.writeString(marker, name);
                check(Files.readString(marker).equals(name), "volume " + name + " does not give back what was written");
            } finally {
                Machine.shell("umount " + directory);
            }
        } catch (IOException failure) {
            throw new ScenarioException("volume " + name + " does not serve: " + failure, failure);
        }
    }

    private Told end(Engine engine) {
        Machine.shell("umount " + mountPoint());
        engine.ask("clear");
        engine.close();
        for (int node = 1; node <= 3; node++) {
            check(
                    Machine.about(device(node)).size() == 1,
                    "a device given back must be an empty directory, and there is " + Machine.about(device(node)));
        }
        return Told.of("everything is deleted, the devices are empty directories again");
    }

    private Path data() {
        return home.resolve("data");
    }

    private Path mountPoint() {
        return home.resolve("mnt");
    }

    private Path device(int node) {
        return home.resolve("device-" + node);
    }
}
