/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.operation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.gluster.gcs.Incubating;

/**
 * A change whose intent is durably recorded: it goes on whatever happens to the caller, and ends either done or undone.
 * Thread-safe. Not for implementation by users, test doubles excepted: methods will be added.
 *
 * @param <T> what it results in
 */
@Incubating(since = "0.1.0")
public interface Operation<T> {

    /** Returns its id, with which {@link Operations#get} finds it again. */
    OperationId id();

    /** Returns what it does. */
    OperationKind kind();

    /** Returns the name of what it changes. */
    String subject();

    /** Returns where it stands now. */
    OperationState state();

    /** Returns how far it is now. */
    Progress progress();

    /** Waits as {@link #await(Duration)} does, for the client's default time, which is finite. */
    T await();

    /**
     * Blocks until it ends and returns its result. Running out of time, or being interrupted, leaves the operation
     * running.
     *
     * @throws org.gluster.gcs.GcsTimeoutException when the time runs out first; it says which state was last seen
     * @throws org.gluster.gcs.GcsInterruptedException when the thread is interrupted; its flag is set again
     * @throws org.gluster.gcs.OperationCancelledException when it was cancelled
     * @throws org.gluster.gcs.GcsException of the class of its failure, when it failed
     */
    T await(Duration timeout);

    /**
     * Returns a new future of its end, with the same result and exceptions as {@link #await()} but no time limit. It
     * completes on the caller's executor, never on a thread of the engine. Cancelling the future does not cancel the
     * operation.
     */
    CompletableFuture<T> toFuture();

    /**
     * Records the intent to undo it, and returns without waiting: it then ends {@link OperationState#CANCELLED}.
     * Cancelling again does nothing.
     *
     * @throws org.gluster.gcs.WrongStateException when it has ended or is past undoing
     */
    void cancel();
}
