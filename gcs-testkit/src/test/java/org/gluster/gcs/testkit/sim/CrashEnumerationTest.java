/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import org.gluster.gcs.testkit.sim.CrashEnumeration.Change;
import org.gluster.gcs.testkit.sim.CrashEnumeration.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every point at which a change can be cut off, and for create and delete every pair: the certainty contract holds. */
class CrashEnumerationTest {
    private static final long SEED = Long.getLong("gcs.seed", 1);

    @ParameterizedTest
    @EnumSource(
            value = Change.class,
            names = {"CREATE_STARTED", "START", "STOP", "ACCESS", "DELETE_STARTED", "SET_OPTIONS", "RESET_OPTIONS"})
    void everyPoint(Change change) {
        Result result = CrashEnumeration.points(change, SEED);
        assertThat(result.points()).isGreaterThanOrEqualTo(3L * result.calls());
        holds(result);
    }

    /** Bricks restarted one node after the other: a long change, so one recovery for each state that a cut leaves. */
    @Test
    void everyStateOfARollingRestart() {
        holds(CrashEnumeration.states(Form.REPLICATED_3, Change.RESTART_FOR_OPTIONS, SEED));
    }

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            names = {"REPLICATED_3", "ARBITER", "DISPERSED", "DISTRIBUTED_2", "SMALL"})
    void everyStateOfAnExpansion(Form form) {
        Result result = CrashEnumeration.states(form, Change.EXPAND, SEED);
        print(result);
        assertThat(result.calls()).isGreaterThan(50);
        assertThat(result.states()).isGreaterThan(15);
        assertThat(result.violations()).isEmpty();
        Result stopped = CrashEnumeration.states(form, Change.EXPAND_STOPPED, SEED);
        print(stopped);
        assertThat(stopped.violations()).isEmpty();
    }

    /** What takes the place of a change that is under way, cut off; its recovery does both at once. */
    @ParameterizedTest
    @EnumSource(
            value = Change.class,
            names = {
                "ACCESS_OVER_ACCESS",
                "OPTIONS_OVER_OPTIONS",
                "OPTIONS_OVER_RESTART",
                "STOP_OVER_RESTART",
                "DELETE_OVER_OPTIONS",
                "DELETE_OVER_STOP",
                "EXPAND_OVER_EXPAND",
                "STOP_OVER_EXPAND",
                "DELETE_OVER_EXPAND"
            })
    void everyStateOfATakeover(Change change) {
        Result result = CrashEnumeration.states(Form.REPLICATED_3, change, SEED);
        print(result);
        assertThat(result.calls()).isGreaterThan(100);
        assertThat(result.states()).isGreaterThan(15);
        assertThat(result.violations()).isEmpty();
    }

    /** Several volumes together, by a journal of many transactions: each of them cut off. */
    @ParameterizedTest
    @EnumSource(
            value = Change.class,
            names = {"CREATE_ALL", "DELETE_ALL"})
    void everyPointOfSeveralTogether(Change change) {
        Result result = CrashEnumeration.points(Form.DISTRIBUTED, change, SEED);
        assertThat(result.points()).isGreaterThanOrEqualTo(3L * result.calls());
        holds(result);
    }

    /** What changes records only makes few calls. */
    @ParameterizedTest
    @EnumSource(
            value = Change.class,
            names = {"EDIT", "CREATE_GROUP", "DELETE_GROUP"})
    void everyPointOfAChangeOfRecords(Change change) {
        Result result = CrashEnumeration.points(change, SEED);
        print(result);
        assertThat(result.points()).isGreaterThanOrEqualTo(3);
        assertThat(result.violations()).isEmpty();
    }

    /** What is done when it is committed takes a call or two. */
    @ParameterizedTest
    @EnumSource(
            value = Change.class,
            names = {"ADD_DEVICE", "DISABLE_DEVICE", "ENABLE_DEVICE", "EDIT_DEVICE", "REMOVE_DEVICE"})
    void everyPairOfADevicesVerb(Change change) {
        Result result = CrashEnumeration.pairs(change, SEED);
        print(result);
        assertThat(result.calls())
                .isGreaterThanOrEqualTo(change == Change.ADD_DEVICE || change == Change.REMOVE_DEVICE ? 20 : 1);
        assertThat(result.pairs()).isGreaterThan(result.points());
        assertThat(result.violations()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Change.class,
            names = {"CREATE", "DELETE"})
    @DisabledIfSystemProperty(named = "gcs.pairs", matches = "off", disabledReason = "-Dgcs.pairs=off")
    void everyPair(Change change) {
        Result result = CrashEnumeration.pairs(change, SEED);
        assertThat(result.pairs()).isGreaterThan(result.points());
        holds(result);
    }

    @ParameterizedTest
    @EnumSource(
            value = Form.class,
            mode = EnumSource.Mode.EXCLUDE, // enumerated in full above; and distributed forms one of which is enough
            names = {"REPLICATED_3", "ARBITER_OVER_2", "DISPERSED_OVER_2"})
    void everyState_ofEveryForm(Form form) {
        holds(CrashEnumeration.states(form, Change.CREATE_STARTED, SEED));
        holds(CrashEnumeration.states(form, Change.DELETE_STARTED, SEED));
    }

    private static void holds(Result result) {
        print(result);
        assertThat(result.calls()).isGreaterThan(50);
        assertThat(result.points()).isGreaterThan(30);
        assertThat(result.violations()).isEmpty();
    }

    private static void print(Result result) {
        System.out.println("crash points of " + result.change() + " " + result.form() + ": " + result.calls()
                + " calls, " + result.points() + " points, " + result.states() + " states, " + result.pairs()
                + " pairs, "
                + result.violations().size() + " violations (seed " + SEED
                + ")");
    }

    /** A violation is named by a line; its parts replay it with all events. */
    @Test
    void aCaseIsReplayedByItsName() {
        String replayed = CrashEnumeration.replay(Form.REPLICATED_3, Change.CREATE, SEED, "AFTER", 40, "BEFORE", 10);

        assertThat(replayed)
                .contains("AFTER ")
                .contains("kill")
                .contains("BEFORE ")
                .endsWith("violations: []\n");
    }
}
