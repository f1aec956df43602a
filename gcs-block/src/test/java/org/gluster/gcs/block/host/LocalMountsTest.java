/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of the mounts is read again, and when. */
class LocalMountsTest {
    @TempDir
    private Path directory;

    private final TreeMap<String, String> mounted = new TreeMap<>();
    private Path mountinfo;
    private long now = 1;
    private LocalMounts mounts;

    @BeforeEach
    void twoBricksAreMounted() throws IOException {
        mountinfo = directory.resolve("mountinfo");
        mounts = new LocalMounts(mountinfo, () -> now);
        mounted("/b/v1.0", "/dev/loop1");
        mounted("/b/v2.0", "/dev/loop2");
    }

    private void mounted(String target, String source) throws IOException {
        mounted.put(target, source);
        write();
    }

    private void write() throws IOException {
        StringBuilder text = new StringBuilder();
        mounted.forEach((target, source) -> text.append("36 35 98:0 / ")
                .append(target)
                .append(" rw,noatime - xfs ")
                .append(source)
                .append(" rw,nouuid\n"));
        Files.writeString(mountinfo, text);
    }

    private void runs(String... words) {
        mounts.changed(new HostCall.Run(Command.of(words)));
    }

    private List<String> under(String path) throws IOException {
        return mounts.under(Path.of(path)).stream()
                .map(HostCall.MountEntry::source)
                .toList();
    }

    private List<String> of(String source) throws IOException {
        return mounts.of(source).stream()
                .map(mount -> mount.target().toString())
                .toList();
    }

    @Test
    void whatOthersMount_isSeenATenthOfASecondLater() throws IOException {
        assertThat(under("/b")).containsExactly("/dev/loop1", "/dev/loop2");
        mounted("/b/v3.0", "/dev/loop3");
        assertThat(under("/b")).hasSize(2);
        now += Duration.ofMillis(101).toNanos();
        assertThat(under("/b")).hasSize(3);
    }

    @Test
    void whatAMountOfThisJvmMade_isSeenAtOnce_whereItIs_andAbove() throws IOException {
        assertThat(under("/b/v3.0")).isEmpty();
        runs("mount", "-t", "xfs", "-o", "rw", "/dev/loop3", "/b/v3.0");
        mounted("/b/v3.0", "/dev/loop3");
        runs("mount", "-t", "xfs", "-o", "rw", "/dev/loop3", "/b/v3.0");
        assertThat(under("/b/v3.0")).containsExactly("/dev/loop3");
        mounted.remove("/b/v3.0");
        write();
        runs("umount", "/b/v3.0");
        assertThat(under("/b")).hasSize(2);
    }

    @Test
    void ofWhatIsElsewhere_nothingIsReadForIt() throws IOException {
        assertThat(under("/b/v1.0")).containsExactly("/dev/loop1");
        runs("umount", "/b/v2.0");
        mounted.clear();
        write();
        assertThat(under("/b/v1.0")).containsExactly("/dev/loop1");
        assertThat(under("/b/v2.0")).isEmpty();
        assertThat(under("/b/v1.0")).isEmpty();
    }

    /** A look that began before a command ended tells nothing of what that did. */
    @Test
    void aTableThatWasReadWhileACommandRan_doesNotServeAfterIt() throws IOException {
        runs("umount", "/b/v2.0");
        assertThat(under("/b/v2.0")).hasSize(1);
        mounted.remove("/b/v2.0");
        write();
        runs("umount", "/b/v2.0");
        assertThat(under("/b/v2.0")).isEmpty();
    }

    @Test
    void mountsOfADeviceAreSeenToComeAndGo() throws IOException {
        assertThat(of("/dev/loop1")).containsExactly("/b/v1.0");
        assertThat(of("/dev/loop3")).isEmpty();
        mounted("/b/v3.0", "/dev/loop3");
        runs("mount", "-t", "xfs", "-o", "rw", "/dev/loop3", "/b/v3.0");
        assertThat(of("/dev/loop3")).containsExactly("/b/v3.0");
        mounted.remove("/b/v1.0");
        write();
        runs("umount", "/b/v1.0");
        assertThat(of("/dev/loop1")).isEmpty();
    }

    @Test
    void howManyCommandsThereWere_doesNotMatter() throws IOException {
        assertThat(under("/b")).hasSize(2);
        mounted.clear();
        write();
        for (int i = 0; i < 2500; i++) {
            runs("umount", "/elsewhere/" + i);
        }
        assertThat(under("/b")).isEmpty();
    }
}
