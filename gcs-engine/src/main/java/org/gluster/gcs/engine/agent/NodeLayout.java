/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
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
import org.gluster.gcs.gluster.process.BrickProcess;
import org.gluster.gcs.gluster.process.BrickProcessDriver;
import org.gluster.gcs.gluster.process.ProcessFiles;
import org.gluster.gcs.gluster.process.TlsFiles;
import org.gluster.gcs.gluster.process.TlsFilesDriver;
import org.gluster.gcs.gluster.volfile.VolfileKey;
import org.gluster.gcs.volume.DataPathTls;

/** Where everything of one node lies, and what one brick is made of: records turned into resources. Pure. */
public final class NodeLayout {
    /** The daemon mark of a brick's process, before the brick's id. */
    public static final String BRICK_DAEMON = "brick/";
    /** The daemon mark of the self-heal daemon. */
    public static final String SELF_HEAL_DAEMON = "self-heal";

    private static final Driver<Template, ?> TEMPLATE = new TemplateDriver();
    private static final Driver<ImageFile, ?> IMAGE = new ImageFileDriver();
    private static final Driver<LoopDevice, ?> LOOP = new LoopDeviceDriver();
    private static final Driver<MountPoint, ?> MOUNT = new MountPointDriver();
    private static final Driver<GrownFileSystem, ?> GROWN = new GrownFileSystemDriver();
    private static final Driver<BrickRoot, ?> ROOT = new BrickRootDriver();
    private static final Driver<GivenBrick, ?> GIVEN = new GivenBrickDriver();
    private static final Driver<BrickProcess, ?> PROCESS = new BrickProcessDriver();
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
    public ProcessFiles brickFiles(BrickRecord brick) {
        return files(brickFilesPrefix(brick.id()));
    }

    /** How the names of a brick process' files begin. */
    static String brickFilesPrefix(String brick) {
        return "b-" + brick.substring(0, 13);
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
     * A brick's process.
     *
     * @param replace whether one that was started before the last restart that is wanted is replaced
     */
    Resource<?, ?> process(VolumeRecord volume, BrickRecord brick, int port, boolean replace, boolean present) {
        return Resource.of(
                "process " + brick.path(),
                PROCESS,
                new BrickProcess(
                        volume.name(),
                        VolfileKey.brick(volume.name(), brick.id()).toString(),
                        Path.of(brick.path()),
                        !brick.isDirectory(),
                        UUID.fromString(peer.id()),
                        brick.address(),
                        port,
                        managementSocket(),
                        brickFiles(brick),
                        daemonMarks(BRICK_DAEMON + brick.id()),
                        volume.startsOn(peer.name()),
                        replace,
                        volume.intent() == VolumeRecord.Intent.ABSENT,
                        present));
    }

    private static UUID id(VolumeRecord volume) {
        return UUID.fromString(volume.id());
    }
}
