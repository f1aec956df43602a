/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.WrongStateException;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.operation.Progress;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final OperationId OTHER = OperationId.parse("3e803265-9367-4a68-af17-6f9f12e2aded");
    private static final OperationId OWN = OperationId.parse("ec84e8c0-9d65-40fb-b861-333213212509");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final List<String> happened = new ArrayList<>();

    /** Ends when it is waited for, or does not. */
    private final class FakeOperation implements Operation<String> {
        private final OperationId id;
        private final boolean ends;

        FakeOperation(OperationId id, boolean ends) {
            this.id = id;
            this.ends = ends;
        }

        @Override
        public OperationId id() {
            return id;
        }

        @Override
        public OperationKind kind() {
            return OperationKind.START_VOLUME;
        }

        @Override
        public String subject() {
            return "v1";
        }

        @Override
        public OperationState state() {
            return OperationState.RUNNING;
        }

        @Override
        public Progress progress() {
            return Progress.none();
        }

        @Override
        public String await() {
            return await(LONG);
        }

        @Override
        public String await(Duration timeout) {
            happened.add("waited for " + (id.equals(OTHER) ? "the other" : "the own"));
            if (!ends) {
                throw Errors.of(ErrorCode.TIMEOUT, "it did not end");
            }
            return "done";
        }

        @Override
        public CompletableFuture<String> toFuture() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void cancel() {
            happened.add("cancelled");
        }
    }

    private Operation<String> begun(boolean inTheWay) {
        if (inTheWay && !happened.contains("waited for the other")) {
            happened.add("refused");
            throw Errors.of(ErrorCode.WRONG_STATE, "another operation runs");
        }
        happened.add("begun");
        return new FakeOperation(OWN, true);
    }

    @Test
    void anOperationThatIsInTheWay_isWaitedFor_andThenTheOwnOneBegun() {
        Changes changes = new Changes(id -> new FakeOperation(id, true), LONG, LONG);
        assertThat(changes.perform(() -> begun(true), OTHER::toString)).isEqualTo("done");
        assertThat(happened).containsExactly("refused", "waited for the other", "begun", "waited for the own");
    }

    @Test
    void anOperationThatStaysInTheWay_isWaitedForOnlySoLong() {
        Changes changes = new Changes(id -> new FakeOperation(id, false), LONG, Duration.ZERO);
        assertThatThrownBy(() -> changes.perform(() -> begun(true), OTHER::toString))
                .isInstanceOf(WrongStateException.class);
        assertThat(happened).containsExactly("refused");
        assertThat(Failures.of((WrongStateException) Errors.of(ErrorCode.WRONG_STATE, "another operation runs")))
                .satisfies(failure -> {
                    assertThat(failure.status()).isEqualTo(409);
                    assertThat(failure.errors().get(0).message())
                            .isEqualTo("could not obtain lock: another conflicting transaction may be in progress");
                    assertThat(failure.errors().get(0).error()).isEqualTo("another operation runs");
                });
    }

    @Test
    void aStateThatNothingIsGoingToChange_isNoLock() {
        Changes changes = new Changes(id -> new FakeOperation(id, true), LONG, LONG);
        assertThatThrownBy(() -> changes.perform(() -> begun(true), () -> "")).isInstanceOf(WrongStateException.class);
        assertThat(happened).containsExactly("refused");
    }

    @Test
    void anOperationThatTakesTooLong_isNamed_andGoesOn() {
        Changes changes = new Changes(id -> new FakeOperation(id, true), Duration.ofMinutes(3), LONG);
        assertThatThrownBy(() -> changes.end(new FakeOperation(OWN, false)))
                .isInstanceOfSatisfying(Gd2Failure.class, failure -> {
                    assertThat(failure.status()).isEqualTo(504);
                    assertThat(failure.errors().get(0).reason()).isEqualTo("TIMEOUT");
                    assertThat(failure.errors().get(0).message())
                            .isEqualTo("operation " + OWN + " did not end within 180 s; it goes on, and"
                                    + " GET /gcs/v1/operations/" + OWN + " tells how far it is");
                });
        assertThat(happened).doesNotContain("cancelled");
    }
}
