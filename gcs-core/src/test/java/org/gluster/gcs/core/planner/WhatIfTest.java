/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.gluster.gcs.AlreadyExistsException;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.NoFitException;
import org.gluster.gcs.NotSupportedException;
import org.gluster.gcs.PeerNotFoundException;
import org.gluster.gcs.cluster.DeviceId;
import org.gluster.gcs.core.planner.Cases.Case;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.layout.BrickLayout;
import org.gluster.gcs.layout.HowMany;
import org.gluster.gcs.layout.Hypothesis;
import org.gluster.gcs.layout.NewNode;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.SmallBricks;
import org.gluster.gcs.volume.VolumeRequest;
import org.junit.jupiter.api.Test;

class WhatIfTest {
    private static final long GIB = 1L << 30;

    private static final Inventory THREE = Cases.inventoryOf(List.of(
            Cases.slot("a", "z1", "/d", 10 * GIB),
            Cases.slot("b", "z2", "/d", 10 * GIB),
            Cases.slot("c", "z3", "/d", 10 * GIB)));

    private static VolumeRequest of(long gib) {
        return VolumeRequest.forPlan(v -> v.capacity(Capacity.ofGiB(gib)));
    }

    @Test
    void theLargestVolumeFits_andNoLargerOne() {
        long seed = Long.getLong("gcs.seed", System.nanoTime());
        SplittableRandom seeds = new SplittableRandom(seed);
        int fitted = 0;
        for (int i = 0; i < Integer.getInteger("gcs.cases", 300); i++) {
            Case each = new Cases(seeds.nextLong()).next();
            String name = "case " + i + " of -Dgcs.seed=" + seed + ": " + each;
            Inventory inventory = each.inventory();
            BrickLayout largest;
            try {
                largest = WhatIf.largest(inventory, each.request());
            } catch (NoFitException none) {
                VolumeRequest least =
                        each.request().toBuilder().capacity(Capacity.ofBytes(1)).build();
                assertThatThrownBy(() -> Planner.plan(inventory, least))
                        .as(name)
                        .isInstanceOf(NoFitException.class);
                continue;
            }
            fitted++;
            Planner.verify(inventory, largest);
            Capacity capacity = largest.request().capacity();
            VolumeRequest more = largest.request().toBuilder()
                    .capacity(capacity.plus(Capacity.ofBytes(1)))
                    .build();
            Throwable refused = catchThrowable(() -> Planner.plan(inventory, more));
            if (largest.subvolumes() < Planner.MOST_SETS) {
                assertThat(refused).as(name).isInstanceOf(NoFitException.class);
            } else { // there may be room, but no volume has so many sets
                assertThat(refused).as(name).isInstanceOf(GcsException.class);
            }
        }
        assertThat(fitted).isGreaterThan(50);
    }

    @Test
    void theLargestVolumeOfSmallBricksHasAsManySetsAsItTakes() {
        Inventory one = Cases.inventoryOf(List.of(Cases.slot("a", "z", "/d", 40 * GIB)));
        VolumeRequest small = of(1).toBuilder()
                .redundancy(Redundancy.distributed())
                .maxBrickSize(Capacity.ofMiB(130))
                .smallBricks(SmallBricks.SMALL)
                .build();
        BrickLayout largest = WhatIf.largest(one, small);
        assertThat(largest.subvolumes()).isEqualTo(320);
        assertThat(largest.bricks().get(0).size()).isEqualTo(Capacity.ofMiB(128));
        assertThatThrownBy(() -> Planner.plan(
                        one,
                        small.toBuilder()
                                .capacity(largest.request().capacity().plus(Capacity.ofBytes(1)))
                                .build()))
                .isInstanceOf(NoFitException.class);
    }

    @Test
    void theLargestVolumeKeepsToTheBrickSize() {
        BrickLayout largest = WhatIf.largest(
                THREE, of(1).toBuilder().maxBrickSize(Capacity.ofGiB(3)).build());
        assertThat(largest.subvolumes()).isEqualTo(4);
        assertThat(largest.usable()).isGreaterThan(Capacity.ofGiB(9));
        assertThat(largest.bricks().get(0).size()).isEqualTo(Capacity.ofMiB(2560));
    }

    @Test
    void volumesAreCountedOneAfterAnother() {
        HowMany answer = WhatIf.howMany(THREE, of(2));
        assertThat(answer.volumes()).isEqualTo(4);
        assertThat(answer.more()).isFalse();
        assertThat(answer.limit()).contains("no node has room for one");
        assertThat(WhatIf.howMany(THREE, of(200)).volumes()).isZero();
        Inventory endless = Cases.inventoryOf(List.of(Cases.slot("a", "z", "/d", 1L << 50)));
        assertThat(WhatIf.howMany(
                        endless,
                        of(1).toBuilder().redundancy(Redundancy.distributed()).build()))
                .isEqualTo(new HowMany(10_000, true, ""));
    }

    @Test
    void nodesAreTakenAwayAndAdded() {
        Inventory other = WhatIf.assume(
                THREE,
                Hypothesis.of(h -> h.withoutNodes("a")
                        .withNode(NewNode.parse("x,z9,20GiB,30GiB"))
                        .withNode(NewNode.parse("y,z8,5GiB"))));
        assertThat(other.slots().stream().map(Slot::toString).toList())
                .satisfiesExactly(
                        b -> assertThat(b).startsWith("Slot[b(z2):/d"),
                        c -> assertThat(c).startsWith("Slot[c(z3):/d"),
                        y -> assertThat(y).startsWith("Slot[y(z8):/new/1, size=" + 5 * GIB + ", free=" + 5 * GIB),
                        x1 -> assertThat(x1).startsWith("Slot[x(z9):/new/1"),
                        x2 -> assertThat(x2).startsWith("Slot[x(z9):/new/2"));
        assertThat(other.slots()).extracting(Slot::device).doesNotHaveDuplicates();
        assertThat(other.slot(DeviceId.of(new UUID(0, 3)))).isNotNull();
        assertThat(Planner.plan(other, of(4)).bricks())
                .extracting(brick -> brick.node().value())
                .containsExactly("x", "b", "c");
        assertThat(WhatIf.assume(THREE, Hypothesis.none())).isSameAs(THREE);
        assertThatThrownBy(() -> WhatIf.assume(THREE, Hypothesis.of(h -> h.withoutNodes("q"))))
                .isInstanceOf(PeerNotFoundException.class)
                .hasMessageContaining("\"q\"");
        assertThatThrownBy(() -> WhatIf.assume(THREE, Hypothesis.of(h -> h.withNode(NewNode.parse("b,z,1GiB")))))
                .isInstanceOf(AlreadyExistsException.class)
                .hasMessageContaining("\"b\"");
    }

    @Test
    void whatCannotBePlannedIsRefusedAlike() {
        VolumeRequest thin =
                of(1).toBuilder().redundancy(Redundancy.thinArbiter()).build();
        assertThatThrownBy(() -> WhatIf.largest(THREE, thin)).isInstanceOf(NotSupportedException.class);
        assertThatThrownBy(() -> WhatIf.howMany(THREE, thin)).isInstanceOf(NotSupportedException.class);
    }
}
