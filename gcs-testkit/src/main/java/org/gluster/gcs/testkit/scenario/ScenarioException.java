/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

/** A scenario did not go as it must. Its message says what was wanted, and what happened instead. */
final class ScenarioException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ScenarioException(String message) {
        super(message);
    }

    ScenarioException(String message, Throwable cause) {
        super(message, cause);
    }

    static void check(boolean holds, String message) {
        if (!holds) {
            throw new ScenarioException(message);
        }
    }
}
