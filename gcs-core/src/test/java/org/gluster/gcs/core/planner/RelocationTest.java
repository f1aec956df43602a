/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.cluster.Zone;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.layout.Candidate;
import org.gluster.gcs.layout.Explanation;
import org.junit.jupiter.api.Test;

class RelocationTest {
    private static final long GIB = 1L << 30;

    private static Slot slot(String node, String zone, int device, long free, String unusable) {
        return Slot.builder()
                .node(NodeName.of(node))
                .zone(Zone.of(zone))
                .device(id(device))
                .path("/d" + device)
                .size(100 * GIB)
                .free(free)
                .unusable(unusable)
                .build();
    }

    private static DeviceId id(int device) {
        return DeviceId.of(new UUID(0, device));
    }

    private static Relocation from(int device, Slot... slots) {
        Inventory.Builder inventory = Inventory.builder();
        List.of(slots).forEach(inventory::add);
        return Relocation.awayFrom(inventory.build(), id(device));
    }

    private static Explanation move(Relocation relocation, long size, String node, String... siblings) {
        return relocation.move(
                0,
                size,
                NodeName.of(node),
                List.of(siblings).stream().map(NodeName::of).toList());
    }

    private static List<String> rejected(Explanation explanation) {
        return explanation.rejected().stream()
                .map(other -> other.devicePath() + ": " + other.reason())
                .toList();
    }

    @Test
    void aBrickGoesToTheRoomiestDeviceThatMayHaveIt() {
        Relocation relocation = from(
                1,
                slot("a", "z1", 1, 50 * GIB, ""),
                slot("a", "z1", 2, 8 * GIB, ""),
                slot("b", "z2", 3, 90 * GIB, ""),
                slot("c", "z3", 4, 80 * GIB, ""),
                slot("d", "z4", 5, 70 * GIB, "the device is FULL: of cats"),
                slot("e", "z2", 6, 60 * GIB, ""),
                slot("f", "z5", 7, 2 * GIB, ""),
                slot("g", "z6", 8, 9 * GIB, ""));

        Explanation explanation = move(relocation, 4 * GIB, "a", "b", "c");

        assertThat(explanation.chosen()).extracting(Candidate::devicePath).containsExactly("/d8");
        assertThat(explanation.chosen().get(0).reason()).contains("9 GiB free", "5 GiB after");
        assertThat(rejected(explanation))
                .containsExactly(
                        "/d3: node b has another brick of its subvolume",
                        "/d4: node c has another brick of its subvolume",
                        "/d5: the device is FULL: of cats",
                        "/d6: zone z2 has another brick of its subvolume, and each has a zone of its own now",
                        "/d2: placed already, on a roomier device",
                        "/d7: too small by 2 GiB: the brick takes 4 GiB, free are 2 GiB");
    }

    @Test
    void whatOneBrickTook_theNextDoesNotGet() {
        Relocation relocation =
                from(1, slot("a", "a", 1, 0, ""), slot("b", "b", 2, 10 * GIB, ""), slot("c", "c", 3, 9 * GIB, ""));

        assertThat(move(relocation, 4 * GIB, "a").chosen().get(0).devicePath()).isEqualTo("/d2");
        assertThat(move(relocation, 4 * GIB, "a").chosen().get(0).devicePath()).isEqualTo("/d3");
        assertThat(move(relocation, 4 * GIB, "a").chosen().get(0).devicePath()).isEqualTo("/d2");
        assertThat(move(relocation, 4 * GIB, "a").chosen().get(0).devicePath()).isEqualTo("/d3");
        Explanation last = move(relocation, 4 * GIB, "a");
        assertThat(last.chosen()).isEmpty();
        assertThat(rejected(last))
                .containsExactly(
                        "/d2: too small by 2 GiB: the brick takes 4 GiB, free are 2 GiB",
                        "/d3: too small by 3 GiB: the brick takes 4 GiB, free are 1 GiB");
    }

    /** Bricks that share a zone already may go on sharing; those apart stay apart. */
    @Test
    void zonesAreKept_whereBricksHaveTheirOwn() {
        Slot[] slots = {
            slot("a", "z1", 1, 0, ""),
            slot("b", "z1", 2, 0, ""),
            slot("c", "z2", 3, 0, ""),
            slot("d", "z2", 4, 9 * GIB, "")
        };

        assertThat(move(from(1, slots), GIB, "a", "b", "c").chosen()).hasSize(1);
        assertThat(move(from(1, slots), GIB, "a", "c").chosen()).isEmpty();
        assertThat(move(from(1, slots), GIB, "a").chosen()).hasSize(1);
    }
}
