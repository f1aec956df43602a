/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.gluster.gcs.block.device.DeviceDirectory;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.block.image.GrownFileSystem;
import org.gluster.gcs.block.image.GrownFileSystemDriver;
import org.gluster.gcs.block.image.ImageFile;
import org.gluster.gcs.block.image.ImageFileDriver;
import org.gluster.gcs.block.image.Template;
import org.gluster.gcs.block.image.TemplateDriver;
import org.gluster.gcs.block.loop.LoopDevice;
import org.gluster.gcs.block.loop.LoopDeviceDriver;
import org.gluster.gcs.block.mount.MountPoint;
import org.gluster.gcs.block.mount.MountPointDriver;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.gluster.brick.BrickRoot;
import org.gluster.gcs.gluster.brick.BrickRootDriver;
import org.gluster.gcs.gluster.brick.GivenBrick;
import org.gluster.gcs.gluster.brick.GivenBrickDriver;
import org.gluster.gcs.gluster.process.AttachedBrick;
import org.gluster.gcs.gluster.process.AttachedBrickDriver;
import org.gluster.gcs.gluster.process.BrickProcess;
import org.gluster.gcs.gluster.process.BrickProcessDriver;
import org.gluster.gcs.gluster.process.ProcessFiles;
import org.gluster.gcs.gluster.process.TlsFiles;
import org.gluster.gcs.gluster.process.TlsFilesDriver;
import org.gluster.gcs.gluster.volfile.VolfileKey;
import org.gluster.gcs.volume.DataPathTls;

/** Where everything of one node lies, and what one brick is made of: records turned into resources. Pure. */
public final class NodeLayout {
    /** The daemon mark of the self-heal daemon. */
    public static final String SELF_HEAL_DAEMON = "self-heal";

    private static final String VOLFILE = ".vol";
    private static final Driver<Template, ?> TEMPLATE = new TemplateDriver();
    private static final Driver<ImageFile, ?> IMAGE = new ImageFileDriver();
    private static final Driver<LoopDevice, ?> LOOP = new LoopDeviceDriver();
    private static final Driver<MountPoint, ?> MOUNT = new MountPointDriver();
    private static final Driver<GrownFileSystem, ?> GROWN = new GrownFileSystemDriver();
    private static final Driver<BrickRoot, ?> ROOT = new BrickRootDriver();
    private static final Driver<GivenBrick, ?> GIVEN = new GivenBrickDriver();
    private static final BrickProcessDriver PROCESS = new BrickProcessDriver();
    private static final AttachedBrickDriver ATTACHED = new AttachedBrickDriver();
    private static final Driver<TlsFiles, ?> TLS = new TlsFilesDriver();

    private final String cluster;
    private final PeerRecord peer;
    private final Path directory;

    /** The layout of a peer's directory. */
    public NodeLayout(String cluster, PeerRecord peer) {
        this.cluster = cluster;
        this.peer = peer;
        this.directory = Path.of(peer.directory());
    }

    /** The node's directories, outermost first. */
    List<Path> directories() {
        return List.of(directory, runDirectory(), bricksDirectory(), directory.resolve("log"));
    }

    /** Mount points of bricks lie in it. */
    Path bricksDirectory() {
        return directory.resolve("bricks");
    }

    /** Sockets and pid files lie in it. */
    Path runDirectory() {
        return directory.resolve("run");
    }

    /** Where bricks and the self-heal daemon fetch their volfiles. */
    public Path managementSocket() {
        return runDirectory().resolve("gcs.sock");
    }

    /** What the self-heal daemon remembers of its volumes. */
    Path selfHealState() {
        return runDirectory().resolve("self-heal.state");
    }

    /** The self-heal daemon's files. */
    public ProcessFiles selfHealFiles() {
        return files("self-heal");
    }

    /** A brick process' files. */
    ProcessFiles processFiles(String process) {
        return files(process);
    }

    /** The volfile with which a brick is attached to its process. */
    Path volfile(VolumeRecord volume, BrickRecord brick) {
        return runDirectory().resolve(VolfileKey.brick(volume.name(), brick.id()) + VOLFILE);
    }

    /** The brick whose volfile has this name, if it is one. */
    static Optional<String> brickOfVolfile(String name) {
        return name.endsWith(VOLFILE)
                ? VolfileKey.parse(name.substring(0, name.length() - VOLFILE.length()))
                        .filter(key -> key.kind() == VolfileKey.Kind.BRICK)
                        .map(VolfileKey::brick)
                : Optional.empty();
    }

    private ProcessFiles files(String name) {
        return new ProcessFiles(
                runDirectory().resolve(name + ".pid"),
                runDirectory().resolve(name + ".sock"),
                directory.resolve("log").resolve(name + ".log"));
    }

    /** The marks of a daemon of this node. */
    SortedMap<String, String> daemonMarks(String daemon) {
        return Marks.daemon(cluster, peer.name(), daemon);
    }

    /** A brick's image file. */
    public static Path image(BrickRecord brick) {
        return DeviceDirectory.bricksOf(Path.of(brick.devicePath())).resolve(brick.id() + ".img");
    }

    /** The template that a brick's image is copied from. */
    public static Path template(BrickRecord brick) {
        return DeviceDirectory.templatesOf(Path.of(brick.devicePath()))
                .resolve(Template.fileName(brick.sizeMade(), small(brick)));
    }

    private static boolean small(BrickRecord brick) {
        return brick.backing() == BrickRecord.Backing.SMALL_IMAGE;
    }

    /** Where the file system of a brick that has one of its own is mounted. */
    public static Path mount(BrickRecord brick) {
        Path parent = Path.of(brick.path()).getParent();
        if (parent == null) {
            throw new IllegalStateException("the brick path " + brick.path() + " has no parent");
        }
        return parent;
    }

    /**
     * The owner tag on everything of a brick: enough to rebuild its record from the disk. It says what the brick was made
     * with, and stays so when that grows.
     */
    String owner(VolumeRecord volume, BrickRecord brick) {
        return "{\"schema\":1,\"cluster\":\"" + cluster + "\",\"volume\":\"" + volume.id() + "\",\"name\":\""
                + volume.name() + "\",\"brick\":\"" + brick.id() + "\",\"index\":" + brick.index() + ",\"subvolume\":"
                + brick.subvolume() + ",\"bricks\":" + volume.bricks().size() + ",\"redundancy\":\""
                + volume.redundancy() + "\",\"role\":\"" + brick.role() + "\",\"backing\":\"" + brick.backing()
                + "\",\"capacity\":"
                + (volume.capacityMade() == 0 ? volume.capacity() : volume.capacityMade()) + ",\"size\":"
                + brick.sizeMade()
                + (brick.thin() ? ",\"thin\":true" : "") + "}";
    }

    /** The files that a node must have when the volume talks TLS: one resource, or none. */
    List<Resource<?, ?>> tls(VolumeRecord volume, Instant at) {
        if (!DataPathTls.isSaidBy(volume.effectiveOptions())) {
            return List.of();
        }
        DataPathTls tls = DataPathTls.ofOptions(volume.effectiveOptions()).orElseThrow();
        return List.of(Resource.of(
                "TLS files " + tls.certificate(),
                TLS,
                new TlsFiles(
                        peer.name(),
                        Path.of(tls.certificate()),
                        Path.of(tls.key()),
                        Path.of(tls.authorities()),
                        tls.subjects(),
                        at)));
    }

    /** What a prepared brick is made of, in the order in which it is made. */
    List<Resource<?, ?>> prepared(VolumeRecord volume, BrickRecord brick, boolean established) {
        if (brick.isDirectory()) {
            return List.of(directory(volume, brick, established, true));
        }
        Path image = image(brick);
        Path template = template(brick);
        String owner = owner(volume, brick);
        List<Resource<?, ?>> chain = new ArrayList<>();
        if (brick.made() == 0) { // a grown one was copied long ago
            chain.add(Resource.of(
                    template.toString(), TEMPLATE, new Template(template, brick.size(), small(brick), true)));
        }
        chain.add(Resource.of(
                image.toString(),
                IMAGE,
                new ImageFile(
                        image, brick.size(), brick.sizeMade(), policy(brick), template, owner, established, true)));
        chain.add(Resource.of("loop " + image, LOOP, new LoopDevice(image, true)));
        chain.add(Resource.of("mount " + image, MOUNT, mount(image, brick, true)));
        if (brick.made() != 0) {
            chain.add(Resource.of("size of " + image, GROWN, new GrownFileSystem(image, mount(brick), brick.size())));
        }
        chain.add(Resource.of(
                brick.path(), ROOT, new BrickRoot(Path.of(brick.path()), id(volume), owner, established, true)));
        return chain;
    }

    /** What must go of a brick, in the order in which it goes; its process has gone before. */
    List<Resource<?, ?>> absent(VolumeRecord volume, BrickRecord brick) {
        if (brick.isDirectory()) {
            return List.of(directory(volume, brick, false, false));
        }
        Path image = image(brick);
        return List.of(
                Resource.of("mount " + image, MOUNT, mount(image, brick, false)),
                Resource.of("loop " + image, LOOP, new LoopDevice(image, false)),
                Resource.of(
                        image.toString(),
                        IMAGE,
                        new ImageFile(
                                image,
                                brick.size(),
                                brick.sizeMade(),
                                policy(brick),
                                template(brick),
                                owner(volume, brick),
                                false,
                                false)));
    }

    private Resource<?, ?> directory(VolumeRecord volume, BrickRecord brick, boolean established, boolean present) {
        return Resource.of(
                brick.path(),
                GIVEN,
                new GivenBrick(
                        Path.of(brick.path()),
                        brick.id(),
                        id(volume),
                        Volfiles.clients(volume, brick),
                        owner(volume, brick),
                        established,
                        present));
    }

    private static ImageFile.Policy policy(BrickRecord brick) {
        return brick.thin() ? ImageFile.Policy.THIN : ImageFile.Policy.RESERVED;
    }

    private static MountPoint mount(Path image, BrickRecord brick, boolean present) {
        String options = brick.thin() ? MountPoint.THIN_OPTIONS : MountPoint.OPTIONS;
        return new MountPoint(List.of(), image, mount(brick), options, present);
    }

    /**
     * A process that serves bricks.
     *
     * @param starts whether it is started when it does not run
     */
    Resource<?, ?> process(
            BrickProcesses.Shared process, boolean starts, Heard.Ear<BrickProcess, BrickProcessDriver.Seen> ear) {
        return new Resource<>(
                "process " + process.name(),
                new Heard<>(PROCESS, ear),
                () -> new BrickProcess(
                        process.name(),
                        process.key(),
                        UUID.fromString(peer.id()),
                        process.address(),
                        process.port(),
                        managementSocket(),
                        processFiles(process.name()),
                        daemonMarks(process.key()),
                        true,
                        starts,
                        process.isWanted()));
    }

    /**
     * A brick in a process.
     *
     * @param volfile the text
     * @param replace whether one that was attached before the last restart that is wanted is attached anew
     */
    Resource<?, ?> attached(
            VolumeRecord volume,
            BrickRecord brick,
            BrickProcesses.Shared process,
            Supplier<String> volfile,
            boolean replace,
            boolean present,
            Heard.Ear<AttachedBrick, AttachedBrickDriver.Seen> ear) {
        return new Resource<>(
                "attached " + brick.path(),
                new Heard<>(ATTACHED, ear),
                () -> new AttachedBrick(
                        process.name(),
                        process.key(),
                        daemonMarks(process.key()),
                        processFiles(process.name()).socket(),
                        VolfileKey.brick(volume.name(), brick.id()).toString(),
                        Path.of(brick.path()),
                        !brick.isDirectory(),
                        volfile(volume, brick),
                        volfile.get(),
                        volume.startsOn(peer.name()),
                        replace,
                        present));
    }

    private static UUID id(VolumeRecord volume) {
        return UUID.fromString(volume.id());
    }
}
