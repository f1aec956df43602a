/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
    void listening_countsTheAddressTheWildcardsAndMappedAddresses() throws Exception {
        String header = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n";
        String tcp = header
                + "   0: 0100007F:C000 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0\n"
                + "   1: 00000000:C001 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0\n"
                + "   2: 0200007F:C002 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0\n"
                + "   3: 0100007F:C003 0100007F:1234 01 00000000:00000000 00:00000000 00000000     0\n";
        String tcp6 = header
                + "   0: 0000000000000000FFFF00000100007F:C004 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0\n"
                + "   1: 00000000000000000000000000000000:C005 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0\n"
                + "   2: 00000000000000000000000001000000:C006 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0\n";

        assertThat(listening(tcp, tcp6, "127.0.0.1")).containsExactly(0xC000, 0xC001, 0xC004, 0xC005);
        assertThat(listening(tcp, tcp6, "127.0.0.2")).containsExactly(0xC001, 0xC002, 0xC005);
        assertThat(listening(tcp, tcp6, "::1")).containsExactly(0xC005, 0xC006);
    }

    private static SortedSet<Integer> listening(String tcp, String tcp6, String address) throws Exception {
        SortedSet<Integer> ports = new TreeSet<>();
        KernelTables.addListening(tcp, InetAddress.getByName(address), ports);
        KernelTables.addListening(tcp6, InetAddress.getByName(address), ports);
        return ports;
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

    @Test
    void firstLines_endBeforeTheFirstThatIsNotWanted(@TempDir Path directory) throws IOException {
        String heading = "  sl  local_address rem_address   st\n";
        String listens = "   0: 0100007F:C000 00000000:0000 0A 00000000:00000000\n";
        String connected = "   1: 0100007F:C001 0100007F:9999 01 00000000:00000000\n";
        Path table = directory.resolve("tcp");
        Files.writeString(table, heading + listens + listens + connected + listens);
        assertThat(LocalFiles.firstLines(table, KernelTables::listens)).isEqualTo(heading + listens + listens);
        Files.writeString(table, heading);
        assertThat(LocalFiles.firstLines(table, KernelTables::listens)).isEqualTo(heading);
    }
}
