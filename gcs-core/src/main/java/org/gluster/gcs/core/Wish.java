/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

/**
 * A change over GlusterD2, which is done when reading shows it: an answer may be lost, or wrong. Asking again leaves the same
 * state. Used by one thread at a time.
 */
interface Wish<T> {

    /**
     * Asks for it. That it is so already is no failure.
     *
     * @throws org.gluster.gcs.OutcomeUnknownException when no answer came
     * @throws org.gluster.gcs.GcsException when it is refused
     */
    void ask();

    /**
     * Reads whether it is so: ended, or still running with what was seen instead.
     *
     * @throws org.gluster.gcs.GcsException when it cannot be read
     */
    Look<T> look();

    /** Whether it may be asked for again while it is not known what became of the first time. */
    default boolean repeatable() {
        return true;
    }

    /** What to do when it cannot be found out; a sentence, or nothing. */
    default String advice() {
        return "";
    }
}
