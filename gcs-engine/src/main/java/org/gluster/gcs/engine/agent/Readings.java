/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostException;
import org.jspecify.annotations.Nullable;

/** Several readings at once. */
final class Readings {
    private Readings() {}

    /** Their results in order; fails with the first failure, after all of them have returned. */
    static CompletionStage<List<?>> all(Host host, List<HostCall<?>> readings) {
        CompletableFuture<List<?>> done = new CompletableFuture<>();
        if (readings.isEmpty()) {
            done.complete(List.of());
            return done;
        }
        List<@Nullable Object> results = new ArrayList<>();
        readings.forEach(reading -> results.add(null));
        List<HostException> failures = new ArrayList<>();
        int[] missing = {readings.size()};
        for (int i = 0; i < readings.size(); i++) {
            int at = i;
            host.call(readings.get(i)).whenComplete((result, problem) -> {
                if (problem == null) {
                    results.set(at, result);
                } else {
                    failures.add(hostException(problem));
                }
                if (--missing[0] == 0) {
                    if (failures.isEmpty()) {
                        done.complete(results);
                    } else {
                        done.completeExceptionally(failures.get(0));
                    }
                }
            });
        }
        return done;
    }

    /** The host's own exception in whatever a stage failed with. */
    static HostException hostException(Throwable problem) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        return cause instanceof HostException failure
                ? failure
                : new HostException(
                        HostException.Kind.UNKNOWN_OUTCOME,
                        Optional.ofNullable(cause.getMessage()).orElse(cause.toString()));
    }
}
