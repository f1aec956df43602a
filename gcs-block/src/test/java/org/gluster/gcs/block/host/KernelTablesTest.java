/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.junit.jupiter.api.Test;

class KernelTablesTest {

    @Test
    void mounts_areReadWithEscapesOptionalFieldsAndMergedOptions() {
        String recorded = """
                27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw,discard
                41 27 7:1 / /srv/a\\040b\\134c\\011\\303\\244 rw,relatime - xfs /dev/loop1 rw,nouuid,inode64,noquota
                42 27 0:45 /sub /mnt/v\\012n ro,nosuid master:3 propagate_from:2 - fuse.glusterfs h:/v rw,user_id=0
                not a mount
                """;

        assertThat(KernelTables.mounts(recorded))
                .containsExactly(
                        new MountEntry("/dev/vda", Path.of("/"), "ext4", "rw,relatime,discard"),
                        new MountEntry(
                                "/dev/loop1", Path.of("/srv/a b\\c\tä"), "xfs", "rw,relatime,nouuid,inode64,noquota"),
                        new MountEntry("h:/v", Path.of("/mnt/v\nn"), "fuse.glusterfs", "ro,nosuid,user_id=0"));
    }

    @Test
    void mountsHolding_areThoseAboveAPath_andAtIt() {
        String recorded = """
                26 1 254:0 / / rw - ext4 /dev/vda rw
                27 26 7:1 / /srv/a rw - xfs /dev/loop1 rw
                28 27 7:2 / /srv/a/b rw - xfs /dev/loop2 ro
                29 27 7:3 / /srv/a/bc rw - xfs /dev/loop3 rw
                30 28 7:4 / /srv/a/b/c rw - xfs /dev/loop4 rw
                31 26 7:5 / /srv/a\\040b rw - xfs /dev/loop5 rw
                not a mount
                """;

        assertThat(KernelTables.mountsHolding(recorded, Path.of("/srv/a/b")))
                .extracting(MountEntry::source)
                .containsExactly("/dev/vda", "/dev/loop1", "/dev/loop2");
        assertThat(KernelTables.mountsHolding(recorded, Path.of("/srv/a b/x")))
                .extracting(MountEntry::source)
                .containsExactly("/dev/vda", "/dev/loop5");
        assertThat(KernelTables.mountsHolding("", Path.of("/srv"))).isEmpty();
    }

    @Test
    void unescape_leavesWhatIsNoEscape() {
        assertThat(KernelTables.unescape("a\\9b\\04")).isEqualTo("a\\9b\\04");
    }

    @Test
    void startTime_isFoundBehindAnOddCommandName() {
        String rest = " 1 4242 4242 0 -1 4194624 1 0 0 0 12 3 0 0 20 0 1 0 987654 233 1 18446744073709551615";

        assertThat(KernelTables.startTime("4242 (a) R 1 (b c) S" + rest)).hasValue(987654);
        assertThat(KernelTables.startTime("4242 (glusterfsd) Z" + rest)).isEqualTo(OptionalLong.empty());
        assertThat(KernelTables.startTime("")).isEqualTo(OptionalLong.empty());
    }

    @Test
    void marks_areOnlyOursAndKeepTheirEqualsSigns() {
        byte[] environ =
                "PATH=/bin\0GCS_NODE=n1\0XGCS_NODE=no\0GCS_DAEMON=brick/a=b\0".getBytes(StandardCharsets.UTF_8);

        assertThat(KernelTables.marks(environ)).hasToString("{GCS_DAEMON=brick/a=b, GCS_NODE=n1}");
    }

    @Test
    void strings_keepEmptyArgumentsAndAnUnendedLastOne() {
        assertThat(KernelTables.strings("a\0\0b".getBytes(StandardCharsets.UTF_8)))
                .containsExactly("a", "", "b");
        assertThat(KernelTables.strings(new byte[0])).isEmpty();
    }

    @Test
    void attributeText_isPlainOnlyWhenItReadsBackExactly() {
        for (String plain : new String[] {"", "abc", "a b~"}) {
            assertThat(LocalAttributes.text(plain.getBytes(StandardCharsets.UTF_8)))
                    .isEqualTo(plain);
        }
        assertThat(LocalAttributes.text(new byte[] {1, (byte) 0xAB})).isEqualTo("0x01ab");
        String looksHexadecimal = LocalAttributes.text("0x12".getBytes(StandardCharsets.UTF_8));
        assertThat(LocalAttributes.bytes(looksHexadecimal)).asString().isEqualTo("0x12");
    }

    @Test
    void daemons_getAScopeOfTheirOwnOnlyInsideAUnit() {
        assertThat(DaemonLauncher.prefix(true, "0::/system.slice/gcs.service\n"))
                .startsWith("systemd-run", "--scope");
        assertThat(DaemonLauncher.prefix(true, "1:name=systemd:/user.slice/session-3.scope\n"))
                .contains("systemd-run")
                .endsWith("setsid", "--wait");
        assertThat(DaemonLauncher.prefix(true, "0::/\n")).containsExactly("setsid", "--wait");
        assertThat(DaemonLauncher.prefix(false, "0::/x.service\n")).containsExactly("setsid", "--wait");
    }

    @Test
    void linesWithAText_areThoseOnly_andAllWhenTheKernelWouldWriteItOtherwise() {
        String table = "1 /a/b x\n2 /a/c y\n3 /a/b/d z";
        assertThat(KernelTables.linesWith(table, "/a/b")).isEqualTo("1 /a/b x\n3 /a/b/d z\n");
        assertThat(KernelTables.linesWith(table, "/q")).isEmpty();
        assertThat(KernelTables.linesWith(table, "/")).isEqualTo(table);
        assertThat(KernelTables.linesWith(table, "/a b")).isEqualTo(table);
    }
}
