/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.Arrays;
import java.util.Optional;

/** The states of a session of geo-replication that GlusterD2 knows. */
public enum GeorepStatus {
    /** {@code Created}. */
    CREATED("Created"),
    /** {@code Started}. */
    STARTED("Started"),
    /** {@code Stopped}. */
    STOPPED("Stopped"),
    /** {@code Paused}. */
    PAUSED("Paused");

    private final String text;

    GeorepStatus(String text) {
        this.text = text;
    }

    /** The text that goes over the wire. */
    public String text() {
        return text;
    }

    /** The one of that text; empty when it is unknown here. */
    public static Optional<GeorepStatus> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }
}
