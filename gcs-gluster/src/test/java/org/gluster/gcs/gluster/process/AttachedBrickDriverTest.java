/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.gluster.process.AttachedBrickDriver.Seen;
import org.gluster.gcs.gluster.process.AttachedBrickDriver.Served;
import org.gluster.gcs.gluster.rpc.BrickOps;
import org.gluster.gcs.gluster.rpc.Volfile;
import org.junit.jupiter.api.Test;

class AttachedBrickDriverTest {
    private static final Path SOCKET = Path.of("/run/g/shared-1.sock");
    private static final Path FILE = Path.of("/run/g/v1.b1.vol");
    private static final Path ROOT = Path.of("/m/b1/brick");
    private static final String TEXT = "volume secret\n";
    private static final SortedMap<String, String> MARKS = Marks.daemon("c1", "n1", "bricks/shared-1.00");
    private static final ProcessEntry PROCESS = new ProcessEntry(7, 100, List.of("glusterfsd"), MARKS);

    private static final Step FORGET =
            Step.inOrder(new HostCall.VolfileGiven("v1.b1", "bricks/shared-1.00", ""), new HostCall.Delete(FILE));

    private final AttachedBrickDriver driver = new AttachedBrickDriver();

    @Test
    void isAttached_afterItWasNotedWhereItWillBe() {
        assertThat(driver.next(want(2, true, true), seen(Served.NO, Optional.empty(), true)))
                .isEqualTo(Step.inOrder(
                        new HostCall.VolfileGiven("v1.b1", "bricks/shared-1.00", ""),
                        new HostCall.WriteNote(FILE, "# attached-to shared-1.00 7 100 2\n" + TEXT, "rw-------"),
                        exchange(BrickOps.attach(FILE), 60),
                        new HostCall.VolfileGiven("v1.b1", "bricks/shared-1.00", Volfile.checksum(TEXT))));
    }

    @Test
    void waitsForItsProcess_itsAnswer_andItsFileSystem() {
        assertThat(driver.next(want(0, true, true), new Seen(List.of(), Served.SILENT, Optional.empty(), true)))
                .isInstanceOf(Step.Retry.class);
        assertThat(driver.next(want(0, true, true), seen(Served.SILENT, Optional.empty(), true)))
                .isInstanceOf(Step.Wait.class);
        assertThat(driver.next(want(0, true, true), seen(Served.NO, Optional.empty(), false)))
                .isInstanceOf(Step.Retry.class);
    }

    @Test
    void oneThatIsServed_isDone_andNotedAgainWhereThatWasLost() {
        Optional<Attachment> noted = Optional.of(new Attachment("shared-1.00", 7, 100, 0));
        assertThat(driver.next(want(0, true, true), seen(Served.YES, noted, true)))
                .isEqualTo(Step.done());
        for (Optional<Attachment> other :
                List.of(Optional.<Attachment>empty(), Optional.of(new Attachment("shared-2.00", 7, 100, 0)))) {
            assertThat(driver.next(want(0, false, true), seen(Served.YES, other, true)))
                    .isEqualTo(Step.act(
                            new HostCall.WriteNote(FILE, "# attached-to shared-1.00 7 100 0\n" + TEXT, "rw-------")));
        }
    }

    @Test
    void oneThatIsToBeBegunAnew_isDetachedFirst_unlessItIsNotYetToBe() {
        Optional<Attachment> earlier = Optional.of(new Attachment("shared-1.00", 7, 100, 1));
        assertThat(driver.next(want(2, true, true), seen(Served.YES, earlier, true)))
                .isEqualTo(Step.act(exchange(BrickOps.terminate(ROOT.toString()), 10)));
        assertThat(driver.next(want(2, false, true), seen(Served.YES, earlier, true)))
                .isEqualTo(Step.done());
    }

    @Test
    void unwantedOne_isDetached_andForgottenOnlyWhenNothingServesIt() {
        Optional<Attachment> noted = Optional.of(new Attachment("shared-1.00", 7, 100, 0));
        AttachedBrick absent = want(0, false, false);
        assertThat(driver.next(absent, seen(Served.YES, noted, true)))
                .isEqualTo(Step.act(exchange(BrickOps.terminate(ROOT.toString()), 10)));
        assertThat(driver.next(absent, seen(Served.SILENT, noted, true))).isInstanceOf(Step.Wait.class);
        assertThat(driver.next(absent, seen(Served.NO, noted, true))).isEqualTo(FORGET);
        assertThat(driver.next(absent, new Seen(List.of(), Served.SILENT, Optional.of(Optional.empty()), true)))
                .isEqualTo(FORGET);
        assertThat(driver.next(absent, new Seen(List.of(), Served.SILENT, Optional.empty(), true)))
                .isEqualTo(Step.done());
    }

    @Test
    void refusalIsAFailure_thatNamesTheBrick() {
        HostCall<?> call = exchange(BrickOps.attach(FILE), 60);
        ByteBuffer no =
                ByteBuffer.allocate(44).putInt(0x80000000 | 40).putInt(1).putInt(1);
        no.putInt(28, -1);
        assertThatThrownBy(() -> driver.check(call, Bytes.of(no.clear())))
                .isInstanceOf(HostException.class)
                .hasMessageContaining("refused")
                .hasMessageContaining(SOCKET.toString());
        assertThat(driver.failed(want(0, true, true), new HostException(HostException.Kind.FAILED, "refused")))
                .isInstanceOfSatisfying(
                        Step.Retry.class,
                        retry -> assertThat(retry.reason()).contains(ROOT.toString(), "shared-1.00", "log"));
    }

    @Test
    void damagedNotesAreNone() {
        for (String text : List.of(
                "",
                TEXT,
                "# attached-to\n",
                "# attached-to p x 1 0\n",
                "# attached-to p 1 1 0",
                "#attached-to p 1 1 0\n")) {
            assertThat(Attachment.of(text)).as(text).isEmpty();
        }
        assertThat(Attachment.of("# attached-to p 7 100 3\n" + TEXT)).contains(new Attachment("p", 7, 100, 3));
        assertThat(want(0, true, true).toString()).doesNotContain("secret");
    }

    private static HostCall.Exchange exchange(Bytes request, int seconds) {
        return new HostCall.Exchange(SOCKET, request, 64 * 1024, Duration.ofSeconds(seconds));
    }

    private static Seen seen(Served served, Optional<Attachment> noted, boolean mounted) {
        return new Seen(List.of(PROCESS), served, noted.isEmpty() ? Optional.empty() : Optional.of(noted), mounted);
    }

    private static AttachedBrick want(long starts, boolean replace, boolean present) {
        return new AttachedBrick(
                "shared-1.00",
                "bricks/shared-1.00",
                MARKS,
                SOCKET,
                "v1.b1",
                ROOT,
                true,
                FILE,
                TEXT,
                starts,
                replace,
                present);
    }
}
