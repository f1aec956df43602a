/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the loop devices is read again, and when. */
class LoopTableTest {
    @TempDir
    private Path directory;

    private final TreeSet<Integer> attached = new TreeSet<>();
    private Path images;
    private long now = 1;
    private LoopTable table;

    @BeforeEach
    void twoImagesAreAttached() throws IOException {
        images = Files.createDirectory(directory.resolve("images"));
        Files.createDirectory(directory.resolve("block"));
        table = new LoopTable(directory.resolve("partitions"), directory.resolve("block"), () -> now);
        for (String name : List.of("a", "a-b", "b", "c")) {
            Files.createFile(images.resolve(name));
        }
        attached(1, "a");
        attached(2, "a-b");
    }

    private void attached(int number, String name) throws IOException {
        Path device = directory.resolve("block/loop" + number + "/loop");
        Files.createDirectories(device);
        Files.writeString(device.resolve("backing_file"), images.resolve(name) + "\n");
        attached.add(number);
        list();
    }

    private void detached(int number) throws IOException {
        Path device = directory.resolve("block/loop" + number + "/loop");
        Files.delete(device.resolve("backing_file"));
        Files.delete(device);
        attached.remove(number);
        list();
    }

    private void list() throws IOException {
        StringBuilder text = new StringBuilder("major minor  #blocks  name\n\n");
        attached.forEach(number -> text.append("   7        ")
                .append(number)
                .append("    1024 loop")
                .append(number)
                .append('\n'));
        Files.writeString(directory.resolve("partitions"), text);
    }

    private void attaches(int number, String name) {
        HostCall.Run run = new HostCall.Run(
                Command.of("losetup", "--find", "--show", images.resolve(name).toString()));
        table.changed(run, false);
        table.changed(run, new CommandResult("/dev/loop" + number + "\n", ""));
    }

    private void detaches(int number) {
        HostCall.Run run = new HostCall.Run(Command.of("losetup", "--detach", "/dev/loop" + number));
        table.changed(run, false);
        table.changed(run, new CommandResult("", ""));
    }

    private List<Integer> under(Path path) throws IOException {
        return table.under(path).stream().map(row -> row.shown().number()).toList();
    }

    @Test
    void whoAsksForAFile_isToldOfThatOnly() throws IOException {
        assertThat(under(images)).containsExactly(1, 2);
        assertThat(under(images.resolve("a"))).containsExactly(1);
        assertThat(under(images.resolve("b"))).isEmpty();
    }

    @Test
    void whatThisJvmAttaches_isSeenAtOnce() throws IOException {
        under(images);
        attached(3, "b");
        attaches(3, "b");
        assertThat(under(images.resolve("b"))).containsExactly(3);
    }

    @Test
    void whatOthersAttach_isSeenASecondLater() throws IOException {
        under(images);
        attached(3, "b");
        now += Duration.ofMillis(1001).toNanos();
        assertThat(under(images.resolve("b"))).containsExactly(3);
    }

    @Test
    void whatThisJvmDetaches_isSeenToGo_atOnceOrLater() throws IOException {
        under(images);
        detaches(1);
        assertThat(under(images.resolve("a"))).containsExactly(1); // it is still mounted
        detached(1);
        assertThat(under(images.resolve("a"))).isEmpty();
        attached(1, "c");
        attaches(1, "c");
        assertThat(under(images.resolve("c"))).containsExactly(1);
        assertThat(under(images.resolve("a"))).isEmpty();
    }

    @Test
    void whatOthersDetachAndAttachToAnotherFile_isSeenSomeSecondsLater() throws IOException {
        under(images);
        detached(1);
        attached(1, "c");
        now += Duration.ofSeconds(6).toNanos();
        assertThat(under(images)).containsExactly(1, 2);
        assertThat(under(images.resolve("c"))).containsExactly(1);
    }

    @Test
    void oneFileMayBeAttachedTwice() throws IOException {
        under(images);
        attached(3, "a");
        attaches(3, "a");
        assertThat(under(images.resolve("a"))).containsExactly(1, 3);
        detaches(1);
        detached(1);
        assertThat(under(images.resolve("a"))).containsExactly(3);
    }

    @Test
    void whatIsRenamed_isReadAgain() throws IOException {
        under(images);
        Path to = images.resolve("moved");
        HostCall.Rename rename = new HostCall.Rename(images.resolve("a"), to);
        table.changed(rename, false);
        Files.move(images.resolve("a"), to);
        attached(1, "moved");
        table.changed(rename, true);
        assertThat(under(to)).containsExactly(1);
        assertThat(under(images.resolve("a"))).isEmpty();
    }

    /** Whoever looks for another file may find it under that device, by other means than the path. */
    @Test
    void oneWhosePathIsNoneHere_isToldToAll() throws IOException {
        attached(4, "elsewhere");
        assertThat(under(images.resolve("b"))).containsExactly(4);
    }

    @Test
    void aCommandThatFailed_isNotTrusted() throws IOException {
        under(images);
        attached(3, "b");
        HostCall.Run run = new HostCall.Run(
                Command.of("losetup", "--find", "--show", images.resolve("b").toString()));
        table.changed(run, false);
        table.changed(run, "");
        assertThat(under(images.resolve("b"))).containsExactly(3);
    }
}
