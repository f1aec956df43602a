/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.util.concurrent.CompletionStage;

/**
 * One machine, seen as a list of small calls: one command, one file operation, one process start or signal, one framed
 * request on a local socket, one reading of mounts, loop devices or processes.
 *
 * <p>A call never blocks its caller. The returned stage completes <em>as an event on the loop the host was made for</em>,
 * normally with the call's result, exceptionally with a {@link HostException} (never wrapped) that says what failed and
 * whether the outcome is unknown. There is no ordering between calls that are in flight together.
 *
 * <p>Whoever holds a host may make a test double of it; all doubles and the real one are held to one agreement kit.
 */
@FunctionalInterface
public interface Host {

    /**
     * Performs one call.
     *
     * @param call what to do or to read
     * @param <R> what the call answers
     * @return completes on the host's loop; never {@code null}
     */
    <R> CompletionStage<R> call(HostCall<R> call);
}
