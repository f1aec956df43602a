/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.benchmarks.scale;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.benchmarks.options.Options;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.engine.DataPlane;
import org.gluster.gcs.engine.EmbeddedGcs;
import org.gluster.gcs.gluster.rpc.RpcClient;
import org.gluster.gcs.gluster.rpc.XdrReader;
import org.gluster.gcs.gluster.rpc.XdrWriter;
import org.gluster.gcs.volume.Brick;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.jspecify.annotations.Nullable;

/**
 * As many started replica-3 volumes of 1 GiB as asked for, or as the machine carries, on three nodes of this machine: what each costs,
 * what they cost at rest, how long the node takes to serve all of them again, and whether all of it goes away.
 */
public final class ScaleBenchmark {
    private static final int NODES = 3;
    private static final int INTERVALS = 10;
    private static final int PORT = 24_007;
    private static final int PORTMAP = 34_123_456;
    /** As many as three nodes hold in one process each. */
    private static final int ALONE = 180;

    private static final double RATIO = 100;
    private static final double WATERMARK = 0.98;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final double MILLIS = 1e6;
    private static final double SECONDS = 1e9;

    private final PrintStream out;
    private final Settings settings;
    private final Path root;
    private final MachineUse use;
    private final SortedMap<String, String> summary = new TreeMap<>();
    private final List<Volume> made = new ArrayList<>();
    private volatile EmbeddedGcs.@Nullable Running gcs;
    private volatile boolean abandoned;

    private ScaleBenchmark(PrintStream out, Settings settings, Path root) {
        this.out = out;
        this.settings = settings;
        this.root = root;
        use = new MachineUse(root);
    }

    /**
     * What is run.
     *
     * @param volumes how many are to be made
     * @param mounts how many of them are mounted and checked
     * @param idle for how long the machine is watched at rest
     * @param directory where everything lives, on the disk that is used
     */
    record Settings(int volumes, int mounts, Duration idle, Path directory) {
        static Settings of(Options options) {
            int volumes = options.number("--volumes", 20);
            return new Settings(
                    volumes,
                    options.number("--mounts", Math.max(1, volumes / 10)),
                    Duration.ofSeconds(options.number("--idle", 30)),
                    options.directory());
        }
    }

    /** Runs it; each line printed is a JSON object, the last one the summary. Needs root and GlusterFS. */
    public static void run(PrintStream out, Options options) throws IOException, InterruptedException {
        Settings settings = Settings.of(options);
        Path root =
                Files.createTempDirectory(settings.directory(), "gcs-scale-").toRealPath();
        ScaleBenchmark benchmark = new ScaleBenchmark(out, settings, root);
        Thread interrupted = new Thread(benchmark::abandon, "gcs-scale-clear");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            benchmark.measure();
        } finally {
            benchmark.abandon();
            Runtime.getRuntime().removeShutdownHook(interrupted);
        }
        out.println(benchmark.json());
    }

    /** Somebody wants it to end now: what it began ends first, so that nothing comes back. */
    private void abandon() {
        abandoned = true;
        try {
            end();
        } finally {
            use.clear();
        }
    }

    private EmbeddedGcs.Running open() throws IOException, InterruptedException {
        if (abandoned) {
            throw new InterruptedException("the benchmark was interrupted");
        }
        EmbeddedGcs.Running opened = EmbeddedGcs.builder()
                .dataDirectory(Files.createDirectories(root.resolve("data")))
                .awaitTimeout(PATIENCE)
                .build();
        gcs = opened;
        return opened;
    }

    private void end() {
        EmbeddedGcs.Running running = gcs;
        gcs = null;
        if (running != null) {
            running.shutdown(DataPlane.STOP);
        }
    }

    private void measure() throws IOException, InterruptedException {
        EmbeddedGcs.Running opened = open();
        for (int node = 1; node <= NODES; node++) {
            String name = "node-" + node;
            String address = "127.0.0." + node;
            Path device = Files.createDirectories(root.resolve("device-" + node));
            opened.peers().add(p -> p.name(name).address(address)).await();
            opened.devices()
                    .add(d -> d.node(name).path(device.toString()).policy(DevicePolicy.thin(RATIO, WATERMARK)))
                    .await();
        }
        long available = use.availableBytes();
        create(opened);
        if (made.isEmpty()) {
            return;
        }
        summary.put("mounted", Integer.toString(mountSome()));
        rest();
        summary.put(
                "machine_mb_per_brick", // processes, kernel and this JVM
                String.format(
                        Locale.ROOT, "%.2f", (available - use.availableBytes()) / 1048576.0 / (made.size() * NODES)));
        restart();
        delete();
    }

    /** What bricks take that nobody is connected to: those of volumes with one copy have no self-heal daemon. */
    private void bricksAlone(EmbeddedGcs.Running running) {
        int number = Math.min(settings.volumes(), ALONE);
        try {
            for (int i = 1; i <= number; i++) {
                String name = "alone-" + i;
                running.volumes()
                        .create(v -> v.name(name)
                                .capacity(Capacity.ofGiB(1))
                                .redundancy(Redundancy.distributed())
                                .start(true))
                        .await();
            }
            String daemons = use.daemons("glusterfsd").json("bricks", number);
            summary.put("without_clients", "{" + daemons + "}");
            row("\"without_clients\":{" + daemons + "}");
        } finally {
            running.volumes()
                    .list()
                    .forEach(volume -> running.volume(volume.name().value())
                            .delete(d -> d.stopFirst())
                            .await());
        }
    }

    private void create(EmbeddedGcs.Running running) {
        int interval = Math.max(1, settings.volumes() / INTERVALS);
        List<Long> times = new ArrayList<>();
        List<Double> medians = new ArrayList<>();
        for (int number = 1; number <= settings.volumes(); number++) {
            String name = "volume-" + number;
            long from = System.nanoTime();
            try {
                made.add(running.volumes()
                        .create(v -> v.name(name)
                                .capacity(Capacity.ofGiB(1))
                                .redundancy(Redundancy.replicated(NODES))
                                .start(true))
                        .await());
            } catch (GcsException limit) {
                if (abandoned) {
                    throw limit;
                }
                summary.put("stopped_by", quoted(limit.getMessage()));
                break;
            }
            times.add(System.nanoTime() - from);
            if (times.size() == interval || number == settings.volumes()) {
                medians.add(percentile(times, 50));
                row(String.format(
                        Locale.ROOT,
                        "\"volumes\":%d,\"create_p50_ms\":%.1f,\"create_max_ms\":%.1f,%s",
                        made.size(),
                        percentile(times, 50),
                        percentile(times, 100),
                        daemons()));
                times.clear();
            }
        }
        summary.put("volumes", Integer.toString(made.size()));
        if (!medians.isEmpty()) {
            summary.put("create_p50_ms_first", number(medians.get(0)));
            summary.put("create_p50_ms_last", number(medians.get(medians.size() - 1)));
        }
    }

    private String daemons() {
        int bricks = made.size() * NODES;
        return use.daemons("glusterfsd").json("bricks", bricks) + ","
                + use.daemons("glusterfs").json("self_heal", bricks);
    }

    /** Mounts volumes spread over all of them, writes to each, reads it back, and unmounts. Answers how many were right. */
    private int mountSome() throws IOException {
        int right = 0;
        int wanted = Math.min(settings.mounts(), made.size());
        for (int i = 0; i < wanted; i++) {
            String volume = made.get(i * made.size() / wanted).name().value();
            Path place = Files.createDirectories(root.resolve("mounts").resolve(volume));
            String said = MachineUse.run(
                    "mount",
                    "-t",
                    "glusterfs",
                    "-o",
                    "log-file=" + root.resolve("mounts").resolve(volume + ".log"),
                    "127.0.0.1:/" + volume,
                    place.toString());
            if (said.isEmpty()) {
                String text = "this is " + volume;
                Files.writeString(place.resolve("check"), text);
                if (Files.readString(place.resolve("check")).equals(text)) {
                    right++;
                } else {
                    said = "what was written to " + volume + " does not read back";
                }
                String unmounted = MachineUse.run("umount", place.toString());
                said = said + unmounted;
            }
            if (!said.isEmpty()) {
                summary.put("mounts_failed", quoted(said));
            }
        }
        row("\"mounted\":" + right + ",\"asked_for\":" + wanted);
        return right;
    }

    private void rest() throws InterruptedException {
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        TimeUnit.SECONDS.sleep(10); // the last ones are given to the self-heal daemons, and what that began ends
        double bricks = use.daemons("glusterfsd").cpu();
        double healers = use.daemons("glusterfs").cpu();
        long cpu = system.getProcessCpuTime(); // without what it takes to count theirs
        long from = System.nanoTime();
        TimeUnit.NANOSECONDS.sleep(settings.idle().toNanos());
        double wall = System.nanoTime() - from;
        summary.put("idle_jvm_percent_of_core", number((system.getProcessCpuTime() - cpu) / wall * 100));
        summary.put(
                "idle_bricks_percent_of_core",
                number((use.daemons("glusterfsd").cpu() - bricks) * SECONDS / wall * 100));
        summary.put(
                "idle_self_heal_percent_of_core",
                number((use.daemons("glusterfs").cpu() - healers) * SECONDS / wall * 100));
        for (int round = 0; round < 3; round++) {
            System.gc();
        }
        summary.put(
                "heap_mb_after_collection",
                number(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0));
        summary.put("daemons", "{" + daemons() + "}");
        row("\"idle_seconds\":" + settings.idle().toSeconds() + ",\"idle_jvm_percent_of_core\":"
                + summary.get("idle_jvm_percent_of_core") + ",\"heap_mb_after_collection\":"
                + summary.get("heap_mb_after_collection"));
    }

    /** Ends the engine and opens it again: once with the bricks kept, once with all of them to be started. */
    private void restart() throws IOException, InterruptedException {
        for (DataPlane dataPlane : List.of(DataPlane.KEEP, DataPlane.STOP)) {
            EmbeddedGcs.Running running = gcs;
            gcs = null;
            if (running != null) {
                running.shutdown(dataPlane);
            }
            long from = System.nanoTime();
            open();
            double opened = (System.nanoTime() - from) / MILLIS;
            int served = 0;
            while (served < made.size() * NODES && System.nanoTime() - from < PATIENCE.toNanos()) {
                TimeUnit.MILLISECONDS.sleep(20);
                served = served();
            }
            double all = (System.nanoTime() - from) / MILLIS;
            String name = dataPlane == DataPlane.KEEP ? "adopt" : "restart";
            summary.put(name + "_ms", number(all));
            summary.put(name + "_served", Integer.toString(served));
            row(String.format(
                    Locale.ROOT,
                    "\"what\":\"%s\",\"open_ms\":%.1f,\"all_served_ms\":%.1f,\"served\":%d,\"bricks\":%d",
                    name,
                    opened,
                    all,
                    served,
                    made.size() * NODES));
        }
    }

    /** How many bricks the nodes' port mappers know to serve: what a client that mounts would be told. */
    private int served() {
        SortedMap<String, List<Brick>> byAddress = new TreeMap<>();
        made.forEach(volume -> volume.bricks()
                .forEach(brick -> byAddress
                        .computeIfAbsent(brick.address(), address -> new ArrayList<>())
                        .add(brick)));
        int served = 0;
        for (var node : byAddress.entrySet()) {
            try (RpcClient client = RpcClient.connect(new InetSocketAddress(node.getKey(), PORT), ANSWER)) {
                for (Brick brick : node.getValue()) {
                    int result = new XdrReader(client.call(
                                            PORTMAP,
                                            1,
                                            1,
                                            new XdrWriter()
                                                    .writeString(brick.path())
                                                    .toBytes())
                                    .results())
                            .readInt();
                    served += result == 0 ? 1 : 0;
                }
            }
        }
        return served;
    }

    private void delete() {
        EmbeddedGcs.Running running = gcs;
        if (running == null) {
            return;
        }
        List<Long> times = new ArrayList<>();
        for (Volume volume : made) {
            long from = System.nanoTime();
            running.volume(volume.name().value()).delete(d -> d.stopFirst()).await();
            times.add(System.nanoTime() - from);
        }
        summary.put("delete_p50_ms", number(percentile(times, 50)));
        bricksAlone(running);
        summary.put("volumes_left", Integer.toString(running.volumes().list().size()));
        summary.put(
                "audit_findings", Integer.toString(running.audit().findings().size()));
        end();
        String left = use.left();
        summary.put("left", quoted(left));
        row(String.format(
                Locale.ROOT,
                "\"deleted\":%d,\"delete_p50_ms\":%.1f,\"delete_max_ms\":%.1f,\"left\":%s",
                times.size(),
                percentile(times, 50),
                percentile(times, 100),
                quoted(left)));
    }

    private void row(String fields) {
        out.println("{\"bench\":\"scale\"," + fields + "}");
    }

    private String json() {
        StringBuilder text = new StringBuilder("{\"bench\":\"scale\",\"asked_for\":" + settings.volumes());
        summary.forEach(
                (name, value) -> text.append(",\"").append(name).append("\":").append(value));
        return text.append('}').toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String quoted(@Nullable String text) {
        String plain = text == null ? "" : text;
        return "\"" + plain.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\s+", " ") + "\"";
    }

    /** By the nearest rank, in milliseconds. */
    private static double percentile(List<Long> nanos, double rank) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return sorted.get(Math.max(0, (int) Math.ceil(rank / 100 * sorted.size()) - 1)) / MILLIS;
    }
}
