/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import static org.gluster.gcs.testkit.scenario.ScenarioException.check;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.testkit.host.ServingProcess;
import org.gluster.gcs.testkit.scenario.Output.Told;
import org.jspecify.annotations.Nullable;

/**
 * Shows on this machine, with real GlusterFS, what the engine does: three nodes, a replicated volume, a mount with the
 * distribution's own client, a brick and then the whole control plane killed with SIGKILL, and nothing left at the end.
 *
 * <p>Needs root. It works in one directory, which it removes; what an earlier run left there when it was killed is cleaned up
 * first. Not thread-safe.
 */
public final class Demo {
    private static final int FILES = 1_000;
    private static final int KILL_AT = 800;
    private static final int AT_ONCE = 8;
    private static final int REPETITIONS = 5;
    private static final Capacity VOLUME = Capacity.ofGiB(1);
    private static final Capacity SMALL = Capacity.ofMiB(300);
    private static final Capacity DEVICE = Capacity.ofGiB(4);
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final int LONGEST_HOME = 45;

    private final Path home;
    private final List<String> addresses;
    private final Output out;

    private final AtomicLong written = new AtomicLong();
    private final AtomicBoolean writing = new AtomicBoolean();
    private CompletableFuture<Long> writer = CompletableFuture.completedFuture(0L);

    /**
     * A demo that is yet to run.
     *
     * @param home the directory to work in, which need not exist and is removed at the end
     * @param addresses three addresses of this machine on which port 24007 is free
     * @param out hears how it goes
     */
    public Demo(Path home, List<String> addresses, Output out) {
        if (addresses.size() != 3) {
            throw new IllegalArgumentException("the demo has three nodes, not " + addresses);
        }
        this.home = home.toAbsolutePath().normalize();
        this.addresses = List.copyOf(addresses);
        this.out = out;
    }

    /**
     * Where a scenario works: in {@code .gcs} of a checkout, or among temporary files when {@code checkout} is empty; and
     * below {@code /var/tmp} when the path would be too long for a socket. Always the same, so that a run finds what an
     * earlier one left.
     */
    public static Path home(String checkout, String name) {
        Path home = checkout.isEmpty()
                ? Path.of(System.getProperty("java.io.tmpdir"), "gcs-" + name)
                : Path.of(checkout, ".gcs", name);
        Path absolute = home.toAbsolutePath().normalize();
        if (absolute.toString().length() <= LONGEST_HOME && absolute.toString().matches("[A-Za-z0-9_./+@=-]+")) {
            return absolute;
        }
        CRC32 checksum = new CRC32();
        checksum.update(absolute.toString().getBytes(StandardCharsets.UTF_8));
        return Path.of("/var/tmp", "gcs-" + name + "-" + Long.toHexString(checksum.getValue()));
    }

    /** Tells the whole story; answers whether all went well. What went wrong has been told. */
    public boolean run() {
        long from = System.nanoTime();
        try {
            story();
        } catch (ScenarioException | UncheckedIOException failure) {
            Map<String, Object> last = new LinkedHashMap<>();
            last.put("demo", "failed");
            last.put("error", String.valueOf(failure.getMessage()));
            out.last(last);
            out.say("The demo failed: " + failure.getMessage());
            return false;
        }
        long took = (System.nanoTime() - from) / 1_000_000;
        Map<String, Object> last = new LinkedHashMap<>();
        last.put("demo", "passed");
        last.put("ms", took);
        last.put("durations", out.durations());
        out.last(last);
        out.say("The demo passed in " + took + " ms.");
        return true;
    }

    private void story() {
        out.say("GCS for Java: one machine, three nodes, real GlusterFS, no glusterd. Everything happens in " + home
                + ".");
        out.step("preconditions", "checking this machine", this::preconditions);
        boolean told = false;
        try (Life life = new Life()) {
            tell(life);
            told = true;
        } finally {
            if (!told) {
                cleanUpQuietly();
            }
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

    private void tell(Life life) {
        out.step("engine", "starting the engine in a JVM of its own", () -> {
            life.start();
            return Told.of("the engine runs, in a JVM of its own");
        });
        out.step("nodes", "adding three nodes with a device each", () -> nodes(life));
        out.step("layout", "planning a volume", () -> layout(life));
        out.step("create and start", "creating and starting a volume of 1 GiB, three copies", () -> create(life));
        out.step("mount", "mounting it", () -> mount(life));
        out.step("files", "writing " + FILES + " files", () -> files(life));
        out.step("heal", "waiting for the killed brick to heal", () -> heal(life));
        startWriter();
        out.step("kill the control plane", "killing the control plane during a create", () -> killDuringCreate(life));
        out.step("converge", "starting the control plane again", () -> converge(life));
        out.step("mount went on", "checking the mount", this::mountWentOn);
        out.step("delete", "deleting both volumes", () -> delete(life));
        out.step("how long", "timing create and start", () -> time(life));
        out.step("audit", "comparing the machine with the records", () -> audit(life));
        out.step("give back", "giving back devices and nodes", () -> giveBack(life));
    }

    /** The engine of this run, which dies and is born again. */
    private final class Life implements AutoCloseable {
        private @Nullable Engine engine;

        void start() {
            engine = Engine.start(data());
        }

        Engine engine() {
            return Objects.requireNonNull(engine, "not started yet");
        }

        JsonNode ask(String... words) {
            return engine().ask(words);
        }

        @Override
        public void close() {
            if (engine != null) {
                engine.close();
            }
        }
    }

    // ---- before -----------------------------------------------------------------------------------------------------

    private Told preconditions() {
        List<String> lacks = Machine.lacks();
        check(
                lacks.isEmpty(),
                "this machine lacks " + String.join("; ", lacks) + ". Without them: ./gcs demo --simulated");
        String cleaned = Earlier.cleanUp(home);
        SortedSet<String> before = Machine.about(home);
        check(before.isEmpty(), "this is in the way and could not be removed: " + before);
        Machine.requirePortFree(addresses);
        try {
            Files.createDirectories(mountPoint());
            for (int node = 1; node <= 3; node++) {
                Files.createDirectories(device(node));
            }
            long free = Files.getFileStore(home).getUsableSpace();
            long needed = 3 * DEVICE.bytes() + Capacity.ofGiB(1).bytes();
            check(
                    free >= needed,
                    home + " has " + Capacity.ofBytes(free).format() + " free, and the demo needs "
                            + Capacity.ofBytes(needed).format());
        } catch (IOException failure) {
            throw new ScenarioException(home + " cannot be used: " + failure, failure);
        }
        return Told.of("this machine can: root, GlusterFS, XFS, loop devices, port 24007" + cleaned);
    }

    /** After a failure: the failure is what is to be told, not what came of cleaning up. */
    private void cleanUpQuietly() {
        writing.set(false);
        try {
            Earlier.cleanUp(home);
        } catch (RuntimeException left) {
            out.say("Cleaning up failed too: " + left.getMessage() + ". The next run tries again.");
        }
    }

    // ---- the story --------------------------------------------------------------------------------------------------

    private Told nodes(Life life) {
        List<String> details = new ArrayList<>();
        for (int node = 1; node <= 3; node++) {
            String name = "node-" + node;
            life.ask("peer", name, addresses.get(node - 1));
            life.ask("device", name, device(node).toString(), Long.toString(DEVICE.bytes()));
            details.add(name + " at " + addresses.get(node - 1) + " gives " + DEVICE.format() + " of " + device(node));
        }
        return new Told("three nodes with a device each", details);
    }

    private Told layout(Life life) {
        JsonNode plan = life.ask("plan", "demo", Long.toString(VOLUME.bytes()));
        List<String> details = new ArrayList<>(Engine.texts(plan.get("explanation")));
        return new Told(
                "a volume of " + VOLUME.format() + " would be " + String.join("; ", Engine.texts(plan.get("bricks")))
                        + ". Why:",
                details);
    }

    private Told create(Life life) {
        JsonNode volume = life.ask("create", "demo", Long.toString(VOLUME.bytes()), "demo-first");
        check(volume.get("state").asText().equals("STARTED"), "the volume is not started: " + volume);
        List<String> details = new ArrayList<>();
        volume.get("bricks")
                .forEach(brick -> details.add(brick.get("node").asText() + ": "
                        + brick.get("path").asText() + " " + brick.get("state").asText()));
        return new Told("volume demo serves " + VOLUME.format() + " from three bricks", details);
    }

    private Told mount(Life life) {
        String command = life.ask("mount", "demo", mountPoint().toString()).asText();
        Machine.shell(command);
        check(
                !Machine.mountsBelow(mountPoint()).isEmpty(),
                "nothing is mounted at " + mountPoint() + " after " + command);
        return Told.of("mounted with the distribution's own client: " + command);
    }

    private Told files(Life life) {
        String brick = brickPath(life);
        long victim = brickProcess(brick);
        AtomicLong done = new AtomicLong();
        long from = System.nanoTime();
        eachFile(number -> {
            if (done.getAndIncrement() == KILL_AT) {
                Machine.kill(victim);
            }
            write(mountPoint().resolve("file-" + number), content(number));
        });
        long wrote = (System.nanoTime() - from) / 1_000_000;
        verifyFiles(mountPoint());
        return new Told(
                FILES + " files written in " + wrote + " ms and read back, all equal, although",
                List.of("a brick's process (" + victim + ") was ended with SIGKILL after " + KILL_AT + " of them"));
    }

    private Told heal(Life life) {
        Machine.await("the brick to come back and heal to finish", LIMIT, () -> {
            JsonNode heal = life.ask("heal", "demo");
            out.progress("heal: " + heal.get("pending").asLong() + " entries pending");
            return heal.get("finished").asBoolean() && heal.get("online").asInt() == 3;
        });
        verifyFiles(Path.of(brickPath(life)));
        return Told.of("the brick is back and healed: it holds all " + FILES + " files, equal byte for byte");
    }

    private Told killDuringCreate(Life life) {
        Machine.await("the writer to begin", LIMIT, () -> written.get() > 0 || writer.isDone());
        SortedSet<Path> images = images();
        CompletableFuture<JsonNode> creating =
                life.engine().begin("create", "second", Long.toString(VOLUME.bytes()), "demo-second");
        Machine.await("the create to be under way", LIMIT, () -> !images().equals(images) || creating.isDone());
        check(!creating.isDone(), "the create ended before the control plane could be killed");
        life.engine().kill();
        return new Told(
                "the control plane's JVM was ended with SIGKILL half-way through a second create",
                List.of("half made: " + String.join(", ", halfMade(images))));
    }

    private List<String> halfMade(SortedSet<Path> before) {
        SortedSet<Path> made = new TreeSet<>(images());
        made.removeAll(before);
        return made.stream().map(home::relativize).map(Path::toString).toList();
    }

    private Told converge(Life life) {
        life.start();
        Machine.await("the interrupted create to end", LIMIT, () -> {
            for (JsonNode operation : life.ask("operations")) {
                if (!operation.get("ended").asBoolean()) {
                    out.progress("converging: " + operation.get("doing").asText());
                    return false;
                }
            }
            return true;
        });
        JsonNode second = life.ask("create", "second", Long.toString(VOLUME.bytes()), "demo-second");
        check(second.get("state").asText().equals("STARTED"), "the volume did not converge: " + second);
        int volumes = life.ask("volumes").size();
        check(volumes == 2, "there must be two volumes, not " + volumes);
        return Told.of("it took up what was under way: volume second is whole and serves; asking again with the same"
                + " idempotency key gives that very volume");
    }

    private Told mountWentOn() {
        writing.set(false);
        long files = writer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(failure -> {
                    throw new ScenarioException("the mount failed meanwhile: " + failure.getMessage(), failure);
                })
                .join();
        check(files > 0, "nothing was written meanwhile");
        return Told.of("the mount went on all the while: " + files + " writes and reads, none failed");
    }

    private Told delete(Life life) {
        Machine.shell("umount " + mountPoint());
        life.ask("delete", "demo");
        life.ask("delete", "second");
        check(life.ask("volumes").isEmpty(), "there are volumes left");
        check(images().isEmpty(), "there are images left: " + images());
        return Told.of("both volumes are gone, confirmed by looking");
    }

    private Told time(Life life) {
        JsonNode times = life.ask("time", Integer.toString(REPETITIONS), Long.toString(SMALL.bytes()));
        return Told.of("create and start of a replica-3 volume takes "
                + times.get(times.size() / 2).asLong() + " ms (median of " + times.size() + "; from "
                + times.get(0).asLong() + " to " + times.get(times.size() - 1).asLong() + " ms)");
    }

    private Told audit(Life life) {
        JsonNode audit = life.ask("audit");
        check(audit.get("clean").asBoolean(), "the audit found " + audit.get("findings"));
        return Told.of("the audit compared " + audit.get("checked").asLong() + " things and found nothing amiss");
    }

    private Told giveBack(Life life) {
        life.ask("clear");
        life.close();
        for (int node = 1; node <= 3; node++) {
            SortedSet<String> left = Machine.about(device(node));
            check(left.size() == 1, "a device given back must be an empty directory, and there is " + left);
        }
        return Told.of("devices and nodes are given back, the directories are empty");
    }

    // ---- files ------------------------------------------------------------------------------------------------------

    /** Several at once, as applications do. */
    private static void eachFile(IntConsumer each) {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int i = 0; i < FILES; i++) {
                int number = i;
                all.add(CompletableFuture.runAsync(() -> each.accept(number), threads));
            }
            CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
        } catch (CompletionException failure) {
            throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
        } finally {
            threads.shutdownNow();
        }
    }

    /** Different in every file, and known without keeping it. */
    private static byte[] content(int number) {
        byte[] bytes = new byte[1_000 + number * 7 % 9_000];
        new java.util.SplittableRandom(number).nextBytes(bytes);
        return bytes;
    }

    private static void verifyFiles(Path directory) {
        eachFile(number -> {
            byte[] found = read(directory.resolve("file-" + number));
            check(
                    checksum(found) == checksum(content(number)),
                    directory.resolve("file-" + number) + " is not what was written");
        });
    }

    private static long checksum(byte[] bytes) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        return checksum.getValue();
    }

    private static void write(Path file, byte[] bytes) {
        try {
            Files.write(file, bytes);
        } catch (IOException failure) {
            throw new ScenarioException("writing " + file + " failed: " + failure, failure);
        }
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException failure) {
            throw new ScenarioException("reading " + file + " failed: " + failure, failure);
        }
    }

    private void startWriter() {
        writing.set(true);
        writer = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        while (writing.get()) {
                            int number = (int) (written.get() % 100);
                            Path file = mountPoint().resolve("meanwhile-" + number);
                            byte[] bytes = content((int) (written.get() % 10_000));
                            write(file, bytes);
                            check(checksum(read(file)) == checksum(bytes), file + " is not what was written");
                            written.incrementAndGet();
                        }
                        writer.complete(written.get());
                    } catch (RuntimeException failure) {
                        writer.completeExceptionally(failure);
                    }
                },
                "gcs-demo-writer");
        thread.setDaemon(true);
        thread.start();
    }

    private SortedSet<Path> images() {
        TreeSet<Path> found = new TreeSet<>();
        for (int node = 1; node <= 3; node++) {
            try (Stream<Path> files = Files.list(device(node).resolve("bricks"))) {
                files.forEach(found::add);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
        return found;
    }

    private static String brickPath(Life life) {
        return life.ask("volume", "demo").get("bricks").get(0).get("path").asText();
    }

    private static long brickProcess(String path) {
        long pid = ServingProcess.of(Path.of(path));
        check(pid > 0, "no process serves the brick " + path);
        return pid;
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
