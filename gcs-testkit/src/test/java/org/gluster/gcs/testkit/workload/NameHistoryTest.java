/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.testkit.SimulatedGcs;
import org.gluster.gcs.testkit.workload.Change.Kind;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.Volume;
import org.gluster.gcs.volume.VolumeId;
import org.gluster.gcs.volume.VolumeState;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the check of a history lets pass, and what it finds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NameHistoryTest {
    private static final String OPTION = "cluster.heal-timeout";
    private static final Change CREATE = new Change(Kind.CREATE, "");
    private static final Change START = new Change(Kind.START, "");
    private static final Change DELETE = new Change(Kind.DELETE, "");
    private static final Change DELETE_STARTED = new Change(Kind.DELETE, Change.STOP_FIRST);

    private Volume some;

    @BeforeAll
    void makeSome() {
        try (SimulatedGcs gcs = SimulatedGcs.create(3)) {
            some = gcs.volumes()
                    .create(volume -> volume.name("v")
                            .capacity(org.gluster.gcs.Capacity.ofMiB(400))
                            .redundancy(Redundancy.replicated(3)))
                    .await();
        }
    }

    private Volume in(VolumeState state) {
        return some.toBuilder().state(state).build();
    }

    private static GcsException refusal(ErrorCode code) {
        return GcsException.of(
                ErrorDetail.builder(code).message("refused for the test").build());
    }

    private NameHistory created() {
        NameHistory history = new NameHistory("v", OPTION, false);
        history.begun(CREATE);
        history.done(CREATE, Optional.of(some));
        return history;
    }

    @Test
    void what_was_told_and_read_alike_is_explained() {
        NameHistory history = created();
        history.read(Optional.of(some));
        history.done(START, Optional.of(in(VolumeState.STARTED)));
        history.read(Optional.of(in(VolumeState.STARTED)));
        history.refused(DELETE, refusal(ErrorCode.WRONG_STATE));
        history.done(DELETE_STARTED, Optional.empty());
        history.read(Optional.empty());
        history.refused(START, refusal(ErrorCode.VOLUME_NOT_FOUND));
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void a_delete_that_was_told_done_and_was_not_is_found() {
        NameHistory history = created();
        history.done(DELETE, Optional.empty());
        history.read(Optional.of(some));
        assertThat(history.violations()).singleElement().asString().contains("it was read as CREATED");
    }

    @Test
    void a_volume_that_vanishes_is_found() {
        NameHistory history = created();
        history.read(Optional.empty());
        assertThat(history.violations()).singleElement().asString().contains("it was read as absent");
    }

    @Test
    void a_second_volume_by_one_create_is_found() {
        NameHistory history = created();
        history.read(
                Optional.of(some.toBuilder().id(VolumeId.of(UUID.randomUUID())).build()));
        assertThat(history.violations())
                .anySatisfy(violation -> assertThat(violation).contains("2 volumes were seen after 1 creates"));
    }

    @Test
    void a_change_that_was_refused_and_done_all_the_same_is_found() {
        NameHistory history = created();
        history.refused(START, refusal(ErrorCode.UNREACHABLE));
        history.read(Optional.of(in(VolumeState.STARTED)));
        assertThat(history.violations()).isNotEmpty();
    }

    @Test
    void a_refusal_without_a_ground_is_found() {
        NameHistory history = created();
        history.refused(START, refusal(ErrorCode.VOLUME_NOT_FOUND));
        assertThat(history.violations()).isNotEmpty();
        NameHistory other = created();
        other.refused(START, refusal(ErrorCode.INTERNAL));
        assertThat(other.violations()).isNotEmpty();
    }

    @Test
    void a_change_in_doubt_may_be_done_at_any_time_but_once() {
        NameHistory history = created();
        history.unknown(START);
        history.read(Optional.of(some));
        history.read(Optional.of(in(VolumeState.STARTED)));
        assertThat(history.violations()).isEmpty();
        history.done(new Change(Kind.STOP, ""), Optional.of(in(VolumeState.STOPPED)));
        history.read(Optional.of(in(VolumeState.STARTED)));
        assertThat(history.violations()).hasSize(1);
    }

    @Test
    void a_delete_in_doubt_that_stops_first_may_stop_halfway() {
        NameHistory history = created();
        history.done(START, Optional.of(in(VolumeState.STARTED)));
        history.unknown(DELETE_STARTED);
        history.read(Optional.of(in(VolumeState.STOPPED)));
        history.read(Optional.empty());
        assertThat(history.violations()).isEmpty();
    }

    @Test
    void a_create_in_doubt_may_be_undone_where_that_is_known_of() {
        for (boolean undoes : new boolean[] {true, false}) {
            NameHistory history = new NameHistory("v", OPTION, undoes);
            history.begun(CREATE);
            history.unknown(CREATE);
            history.read(Optional.of(some));
            history.read(Optional.empty());
            assertThat(history.violations().isEmpty()).isEqualTo(undoes);
        }
    }

    @Test
    void another_value_than_was_set_is_found() {
        NameHistory history = created();
        history.done(new Change(Kind.OPTION, "600"), Optional.of(some));
        history.read(Optional.of(some.toBuilder().options(Map.of(OPTION, "500")).build()));
        assertThat(history.violations()).isNotEmpty();
    }
}
