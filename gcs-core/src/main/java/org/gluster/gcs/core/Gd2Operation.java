/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.operation.Progress;
import org.jspecify.annotations.Nullable;

/**
 * A change over GlusterD2, which has no operations: its id is this client's own, and where it stands is known by reading. It
 * has mostly ended when it is made; it goes on when the answer was lost, was wrong, or another change was in the way.
 * Thread-safe.
 */
final class Gd2Operation<T> implements Operation<T>, Watched<T> {
    /** How often it is asked for in all: there is an end, since somebody may want something else by then. */
    static final int MOST = 12;

    private static final int FIRST_LOOKS = 3;
    private static final int LONGEST_SHIFT = 2;
    private static final Duration ONE_LOOK = Duration.ofSeconds(30);

    private final Link link;
    private final OperationId id = OperationId.of(UUID.randomUUID());
    private final OperationKind kind;
    private final String subject;
    private final Wish<T> wish;
    private final Instant createdAt;
    private volatile Look<T> last = Look.running("not begun");
    private volatile @Nullable Instant completedAt;
    private int asked;
    private int looksSince;

    private Gd2Operation(Link link, OperationKind kind, String subject, Wish<T> wish) {
        this.link = link;
        this.kind = kind;
        this.subject = subject;
        this.wish = wish;
        createdAt = link.pace().now();
    }

    /**
     * Asks, and looks.
     *
     * @throws GcsException when it is refused
     */
    static <T> Gd2Operation<T> begin(Link link, OperationKind kind, String subject, Wish<T> wish) {
        Gd2Operation<T> operation = new Gd2Operation<>(link, kind, subject, wish);
        operation.begin();
        return operation;
    }

    /** One whose outcome is found out by looking only: it was asked for already. */
    static <T> Gd2Operation<T> found(Link link, OperationKind kind, String subject, Wish<T> wish) {
        Gd2Operation<T> operation = new Gd2Operation<>(link, kind, subject, wish);
        operation.asked = 1;
        operation.firstLook();
        return operation;
    }

    private synchronized void begin() {
        asked = 1;
        try {
            wish.ask();
        } catch (GcsException failure) {
            if (!doubtful(failure)) {
                throw failure;
            }
            last = Look.running(failure.getMessage());
        }
        firstLook();
    }

    private synchronized void firstLook() {
        try {
            keep(wish.look());
        } catch (GcsException failure) {
            if (!Waits.passing(failure)) {
                throw failure;
            }
            last = Look.running(failure.getMessage());
        }
    }

    /** Whether it may have been done, or will be when it is asked for again. */
    private static boolean doubtful(GcsException failure) {
        return failure.code() == ErrorCode.OUTCOME_UNKNOWN || Gd2Gcs.isLocked(failure);
    }

    private void keep(Look<T> seen) {
        if (seen.ended()) {
            completedAt = link.pace().now();
        }
        last = seen;
    }

    @Override
    public Look<T> known() {
        return last;
    }

    @Override
    public synchronized Look<T> look(Duration patience, Duration limit) {
        return last.ended() ? last : link.within(limit, this::lookOn);
    }

    private Look<T> lookOn() {
        keep(wish.look());
        looksSince++;
        if (!last.ended()
                && wish.repeatable()
                && asked < MOST
                && looksSince >= FIRST_LOOKS << Math.min(asked - 1, LONGEST_SHIFT)) {
            askAgain();
        }
        return last;
    }

    private void askAgain() {
        asked++;
        looksSince = 0;
        try {
            wish.ask();
        } catch (GcsException failure) {
            if (doubtful(failure) || Waits.passing(failure)) {
                return;
            }
            // It may be refused just because the first time did it after all.
            Look<T> seen = wish.look();
            keep(seen.ended() ? seen : Look.failed(failure));
            return;
        }
        keep(wish.look());
    }

    @Override
    public OperationId id() {
        return id;
    }

    @Override
    public OperationKind kind() {
        return kind;
    }

    @Override
    public String subject() {
        return subject;
    }

    @Override
    public OperationState state() {
        link.checkOpen();
        return state(look(Duration.ZERO, ONE_LOOK));
    }

    private static OperationState state(Look<?> seen) {
        if (!seen.ended()) {
            return OperationState.RUNNING;
        }
        return seen.failure() == null ? OperationState.SUCCEEDED : OperationState.FAILED;
    }

    @Override
    public Progress progress() {
        link.checkOpen();
        return progress(look(Duration.ZERO, ONE_LOOK));
    }

    private static Progress progress(Look<?> seen) {
        return seen.ended() ? new Progress(seen.failure() == null ? 1 : 0, 1, "") : new Progress(0, 1, seen.seen());
    }

    /** As it was when it was last looked at. */
    OperationInfo info() {
        Look<T> seen = last;
        OperationInfo.Builder info = OperationInfo.builder()
                .id(id)
                .kind(kind)
                .subject(subject)
                .state(state(seen))
                .progress(progress(seen))
                .createdAt(createdAt);
        Instant ended = completedAt;
        if (ended != null) {
            info.completedAt(ended);
        }
        GcsException failure = seen.failure();
        if (failure != null) {
            info.error(failure.detail());
        }
        return info.build();
    }

    @Override
    public T await() {
        return link.await(this);
    }

    @Override
    public T await(Duration timeout) {
        return link.await(this, timeout);
    }

    @Override
    public CompletableFuture<T> toFuture() {
        return link.follow(this);
    }

    @Override
    public void cancel() {
        if (last.ended()) {
            throw Errors.about(ErrorCode.WRONG_STATE, subject, this + " has ended: there is nothing to cancel");
        }
        throw Errors.about(
                ErrorCode.NOT_SUPPORTED,
                subject,
                this + " cannot be cancelled: a plain GlusterD2 lacks CANCELLATION; undo it when it has ended");
    }

    @Override
    public GcsException late(String seen, Duration waited, @Nullable GcsException trouble) {
        String advice = wish.advice();
        ErrorDetail detail = ErrorDetail.builder(ErrorCode.OUTCOME_UNKNOWN)
                .message(
                        "what became of " + this + " was not found out within " + waited.toMillis() + " ms; last seen: "
                                + seen + (advice.isEmpty() ? ". Wait again, or look later" : ". " + advice))
                .operation(kind.name())
                .resource(subject)
                .lastState(seen)
                .waited(waited)
                .build();
        return trouble == null ? GcsException.of(detail) : GcsException.of(detail, trouble);
    }

    @Override
    public String toString() {
        return Errors.words(id, kind, subject);
    }
}
