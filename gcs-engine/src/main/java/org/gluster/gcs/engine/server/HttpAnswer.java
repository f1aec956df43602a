/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** What a request is answered with: now, or when something has happened, which holds no thread until then. */
public sealed interface HttpAnswer {

    /** An answer that is there. */
    record Now(HttpReply reply) implements HttpAnswer {
        /** Checks. */
        public Now {
            Objects.requireNonNull(reply, "reply");
        }
    }

    /**
     * An answer that waits. Whoever carries it calls {@code giveUp} and then {@code then}, once, when {@code until} has ended, well or
     * badly, or when patience has.
     *
     * @param until what is waited for
     * @param patience how long at most
     * @param giveUp ends the waiting
     * @param then makes the answer, as it is by then; may block for a finite time, and never throws
     */
    record Later(CompletionStage<?> until, Duration patience, Runnable giveUp, Supplier<HttpReply> then)
            implements HttpAnswer {
        /** Checks. */
        public Later {
            Objects.requireNonNull(until, "until");
            Objects.requireNonNull(patience, "patience");
            Objects.requireNonNull(giveUp, "giveUp");
            Objects.requireNonNull(then, "then");
        }

        /** Waits on this thread; an interrupt ends the waiting, and is kept. */
        HttpReply block() {
            try {
                until.toCompletableFuture().get(patience.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            } catch (TimeoutException | ExecutionException | CancellationException over) {
                return answer();
            }
            return answer();
        }

        /** Ends the waiting, and answers. */
        HttpReply answer() {
            giveUp.run();
            return then.get();
        }
    }
}
