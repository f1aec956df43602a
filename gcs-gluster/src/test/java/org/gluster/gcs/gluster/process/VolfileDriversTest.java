/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.VolfileFetch;
import org.gluster.gcs.gluster.rpc.Volfile;
import org.gluster.gcs.gluster.volfile.VolfileKey;
import org.junit.jupiter.api.Test;

class VolfileDriversTest {
    private final BrickVolfileDriver driver = new BrickVolfileDriver();
    private final ServedVolfile want = ServedVolfile.of(VolfileKey.brick("v1", "b1"), "volume new\n");

    @Test
    void aBrickThatHasItIsDone_whetherToldOrNot() {
        assertThat(driver.observe(want).readings()).containsExactly(new HostCall.VolfileFetches("v1.b1"));
        assertThat(driver.next(want, seen(new VolfileFetch(want.checksum(), false))))
                .isEqualTo(Step.done());
        assertThat(driver.next(want, seen(new VolfileFetch(want.checksum(), true))))
                .isEqualTo(Step.done());
    }

    @Test
    void aBrickThatHasAnother_isToldOnce_thenWaitedFor() {
        HostCall.NotifySubscribers tell = new HostCall.NotifySubscribers("v1.b1");
        assertThat(driver.next(want, seen(new VolfileFetch("old", false)))).isEqualTo(Step.act(tell));
        assertThat(driver.next(want, seen(new VolfileFetch("", false)))).isEqualTo(Step.act(tell));
        assertThat(driver.next(want, seen(new VolfileFetch("old", true)))).isInstanceOf(Step.Wait.class);
        assertThat(driver.next(want, seen(new VolfileFetch("old", true), new VolfileFetch(want.checksum(), false))))
                .isInstanceOf(Step.Wait.class);
    }

    @Test
    void clientsAreToldOnce_andNotWaitedFor() {
        ClientVolfileDriver clients = new ClientVolfileDriver();
        ServedVolfile served = ServedVolfile.of(VolfileKey.client("v1"), "volume new\n");
        VolfileFetch has = new VolfileFetch(served.checksum(), false);
        assertThat(clients.observe(served).readings()).containsExactly(new HostCall.VolfileFetches("v1"));
        assertThat(clients.next(served, List.of())).isEqualTo(Step.done());
        assertThat(clients.next(served, List.of(has, new VolfileFetch("old", true))))
                .isEqualTo(Step.done());
        assertThat(clients.next(served, List.of(has, new VolfileFetch("old", false))))
                .isEqualTo(Step.act(new HostCall.NotifySubscribers("v1")));
    }

    @Test
    void aBrickThatIsNotConnected_isWaitedFor() {
        assertThat(driver.next(want, seen()))
                .isInstanceOfSatisfying(
                        Step.Wait.class, wait -> assertThat(wait.reason()).contains("v1.b1", "does not connect"));
    }

    @Test
    void aBrickOfWhichWasNotNotedWhatItWasGiven_fetchesWithItsProcess() {
        ServedVolfile attached = ServedVolfile.ofBrick(
                VolfileKey.brick("v1", "b1"), Volfile.checksum("volume new\n"), "bricks/shared-1.00");
        assertThat(driver.observe(attached).readings())
                .containsExactly(
                        new HostCall.VolfileFetches("v1.b1"), new HostCall.VolfileFetches("bricks/shared-1.00"));
        BrickVolfileDriver.Seen connected =
                new BrickVolfileDriver.Seen(List.of(), List.of(new VolfileFetch("process", false)));
        assertThat(driver.next(attached, connected))
                .isEqualTo(Step.act(new HostCall.NotifySubscribers("bricks/shared-1.00")));
        BrickVolfileDriver.Seen told =
                new BrickVolfileDriver.Seen(List.of(), List.of(new VolfileFetch("process", true)));
        assertThat(driver.next(attached, told)).isInstanceOf(Step.Wait.class);
        assertThat(BrickVolfileDriver.ifConnected().next(attached, connected)).isEqualTo(Step.done());
    }

    private static BrickVolfileDriver.Seen seen(VolfileFetch... fetches) {
        return new BrickVolfileDriver.Seen(List.of(fetches), List.of());
    }
}
