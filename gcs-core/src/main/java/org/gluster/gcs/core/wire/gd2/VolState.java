/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.Arrays;
import java.util.Optional;

/** The states of a volume and of a snapshot that GlusterD2 knows. */
public enum VolState {
    /** {@code Created}. */
    CREATED("Created"),
    /** {@code Started}. */
    STARTED("Started"),
    /** {@code Stopped}. */
    STOPPED("Stopped");

    private final String text;

    VolState(String text) {
        this.text = text;
    }

    /** The text that goes over the wire. */
    public String text() {
        return text;
    }

    /** The one of that text; empty when it is unknown here. */
    public static Optional<VolState> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }
}
