/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.Arrays;
import java.util.Optional;

/** The types of a brick that GlusterD2 knows. */
public enum BrickType {
    /** {@code Brick}. */
    BRICK("Brick"),
    /** {@code Arbiter}. */
    ARBITER("Arbiter");

    private final String text;

    BrickType(String text) {
        this.text = text;
    }

    /** The text that goes over the wire. */
    public String text() {
        return text;
    }

    /** The one of that text; empty when it is unknown here. */
    public static Optional<BrickType> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }
}
