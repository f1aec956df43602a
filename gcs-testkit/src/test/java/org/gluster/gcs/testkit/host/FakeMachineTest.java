/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.CommandResult;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.host.HostException.Kind;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.gluster.rpc.Volfile;
import org.junit.jupiter.api.Test;

class FakeMachineTest {
    private static final long GIB = 1L << 30;
    private static final Path DISK = Path.of("/srv/disk");
    private static final Path IMAGE = DISK.resolve("image");
    private static final Path MOUNTED = Path.of("/run/mounted");
    private static final SortedMap<String, String> MARKS = Marks.command("c", "n", "1");

    private final FakeMachine machine = FakeMachine.withDisk(GIB);

    FakeMachineTest() {
        machine.addDisk(DISK, "ext4", 4 * GIB);
        machine.makeDirectories(MOUNTED);
    }

    @Test
    void copy_goesItsOwnWay_andSoDoesTheOriginal() {
        mountImage();
        machine.apply(write(MOUNTED.resolve("both"), "1"));
        FakeMachine copy = machine.copy();

        copy.apply(write(MOUNTED.resolve("both"), "2"));
        copy.apply(run("umount", MOUNTED.toString()));
        copy.apply(run("losetup", "--detach", "/dev/loop0"));
        copy.apply(new HostCall.Delete(IMAGE));
        machine.apply(write(MOUNTED.resolve("original"), "3"));

        assertThat(machine.apply(new HostCall.ReadFile(MOUNTED.resolve("both"), 10)))
                .contains("1");
        assertThat(names(machine, MOUNTED)).containsExactly("both", "original");
        assertThat(machine.apply(new HostCall.Loops(IMAGE))).hasSize(1);
        assertThat(names(copy, MOUNTED)).isEmpty();
        assertThat(names(copy, DISK)).isEmpty();
    }

    @Test
    void crash_leavesBegunCommands_whichLandLaterOrNeverWhenKilled() {
        machine.apply(makeXfs(IMAGE));
        long attach = machine.begin(run("losetup", "--find", "--show", "--direct-io=on", IMAGE.toString()), MARKS);
        long copy =
                machine.begin(run("cp", "--sparse=always", "--reflink=never", IMAGE.toString(), IMAGE + "2"), MARKS);

        assertThat(machine.crash()).containsExactly(attach, copy);
        List<ProcessEntry> survivors = machine.apply(new HostCall.Processes(MARKS));
        assertThat(survivors).extracting(ProcessEntry::pid).containsExactly(attach, copy);
        assertThat(machine.apply(new HostCall.Loops(DISK))).isEmpty();
        machine.apply(new HostCall.SendSignal(copy, survivors.get(1).startTime(), HostCall.Signal.KILL));

        assertThat(machine.complete(attach).output()).isEqualTo("/dev/loop0\n");
        assertThat(machine.apply(new HostCall.Loops(DISK))).hasSize(1);
        assertThat(machine.pending(copy)).isFalse();
        assertThatThrownBy(() -> machine.complete(copy)).isInstanceOf(HostException.class);
        assertThat(names(machine, DISK)).containsExactly("image");
        assertThat(machine.apply(new HostCall.Processes(MARKS))).isEmpty();
    }

    @Test
    void reboot_keepsFilesAndDisksAndNothingElse() {
        mountImage();
        machine.apply(write(MOUNTED.resolve("file"), "kept"));
        long pid = machine.spawn(List.of("daemon"), Marks.daemon("c", "n", "d"));
        machine.hold(pid, MOUNTED);
        assertThat(machine.listen(pid, "0.0.0.0", 80)).isTrue();
        assertThat(machine.listen(pid, "127.0.0.1", 80)).isFalse();

        machine.reboot();

        assertThat(machine.apply(new HostCall.Processes(Collections.emptySortedMap())))
                .isEmpty();
        assertThat(machine.apply(new HostCall.IsPortTaken("127.0.0.1", 49_152))).isFalse();
        assertThat(machine.apply(new HostCall.Loops(Path.of("/")))).isEmpty();
        assertThat(machine.apply(new HostCall.Mounts(Path.of("/"))))
                .extracting(mount -> mount.target().toString())
                .containsExactly("/", "/srv/disk");
        machine.apply(run("losetup", "--find", "--show", "--direct-io=on", IMAGE.toString()));
        machine.apply(run("mount", "-t", "xfs", "-o", "nouuid", "/dev/loop0", MOUNTED.toString()));
        assertThat(machine.apply(new HostCall.ReadFile(MOUNTED.resolve("file"), 10)))
                .contains("kept");
    }

    @Test
    void space_isTakenAndGivenBackExactly() {
        long free = free();
        machine.apply(makeXfs(IMAGE));
        machine.apply(run("fallocate", "--length", Long.toString(GIB), IMAGE.toString()));
        assertThat(free - free()).isEqualTo(GIB);
        machine.apply(write(DISK.resolve("file"), "x"));
        machine.apply(new HostCall.MakeDirectory(DISK.resolve("made"), "rwx------"));
        machine.apply(run("losetup", "--find", "--show", "--direct-io=on", IMAGE.toString()));
        machine.apply(new HostCall.Delete(IMAGE));
        assertThat(free - free()).as("a loop device still uses it").isEqualTo(GIB + 2 * 4096);

        machine.apply(run("losetup", "--detach", "/dev/loop0"));
        machine.apply(new HostCall.Delete(DISK.resolve("file")));
        machine.apply(new HostCall.Delete(DISK.resolve("made")));
        assertThat(free()).isEqualTo(free);
    }

    @Test
    void failedReservation_keepsWhatItGotAsOnExt4() {
        long free = free();

        assertFails(run("fallocate", "--length", Long.toString(5 * GIB), IMAGE.toString()), Kind.NO_SPACE);

        assertThat(free()).isZero();
        assertThat(machine.apply(new HostCall.AllocatedBytes(IMAGE))).contains(free);
    }

    @Test
    void faults_comeWhereAndWhenTheyWereAskedFor() {
        Path file = DISK.resolve("file");
        machine.diskFull(DISK, true);
        assertFails(write(file, "x"), Kind.NO_SPACE);
        assertFails(run("fallocate", "--length", "4096", IMAGE.toString()), Kind.NO_SPACE);
        machine.diskFull(DISK, false);
        machine.apply(write(file, "x"));
        machine.ioErrors(DISK, true);
        assertFails(write(file, "y"), Kind.IO_ERROR);
        assertFails(new HostCall.ReadFile(file, 10), Kind.IO_ERROR);
        assertFails(new HostCall.Sync(file), Kind.IO_ERROR);
        machine.ioErrors(DISK, false);
        machine.programMissing("mkfs.xfs", true);
        assertFails(makeXfs(IMAGE), Kind.PROGRAM_MISSING);
        machine.programMissing("mkfs.xfs", false);
        machine.apply(makeXfs(IMAGE));

        machine.failNext(call -> call instanceof HostCall.Delete, new HostException(Kind.NOT_PERMITTED, "asked for"));
        machine.apply(new HostCall.StatFile(file));
        assertFails(new HostCall.Delete(file), Kind.NOT_PERMITTED);
        assertThat(machine.apply(new HostCall.Delete(file))).isTrue();
    }

    @Test
    void whatIsNotModelled_isNeverGuessed() {
        assertThatThrownBy(() -> machine.apply(run("cp", "--recursive", "/a", "/b")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("--recursive");
        assertThatThrownBy(() -> machine.apply(run("shred", "/a")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("shred");
    }

    @Test
    void program_canBeAdded() {
        machine.program(new FakeProgram() {
            @Override
            public String name() {
                return "hello";
            }

            @Override
            public CommandResult run(FakeMachine self, Invocation invocation) {
                return invocation.printed(String.join(",", invocation.marks().values()));
            }
        });

        assertThat(machine.complete(machine.begin(run("hello"), MARKS)).output())
                .isEqualTo("c,1,n");
    }

    @Test
    void stubbornProcess_endsByKillOnly() {
        long pid = machine.spawn(List.of("daemon"), MARKS);
        long start = machine.apply(new HostCall.Processes(MARKS)).get(0).startTime();
        machine.ignoreTerm(pid, true);

        assertThat(machine.apply(new HostCall.SendSignal(pid, start, HostCall.Signal.TERM)))
                .isTrue();
        assertThat(machine.apply(new HostCall.Processes(MARKS))).hasSize(1);
        machine.apply(new HostCall.SendSignal(pid, start, HostCall.Signal.KILL));
        assertThat(machine.apply(new HostCall.Processes(MARKS))).isEmpty();
    }

    @Test
    void host_afterItsCrashCompletesNothing_andKillsWhatIsTooSlow() {
        List<Runnable> events = new ArrayList<>();
        FakeHost host = new FakeHost(machine, MARKS, (delay, event) -> events.add(event), () -> 1_000_000_000);
        var slow = host.call(new HostCall.Run(Command.of("mkfs.xfs", "-q", "-d", "file,name=" + IMAGE + ",size=" + GIB)
                        .within(Duration.ofMillis(1))))
                .toCompletableFuture();
        var lost = host.call(write(DISK.resolve("lost"), "x")).toCompletableFuture();
        events.remove(0).run();
        assertThat(slow).isCompletedExceptionally();
        assertThat(machine.apply(new HostCall.StatFile(IMAGE))).isEmpty();

        host.crash();
        events.remove(0).run();

        assertThat(lost).isNotDone();
        assertThat(machine.apply(new HostCall.StatFile(DISK.resolve("lost")))).isEmpty();
        assertThat(host.call(new HostCall.StatFile(DISK)).toCompletableFuture()).isNotDone();
        assertThat(events).isEmpty();
    }

    /** As a real daemon: it keeps what it has when the server is gone, asks when it is back, and again when it is told. */
    @Test
    void aDaemonFetchesItsVolfile_whenItConnectsAndWhenItIsTold() {
        FakeMachine machine = FakeMachine.withDisk(1L << 30);
        long pid = machine.spawn(List.of("glusterfs", "--volfile-id", "shd/v1"), new TreeMap<>());
        HostCall.VolfileFetches asked = new HostCall.VolfileFetches("shd/v1");
        assertThat(machine.apply(asked)).isEmpty();

        machine.volfiles(key -> Optional.empty());
        machine.fetchVolfiles();
        assertThat(machine.apply(asked)).containsExactly(new HostCall.VolfileFetch("", false));
        machine.volfiles(key -> Optional.of("one"));
        assertThat(machine.apply(asked)).isEmpty();
        machine.fetchVolfiles();
        String one = Volfile.checksum("one");
        assertThat(machine.apply(asked)).containsExactly(new HostCall.VolfileFetch(one, false));

        machine.volfiles(key -> Optional.of("two"));
        machine.fetchVolfiles();
        String two = Volfile.checksum("two");
        assertThat(machine.apply(new HostCall.NotifySubscribers("shd/v1"))).isOne();
        assertThat(machine.apply(asked)).containsExactly(new HostCall.VolfileFetch(two, true));
        machine.fetchVolfiles();
        assertThat(machine.apply(asked)).containsExactly(new HostCall.VolfileFetch(two, false));

        machine.volfiles(null);
        assertThat(machine.apply(asked)).isEmpty();
        assertThat(machine.state(pid)).containsEntry(FakeMachine.VOLFILE, two);
    }

    @Test
    void diskFile_ofUnknownContentIsStillAFile() {
        machine.apply(run("fallocate", "-l", "8192", IMAGE.toString()));

        assertThat(machine.apply(new HostCall.StatFile(IMAGE)).map(HostCall.FileStatus::type))
                .isEqualTo(Optional.of(FileType.FILE));
        assertThat(machine.apply(new HostCall.ReadFile(IMAGE, 10_000)))
                .hasValueSatisfying(text -> assertThat(text).hasSize(8192));
    }

    private void mountImage() {
        machine.apply(makeXfs(IMAGE));
        machine.apply(run("losetup", "--find", "--show", "--direct-io=on", IMAGE.toString()));
        machine.apply(run("mount", "-t", "xfs", "-o", "nouuid", "/dev/loop0", MOUNTED.toString()));
    }

    private long free() {
        return machine.apply(new HostCall.FileSystemOf(DISK)).orElseThrow().availableBytes();
    }

    private static List<String> names(FakeMachine machine, Path directory) {
        return machine.apply(new HostCall.ListDirectory(directory, 100))
                .orElseThrow()
                .names();
    }

    private static HostCall.WriteFile write(Path path, String content) {
        return new HostCall.WriteFile(path, content, "rw-------");
    }

    private static HostCall.Run makeXfs(Path image) {
        return run("mkfs.xfs", "-q", "-d", "file,name=" + image + ",size=" + GIB);
    }

    private static HostCall.Run run(String... arguments) {
        return new HostCall.Run(Command.of(arguments));
    }

    private void assertFails(HostCall<?> call, Kind kind) {
        assertThatThrownBy(() -> machine.apply(call))
                .isInstanceOfSatisfying(
                        HostException.class,
                        failure -> assertThat(failure.kind())
                                .as(failure.getMessage())
                                .isEqualTo(kind));
    }
}
