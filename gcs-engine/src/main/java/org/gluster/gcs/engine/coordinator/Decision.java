/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.coordinator;

import java.util.Optional;
import org.gluster.gcs.engine.catalogue.Draft;

/**
 * One request to the coordinator: reads the draft, changes it, answers. It may be asked again, from a fresh draft, when
 * the outcome of a commit was unknown; so it must recognise what it did already.
 *
 * @param <T> the answer
 */
@FunctionalInterface
public interface Decision<T> {
    /**
     * Decides. No effect but on the draft.
     *
     * @throws org.gluster.gcs.GcsException to refuse; the draft's changes are then dropped
     */
    T decide(Draft draft);

    /** Who asks, for taking turns with others; empty when it is the engine itself, which goes first. */
    default Optional<String> caller() {
        return Optional.empty();
    }
}
