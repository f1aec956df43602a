/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.CommandResult;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.DirectoryListing;
import org.gluster.gcs.block.host.HostCall.FileStatus;
import org.gluster.gcs.block.host.HostCall.FileSystemStatus;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.block.host.HostCall.LoopEntry;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostCall.Signal;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.host.HostException.Kind;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.gluster.rpc.BrickOps;
import org.junit.jupiter.api.Test;

/**
 * What every {@code Host} answers, the modelled and the real one alike. A subclass gives the host and a directory, and
 * undoes what a failed test leaves.
 */
public abstract class HostAgreementKit {
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final long IMAGE_BYTES = 320L << 20;
    private static final int SOME = 1 << 16;

    /** For subclasses. */
    protected HostAgreementKit() {}

    /** The host that is held to it. */
    protected abstract Host host();

    /** Waits for what this host answers; a failure is thrown as the {@link HostException} it is. */
    protected abstract <R> R result(CompletionStage<R> stage);

    /** Performs a call and waits for its answer. */
    protected final <R> R call(HostCall<R> call) {
        return result(host().call(call));
    }

    /** An empty directory on a file system with at least 1 GiB of free space that keeps extended attributes. */
    protected abstract Path directory();

    /** Makes the file system mounted here read-only. */
    protected abstract void makeReadOnly(Path mountPoint);

    /** A TCP port at 127.0.0.1 on which nothing listens. */
    protected abstract int freePort();

    // ---- files ------------------------------------------------------------------------------------------------------

    @Test
    void writtenFile_readsBackWholeAndReplacesWhatWasThere() {
        Path file = directory().resolve("file");
        call(new HostCall.WriteFile(file, "first", "rw-------"));
        call(new HostCall.WriteFile(file, "grün\n", "rw-r-----"));

        assertThat(call(new HostCall.ReadFile(file, 6))).contains("grün\n");
        assertThat(call(new HostCall.StatFile(file))).contains(new FileStatus(FileType.FILE, 6));
        assertThat(names(directory())).containsExactly("file");
        assertThat(call(new HostCall.AllocatedBytes(file)).orElseThrow()).isPositive();
        assertFails(new HostCall.ReadFile(file, 5), Kind.TOO_LARGE);
        Path absent = directory().resolve("absent");
        assertThat(call(new HostCall.ReadFiles(List.of(absent, directory(), file), 6)))
                .containsOnly(Map.entry(file, "grün\n"));
        assertThat(call(new HostCall.ReadFiles(List.of(file), 5))).isEmpty();
    }

    @Test
    void note_readsBackWholeAndReplacesWhatWasThere() {
        Path note = directory().resolve("note");
        call(new HostCall.WriteNote(note, "first", "rw-------"));
        call(new HostCall.WriteNote(note, "grün\n", "rw-------"));

        assertThat(call(new HostCall.ReadFile(note, 100))).hasValue("grün\n");
        assertThat(call(new HostCall.StatFile(note)).orElseThrow().size()).isEqualTo(6);
        assertFails(new HostCall.WriteNote(directory().resolve("absent/note"), "", "rw-------"), Kind.MISSING);
        assertThat(call(new HostCall.Delete(note))).isTrue();
    }

    @Test
    void severalReadings_areAnsweredInOrder_andFailAsTheFirstThatFails() {
        Path file = directory().resolve("file");
        call(new HostCall.WriteFile(file, "text", "rw-------"));

        assertThat(result(host().readAll(List.of()))).isEmpty();
        assertThat(result(host().readAll(List.of(
                                new HostCall.ReadFile(file, SOME),
                                new HostCall.StatFile(directory().resolve("absent")),
                                new HostCall.IsMountPoint(directory()))))
                        .stream()
                        .map(Object.class::cast)
                        .toList())
                .containsExactly(Optional.of("text"), Optional.empty(), false);
        assertThatThrownBy(() ->
                        result(host().readAll(List.of(new HostCall.StatFile(file), new HostCall.ReadFile(file, 1)))))
                .isInstanceOfSatisfying(
                        HostException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.TOO_LARGE));
    }

    @Test
    void callsInOrder_endWithTheFirstThatFails_isRefused_orIsToBeTheLast() {
        List<HostCall<?>> made = new ArrayList<>();
        List<HostCall<?>> calls = List.of(
                new HostCall.MakeDirectory(directory().resolve("a"), "rwx------"),
                new HostCall.MakeDirectory(directory().resolve("absent").resolve("b"), "rwx------"),
                new HostCall.MakeDirectory(directory().resolve("c"), "rwx------"));
        assertThatThrownBy(() -> result(host().inOrder(calls, (call, answer) -> made.add(call), () -> true)))
                .isInstanceOfSatisfying(
                        HostException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.MISSING));
        assertThat(made).isEqualTo(calls.subList(0, 1));
        assertThat(names(directory())).containsExactly("a");

        List<HostCall<?>> sound =
                List.of(calls.get(2), new HostCall.Delete(directory().resolve("c")));
        result(host().inOrder(sound, (call, answer) -> {}, () -> false));
        assertThat(names(directory())).containsExactly("a", "c");
        assertThatThrownBy(() -> result(host().inOrder(
                                sound,
                                (call, answer) -> {
                                    throw new HostException(Kind.BUSY, "refused");
                                },
                                () -> true)))
                .isInstanceOfSatisfying(
                        HostException.class,
                        failure -> assertThat(failure.kind()).isEqualTo(Kind.BUSY));
        assertThat(names(directory())).containsExactly("a", "c");
        result(host().inOrder(sound, (call, answer) -> {}, () -> true));
        assertThat(names(directory())).containsExactly("a");
    }

    @Test
    void absentPaths_readAsEmpty() {
        Path absent = directory().resolve("absent");

        assertThat(call(new HostCall.ReadFile(absent, SOME))).isEmpty();
        assertThat(call(new HostCall.ListDirectory(absent, SOME))).isEmpty();
        assertThat(call(new HostCall.StatFile(absent))).isEmpty();
        assertThat(call(new HostCall.StatFile(absent.resolve("below")))).isEmpty();
        assertThat(call(new HostCall.AllocatedBytes(absent))).isEmpty();
        assertThat(call(new HostCall.FileSystemOf(absent))).isEmpty();
        assertThat(call(new HostCall.ReadAttribute(absent, "user.a"))).isEmpty();
        assertThat(call(new HostCall.ReadAttribute(absent, "trusted.a"))).isEmpty();
        assertThat(call(new HostCall.Mounts(absent))).isEmpty();
        assertThat(call(new HostCall.IsMountPoint(absent))).isFalse();
        assertThat(call(new HostCall.MountsOfImage(absent))).isEmpty();
        assertThat(call(new HostCall.Loops(absent))).isEmpty();
        assertThat(call(new HostCall.Delete(absent))).isFalse();
        assertThat(call(new HostCall.Delete(absent.resolve("below")))).isFalse();
    }

    @Test
    void filesOfTls_areLookedAtAndTheirProblemsNamed() {
        Path certificate = directory().resolve("node.pem");
        Path key = directory().resolve("node.key");
        Path absent = directory().resolve("absent.pem");
        call(new HostCall.WriteFile(certificate, "no certificate", "rw-r--r--"));
        call(new HostCall.WriteFile(key, "no key", "rw-r--r--"));

        assertThat(call(new HostCall.InspectTls(certificate, key, absent)).problems())
                .extracting(HostCall.TlsProblem::file, problem -> problem.why().split(" ")[0])
                .containsExactly(
                        tuple(certificate, "holds"), tuple(absent, "is"), tuple(key, "may"), tuple(key, "holds"));
        call(new HostCall.WriteFile(key, "no key", "rw-------"));
        assertThat(call(new HostCall.InspectTls(certificate, key, certificate)).problems())
                .extracting(HostCall.TlsProblem::file)
                .containsExactly(certificate, certificate, key);
    }

    @Test
    void effectsBelowAnAbsentDirectory_areMissing() {
        Path below = directory().resolve("absent/below");

        assertFails(new HostCall.WriteFile(below, "", "rw-------"), Kind.MISSING);
        assertFails(new HostCall.MakeDirectory(below, "rwx------"), Kind.MISSING);
        assertFails(new HostCall.SetAttribute(below, "user.a", "1"), Kind.MISSING);
        assertFails(new HostCall.SetAttribute(below, "trusted.a", "1"), Kind.MISSING);
        assertFails(new HostCall.Sync(below), Kind.MISSING);
        assertFails(new HostCall.Rename(below, directory().resolve("other")), Kind.MISSING);
    }

    @Test
    void directory_isMadeOnceAndListedSorted() {
        Path made = directory().resolve("made");

        assertThat(call(new HostCall.MakeDirectory(made, "rwx------"))).isTrue();
        assertThat(call(new HostCall.MakeDirectory(made, "rwx------"))).isFalse();
        for (String name : List.of("b", "a", "c")) {
            call(new HostCall.WriteFile(made.resolve(name), "", "rw-------"));
        }
        assertThat(call(new HostCall.ListDirectory(made, 3)))
                .contains(new DirectoryListing(List.of("a", "b", "c"), false));
        DirectoryListing part = call(new HostCall.ListDirectory(made, 2)).orElseThrow();
        assertThat(part.names()).hasSize(2).isSubsetOf("a", "b", "c");
        assertThat(part.truncated()).isTrue();
        assertThat(call(new HostCall.StatFile(made)).orElseThrow().type()).isEqualTo(FileType.DIRECTORY);
        assertThat(call(new HostCall.Sync(made))).isTrue();
        assertFails(new HostCall.MakeDirectory(made.resolve("a"), "rwx------"), Kind.FAILED);
        assertFails(new HostCall.WriteFile(made, "", "rw-------"), Kind.FAILED);
        assertFails(new HostCall.ReadFile(made, SOME), Kind.FAILED);
        assertThat(call(new HostCall.ListDirectory(made.resolve("a"), SOME))).isEmpty();
        assertThat(call(new HostCall.ReadFile(made.resolve("a/below"), SOME))).isEmpty();
        assertThat(call(new HostCall.StatFile(made.resolve("a/below")))).isEmpty();
        assertThat(call(new HostCall.ReadAttribute(made.resolve("a/below"), "user.a")))
                .isEmpty();
        assertThat(call(new HostCall.ReadAttribute(made.resolve("a/below"), "trusted.a")))
                .isEmpty();
        assertFails(new HostCall.WriteFile(made.resolve("a/below"), "", "rw-------"), Kind.FAILED);
        assertFails(new HostCall.MakeDirectory(made.resolve("a/below"), "rwx------"), Kind.FAILED);
        assertFails(new HostCall.MakeDirectory(made.resolve("x".repeat(300)), "rwx------"), Kind.FAILED);
    }

    @Test
    void delete_takesFilesAndEmptyDirectoriesOnly() {
        Path made = directory().resolve("made");
        call(new HostCall.MakeDirectory(made, "rwx------"));
        call(new HostCall.WriteFile(made.resolve("file"), "", "rw-------"));

        assertFails(new HostCall.Delete(made), Kind.BUSY);
        assertThat(call(new HostCall.Delete(made.resolve("file")))).isTrue();
        assertThat(call(new HostCall.Delete(made.resolve("file")))).isFalse();
        assertThat(call(new HostCall.Delete(made))).isTrue();
        assertThat(names(directory())).isEmpty();
    }

    @Test
    void rename_replacesFilesAndRefusesFullDirectories() {
        Path from = directory().resolve("from");
        Path to = directory().resolve("to");
        call(new HostCall.WriteFile(from, "1", "rw-------"));
        call(new HostCall.WriteFile(to, "2", "rw-------"));
        assertThat(call(new HostCall.Rename(from, to))).isTrue();
        assertThat(call(new HostCall.ReadFile(to, SOME))).contains("1");
        assertThat(call(new HostCall.StatFile(from))).isEmpty();
        assertFails(new HostCall.Rename(from, to), Kind.MISSING);

        call(new HostCall.MakeDirectory(from, "rwx------"));
        Path full = directory().resolve("full");
        call(new HostCall.MakeDirectory(full, "rwx------"));
        call(new HostCall.WriteFile(full.resolve("file"), "", "rw-------"));
        assertFails(new HostCall.Rename(from, full), Kind.BUSY);
        assertFails(new HostCall.Rename(from, to), Kind.FAILED);
    }

    @Test
    void attributes_readBackAsTextOrHexadecimal() {
        Path file = directory().resolve("file");
        call(new HostCall.WriteFile(file, "", "rw-------"));

        for (String name : List.of("user.gcs.test", "trusted.gcs.test")) {
            assertThat(call(new HostCall.ReadAttribute(file, name))).isEmpty();
            for (String value : List.of("plain text \"\\'", "0x00112233445566778899aabbccddeeff", "", "0x30783132")) {
                call(new HostCall.SetAttribute(file, name, value));
                assertThat(call(new HostCall.ReadAttribute(file, name))).contains(value);
            }
            call(new HostCall.SetAttribute(file, name, "0x6162"));
            assertThat(call(new HostCall.ReadAttribute(file, name))).contains("ab");
            assertFails(new HostCall.SetAttribute(file, name, "0xno"), Kind.FAILED);
            assertThat(call(new HostCall.RemoveAttribute(file, name))).isTrue();
            assertThat(call(new HostCall.ReadAttribute(file, name))).isEmpty();
            assertThat(call(new HostCall.RemoveAttribute(file, name))).isFalse();
            assertThat(call(new HostCall.RemoveAttribute(directory().resolve("absent"), name)))
                    .isFalse();
        }
        assertFails(new HostCall.ReadAttribute(file, "security.x"), Kind.UNSUPPORTED);
        assertFails(new HostCall.SetAttribute(file, "security.x", ""), Kind.UNSUPPORTED);
        assertFails(new HostCall.RemoveAttribute(file, "security.x"), Kind.UNSUPPORTED);
    }

    // ---- images, loop devices, mounts
    // ---------------------------------------------------------------------------------

    @Test
    void programs_failByTheirWords() {
        Path absent = directory().resolve("absent");

        assertFails(run("/nowhere/gcs-no-such-program"), Kind.PROGRAM_MISSING);
        assertFails(run("cp", "--sparse=always", absent.toString(), absent + "2"), Kind.MISSING);
        assertFails(run("fallocate", "--length", "4096", absent + "/file"), Kind.MISSING);
        assertFails(run("losetup", "--find", "--show", "--direct-io=on", absent.toString()), Kind.MISSING);
        assertFails(run("losetup", "--detach", "/dev/loop65000"), Kind.FAILED);
        assertFails(run("mkfs.xfs", "-q", absent.toString()), Kind.MISSING);
        assertFails(run("umount", absent.toString()), Kind.FAILED);
        assertFails(run("umount", directory().toString()), Kind.FAILED);
        assertFails(run("sync", absent.toString()), Kind.MISSING);
        assertFails(
                run(
                        "mount",
                        "-t",
                        "xfs",
                        "-o",
                        "nouuid",
                        "/dev/loop65000",
                        directory().toString()),
                Kind.MISSING);
        assertFails(run("mkfs.xfs", "-q", "-d", "file,name=" + absent + ",size=" + (299L << 20)), Kind.FAILED);
    }

    @Test
    void image_isMadePackedReservedAttachedMountedAndTakenDownAgain() {
        Path template = directory().resolve("template");
        Path image = directory().resolve("image");
        Path mountPoint = mountPoint();
        assertThat(call(makeFileSystem(template)).error()).isEmpty();
        assertThat(call(new HostCall.StatFile(template))).contains(new FileStatus(FileType.FILE, IMAGE_BYTES));
        call(run("cp", "--sparse=always", "--reflink=never", template.toString(), image.toString()));
        assertThat(call(new HostCall.AllocatedBytes(image)).orElseThrow()).isBetween(4096L, 16L << 20);
        call(run("fallocate", "--length", Long.toString(IMAGE_BYTES), image.toString()));
        assertThat(call(new HostCall.AllocatedBytes(image)).orElseThrow())
                .isBetween(IMAGE_BYTES, IMAGE_BYTES + (1 << 20));
        assertFails(run("mkfs.xfs", "-q", image.toString()), Kind.FAILED);

        String device = attach(image);
        LoopEntry loop = new LoopEntry(device, Integer.parseInt(device.substring("/dev/loop".length())), image, false);
        assertThat(call(new HostCall.Loops(image))).containsExactly(loop);
        assertThat(call(new HostCall.Loops(directory()))).containsExactly(loop);
        assertThat(call(new HostCall.StatFile(Path.of(device))).orElseThrow().type())
                .isEqualTo(FileType.BLOCK_DEVICE);
        assertThat(call(run("losetup", "--find", "--show", "--nooverlap", "--direct-io=on", image.toString()))
                        .output()
                        .strip())
                .isEqualTo(device);

        assertThat(call(new HostCall.MountsOfImage(image))).isEmpty();
        assertThat(call(new HostCall.IsMountPoint(mountPoint))).isFalse();
        call(mount(device, mountPoint, "noatime,nouuid"));
        assertThat(call(new HostCall.IsMountPoint(mountPoint))).isTrue();
        assertThat(names(Path.of("/sys/fs/xfs"))).contains("loop" + loop.number());
        assertThat(call(new HostCall.MountsOfImage(image))).isEqualTo(call(new HostCall.Mounts(mountPoint)));
        MountEntry mount = call(new HostCall.Mounts(mountPoint)).get(0);
        assertThat(call(new HostCall.Mounts(directory()))).containsExactly(mount);
        assertThat(mount.source()).isEqualTo(device);
        assertThat(mount.target()).isEqualTo(mountPoint);
        assertThat(mount.type()).isEqualTo("xfs");
        assertThat(mount.options().split(",")).startsWith("rw").contains("noatime", "nouuid");
        FileSystemStatus status = call(new HostCall.FileSystemOf(mountPoint)).orElseThrow();
        assertThat(status.type()).isEqualTo("xfs");
        assertThat(status.mountPoint()).isEqualTo(mountPoint);
        assertThat(status.readOnly()).isFalse();
        assertThat(status.totalBytes()).isBetween(IMAGE_BYTES * 3 / 4, IMAGE_BYTES);
        assertThat(status.availableBytes()).isBetween(IMAGE_BYTES / 2, status.totalBytes());
        assertFails(mount(device, mountPoint, "nouuid"), Kind.BUSY);
        assertFails(new HostCall.Delete(mountPoint), Kind.BUSY);
        assertFails(new HostCall.Rename(mountPoint, directory().resolve("moved")), Kind.BUSY);

        Path inside = mountPoint.resolve("inside");
        call(new HostCall.WriteFile(inside, "kept", "rw-------"));
        assertFails(new HostCall.Rename(inside, directory().resolve("outside")), Kind.UNSUPPORTED);
        call(run("umount", mountPoint.toString()));
        assertThat(call(new HostCall.StatFile(inside))).isEmpty();
        assertThat(names(Path.of("/sys/fs/xfs"))).doesNotContain("loop" + loop.number());
        assertThat(call(new HostCall.IsMountPoint(mountPoint))).isFalse();
        assertThat(call(new HostCall.MountsOfImage(image))).isEmpty();
        assertThat(call(new HostCall.Mounts(mountPoint))).isEmpty();
        call(mount(device, mountPoint, "nouuid"));
        assertThat(call(new HostCall.ReadFile(inside, SOME))).contains("kept");

        call(run("umount", mountPoint.toString()));
        call(run("losetup", "--detach", device));
        assertThat(call(new HostCall.Loops(directory()))).isEmpty();
        assertFails(run("losetup", "--detach", device), Kind.FAILED);
    }

    @Test
    void imageThatGrows_isSeenByItsLoopDeviceWhenToldSo_andByItsFileSystemThen() {
        long larger = IMAGE_BYTES * 2;
        Path image = directory().resolve("image");
        Path mountPoint = mountPoint();
        call(makeFileSystem(image));
        String device = attach(image);
        call(mount(device, mountPoint, "noatime,nouuid"));
        Path inside = mountPoint.resolve("inside");
        call(new HostCall.WriteFile(inside, "kept", "rw-------"));
        FileSystemStatus before = call(new HostCall.FileSystemOf(mountPoint)).orElseThrow();

        call(run("truncate", "--size=" + (IMAGE_BYTES + (1 << 20)), image.toString()));
        assertThat(call(new HostCall.StatFile(image))).contains(new FileStatus(FileType.FILE, IMAGE_BYTES + (1 << 20)));
        call(run("fallocate", "--length", Long.toString(larger), image.toString()));
        assertThat(call(new HostCall.StatFile(image))).contains(new FileStatus(FileType.FILE, larger));
        assertThat(call(new HostCall.AllocatedBytes(image)).orElseThrow()).isBetween(larger, larger + (1 << 20));
        call(run("xfs_growfs", mountPoint.toString())); // its device is as large as before
        assertThat(call(new HostCall.FileSystemOf(mountPoint)).orElseThrow().totalBytes())
                .isEqualTo(before.totalBytes());

        call(run("losetup", "--set-capacity", device));
        assertThat(call(new HostCall.FileSystemOf(mountPoint)).orElseThrow().totalBytes())
                .isEqualTo(before.totalBytes());
        call(run("xfs_growfs", mountPoint.toString()));
        FileSystemStatus after = call(new HostCall.FileSystemOf(mountPoint)).orElseThrow();
        assertThat(after.totalBytes())
                .isBetween(before.totalBytes() + IMAGE_BYTES - (1 << 20), before.totalBytes() + IMAGE_BYTES);
        assertThat(after.availableBytes())
                .isBetween(before.availableBytes() + IMAGE_BYTES * 31 / 32, before.availableBytes() + IMAGE_BYTES);
        call(run("losetup", "--set-capacity", device)); // once more changes nothing
        call(run("xfs_growfs", mountPoint.toString()));
        assertThat(call(new HostCall.FileSystemOf(mountPoint)).orElseThrow().totalBytes())
                .isEqualTo(after.totalBytes());
        assertThat(call(new HostCall.ReadFile(inside, SOME))).contains("kept");

        call(run("umount", mountPoint.toString()));
        assertFails(run("xfs_growfs", mountPoint.toString()), Kind.FAILED);
        call(run("losetup", "--detach", device));
        assertFails(run("losetup", "--set-capacity", device), Kind.FAILED);
    }

    @Test
    void smallImage_isMadeOnRequestOnlyAndHoldsMostOfItsSize() {
        long bytes = 20L << 20;
        Path image = directory().resolve("small");
        String geometry = "file,name=" + image + ",size=";
        assertFails(run("mkfs.xfs", "-q", "-d", geometry + bytes), Kind.FAILED);
        assertFails(
                run("mkfs.xfs", "-q", "--unsupported", "-m", "reflink=0", "-d", geometry + (15L << 20)), Kind.FAILED);
        call(new HostCall.Delete(image));
        call(run(
                "mkfs.xfs",
                "-q",
                "--unsupported",
                "-m",
                "reflink=0",
                "-s",
                "size=4096",
                "-i",
                "size=512",
                "-n",
                "size=8192",
                "-d",
                geometry + bytes));
        assertThat(call(new HostCall.StatFile(image))).contains(new FileStatus(FileType.FILE, bytes));
        Path mountPoint = mountPoint();
        String device = attach(image);
        call(mount(device, mountPoint, "noatime,nouuid"));
        FileSystemStatus status = call(new HostCall.FileSystemOf(mountPoint)).orElseThrow();
        assertThat(status.totalBytes()).isBetween(17L << 20, 18L << 20);
        assertThat(status.availableBytes()).isBetween(16L << 20, 17L << 20);
        call(run("umount", mountPoint.toString()));
        call(run("losetup", "--detach", device));
    }

    @Test
    void aTreeIsDeletedWithAllBelowIt_andAnAbsentOneToo() {
        Path tree = directory().resolve("tree");
        for (Path each : List.of(tree, tree.resolve("a"), tree.resolve("a/b"))) {
            call(new HostCall.MakeDirectory(each, "rwx------"));
            call(new HostCall.WriteFile(each.resolve("file"), "x", "rw-------"));
        }
        call(run("rm", "-rf", "--one-file-system", "--", tree.toString()));
        assertThat(call(new HostCall.StatFile(tree))).isEmpty();
        call(run("rm", "-rf", "--one-file-system", "--", tree.toString()));
    }

    @Test
    void loopDevice_followsTheNameOfItsFile() {
        Path image = directory().resolve("image");
        Path renamed = directory().resolve("renamed");
        call(makeFileSystem(image));
        String device = attach(image);

        call(new HostCall.Rename(image, renamed));
        assertThat(call(new HostCall.Loops(image))).isEmpty();
        assertThat(call(new HostCall.Loops(renamed)))
                .singleElement()
                .satisfies(loop -> assertThat(loop.deleted()).isFalse());
        call(new HostCall.Delete(renamed));
        assertThat(call(new HostCall.Loops(renamed)))
                .singleElement()
                .satisfies(loop -> assertThat(loop.deleted()).isTrue());

        call(run("losetup", "--detach", device));
        assertThat(call(new HostCall.Loops(directory()))).isEmpty();
    }

    @Test
    void detachWhileMounted_comesWithTheUnmount() {
        Path image = directory().resolve("image");
        Path mountPoint = mountPoint();
        call(makeFileSystem(image));
        String device = attach(image);
        call(mount(device, mountPoint, "nouuid"));

        call(run("losetup", "--detach", device));
        assertThat(call(new HostCall.Loops(image))).hasSize(1);
        call(run("umount", mountPoint.toString()));
        assertThat(call(new HostCall.Loops(image))).isEmpty();
    }

    @Test
    void mount_refusesBlankDevicesAndTwinsOfWhatIsMounted() {
        Path image = directory().resolve("image");
        Path twin = directory().resolve("twin");
        Path blank = directory().resolve("blank");
        Path mountPoint = mountPoint();
        Path second = directory().resolve("second");
        call(new HostCall.MakeDirectory(second, "rwx------"));
        call(makeFileSystem(image));
        call(run("cp", "--sparse=always", image.toString(), twin.toString()));
        call(run("fallocate", "--length", Long.toString(IMAGE_BYTES), blank.toString()));
        String device = attach(image);
        String twinDevice = attach(twin);
        String blankDevice = attach(blank);

        call(mount(device, mountPoint, "noatime"));
        assertFails(mount(blankDevice, second, "nouuid"), Kind.FAILED);
        assertFails(mount(twinDevice, second, "noatime"), Kind.FAILED);
        call(mount(twinDevice, second, "nouuid"));
        assertFails(run("mkfs.xfs", "-q", "-f", twinDevice), Kind.FAILED);
        assertFails(mount(device, directory().resolve("absent"), "nouuid"), Kind.MISSING);

        call(run("umount", second.toString()));
        call(run("umount", mountPoint.toString()));
        for (String each : List.of(device, twinDevice, blankDevice)) {
            call(run("losetup", "--detach", each));
        }
    }

    @Test
    void fullAndReadOnlyFileSystems_sayWhatTheyAre() {
        Path image = directory().resolve("image");
        Path mountPoint = mountPoint();
        call(makeFileSystem(image));
        String device = attach(image);
        call(mount(device, mountPoint, "nouuid"));
        Path file = mountPoint.resolve("file");

        assertFails(run("fallocate", "--length", Long.toString(IMAGE_BYTES * 2), file.toString()), Kind.NO_SPACE);
        call(new HostCall.Delete(file));
        call(new HostCall.WriteFile(file, "before", "rw-------"));
        makeReadOnly(mountPoint);
        assertThat(call(new HostCall.FileSystemOf(mountPoint)).orElseThrow().readOnly())
                .isTrue();
        assertFails(new HostCall.WriteFile(file, "after", "rw-------"), Kind.READ_ONLY);
        assertFails(new HostCall.MakeDirectory(mountPoint.resolve("made"), "rwx------"), Kind.READ_ONLY);
        assertFails(new HostCall.Delete(file), Kind.READ_ONLY);
        assertFails(new HostCall.SetAttribute(file, "user.a", "1"), Kind.READ_ONLY);
        assertFails(new HostCall.SetAttribute(file, "trusted.a", "1"), Kind.READ_ONLY);
        assertFails(new HostCall.RemoveAttribute(file, "user.a"), Kind.READ_ONLY);
        assertFails(new HostCall.RemoveAttribute(file, "trusted.a"), Kind.READ_ONLY);
        assertFails(new HostCall.Rename(file, mountPoint.resolve("other")), Kind.READ_ONLY);
        assertThat(call(new HostCall.ReadFile(file, SOME))).contains("before");

        call(run("umount", mountPoint.toString()));
        call(run("losetup", "--detach", device));
    }

    // ---- daemons ----------------------------------------------------------------------------------------------------

    private static final String VOLUME_ID = "0x00112233445566778899aabbccddeeff";

    @Test
    void brick_startsMarkedListensHoldsItsMountAndLeavesItsFiles() throws InterruptedException {
        Path image = directory().resolve("image");
        Path mountPoint = mountPoint();
        call(makeFileSystem(image));
        String device = attach(image);
        call(mount(device, mountPoint, "nouuid"));
        Path brick = brickDirectory(mountPoint);
        int port = freePort();
        SortedMap<String, String> marks = Marks.daemon("agreement", directory().toString(), "brick/1");
        HostCall.StartDaemon start = brick(brick, port, "brick", marks);

        call(start);
        ProcessEntry process = daemon(marks);
        assertThat(process.marks()).isEqualTo(marks);
        assertThat(process.arguments().subList(1, process.arguments().size()))
                .isEqualTo(start.command()
                        .arguments()
                        .subList(1, start.command().arguments().size()));
        assertThat(call(new HostCall.ReadFile(directory().resolve("brick.pid"), SOME)))
                .contains(process.pid() + "\n");
        assertThat(call(new HostCall.StatFile(directory().resolve("brick.sock")))
                        .orElseThrow()
                        .type())
                .isEqualTo(FileType.OTHER);
        assertThat(call(new HostCall.IsPortTaken("127.0.0.1", port))).isTrue();
        assertThat(call(new HostCall.IsPortTaken("127.0.0.2", port))).isFalse();
        assertThat(names(brick.resolve(".glusterfs/indices"))).containsExactly("dirty", "entry-changes", "xattrop");
        assertThat(names(brick.resolve(".glusterfs/indices/xattrop"))).isEmpty();
        assertThat(call(new HostCall.ReadAttribute(brick, "trusted.gfid")))
                .contains("0x00000000000000000000000000000001");
        assertFails(run("umount", mountPoint.toString()), Kind.BUSY);

        Bytes reply = call(ping(directory().resolve("brick.sock"), SOME));
        assertThat(reply.toBuffer().getInt()).isEqualTo(0x8000_0000 | reply.size() - 4);
        assertThat(reply.toBuffer().getInt(4)).isEqualTo(7);
        assertFails(ping(directory().resolve("brick.sock"), 3), Kind.TOO_LARGE);

        assertFails(start, Kind.FAILED);
        await(
                "the one that failed ends",
                () -> call(new HostCall.Processes(marks)).size() == 1);
        assertThat(daemon(marks)).isEqualTo(process);
        assertFails(brick(brick, port, "second", marks), Kind.FAILED);
        await(
                "the one that failed ends",
                () -> call(new HostCall.Processes(marks)).size() == 1);
        assertThat(daemon(marks)).isEqualTo(process);

        assertThat(call(new HostCall.SendSignal(process.pid(), process.startTime() + 1, Signal.KILL)))
                .isFalse();
        assertThat(call(new HostCall.SendSignal(process.pid(), process.startTime(), Signal.TERM)))
                .isTrue();
        awaitNone(marks);
        assertThat(call(new HostCall.SendSignal(process.pid(), process.startTime(), Signal.TERM)))
                .isFalse();
        assertThat(names(directory())).contains("brick.pid", "brick.sock", "second.pid", "second.sock");
        await("port is free", () -> !call(new HostCall.IsPortTaken("127.0.0.1", port)));
        assertFails(ping(directory().resolve("brick.sock"), SOME), Kind.MISSING);

        call(start);
        ProcessEntry again = daemon(marks);
        assertThat(again).isNotEqualTo(process);
        assertThat(call(new HostCall.SendSignal(again.pid(), again.startTime(), Signal.KILL)))
                .isTrue();
        awaitNone(marks);
        assertThat(names(directory())).contains("brick.pid", "brick.sock");

        await("mount is free", () -> unmounted(mountPoint));
        call(run("losetup", "--detach", device));
    }

    @Test
    void brick_refusesADirectoryThatIsNotPrepared() throws InterruptedException {
        Path brick = brickDirectory(directory());
        SortedMap<String, String> marks = Marks.daemon("agreement", directory().toString(), "brick/2");
        HostCall.StartDaemon start = brick(brick, freePort(), "brick", marks);

        call(new HostCall.SetAttribute(brick, "trusted.glusterfs.volume-id", "0xff112233445566778899aabbccddeeff"));
        assertFails(start, Kind.FAILED);
        call(new HostCall.SetAttribute(brick, "trusted.glusterfs.volume-id", VOLUME_ID));
        call(new HostCall.Rename(brick, directory().resolve("away")));
        assertFails(start, Kind.FAILED);
        awaitNone(marks);
    }

    @Test
    void bricksAreAttachedToAProcess_asOftenAsTheyAreDetached_andARefusedOneChangesNothing()
            throws InterruptedException {
        Path brick = brickDirectory(directory());
        SortedMap<String, String> marks = Marks.daemon("agreement", directory().toString(), "bricks/1");
        brick(brick, 1, "v.b1", marks); // for its volfile
        Path volfile = directory().resolve("v.b1.vol");
        call(bricklessProcess(freePort(), marks));
        HostCall.ProcessEntry process = daemon(marks);
        Path socket = directory().resolve("process.sock");

        assertThat(isServed(socket, brick)).isFalse();
        assertThat(ask(socket, BrickOps.attach(volfile)).isOk()).isTrue();
        assertThat(isServed(socket, brick)).isTrue();
        assertThat(ask(socket, BrickOps.attach(volfile)).isOk()).isTrue();
        assertThat(ask(socket, BrickOps.terminate(brick.toString())).isOk()).isTrue();
        assertThat(isServed(socket, brick)).isTrue();
        assertThat(ask(socket, BrickOps.terminate(brick.toString())).isOk()).isTrue();
        await("the brick is gone, which is a while after that was answered", () -> !isServed(socket, brick));
        assertThat(ask(socket, BrickOps.terminate(brick.toString())).isOk()).isTrue();

        call(new HostCall.SetAttribute(brick, "trusted.glusterfs.volume-id", "0xff112233445566778899aabbccddeeff"));
        assertThat(ask(socket, BrickOps.attach(volfile)).isOk()).isFalse();
        assertThat(isServed(socket, brick)).isFalse();
        assertThat(ask(socket, BrickOps.attach(directory().resolve("absent.vol")))
                        .isOk())
                .isFalse();
        call(new HostCall.SetAttribute(brick, "trusted.glusterfs.volume-id", VOLUME_ID));
        assertThat(ask(socket, BrickOps.attach(volfile)).isOk()).isTrue();
        assertThat(isServed(socket, brick)).isTrue();

        call(new HostCall.SendSignal(process.pid(), process.startTime(), HostCall.Signal.KILL));
        awaitNone(marks);
        assertThat(call(new HostCall.Ask(socket, BrickOps.serves(brick.toString()), SOME, ANSWER)))
                .isEmpty();
        assertThat(call(new HostCall.VolfileGiven("v.b1", "bricks/1", "0123"))).isTrue();
        assertThat(call(new HostCall.VolfileFetches("v.b1"))).isEmpty(); // of none that is connected
    }

    private BrickOps.Answer ask(Path socket, Bytes request) {
        return BrickOps.answer(call(new HostCall.Exchange(socket, request, SOME, ANSWER)));
    }

    private boolean isServed(Path socket, Path brick) {
        return BrickOps.isServed(call(new HostCall.Ask(socket, BrickOps.serves(brick.toString()), SOME, ANSWER))
                .orElseThrow());
    }

    /** A brick process before bricks are attached to it; as many translators as {@link #brick}. */
    private HostCall.StartDaemon bricklessProcess(int port, SortedMap<String, String> marks) {
        Path volfile = directory().resolve("process.vol");
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < 4; i++) {
            text.append("volume none-" + i + "\n    type debug/sink\n    option unique-id " + i + "\nend-volume\n");
        }
        text.append("""
                volume gcs-server
                    type protocol/server
                    option transport-type tcp
                    option auth.addr.none-1.reject *
                    subvolumes none-1
                end-volume
                """);
        call(new HostCall.WriteFile(volfile, text.toString(), "rw-------"));
        return new HostCall.StartDaemon(
                Command.of(
                                "glusterfsd",
                                "-f",
                                volfile.toString(),
                                "--volfile-id",
                                "bricks/1",
                                "-p",
                                directory().resolve("process.pid").toString(),
                                "-S",
                                directory().resolve("process.sock").toString(),
                                "--brick-name",
                                "none-1",
                                "-l",
                                directory().resolve("process.log").toString(),
                                "--process-name",
                                "brick",
                                "--brick-port",
                                Integer.toString(port),
                                "--xlator-option",
                                "gcs-server.listen-port=" + port,
                                "--xlator-option",
                                "gcs-server.transport.socket.bind-address=127.0.0.1")
                        .within(Duration.ofSeconds(30)),
                marks);
    }

    @Test
    void aVolfileThatNobodyAskedFor_hasNobodyToTell() {
        assertThat(call(new HostCall.VolfileFetches("nobodys"))).isEmpty();
        assertThat(call(new HostCall.NotifySubscribers("nobodys"))).isZero();
    }

    @Test
    void socketWithoutListener_isMissing() {
        Path file = directory().resolve("file");
        call(new HostCall.WriteFile(file, "", "rw-------"));

        assertFails(ping(directory().resolve("absent"), SOME), Kind.MISSING);
        assertFails(ping(file, SOME), Kind.MISSING);
    }

    private Path brickDirectory(Path parent) {
        Path brick = parent.resolve("brick");
        call(new HostCall.MakeDirectory(brick, "rwxr-xr-x"));
        call(new HostCall.SetAttribute(brick, "trusted.glusterfs.volume-id", VOLUME_ID));
        call(new HostCall.MakeDirectory(brick.resolve(".glusterfs"), "rwx------"));
        call(new HostCall.MakeDirectory(brick.resolve(".glusterfs/indices"), "rwx------"));
        return brick;
    }

    private HostCall.StartDaemon brick(Path brick, int port, String name, SortedMap<String, String> marks) {
        Path volfile = directory().resolve(name + ".vol");
        call(new HostCall.WriteFile(volfile, """
                volume v-posix
                    type storage/posix
                    option directory %1$s
                    option volume-id 00112233-4455-6677-8899-aabbccddeeff
                end-volume
                volume v-index
                    type features/index
                    option index-base %1$s/.glusterfs/indices
                    option xattrop-pending-watchlist trusted.afr.v-
                    option xattrop-dirty-watchlist trusted.afr.dirty
                    subvolumes v-posix
                end-volume
                volume %1$s
                    type features/locks
                    subvolumes v-index
                end-volume
                volume v-server
                    type protocol/server
                    option transport-type tcp
                    option auth.addr.%1$s.allow 127.0.0.1
                    subvolumes %1$s
                end-volume
                """.formatted(brick), "rw-------"));
        return new HostCall.StartDaemon(
                Command.of(
                                "glusterfsd",
                                "-f",
                                volfile.toString(),
                                "-p",
                                directory().resolve(name + ".pid").toString(),
                                "-S",
                                directory().resolve(name + ".sock").toString(),
                                "--brick-name",
                                brick.toString(),
                                "-l",
                                directory().resolve(name + ".log").toString(),
                                "--process-name",
                                "brick",
                                "--brick-port",
                                Integer.toString(port),
                                "--xlator-option",
                                "v-server.listen-port=" + port,
                                "--xlator-option",
                                "v-server.transport.socket.bind-address=127.0.0.1")
                        .within(Duration.ofSeconds(30)),
                marks);
    }

    /** A PING of the DUMP program, to which every GlusterFS process answers, with transaction id 7. */
    private static HostCall.Exchange ping(Path socket, int maxReply) {
        int[] words = {0, 7, 0, 2, 123451501, 1, 2, 0, 0, 0, 0};
        ByteBuffer request = ByteBuffer.allocate(words.length * 4);
        for (int word : words) {
            request.putInt(word);
        }
        request.putInt(0, 0x8000_0000 | request.capacity() - 4);
        return new HostCall.Exchange(socket, Bytes.of(request.array()), maxReply, Duration.ofSeconds(10));
    }

    private ProcessEntry daemon(SortedMap<String, String> marks) {
        List<ProcessEntry> found = call(new HostCall.Processes(marks));
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    private void awaitNone(SortedMap<String, String> marks) throws InterruptedException {
        await("processes end", () -> call(new HostCall.Processes(marks)).isEmpty());
    }

    /** A real process needs its time to end, and the kernel a little more to let go of its files and ports. */
    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - limit).as(what).isNegative();
            Thread.sleep(20);
        }
    }

    private boolean unmounted(Path mountPoint) {
        try {
            call(run("umount", mountPoint.toString()));
            return true;
        } catch (HostException failure) {
            assertThat(failure.kind()).as(failure.getMessage()).isEqualTo(Kind.BUSY);
            return false;
        }
    }

    // ---- helpers
    // ------------------------------------------------------------------------------------------------------

    private Path mountPoint() {
        Path mountPoint = directory().resolve("mounted");
        call(new HostCall.MakeDirectory(mountPoint, "rwx------"));
        return mountPoint;
    }

    private String attach(Path image) {
        return call(new HostCall.Run(Command.of("losetup", "--find", "--show", "--direct-io=on", image.toString())
                        .exclusively(Command.LOOP_ATTACH)))
                .output()
                .strip();
    }

    private static HostCall<CommandResult> makeFileSystem(Path image) {
        return run(
                "mkfs.xfs",
                "-q",
                "-s",
                "size=4096",
                "-i",
                "size=512",
                "-n",
                "size=8192",
                "-d",
                "file,name=" + image + ",size=" + IMAGE_BYTES);
    }

    private static HostCall<CommandResult> mount(String device, Path mountPoint, String options) {
        return run("mount", "-t", "xfs", "-o", options, device, mountPoint.toString());
    }

    private static HostCall<CommandResult> run(String... arguments) {
        return new HostCall.Run(Command.of(arguments));
    }

    private List<String> names(Path directory) {
        Optional<DirectoryListing> listing = call(new HostCall.ListDirectory(directory, SOME));
        assertThat(listing).as("listing of %s", directory).isPresent();
        return listing.orElseThrow().names();
    }

    private void assertFails(HostCall<?> call, Kind kind) {
        assertThatThrownBy(() -> call(call))
                .as("%s", call)
                .isInstanceOfSatisfying(
                        HostException.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(kind));
    }
}
