/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.Arrays;
import java.util.Optional;

/** The states of a rebalance that GlusterD2 knows. */
public enum RebalanceState {
    /** Number 0. */
    NOT_STARTED(0),
    /** Number 1. */
    STARTED(1),
    /** Number 2. */
    STOPPED(2),
    /** Number 3. */
    COMPLETE(3),
    /** Number 4. */
    FAILED(4);

    private final int number;

    RebalanceState(int number) {
        this.number = number;
    }

    /** The number that goes over the wire. */
    public int number() {
        return number;
    }

    /** The one of that number; empty when it is unknown here. */
    public static Optional<RebalanceState> of(int number) {
        return Arrays.stream(values()).filter(each -> each.number == number).findFirst();
    }
}
