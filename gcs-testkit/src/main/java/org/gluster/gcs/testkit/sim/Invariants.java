/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.DirectoryListing;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileSystemStatus;
import org.gluster.gcs.block.host.HostCall.LoopEntry;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.engine.agent.Volfiles;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.Codec;
import org.gluster.gcs.engine.catalogue.DeviceRecord;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.Presence;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.gluster.rpc.Volfile;
import org.gluster.gcs.gluster.volfile.Graph;
import org.gluster.gcs.gluster.volfile.ProcessGraph;
import org.gluster.gcs.gluster.volfile.VolumeGraphs;
import org.gluster.gcs.gluster.volfile.VolumeSpec;
import org.gluster.gcs.testkit.host.FakeMachine;
import org.gluster.gcs.volume.Redundancy;

/**
 * The certainty contract, checked on a world at rest: I1 no leak, I2 no loss, I3 honest ledger, I4 exactly once, I5
 * confirmed gone, I6 nothing half-way, I8 placement. (I6's other half, that recovery ends at all, is the simulation's bound on
 * events; I7, fencing, has runs of its own.) Looks at the machines and the store themselves, not through the engine.
 *
 * <p>Bricks of a set must be in as many zones as have a large enough device, up to one each: right for every history in
 * which no zone is ever full, and where each node has a zone of its own. Directories that requests name lie in {@link
 * World#EXPORTS}.
 */
final class Invariants {
    private static final int NAMES = 10_000;

    private final Map<String, VolumeRecord> volumes = new TreeMap<>();
    private final Map<String, DeviceRecord> devices = new TreeMap<>();
    private final Map<String, PeerRecord> peers = new TreeMap<>();
    private final List<String> violations = new ArrayList<>();

    private Invariants() {}

    /** All violations, in words; empty when the contract holds. */
    static List<String> violations(World world, List<Entry> stored) {
        Invariants check = new Invariants();
        check.read(stored);
        check.records(stored);
        check.events(stored);
        world.machines().forEach(check::machine);
        check.volumes.values().forEach(volume -> check.room(world, volume));
        return check.violations;
    }

    /** Each volume's making and end is told once, and of those that are there the making is. */
    private void events(List<Entry> stored) {
        TreeMap<String, Integer> told = new TreeMap<>();
        boolean forgotten = false;
        for (Entry entry : stored) {
            forgotten |= entry.key().equals(Keys.FLOOR);
            if (entry.key().startsWith(Keys.EVENTS)) {
                Codec.EVENT.read(entry.key(), entry.value()).happened().forEach(event -> {
                    if (event.name().equals("volume.created") || event.name().equals("volume.deleted")) {
                        told.merge(event.name() + " " + event.data().get("volume.id"), 1, Integer::sum);
                    }
                });
            }
        }
        told.forEach((event, times) -> check(times == 1, "I4", event + " was told " + times + " times"));
        for (VolumeRecord volume : volumes.values()) {
            check(
                    forgotten || told.containsKey("volume.created " + volume.id()),
                    "I4",
                    volume.name() + " is there, and nobody was told that it was created");
        }
    }

    private void read(List<Entry> stored) {
        for (Entry entry : stored) {
            if (entry.key().startsWith(Keys.VOLUMES)) {
                volumes.put(entry.key(), Codec.VOLUME.read(entry.key(), entry.value()));
            } else if (entry.key().startsWith(Keys.DEVICES)) {
                DeviceRecord device = Codec.DEVICE.read(entry.key(), entry.value());
                devices.put(device.id(), device);
            } else if (entry.key().startsWith(Keys.PEERS)) {
                PeerRecord peer = Codec.PEER.read(entry.key(), entry.value());
                peers.put(peer.name(), peer);
            }
        }
    }

    /** Addresses of the nodes, which bricks let in. */
    private SortedSet<String> nodes() {
        TreeSet<String> addresses = new TreeSet<>();
        peers.values().stream()
                .filter(peer -> peer.presence() == Presence.PRESENT)
                .forEach(peer -> addresses.add(peer.address()));
        return addresses;
    }

    private void records(List<Entry> stored) {
        TreeSet<String> subjects = new TreeSet<>();
        volumes.values().forEach(volume -> subjects.add(volume.statusName()));
        devices.values().forEach(device -> subjects.add(device.statusName()));
        peers.values().forEach(peer -> subjects.add(peer.statusName()));
        for (Entry entry : stored) {
            if (entry.key().startsWith(Keys.OPERATIONS)) {
                OperationRecord operation = Codec.OPERATION.read(entry.key(), entry.value());
                check(operation.terminal(), "I6", "operation " + operation.kind() + " is " + operation.state());
            } else if (entry.key().startsWith(Keys.JOURNAL)) {
                check(false, "I6", "a change is left half carried over: " + entry.key());
            } else if (entry.key().startsWith(Keys.STATUS)) {
                String subject = entry.key().substring(entry.key().indexOf('/', Keys.STATUS.length()) + 1);
                check(subjects.contains(subject), "I1", "the report " + entry.key() + " outlived its subject");
            }
        }
        Map<String, Long> held = new TreeMap<>();
        Map<String, String> made = new TreeMap<>();
        for (VolumeRecord volume : volumes.values()) {
            check(volume.operation().isEmpty(), "I6", volume.name() + " still waits for an operation");
            check(!volume.change().under(), "I6", "options of " + volume.name() + " are still being changed");
            check(
                    volume.state().equals("STARTED") == (volume.intent() == Intent.STARTED)
                            && volume.intent() != Intent.ABSENT,
                    "I6",
                    volume.name() + " is " + volume.state() + " but is to be " + volume.intent());
            if (!volume.idempotencyKey().isEmpty()) {
                String other = made.put(volume.idempotencyKey(), volume.name());
                check(other == null, "I4", volume.name() + " and " + other + " were made with one key");
            }
            for (BrickRecord brick : volume.bricks()) {
                if (!brick.isDirectory()) {
                    held.merge(brick.device(), brick.size(), Long::sum);
                }
            }
            sets(volume).forEach((set, bricks) -> placement(volume, bricks));
            check(volume.usable() >= volume.capacity(), "I8", volume.name() + " gives less than was asked for");
        }
        held.forEach((device, sum) -> {
            long reservable = Optional.ofNullable(devices.get(device))
                    .map(Invariants::reservable)
                    .orElse(-1L);
            check(
                    sum <= reservable,
                    "I3",
                    "bricks have reserved " + sum + " of device " + device + ", which gives " + reservable);
        });
    }

    private static SortedMap<Integer, List<BrickRecord>> sets(VolumeRecord volume) {
        SortedMap<Integer, List<BrickRecord>> sets = new TreeMap<>();
        volume.bricks()
                .forEach(brick -> sets.computeIfAbsent(brick.subvolume(), set -> new ArrayList<>())
                        .add(brick));
        return sets;
    }

    /** One set of a volume: whole, on nodes of their own, in as many zones as can be, an arbiter last. */
    private void placement(VolumeRecord volume, List<BrickRecord> set) {
        Redundancy redundancy = Redundancy.parse(volume.redundancy());
        String name = volume.name() + ", set " + set.get(0).subvolume() + ",";
        TreeSet<String> nodes = new TreeSet<>();
        TreeSet<String> zones = new TreeSet<>();
        for (int i = 0; i < set.size(); i++) {
            nodes.add(set.get(i).node());
            zones.add(zone(set.get(i).node()));
            boolean arbiter = redundancy instanceof Redundancy.Arbiter && i == 2;
            check(
                    set.get(i).role().equals(arbiter ? "ARBITER" : "DATA"),
                    "I8",
                    name + " has a brick " + i + " that holds " + set.get(i).role());
        }
        check(
                set.size() == redundancy.bricksPerSubvolume() && nodes.size() == set.size(),
                "I8",
                name + " is not on " + redundancy.bricksPerSubvolume() + " nodes");
        if (set.stream().noneMatch(BrickRecord::isDirectory)) {
            check(
                    zones.size() >= Math.min(redundancy.bricksPerSubvolume(), zonesFor(volume)),
                    "I8",
                    name + " is in zones " + zones + " only, though it could be in more");
        }
    }

    /** What its file systems really have room for is what it is said to hold, GlusterFS' reserve of 1 % left out. */
    private void room(World world, VolumeRecord volume) {
        long room = 0;
        for (List<BrickRecord> set : sets(volume).values()) {
            long least = Long.MAX_VALUE;
            for (BrickRecord brick : set) {
                Path mount = Path.of(brick.path()).resolve("..").normalize();
                long available = world.machine(brick.node())
                        .apply(new HostCall.FileSystemOf(mount))
                        .map(FileSystemStatus::availableBytes)
                        .orElse(0L);
                least = brick.role().equals("DATA") ? Math.min(least, available) : least;
            }
            room += (least - least / 100)
                    * Redundancy.parse(volume.redundancy()).dataBricks();
        }
        check(room >= volume.usable(), "I8", volume.name() + " has room for " + room + ", not " + volume.usable());
    }

    /** What bricks may reserve of a device, worked out from its stored policy: RATIO times its size when that is thin. */
    private static long reservable(DeviceRecord device) {
        if (!device.policy().startsWith("thin:")) {
            return device.size();
        }
        String ratio =
                device.policy().substring("thin:".length(), device.policy().indexOf(','));
        return new BigDecimal(ratio).multiply(BigDecimal.valueOf(device.size())).longValue();
    }

    private String zone(String node) {
        return Optional.ofNullable(peers.get(node)).map(PeerRecord::zone).orElse("none");
    }

    /** How many zones have a device that is large enough, for a volume of its own. */
    private int zonesFor(VolumeRecord volume) {
        long brick = volume.bricks().stream().mapToLong(BrickRecord::size).max().orElse(0);
        TreeSet<String> zones = new TreeSet<>();
        for (DeviceRecord device : devices.values()) {
            if (reservable(device) >= brick) {
                zones.add(zone(device.node()));
            }
        }
        return zones.size();
    }

    private record Own(VolumeRecord volume, BrickRecord brick, Path image, Path mount) {
        boolean hasImage() {
            return !brick.isDirectory();
        }

        boolean started() {
            return volume.intent() == Intent.STARTED;
        }
    }

    private void machine(String node, FakeMachine machine) {
        List<Own> own = new ArrayList<>();
        for (VolumeRecord volume : volumes.values()) {
            for (BrickRecord brick : volume.bricksOn(node)) {
                Path mount = Path.of(brick.path()).resolve("..").normalize();
                own.add(new Own(volume, brick, Path.of(brick.devicePath(), "bricks", brick.id() + ".img"), mount));
            }
        }
        images(node, machine, own);
        marks(node, machine);
        attached(node, machine, own);
        given(node, machine, own);
        processes(node, machine, own);
    }

    private void images(String node, FakeMachine machine, List<Own> own) {
        for (DeviceRecord device : devices.values()) {
            if (!device.node().equals(node)) {
                continue;
            }
            TreeSet<String> wanted = new TreeSet<>();
            boolean thin = device.policy().startsWith("thin:");
            long allocated = 0;
            for (Own brick : own) {
                if (brick.hasImage() && brick.brick().device().equals(device.id())) {
                    wanted.add(brick.image().getFileName().toString());
                    Optional<FileStatus> image = machine.apply(new HostCall.StatFile(brick.image()));
                    check(
                            image.isPresent()
                                    && image.get().size() == brick.brick().size(),
                            "I2",
                            "no whole image " + brick.image() + " on " + node);
                    long really = machine.apply(new HostCall.AllocatedBytes(brick.image()))
                            .orElse(0L);
                    check(
                            brick.brick().thin() == thin,
                            "I3",
                            brick.image() + " was not made by the policy of its device, " + device.policy());
                    check(
                            image.isEmpty() || thin || really >= image.get().size(),
                            "I3",
                            brick.image() + " is not allocated in full");
                    check(
                            !thin || really < brick.brick().size(),
                            "I3",
                            brick.image() + " took all its space at once, though its device is thin");
                    allocated += thin ? really : brick.brick().size();
                }
            }
            check(allocated <= device.size(), "I3", device.path() + " of " + node + " is overfull");
            List<String> left = new ArrayList<>(names(machine, Path.of(device.path(), "bricks")));
            left.removeAll(wanted);
            check(left.isEmpty(), "I1", "images left on " + node + ": " + left);
        }
    }

    /** A directory carries a mark as long as it is a device, and nothing else of ours afterwards. */
    private void marks(String node, FakeMachine machine) {
        for (String name : names(machine, Path.of("/data"))) {
            Path directory = Path.of("/data", name);
            boolean device = devices.values().stream()
                    .anyMatch(record ->
                            record.node().equals(node) && record.path().equals(directory.toString()));
            for (String left : names(machine, directory)) {
                check(
                        device || !(left.contains(".gcs-device") || left.equals("bricks") || left.equals("templates")),
                        "I1",
                        left + " is left in " + directory + " of " + node + ", which is no device");
            }
        }
    }

    private void attached(String node, FakeMachine machine, List<Own> own) {
        List<String> backing = new ArrayList<>();
        for (LoopEntry loop : machine.apply(new HostCall.Loops(Path.of("/")))) {
            backing.add(loop.backingFile() + (loop.deleted() ? " (deleted)" : ""));
        }
        List<Own> provisioned = own.stream().filter(Own::hasImage).toList();
        List<String> images = new ArrayList<>();
        provisioned.forEach(brick -> images.add(brick.image().toString()));
        compare("loop devices on " + node, backing, images);
        List<String> mounted = new ArrayList<>();
        for (MountEntry mount : machine.apply(new HostCall.Mounts(Path.of("/gcs")))) {
            mounted.add(mount.target().toString());
        }
        List<String> points = new ArrayList<>();
        provisioned.forEach(brick -> points.add(brick.mount().toString()));
        compare("mounts on " + node, mounted, points);
        Path bricks = Path.of("/gcs/nodes", node, "bricks");
        List<String> directories = new ArrayList<>();
        provisioned.forEach(brick -> directories.add(brick.mount().getFileName().toString()));
        compare("mount points on " + node, names(machine, bricks), directories);
        for (Own brick : own) {
            Optional<String> volumeId = machine.apply(
                    new HostCall.ReadAttribute(Path.of(brick.brick().path()), "trusted.glusterfs.volume-id"));
            check(
                    volumeId.isPresent()
                            && volumeId.get().equals("0x" + brick.volume().id().replace("-", "")),
                    "I2",
                    "the brick root " + brick.brick().path() + " carries " + volumeId);
        }
    }

    /** Directories that requests named: those of volumes are marked, all others have nothing of ours. */
    private void given(String node, FakeMachine machine, List<Own> own) {
        TreeSet<String> wanted = new TreeSet<>();
        own.stream()
                .filter(brick -> !brick.hasImage())
                .forEach(brick -> wanted.add(brick.brick().path()));
        for (String name : names(machine, World.EXPORTS)) {
            Path path = World.EXPORTS.resolve(name);
            boolean tagged = machine.apply(new HostCall.ReadAttribute(path.resolve(".glusterfs"), "trusted.gcs.owner"))
                    .isPresent();
            boolean marked = tagged
                    || machine.apply(new HostCall.ReadAttribute(path, "trusted.glusterfs.volume-id"))
                            .isPresent()
                    || machine.apply(new HostCall.ReadAttribute(path, "trusted.gfid"))
                            .isPresent()
                    || names(machine, path).contains(".glusterfs")
                    || name.startsWith(".gcs-");
            if (wanted.contains(path.toString())) {
                check(tagged, "I2", path + " on " + node + " has no owner");
            } else {
                check(!marked, "I1", "marks are left on " + path + " of " + node);
            }
        }
    }

    private void processes(String node, FakeMachine machine, List<Own> own) {
        List<String> running = new ArrayList<>();
        List<ProcessEntry> serving = new ArrayList<>();
        TreeSet<String> files = new TreeSet<>();
        for (ProcessEntry process : machine.apply(new HostCall.Processes(new TreeMap<>()))) {
            String daemon = process.marks().getOrDefault("GCS_DAEMON", String.join(" ", process.arguments()));
            if (daemon.startsWith("bricks/")) {
                serving.add(process);
                String name = daemon.substring("bricks/".length());
                check(files.add(name + ".pid"), "I1", "two processes on " + node + " are called " + name);
                files.add(name + ".sock");
            } else {
                running.add(daemon);
            }
        }
        List<String> wanted = new ArrayList<>();
        boolean heals = false;
        for (Own brick : own) {
            if (brick.started()) {
                heals |= !brick.volume().redundancy().equals("distributed");
                files.add(brick.volume().name() + "." + brick.brick().id() + ".vol");
            }
        }
        if (heals) {
            wanted.add("self-heal");
            files.addAll(List.of("self-heal.pid", "self-heal.sock", "self-heal.state"));
        }
        compare("processes on " + node, running, wanted);
        served(node, machine, own, serving);
        volfiles(node, machine, own);
        List<String> there = new ArrayList<>(names(machine, Path.of("/gcs/nodes", node, "run")));
        there.removeAll(files);
        check(there.isEmpty(), "I1", "run files left on " + node + ": " + there);
    }

    /**
     * Every brick of a started volume is served by one process, once, with the volfile that its record makes; no process is
     * without bricks, serves another one, or serves any together with one that it does not suit; and there are no more
     * processes than needed.
     */
    private void served(String node, FakeMachine machine, List<Own> own, List<ProcessEntry> serving) {
        TreeMap<String, Integer> bricks = new TreeMap<>();
        for (ProcessEntry process : serving) {
            long total = machine.state(process.pid()).keySet().stream()
                    .filter(key -> key.startsWith("attached "))
                    .count();
            String daemon = String.valueOf(process.marks().get("GCS_DAEMON"));
            check(total > 0, "I1", "the process " + daemon + " on " + node + " is left: it serves no brick");
            List<String> arguments = process.arguments();
            int port = Integer.parseInt(arguments.get(arguments.indexOf("--brick-port") + 1));
            long known = 0;
            for (Own one : own) {
                Path path = Path.of(one.brick().path());
                int times = machine.served(process.pid(), path);
                if (times == 0) {
                    continue;
                }
                known++;
                bricks.merge(one.brick().id(), times, Integer::sum);
                check(one.started(), "I1", "the brick " + path + " is left in " + daemon + ": it is not started");
                Graph graph = Volfiles.brickGraph(
                        one.volume(), one.brick(), Map.of(one.brick().id(), port), nodes());
                check(
                        machine.brickVolfile(process.pid(), path).equals(Optional.of(Volfile.checksum(graph.text()))),
                        "I6",
                        "the brick " + path + " has another volfile than its record says");
                check(
                        daemon.endsWith("." + ProcessGraph.of(graph).signature()),
                        "I6",
                        "the brick " + path + " is in " + daemon + ", which does not suit it");
                SortedMap<String, String> options = one.volume().effectiveOptions();
                boolean shares = !"off".equals(options.get("cluster.brick-multiplex"))
                        && options.getOrDefault("storage.reserve", "0").startsWith("0");
                check( // one that a shared process refused has its own, too
                        shares || daemon.startsWith("bricks/own-"),
                        "I6",
                        "the brick " + path + " is in " + daemon + ", and is to have one of its own");
                String file = machine.apply(new HostCall.ReadFile(
                                Path.of(
                                        "/gcs/nodes",
                                        node,
                                        "run",
                                        one.volume().name() + "." + one.brick().id() + ".vol"),
                                1 << 20))
                        .orElse("\n");
                String noted = file.substring(0, file.indexOf('\n'));
                check(
                        noted.contains(" " + daemon.substring("bricks/".length()) + " " + process.pid() + " ")
                                && noted.endsWith(" " + one.volume().startsOn(node)),
                        "I6",
                        "the brick " + path + " is in " + daemon + ", and its volfile says \"" + noted + "\"");
            }
            check(known == total, "I1", total - known + " bricks of no record are left in " + daemon);
            check(
                    total == 1 || daemon.startsWith("bricks/shared-"),
                    "I6",
                    daemon + " on " + node + " serves " + total + " bricks");
        }
        for (Own one : own) {
            int times = bricks.getOrDefault(one.brick().id(), 0);
            if (one.started()) {
                check(times > 0, "I2", "the brick " + one.brick().path() + " is missing: no process serves it");
                check(times < 2, "I1", "the brick " + one.brick().path() + " is served " + times + " times");
            }
        }
    }

    /** The self-heal daemon has the volfiles that the volumes' records make. */
    private void volfiles(String node, FakeMachine machine, List<Own> own) {
        String attached = machine.apply(
                        new HostCall.ReadFile(Path.of("/gcs/nodes", node, "run", "self-heal.state"), 1 << 20))
                .orElse("");
        for (Own one : own) {
            VolumeRecord volume = one.volume();
            VolumeSpec spec = Volfiles.spec(volume, new TreeMap<>(), nodes());
            check(
                    !one.started()
                            || !VolumeGraphs.heals(spec)
                            || attached.contains(volume.name() + " "
                                    + Volfile.checksum(
                                            VolumeGraphs.selfHeal(spec).text()) + "\n"),
                    "I6",
                    "the self-heal daemon of " + node + " has another volfile than the record of " + volume.name()
                            + " says");
        }
    }

    /** What is there and not wanted is a leak; what is wanted and not there is a loss. */
    private void compare(String what, List<String> there, List<String> wanted) {
        List<String> left = new ArrayList<>(there);
        wanted.forEach(left::remove);
        check(left.isEmpty(), "I1", what + " are left: " + left);
        List<String> missing = new ArrayList<>(wanted);
        there.forEach(missing::remove);
        check(missing.isEmpty(), "I2", what + " are missing: " + missing);
    }

    private static List<String> names(FakeMachine machine, Path directory) {
        return machine.apply(new HostCall.ListDirectory(directory, NAMES))
                .map(DirectoryListing::names)
                .orElse(List.of());
    }

    private void check(boolean holds, String invariant, String violation) {
        if (!holds) {
            violations.add(invariant + ": " + violation);
        }
    }
}
