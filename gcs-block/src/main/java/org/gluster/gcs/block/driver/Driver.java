/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.driver;

import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;

/**
 * Makes one kind of resource as wanted. The runner's loop is observe - {@link #next} - act - observe, until the step is
 * {@link Step#done()} or {@link Step#impossible}. Because every decision starts from an observation, a driver needs no
 * memory, a restart is no special case, and a command whose outcome is unknown is simply observed again.
 *
 * <p>Implementations are stateless and pure: no clock, no randomness, no host, no thread.
 *
 * @param <W> what is wanted, a value
 * @param <S> what was seen, a value
 */
public interface Driver<W, S> {

    /** What must be read to decide about this resource. */
    Observation<S> observe(W want);

    /** The next step from what was seen to what is wanted. Pure: the same arguments give the same step. */
    Step next(W want, S seen);

    /**
     * Looks at what a call answered. By default every answer is good; a driver whose calls can be refused inside a
     * well-formed answer (a daemon's reply) throws here, and the call has failed.
     *
     * @throws HostException when the answer says no
     */
    default void check(HostCall<?> call, Object answer) {}

    /**
     * What a failed action means for this resource: by default a full or read-only file system, a missing program, a
     * missing right or an unsupported operation make it impossible, and everything else is worth another try.
     */
    default Step failed(W want, HostException failure) {
        return switch (failure.kind()) {
            case NO_SPACE ->
                Step.impossible(
                        Problem.Kind.NO_SPACE,
                        failure.getMessage() + ": the disk is full; free some of it, or use a device with more room");
            case READ_ONLY -> Step.impossible(Problem.Kind.READ_ONLY, failure.getMessage());
            case NOT_PERMITTED -> Step.impossible(Problem.Kind.NOT_PERMITTED, failure.getMessage());
            case PROGRAM_MISSING -> Step.impossible(Problem.Kind.PROGRAM_MISSING, failure.getMessage());
            case UNSUPPORTED -> Step.impossible(Problem.Kind.UNSUPPORTED, failure.getMessage());
            default -> Step.retry(failure.getMessage());
        };
    }
}
