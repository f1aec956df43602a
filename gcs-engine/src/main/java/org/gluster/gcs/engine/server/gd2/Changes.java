/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.GcsTimeoutException;
import org.gluster.gcs.WrongStateException;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.OperationId;

/**
 * Begins operations and waits for their end, as GlusterD2's clients expect. Whoever leaves while it waits stops nothing: an
 * operation goes on by itself.
 */
final class Changes {
    private final Function<OperationId, Operation<?>> operations;
    private final Duration patience;
    private final Duration lockPatience;

    /**
     * @param operations finds one by its id
     * @param patience how long an operation is waited for
     * @param lockPatience how long one that is in the way is
     */
    Changes(Function<OperationId, Operation<?>> operations, Duration patience, Duration lockPatience) {
        this.operations = operations;
        this.patience = patience;
        this.lockPatience = lockPatience;
    }

    /**
     * Begins an operation and waits for its end. When another one is in the way, it is waited for first, for a while.
     *
     * @param inTheWay the id of what its subject waits for, or empty
     */
    <T> T perform(Supplier<Operation<T>> begin, Supplier<String> inTheWay) {
        return end(begin(begin, inTheWay));
    }

    /** Begins an operation, after one that is in the way. */
    <T> Operation<T> begin(Supplier<Operation<T>> begin, Supplier<String> inTheWay) {
        long deadline = System.nanoTime() + lockPatience.toNanos();
        while (true) {
            try {
                return begin.get();
            } catch (WrongStateException busy) {
                String other = inTheWay.get();
                long left = deadline - System.nanoTime();
                if (other.isEmpty() || left <= 0) {
                    throw busy;
                }
                settle(other, Duration.ofNanos(left));
            }
        }
    }

    /** Waits for an operation to end, well or badly, at most so long. */
    void settle(String operation, Duration longest) {
        try {
            operations.apply(OperationId.parse(operation)).await(longest);
        } catch (GcsException over) {
            if (over.code() == ErrorCode.UNREACHABLE || over.code() == ErrorCode.INTERRUPTED) {
                throw over;
            }
        }
    }

    /** Waits for the end of an operation. */
    <T> T end(Operation<T> operation) {
        try {
            return operation.await(patience);
        } catch (GcsTimeoutException late) {
            throw Gd2Failure.of(
                    504,
                    ErrorCode.TIMEOUT,
                    "operation " + operation.id() + " did not end within " + patience.toSeconds()
                            + " s; it goes on, and GET /gcs/v1/operations/" + operation.id() + " tells how far it is",
                    String.valueOf(late.getMessage()));
        }
    }
}
