/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.gluster.gcs.block.host.CommandResult;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.testkit.host.FakeMachine.FileSystem;
import org.gluster.gcs.testkit.host.FakeMachine.Loop;
import org.gluster.gcs.testkit.host.FakeMachine.Mount;

/** The programs of util-linux, coreutils and xfsprogs that storage drivers call, with statuses and words as observed. */
final class StandardPrograms {
    private static final long MIB = 1L << 20;
    private static final String DEVICE = "/dev/loop";

    private StandardPrograms() {}

    static List<FakeProgram> all() {
        return List.of(
                new Program("mkfs.xfs", StandardPrograms::makeXfs),
                new Program("cp", StandardPrograms::copy),
                new Program("fallocate", StandardPrograms::fallocate),
                new Program("losetup", StandardPrograms::losetup),
                new Program("mount", StandardPrograms::mount),
                new Program("umount", StandardPrograms::unmount),
                new Program("kill", StandardPrograms::kill),
                new Program("rm", StandardPrograms::remove),
                new Program("sync", StandardPrograms::sync),
                new Program("truncate", StandardPrograms::truncate),
                new Program("xfs_growfs", StandardPrograms::growXfs));
    }

    /** Only what makes a daemon write its state down, of which nothing is kept here. */
    private static String kill(FakeMachine machine, FakeProgram.Invocation invocation) {
        ProgramArguments arguments = ProgramArguments.parse(invocation.command(), List.of(), List.of("-s"));
        if (!arguments.value("-s").equals(Optional.of("USR1"))) {
            throw arguments.notModelled("another signal than USR1");
        }
        long pid = Long.parseLong(arguments.operands(1).get(0));
        boolean there = machine.apply(new HostCall.Processes(new TreeMap<>())).stream()
                .anyMatch(process -> process.pid() == pid);
        if (!there) {
            throw invocation.failed(1, "kill: (" + pid + ") - No such process");
        }
        return "";
    }

    private interface Body {
        String run(FakeMachine machine, FakeProgram.Invocation invocation);
    }

    /** A program that answers a failing file operation with status 1 and the kernel's words. */
    private record Program(String name, Body body) implements FakeProgram {
        @Override
        public CommandResult run(FakeMachine machine, Invocation invocation) {
            try {
                return invocation.printed(body.run(machine, invocation));
            } catch (HostException failure) {
                if (failure.exitStatus() >= 0) {
                    throw failure;
                }
                throw invocation.failed(1, name + ": " + failure.getMessage());
            }
        }
    }

    // ---- xfsprogs
    // -----------------------------------------------------------------------------------------------------

    private static final long XFS_SMALLEST = 300 * MIB;
    private static final long XFS_PACKED = 2_232_320;
    private static final long SMALL_XFS_SMALLEST = 16 * MIB;
    private static final long SMALL_XFS_LOG = 9 * MIB / 4;
    private static final long SMALL_XFS_TAKES = 11 * MIB / 4;

    private static String makeXfs(FakeMachine machine, FakeProgram.Invocation invocation) {
        ProgramArguments arguments = ProgramArguments.parse(
                invocation.command(),
                List.of("-q", "-f", "-K", "--unsupported"),
                List.of("-s", "-i", "-n", "-m", "-L", "-d"));
        boolean small = arguments.has("--unsupported");
        if (small && !arguments.value("-m").equals(Optional.of("reflink=0"))) {
            throw arguments.notModelled("an unsupported file system with reflink");
        }
        Path file = null;
        long size = -1;
        for (String part : arguments.value("-d").orElse("").split(",")) {
            if (part.startsWith("name=")) {
                file = Path.of(part.substring("name=".length()));
            } else if (part.startsWith("size=")) {
                size = Long.parseLong(part.substring("size=".length()));
            } else if (!part.isEmpty() && !part.equals("file")) {
                throw arguments.notModelled("-d " + part);
            }
        }
        if (file == null) {
            file = Path.of(arguments.operands(1).get(0));
        } else {
            arguments.operands(0);
        }
        OptionalInt device = loopNumber(file);
        int target;
        if (device.isPresent()) {
            Loop loop = machine.loops().get(device.getAsInt());
            if (loop == null) {
                throw invocation.failed(1, "Error accessing specified device " + file + ": No such file or directory");
            }
            if (machine.mounted(device.getAsInt())) {
                throw invocation.failed(1, "mkfs.xfs: " + file + " contains a mounted filesystem");
            }
            target = loop.backing();
        } else {
            target = machine.find(file);
            if (target < 0 && size < 0) {
                throw invocation.failed(1, "Error accessing specified device " + file + ": No such file or directory");
            }
            target = machine.openForWriting(file, "open");
        }
        Inode image = machine.writable(target);
        long bytes = size < 0 ? image.size : size;
        if (!small && bytes < XFS_SMALLEST) {
            throw invocation.failed(1, "Filesystem must be larger than 300MB.");
        }
        if (bytes < SMALL_XFS_SMALLEST) {
            throw invocation.failed(1, "size " + bytes + " of data subvolume is too small, minimum 4096 blocks");
        }
        if (image.image != Inode.NONE && !arguments.has("-f") && !arguments.has("-d")) {
            throw invocation.failed(
                    1, "mkfs.xfs: " + file + " appears to contain an existing filesystem (xfs). Use the -f option");
        }
        long log = small ? SMALL_XFS_LOG : Math.max(64 * MIB, bytes / 2048 / 4096 * 4096);
        long needs = Math.max(image.allocated, Math.min(bytes, small ? SMALL_XFS_TAKES : log + XFS_PACKED));
        machine.allocate(image.fileSystem, needs - image.allocated, "write", file);
        if (image.image != Inode.NONE) {
            machine.dropFileSystem(image.image);
        }
        long total = bytes - log;
        long used = Math.min(total / 16, 28 * MIB + total / 128) / 4096 * 4096;
        image.size = bytes;
        image.allocated = needs;
        image.content = null;
        image.image = machine.newFileSystem("xfs", total, used, bytes);
        return "";
    }

    private static String growXfs(FakeMachine machine, FakeProgram.Invocation invocation) {
        ProgramArguments arguments = ProgramArguments.parse(invocation.command(), List.of(), List.of());
        Path target = Path.of(arguments.operands(1).get(0));
        Mount mount = machine.find(target) < 0 ? null : machine.mountAt(target);
        if (mount == null || !mount.entry().type().equals("xfs")) {
            throw invocation.failed(1, "xfs_growfs: " + target + " is not a mounted XFS filesystem");
        }
        Loop loop = machine.loops().get(mount.loop());
        if (loop == null) {
            throw arguments.notModelled("growing what lies on no loop device");
        }
        machine.grow(mount.fileSystem(), loop.size());
        return "";
    }

    // ---- coreutils
    // ----------------------------------------------------------------------------------------------------

    private static String copy(FakeMachine machine, FakeProgram.Invocation invocation) {
        ProgramArguments arguments = ProgramArguments.parse(
                invocation.command(), List.of("--sparse=always", "--reflink=auto", "--reflink=never"), List.of());
        if (!arguments.has("--sparse=always")) {
            throw arguments.notModelled("a copy that is not sparse");
        }
        Path from = Path.of(arguments.operands(2).get(0));
        Path to = Path.of(arguments.operands(2).get(1));
        int source = machine.find(from);
        if (source < 0) {
            throw invocation.failed(1, "cp: cannot stat '" + from + "': No such file or directory");
        }
        int before = machine.find(to);
        if (before == source || machine.inode(source).type != FileType.FILE) {
            throw arguments.notModelled("copying " + from + " onto itself, or what is no file");
        }
        if (before >= 0 && machine.inode(before).type == FileType.DIRECTORY) {
            throw arguments.notModelled("copying into a directory");
        }
        int target = machine.openForWriting(to, "open");
        Inode original = machine.inode(source);
        Inode copy = machine.writable(target);
        machine.allocate(copy.fileSystem, -copy.allocated, "open", to);
        if (copy.image != Inode.NONE) {
            machine.dropFileSystem(copy.image);
            copy.image = Inode.NONE;
        }
        copy.allocated = 0;
        copy.size = 0;
        copy.content = null;
        if (before < 0) {
            copy.mode = original.mode;
        }
        long needs = original.image == Inode.NONE && original.content == null
                ? 0
                : Math.min(original.allocated, original.image == Inode.NONE ? Long.MAX_VALUE : XFS_PACKED);
        machine.allocate(copy.fileSystem, needs, "write", to); // a full disk leaves an empty file behind
        copy.allocated = needs;
        copy.size = original.size;
        copy.content = original.content;
        if (original.image != Inode.NONE) {
            copy.image = machine.copyFileSystem(original.image);
        }
        return "";
    }

    private static String truncate(FakeMachine machine, FakeProgram.Invocation invocation) {
        String size = invocation.command().arguments().stream()
                .filter(argument -> argument.startsWith("--size="))
                .findFirst()
                .map(argument -> argument.substring("--size=".length()))
                .orElse("");
        ProgramArguments arguments = ProgramArguments.parse(invocation.command(), List.of("--size=" + size), List.of());
        Path path = Path.of(arguments.operands(1).get(0));
        Inode file = machine.writable(machine.openForWriting(path, "cannot open"));
        long bytes = Long.parseLong(size);
        if (bytes < file.size) {
            throw arguments.notModelled("making a file smaller");
        }
        file.size = bytes;
        return "";
    }

    private static String remove(FakeMachine machine, FakeProgram.Invocation invocation) {
        ProgramArguments arguments =
                ProgramArguments.parse(invocation.command(), List.of("-rf", "--one-file-system", "--"), List.of());
        if (!arguments.has("-rf") || !arguments.has("--one-file-system")) {
            throw arguments.notModelled("removing what is no tree of one file system");
        }
        machine.deleteTree(Path.of(arguments.operands(1).get(0)));
        return "";
    }

    private static String sync(FakeMachine machine, FakeProgram.Invocation invocation) {
        ProgramArguments arguments = ProgramArguments.parse(invocation.command(), List.of(), List.of());
        String path = arguments.operands(1).get(0);
        if (machine.find(Path.of(path)) < 0) {
            throw invocation.failed(1, "sync: error opening '" + path + "': No such file or directory");
        }
        machine.apply(new HostCall.Sync(Path.of(path)));
        return "";
    }

    // ---- util-linux
    // ---------------------------------------------------------------------------------------------------

    private static String fallocate(FakeMachine machine, FakeProgram.Invocation invocation) {
        ProgramArguments arguments = ProgramArguments.parse(invocation.command(), List.of(), List.of("--length", "-l"));
        Optional<String> length = arguments.value("--length", "-l");
        Path path = Path.of(arguments.operands(1).get(0));
        if (length.isEmpty()) {
            throw invocation.failed(1, "fallocate: no length argument specified");
        }
        long size = Long.parseLong(length.get());
        Inode file = machine.writable(machine.openForWriting(path, "cannot open"));
        long needs = Math.max(0, (size + 4095) / 4096 * 4096 - file.allocated);
        FileSystem fileSystem = machine.fileSystem(file.fileSystem);
        if (needs > fileSystem.free()) {
            // ext4 keeps the extents that it could get, and the size that they reach.
            long got = Math.max(0, fileSystem.free()) / 4096 * 4096;
            machine.allocate(file.fileSystem, got, "fallocate", path);
            file.allocated += got;
            file.size = Math.max(file.size, file.allocated);
            throw invocation.failed(1, "fallocate: fallocate failed: No space left on device");
        }
        machine.allocate(file.fileSystem, needs, "fallocate", path);
        file.allocated += needs;
        file.size = Math.max(file.size, size);
        return "";
    }

    private static String losetup(FakeMachine machine, FakeProgram.Invocation invocation) {
        ProgramArguments arguments = ProgramArguments.parse(
                invocation.command(),
                List.of(
                        "--find",
                        "-f",
                        "--show",
                        "--direct-io=on",
                        "--nooverlap",
                        "-L",
                        "--detach",
                        "-d",
                        "--set-capacity",
                        "-c"),
                List.of());
        if (arguments.has("--detach", "-d")) {
            return detach(machine, invocation, Path.of(arguments.operands(1).get(0)));
        }
        if (arguments.has("--set-capacity", "-c")) {
            Path device = Path.of(arguments.operands(1).get(0));
            OptionalInt number = loopNumber(device);
            if (number.isEmpty() || !machine.loops().containsKey(number.getAsInt())) {
                throw invocation.failed(1, "losetup: " + device + ": set capacity failed: No such device or address");
            }
            machine.setCapacity(number.getAsInt());
            return "";
        }
        if (!arguments.has("--find", "-f") || !arguments.has("--show")) {
            throw arguments.notModelled("attaching without --find --show");
        }
        Path file = Path.of(arguments.operands(1).get(0));
        int id = machine.find(file);
        if (id < 0) {
            throw invocation.failed(
                    1, "losetup: " + file + ": failed to set up loop device: No such file or directory");
        }
        if (machine.inode(id).type != FileType.FILE) {
            throw arguments.notModelled("attaching what is no file");
        }
        if (arguments.has("--nooverlap", "-L")) {
            for (Loop loop : machine.loopsOf(id)) {
                return loop.entry().device() + "\n";
            }
        }
        return machine.attachLoop(file) + "\n";
    }

    private static String detach(FakeMachine machine, FakeProgram.Invocation invocation, Path device) {
        OptionalInt number = loopNumber(device);
        if (number.isEmpty() || machine.find(device) < 0) {
            throw invocation.failed(1, "losetup: " + device + ": failed to use device: No such device");
        }
        if (!machine.loops().containsKey(number.getAsInt())) {
            throw invocation.failed(1, "losetup: " + device + ": detach failed: No such device or address");
        }
        if (machine.mounted(number.getAsInt())) {
            machine.autoclear(number.getAsInt()); // goes when the last mount does
        } else {
            machine.detachLoop(number.getAsInt());
        }
        return "";
    }

    private static final List<String> XFS_OPTIONS =
            List.of("rw", "noatime", "relatime", "inode64", "nouuid", "discard", "nodiscard", "largeio", "swalloc");

    private static String mount(FakeMachine machine, FakeProgram.Invocation invocation) {
        ProgramArguments arguments = ProgramArguments.parse(invocation.command(), List.of(), List.of("-t", "-o"));
        if (!arguments.value("-t").equals(Optional.of("xfs"))) {
            throw arguments.notModelled("a file system type other than xfs");
        }
        List<String> options =
                arguments.value("-o").map(text -> List.of(text.split(","))).orElse(List.of());
        for (String option : options) {
            if (!XFS_OPTIONS.contains(option)) {
                throw arguments.notModelled("mount option " + option);
            }
        }
        Path source = Path.of(arguments.operands(2).get(0));
        Path target = Path.of(arguments.operands(2).get(1));
        int directory = machine.find(target);
        if (directory < 0) {
            throw invocation.failed(32, "mount: " + target + ": mount point does not exist.");
        }
        if (machine.inode(directory).type != FileType.DIRECTORY) {
            throw invocation.failed(32, "mount: " + target + ": mount point is not a directory.");
        }
        OptionalInt number = loopNumber(source);
        if (number.isEmpty()) {
            throw arguments.notModelled("mounting what is no loop device");
        }
        if (machine.find(source) < 0) {
            throw invocation.failed(32, "mount: " + target + ": special device " + source + " does not exist.");
        }
        Mount top = machine.mountAt(target);
        if (top != null && top.loop() == number.getAsInt()) {
            throw invocation.failed(32, "mount: " + target + ": " + source + " already mounted on " + target + ".");
        }
        Loop loop = machine.loops().get(number.getAsInt());
        int image = loop == null ? Inode.NONE : machine.inode(loop.backing()).image;
        if (image == Inode.NONE || twin(machine, image, number.getAsInt(), options)) {
            throw invocation.failed(
                    32,
                    "mount: " + target + ": wrong fs type, bad option, bad superblock on " + source
                            + ", missing codepage or helper program, or other error.");
        }
        machine.addMount(new MountEntry(source.toString(), target, "xfs", shown(options)), image, number.getAsInt());
        return "";
    }

    /** XFS refuses a file system whose UUID is mounted already from another device, unless told not to look. */
    private static boolean twin(FakeMachine machine, int image, int device, List<String> options) {
        if (options.contains("nouuid")) {
            return false;
        }
        long uuid = machine.fileSystem(image).uuid();
        for (Mount mount : machine.mounts()) {
            if (mount.loop() != device && machine.fileSystem(mount.fileSystem()).uuid() == uuid) {
                return true;
            }
        }
        return false;
    }

    private static String shown(List<String> options) {
        List<String> shown = new ArrayList<>(List.of("rw", options.contains("noatime") ? "noatime" : "relatime"));
        for (String option : options) {
            if (!shown.contains(option) && !option.equals("nodiscard") && !option.equals("relatime")) {
                shown.add(option);
            }
        }
        for (String always : List.of("inode64", "logbufs=8", "logbsize=32k", "noquota")) {
            if (!shown.contains(always)) {
                shown.add(always);
            }
        }
        return String.join(",", shown);
    }

    private static String unmount(FakeMachine machine, FakeProgram.Invocation invocation) {
        ProgramArguments arguments = ProgramArguments.parse(invocation.command(), List.of(), List.of());
        Path target = Path.of(arguments.operands(1).get(0));
        if (machine.find(target) < 0) {
            throw invocation.failed(32, "umount: " + target + ": no mount point specified.");
        }
        Mount mount = machine.mountAt(target);
        if (mount == null) {
            throw invocation.failed(32, "umount: " + target + ": not mounted.");
        }
        if (mount.permanent() || machine.busy(mount)) {
            throw invocation.failed(32, "umount: " + target + ": target is busy.");
        }
        machine.unmount(mount);
        return "";
    }

    private static OptionalInt loopNumber(Path device) {
        String text = device.toString();
        if (!text.startsWith(DEVICE)) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(text.substring(DEVICE.length())));
        } catch (NumberFormatException other) {
            return OptionalInt.empty();
        }
    }
}
