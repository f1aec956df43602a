/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.operation;

import java.util.List;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;

/**
 * What became of several changes that were asked for together.
 *
 * @param outcomes one for each, in the order in which they were asked for; unmodifiable
 * @param <T> what one results in
 */
@Incubating(since = "0.1.0")
public record BulkResult<T>(List<BulkOutcome<T>> outcomes) {

    /** Copies the outcomes. */
    public BulkResult {
        Problems problems = new Problems("result");
        problems.required("outcomes", outcomes);
        problems.throwIfAny();
        outcomes = List.copyOf(outcomes);
    }

    /** Returns whether each was done. */
    public boolean complete() {
        return outcomes.stream().allMatch(BulkOutcome::succeeded);
    }

    /** Returns what those that were done resulted in, in their order; what was removed since is left out. */
    public List<T> values() {
        return outcomes.stream().flatMap(outcome -> outcome.value().stream()).toList();
    }

    /** Returns those that were not done, in their order. */
    public List<BulkOutcome<T>> failures() {
        return outcomes.stream().filter(outcome -> !outcome.succeeded()).toList();
    }

    /**
     * Returns {@link #values()} when each was done.
     *
     * @throws GcsException of the class of the first failure; its detail lists all of them as problems
     */
    public List<T> orThrow() {
        List<BulkOutcome<T>> failed = failures();
        if (!failed.isEmpty()) {
            ErrorDetail first = failed.get(0).error().orElseThrow();
            List<String> problems = failed.stream()
                    .map(outcome -> "\"" + outcome.subject() + "\": "
                            + outcome.error().orElseThrow().message())
                    .toList();
            throw GcsException.of(first.toBuilder()
                    .message(failed.size() + " of " + outcomes.size() + " were not done; the first: " + problems.get(0))
                    .problems(problems)
                    .build());
        }
        return values();
    }
}
