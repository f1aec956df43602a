/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

/** One JVM's life: when it is killed, nothing of it runs any more. */
final class Life {
    private boolean over;

    boolean over() {
        return over;
    }

    void end() {
        over = true;
    }

    Runnable guarded(Runnable event) {
        return () -> {
            if (!over) {
                event.run();
            }
        };
    }
}
