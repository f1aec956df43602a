/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.audit.Finding;
import org.gluster.gcs.audit.FindingKind;
import org.gluster.gcs.block.device.DeviceDirectory;
import org.gluster.gcs.block.device.DeviceHealth;
import org.gluster.gcs.block.device.DeviceHealth.Condition;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.DirectoryListing;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.LoopEntry;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.DeviceRecord;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.Presence;
import org.gluster.gcs.engine.catalogue.Unreadable;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.gluster.gcs.engine.catalogue.Words;
import org.gluster.gcs.gluster.brick.BrickRoot;
import org.jspecify.annotations.Nullable;

/**
 * Compares what is on a node with what the catalogue says should be there. Everything found must belong to a record, and
 * everything that a settled record wants must be found. Reads only. Pure but for the readings.
 */
final class NodeAudit {
    private static final int NAMES = 100_000;

    private record Owned(VolumeRecord volume, BrickRecord brick) {
        boolean settled() {
            return volume.operation().isEmpty();
        }

        boolean wanted() {
            return volume.intent() != Intent.ABSENT;
        }
    }

    /**
     * What an audit of one node found.
     *
     * @param findings in the order of looking
     * @param checked how many things were compared
     */
    record Result(List<Finding> findings, long checked) {}

    /**
     * A device of the node.
     *
     * @param record it
     * @param health how it is; null when it was not looked at
     */
    record Own(DeviceRecord record, @Nullable DeviceHealth health) {
        private Optional<DeviceHealth> trouble() {
            return Optional.ofNullable(health).filter(seen -> seen.condition() != Condition.GOOD);
        }

        /** Whether what lies on it can be looked at. */
        private boolean readable() {
            return trouble()
                    .filter(seen -> seen.condition() == Condition.MISSING || seen.condition() == Condition.FAILING)
                    .isEmpty();
        }
    }

    private final NodeLayout layout;
    private final NodeName node;
    private final List<Own> devices;
    private final List<Unreadable> left;
    private final BrickProcesses running;
    private final TreeSet<String> unreadable = new TreeSet<>();
    private final SortedMap<String, Owned> bricks = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long checked;

    private NodeAudit(
            NodeLayout layout,
            String node,
            Collection<Own> devices,
            Collection<VolumeRecord> volumes,
            Collection<Unreadable> left,
            BrickProcesses running) {
        this.left = List.copyOf(left);
        this.running = running;
        this.layout = layout;
        this.node = NodeName.of(node);
        this.devices = List.copyOf(devices);
        for (VolumeRecord volume : volumes) {
            for (BrickRecord brick : volume.bricksOn(node)) {
                bricks.put(brick.id(), new Owned(volume, brick));
            }
        }
    }

    /**
     * The audit of a node with these records.
     *
     * @param left volumes whose records cannot be made sense of: what is theirs is no leak
     * @param running which process serves which brick
     */
    static Observation<Result> of(
            NodeLayout layout,
            String cluster,
            String node,
            Collection<Own> devices,
            Collection<VolumeRecord> volumes,
            Collection<Unreadable> left,
            BrickProcesses running) {
        NodeAudit audit = new NodeAudit(layout, node, devices, volumes, left, running);
        Observation<Integer> all = Observation.of(new HostCall.Processes(Marks.node(cluster, node)))
                .map(audit::processes)
                .with(
                        Observation.of(new HostCall.Mounts(layout.bricksDirectory())),
                        (done, mounts) -> audit.mounts(mounts))
                .with(
                        Observation.of(new HostCall.ListDirectory(layout.runDirectory(), NAMES)),
                        (done, listing) -> audit.runFiles(listing));
        for (Own own : devices) {
            DeviceRecord device = own.record();
            if (!own.readable()) {
                audit.unreadable.add(device.id());
                continue;
            }
            Path path = Path.of(device.path());
            all = all.with(
                            Observation.of(new HostCall.ListDirectory(DeviceDirectory.bricksOf(path), NAMES)),
                            (done, listing) -> audit.images(device, listing))
                    .with(
                            Observation.of(new HostCall.Loops(DeviceDirectory.bricksOf(path))),
                            (done, loops) -> audit.loops(loops));
        }
        for (Owned owned : audit.bricks.values()) {
            if (owned.settled() && owned.wanted() && owned.brick().isDirectory()) {
                all = all.with(
                        Observation.of(new HostCall.ReadAttribute(
                                Path.of(owned.brick().path()), BrickRoot.VOLUME_ID_ATTRIBUTE)),
                        (done, id) -> audit.directory(owned, id));
            } else if (owned.settled()
                    && owned.wanted()
                    && !audit.unreadable.contains(owned.brick().device())) {
                Path image = NodeLayout.image(owned.brick());
                all = all.with(
                                Observation.of(new HostCall.StatFile(image)),
                                (done, status) -> audit.image(owned, status))
                        .with(
                                owned.brick().thin()
                                        ? Observation.constant(Optional.empty())
                                        : Observation.of(new HostCall.AllocatedBytes(image)),
                                (done, allocated) -> audit.allocated(owned, allocated));
            }
        }
        return all.map(done -> audit.result());
    }

    private Result result() {
        for (Own own : devices) {
            DeviceRecord device = own.record();
            own.trouble().ifPresent(seen -> trouble(device, seen));
            checked++;
            long held = 0;
            for (Owned owned : bricks.values()) {
                if (owned.brick().device().equals(device.id())) {
                    held += owned.brick().size();
                }
            }
            if (device.ready() && held > device.reservable()) {
                add(
                        FindingKind.LEDGER,
                        device.path(),
                        "bricks have reserved " + held + " bytes of a device that gives " + device.reservable(),
                        "report this: the allocator must never let it happen");
            }
        }
        return new Result(findings, checked);
    }

    /** Says how the device is: what is gone is a loss, what took the space of bricks to come is not in the ledger. */
    private void trouble(DeviceRecord device, DeviceHealth seen) {
        FindingKind kind = switch (seen.condition()) {
            case MISSING, FAILING -> FindingKind.LOSS;
            case FULL, SHRUNK -> FindingKind.LEDGER;
            default -> FindingKind.DRIFT;
        };
        long held = bricks.values().stream()
                .filter(owned -> owned.brick().device().equals(device.id()))
                .count();
        add(
                kind,
                device.path(),
                "the device is " + Words.of(seen.condition().name()) + " and holds "
                        + (held == 1 ? "1 brick" : held + " bricks"),
                seen.reason() + "; it gets no new brick until then");
    }

    private int processes(List<ProcessEntry> processes) {
        boolean heals = false;
        for (ProcessEntry process : processes) {
            String daemon = process.marks().get(Marks.DAEMON);
            if (daemon == null) {
                continue;
            }
            checked++;
            if (daemon.startsWith(BrickProcesses.PREFIX)) {
                bricksOf(process, daemon);
            } else {
                heals = true;
            }
        }
        Set<String> alive = BrickProcesses.alive(processes);
        boolean wantsHealing = false;
        for (Owned owned : bricks.values()) {
            boolean serving = owned.volume().intent() == Intent.STARTED && owned.settled();
            wantsHealing |=
                    Volfiles.heals(owned.volume()) && (owned.volume().intent() == Intent.STARTED || !owned.settled());
            if (serving && !running.serves(alive, owned.brick().id())) {
                add(
                        FindingKind.DRIFT,
                        owned.brick().path(),
                        "no process serves " + describe(owned, owned.brick().id()),
                        "it is started again by itself; if it keeps dying, its log says why");
            }
        }
        if (heals && !wantsHealing && left.isEmpty()) {
            add(
                    FindingKind.LEAK,
                    "self-heal daemon",
                    "the self-heal daemon runs though no volume that heals is started",
                    "end it with SIGTERM");
        }
        return 0;
    }

    /** A brick process must have bricks, and each of them must be wanted. */
    private void bricksOf(ProcessEntry process, String daemon) {
        boolean any = false;
        for (Map.Entry<String, String> placed : running.placed().entrySet()) {
            String brick = placed.getKey();
            if (!placed.getValue().equals(daemon)) {
                continue;
            }
            any = true;
            Owned owned = bricks.get(brick);
            if (owned == null
                    ? !isLeft(brick)
                    : owned.settled() && owned.volume().intent() != Intent.STARTED) {
                add(
                        FindingKind.LEAK,
                        "process " + process.pid(),
                        "a brick process serves " + describe(owned, brick) + ", which is not started",
                        "restart the control plane of this node, which detaches it; else end the process with SIGTERM");
            }
        }
        if (!any) {
            add(
                    FindingKind.LEAK,
                    "process " + process.pid(),
                    "a brick process runs that serves no brick",
                    "end it with SIGTERM");
        }
    }

    private int mounts(List<MountEntry> mounts) {
        TreeSet<String> mounted = new TreeSet<>();
        for (MountEntry mount : mounts) {
            checked++;
            mounted.add(mount.target().toString());
            boolean known = bricks.values().stream()
                    .anyMatch(owned -> !owned.brick().isDirectory()
                            && NodeLayout.mount(owned.brick()).equals(mount.target()));
            String name = String.valueOf(mount.target().getFileName());
            known |= left.stream().anyMatch(volume -> name.startsWith(nameOf(volume) + "."));
            if (!known) {
                add(
                        FindingKind.LEAK,
                        mount.target().toString(),
                        mount.source() + " is mounted there for no brick of the catalogue",
                        "unmount it");
            }
        }
        for (Owned owned : bricks.values()) {
            if (owned.brick().isDirectory()) {
                continue;
            }
            String target = NodeLayout.mount(owned.brick()).toString();
            if (owned.settled() && owned.wanted() && !mounted.contains(target)) {
                add(
                        FindingKind.DRIFT,
                        target,
                        "the file system of " + describe(owned, owned.brick().id()) + " is not mounted",
                        "it is mounted again when its brick is started");
            }
        }
        return 0;
    }

    private int runFiles(Optional<DirectoryListing> listing) {
        TreeSet<String> known = new TreeSet<>();
        known.add(String.valueOf(layout.managementSocket().getFileName()));
        known.add(String.valueOf(layout.selfHealState().getFileName()));
        known.add(String.valueOf(layout.selfHealFiles().pid().getFileName()));
        known.add(String.valueOf(layout.selfHealFiles().socket().getFileName()));
        for (BrickProcesses.Shared process : running.all()) {
            known.add(String.valueOf(layout.processFiles(process.name()).pid().getFileName()));
            known.add(
                    String.valueOf(layout.processFiles(process.name()).socket().getFileName()));
        }
        for (Owned owned : bricks.values()) {
            known.add(
                    String.valueOf(layout.volfile(owned.volume(), owned.brick()).getFileName()));
        }
        for (String name : listing.map(DirectoryListing::names).orElse(List.of())) {
            checked++;
            if (!known.contains(name) && !isLeft(name)) {
                add(
                        FindingKind.LEAK,
                        layout.runDirectory().resolve(name).toString(),
                        "a run file of no brick of the catalogue",
                        "delete it");
            }
        }
        return 0;
    }

    private int images(DeviceRecord device, Optional<DirectoryListing> listing) {
        if (listing.isEmpty()) {
            if (device.ready() && device.presence() == Presence.PRESENT) {
                add(
                        FindingKind.LOSS,
                        device.path(),
                        "the device's directory for bricks is not there",
                        "mount its file system");
            }
            return 0;
        }
        for (String name : listing.get().names()) {
            checked++;
            int end = name.indexOf(".img");
            if (end < 0) {
                add(
                        FindingKind.FOREIGN,
                        DeviceDirectory.bricksOf(Path.of(device.path()))
                                .resolve(name)
                                .toString(),
                        "not made by this cluster",
                        "move it away; it is never touched");
            } else if (!bricks.containsKey(name.substring(0, end)) && !isLeft(name)) {
                add(
                        FindingKind.LEAK,
                        DeviceDirectory.bricksOf(Path.of(device.path()))
                                .resolve(name)
                                .toString(),
                        "the image of no brick of the catalogue",
                        "look at its owner tag (getfattr -n user.gcs.owner), then delete it");
            }
        }
        return 0;
    }

    private int loops(List<LoopEntry> loops) {
        for (LoopEntry loop : loops) {
            checked++;
            boolean known = bricks.values().stream()
                    .anyMatch(owned -> !owned.brick().isDirectory()
                            && NodeLayout.image(owned.brick()).equals(loop.backingFile()));
            if (!known && !isLeft(String.valueOf(loop.backingFile().getFileName()))) {
                add(
                        FindingKind.LEAK,
                        loop.device(),
                        "attached to " + loop.backingFile() + ", the image of no brick of the catalogue",
                        "detach it: losetup --detach " + loop.device());
            }
        }
        return 0;
    }

    private int directory(Owned owned, Optional<String> volumeId) {
        checked++;
        String wanted = "0x" + owned.volume().id().replace("-", "");
        if (!volumeId.equals(Optional.of(wanted))) {
            add(
                    FindingKind.LOSS,
                    owned.brick().path(),
                    volumeId.isEmpty()
                            ? "the directory of "
                                    + describe(owned, owned.brick().id()) + " is gone, or has lost its volume id"
                            : "the directory of "
                                    + describe(owned, owned.brick().id()) + " belongs to the volume with id "
                                    + volumeId.get(),
                    "mount its file system; the other bricks of its set still hold the data");
        }
        return 0;
    }

    private int image(Owned owned, Optional<FileStatus> status) {
        checked++;
        if (status.isEmpty() || status.get().size() != owned.brick().size()) {
            add(
                    FindingKind.LOSS,
                    NodeLayout.image(owned.brick()).toString(),
                    status.isEmpty()
                            ? "the image of " + describe(owned, owned.brick().id()) + " is gone"
                            : "the image of " + describe(owned, owned.brick().id()) + " has "
                                    + status.get().size() + " bytes instead of "
                                    + owned.brick().size(),
                    "bring the device's file system back; the other bricks still hold the data");
        }
        return 0;
    }

    private int allocated(Owned owned, Optional<Long> allocated) {
        checked++;
        if (allocated.isPresent() && allocated.get() < owned.brick().size()) {
            add(
                    FindingKind.LEDGER,
                    NodeLayout.image(owned.brick()).toString(),
                    "only " + allocated.get() + " of " + owned.brick().size() + " reserved bytes are allocated",
                    "allocate them: fallocate --length " + owned.brick().size() + " "
                            + NodeLayout.image(owned.brick()));
        }
        return 0;
    }

    private static String describe(@Nullable Owned owned, String brick) {
        return owned == null
                ? "the unknown brick " + brick
                : "brick " + owned.brick().index() + " of the volume \""
                        + owned.volume().name() + "\"";
    }

    private static String nameOf(Unreadable volume) {
        return volume.key().substring(Keys.VOLUMES.length());
    }

    /** Whether a file or daemon is named after a brick of a record that cannot be made sense of. */
    private boolean isLeft(String name) {
        return left.stream().flatMap(volume -> volume.ids().stream()).anyMatch(name::contains);
    }

    private void add(FindingKind kind, String resource, String message, String instead) {
        String remedy = kind == FindingKind.LEAK && !left.isEmpty()
                ? "it may belong to the volume \"" + nameOf(left.get(0))
                        + "\", whose record cannot be made sense of: touch it" + " when that can"
                : instead;
        findings.add(Finding.builder()
                .kind(kind)
                .node(node)
                .resource(resource)
                .message(message)
                .remedy(remedy)
                .build());
    }
}
