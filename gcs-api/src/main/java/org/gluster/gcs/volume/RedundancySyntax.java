/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.regex.Pattern;

/** The text form of a {@link Redundancy}. */
final class RedundancySyntax {

    static final Pattern PATTERN = Pattern.compile(
            "distributed|arbiter|thin-arbiter|replicated:([0-9]{1,4})|dispersed:([0-9]{1,4})[+]([0-9]{1,4})|dispersed:([0-9]{1,4})");

    private RedundancySyntax() {}
}
