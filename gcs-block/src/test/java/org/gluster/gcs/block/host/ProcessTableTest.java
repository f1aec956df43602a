/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a directory that looks like the kernel's; what it really says is compared by the agreement of hosts. */
class ProcessTableTest {
    private static final SortedMap<String, String> OURS = Marks.node("c1", "n1");
    private static final String MARKED = "PATH=/bin\0GCS_CLUSTER=c1\0GCS_NODE=n1\0";
    private static final String PLAIN = "PATH=/bin\0";

    @TempDir
    private Path proc;

    private long now = 1;
    private long made = 1000;
    private long last = 500;
    private ProcessTable table;

    @BeforeEach
    void aMachine() throws IOException {
        table = new ProcessTable(proc, () -> now);
        Files.createDirectories(proc.resolve("sys/kernel"));
        Files.writeString(proc.resolve("sys/kernel/pid_max"), "32768\n");
        count();
        begins(1, PLAIN);
        begins(400, MARKED);
        begins(401, PLAIN);
    }

    private void count() throws IOException {
        Files.writeString(proc.resolve("loadavg"), "0.10 0.20 0.30 2/79 " + last + "\n");
        Files.writeString(proc.resolve("stat"), "cpu  1 2 3\nprocesses " + made + "\nprocs_running 1\n");
    }

    private void begins(long pid, String environment) throws IOException {
        begins(pid, pid, environment);
    }

    private void begins(long pid, long group, String environment) throws IOException {
        Path directory = Files.createDirectories(proc.resolve(Long.toString(pid)));
        Files.writeString(directory.resolve("environ"), environment);
        Files.writeString(directory.resolve("stat"), pid + " (x) S 1" + " 0".repeat(17) + " 7" + " 0".repeat(30));
        Files.createDirectories(directory.resolve("task/" + pid));
        Files.copy(
                directory.resolve("stat"),
                directory.resolve("task/" + pid + "/stat"),
                StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(directory.resolve("cmdline"), "x\0-y\0");
        Files.writeString(directory.resolve("status"), "Name:\tx\nTgid:\t" + group + "\nPid:\t" + pid + "\n");
    }

    private void made(long pid, String environment) throws IOException {
        begins(pid, environment);
        last = pid;
        made++;
        count();
    }

    private void ends(long pid) throws IOException {
        for (String file :
                List.of("environ", "stat", "cmdline", "status", "task/" + pid + "/stat", "task/" + pid, "task")) {
            Files.delete(proc.resolve(Long.toString(pid)).resolve(file));
        }
        Files.delete(proc.resolve(Long.toString(pid)));
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private List<Long> found() throws IOException {
        return table.find(OURS).stream().map(HostCall.ProcessEntry::pid).toList();
    }

    /** Past the looks at everything with which it begins. */
    private void settle() throws IOException {
        found();
        pass(Duration.ofSeconds(6));
        found();
    }

    @Test
    void whatIsThere_isFoundAtFirst() throws IOException {
        assertThat(table.find(OURS)).singleElement().satisfies(process -> {
            assertThat(process.pid()).isEqualTo(400);
            assertThat(process.startTime()).isEqualTo(7);
            assertThat(process.arguments()).containsExactly("x", "-y");
            assertThat(process.marks()).isEqualTo(OURS);
        });
        assertThat(table.find(Marks.node("c1", "n2"))).isEmpty();
    }

    @Test
    void whatBeginsAndEndsLater_isSeen() throws IOException {
        settle();
        made(501, PLAIN);
        made(502, MARKED);
        assertThat(found()).containsExactly(400L, 502L);
        ends(400);
        assertThat(found()).containsExactly(502L);
        ends(502);
        assertThat(found()).isEmpty();
    }

    @Test
    void aProcessHasItsMarksFromWhenItIsExecuted() throws IOException {
        settle();
        made(501, PLAIN);
        assertThat(found()).containsExactly(400L);
        begins(501, MARKED);
        pass(Duration.ofSeconds(4));
        assertThat(found()).containsExactly(400L, 501L);
    }

    @Test
    void oneWithoutMarks_isNotReadAgain_butForOnceInAWhile() throws IOException {
        settle();
        begins(401, MARKED);
        assertThat(found()).containsExactly(400L);
        pass(Duration.ofMinutes(11));
        assertThat(found()).containsExactly(400L, 401L);
    }

    @Test
    void idsBeginAnew_whenTheLastIsGiven() throws IOException {
        last = 32_766;
        count();
        settle();
        made(32_767, MARKED);
        made(301, MARKED);
        made(302, PLAIN);
        assertThat(found()).containsExactly(301L, 400L, 32_767L);
    }

    @Test
    void anIdThatIsGivenAgain_isReadAgain() throws IOException {
        settle();
        ends(401);
        last = 400;
        made += 20; // not all the way round, as far as can be told
        count();
        assertThat(found()).containsExactly(400L);
        made(401, MARKED);
        assertThat(found()).containsExactly(400L, 401L);
    }

    @Test
    void afterTooManyToTell_allAreRead() throws IOException {
        settle();
        pass(Duration.ofMillis(101)); // in less time so many cannot be made
        begins(401, MARKED);
        made += 32_768;
        count();
        assertThat(found()).containsExactly(400L, 401L);
    }

    @Test
    void whereNothingIsCounted_allAreReadEachTime() throws IOException {
        settle();
        Files.delete(proc.resolve("loadavg"));
        found();
        begins(401, MARKED);
        assertThat(found()).containsExactly(400L, 401L);
    }

    @Test
    void threadsAreNoProcesses() throws IOException {
        settle();
        begins(501, 400, MARKED);
        last = 501;
        made++;
        count();
        assertThat(found()).containsExactly(400L);
    }

    @Test
    void aSettingOfTheKernelIsReadWhole() throws IOException {
        Path setting = Path.of("/proc/sys/kernel/pid_max");
        assumeThat(setting).exists();
        assertThat(Long.parseLong(ProcessTable.setting(setting).strip())).isGreaterThan(300);
    }

    /** They are many, and are not looked at twice. */
    @Test
    void threadsOfTheKernelAreNotReadAgain() throws IOException {
        settle();
        begins(501, MARKED);
        Files.writeString(proc.resolve("501/status"), "Name:\tx\nTgid:\t501\nPid:\t501\nPPid:\t2\n");
        last = 501;
        made++;
        count();
        assertThat(found()).containsExactly(400L);
    }

    /** It may be executed anew before it is five seconds old, and not after that. */
    @Test
    void ofOneThatIsNotYoung_noMoreIsReadThanThatItIsTheSame() throws IOException {
        settle();
        pass(Duration.ofSeconds(6));
        found();
        Files.delete(proc.resolve("400/environ"));
        assertThat(found()).containsExactly(400L);
        Files.writeString(proc.resolve("400/task/400/stat"), "400 (x) S 1" + " 0".repeat(17) + " 8" + " 0".repeat(30));
        assertThat(found()).isEmpty();
    }

    /** Of a successor that is about to be executed anew nothing is remembered. */
    @Test
    void oneThatHasTheIdOfAnother_isYoung() throws IOException {
        settle();
        pass(Duration.ofSeconds(6));
        found();
        String successor = "400 (x) S 1" + " 0".repeat(17) + " 8" + " 0".repeat(30);
        Files.writeString(proc.resolve("400/stat"), successor);
        Files.writeString(proc.resolve("400/task/400/stat"), successor);
        assertThat(found()).containsExactly(400L);
        Files.writeString(proc.resolve("400/cmdline"), "y\0-z\0");
        assertThat(table.find(OURS))
                .singleElement()
                .extracting(HostCall.ProcessEntry::arguments)
                .isEqualTo(List.of("y", "-z"));
    }

    /** Of those that others look for nothing is read: there may be many, and each look is for a few. */
    @Test
    void whoLooksForOthers_readsNothingOfThoseThatAreKnown() throws IOException {
        settle();
        pass(Duration.ofSeconds(6));
        found();
        Files.delete(proc.resolve("400/task/400/stat"));
        assertThat(table.find(Marks.node("c1", "n2"))).isEmpty();
        begins(400, MARKED);
        assertThat(found()).containsExactly(400L);
    }

    @Test
    void anIdThatIsGivenToSomebodyElsesProcess_isRead() throws IOException {
        settle();
        pass(Duration.ofSeconds(6));
        found();
        ends(400);
        last = 399; // all ids were given once
        made(400, "GCS_CLUSTER=c1\0GCS_NODE=n2\0");
        assertThat(table.find(Marks.node("c1", "n2")))
                .extracting(HostCall.ProcessEntry::pid)
                .containsExactly(400L);
        assertThat(found()).isEmpty();
    }

    @Test
    void whatBeginsAMomentAfterALook_isSeen() throws IOException {
        settle();
        for (int i = 1; i <= 50; i++) {
            pass(Duration.ofMillis(30));
            made(500 + i, MARKED);
            assertThat(found()).contains(500L + i).hasSize(i + 1);
        }
    }

    @Test
    void withoutMarksToLookFor_allAreTold() throws IOException {
        assertThat(table.find(new TreeMap<>()))
                .extracting(HostCall.ProcessEntry::pid)
                .containsExactly(1L, 400L, 401L);
    }
}
