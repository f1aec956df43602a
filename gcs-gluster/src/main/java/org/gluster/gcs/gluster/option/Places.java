/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import java.util.List;

/** Where a debugging translator can be put: right above the translator of that short name. */
final class Places {
    private static final List<String> NAMES = List.of(
            "posix",
            "arbiter",
            "trash",
            "changelog",
            "bitrot-stub",
            "access-control",
            "locks",
            "worm",
            "read-only",
            "leases",
            "upcall",
            "io-threads",
            "selinux",
            "marker",
            "barrier",
            "index",
            "quota",
            "cdc",
            "namespace",
            "sdfs",
            "io-stats",
            "client");

    private Places() {}

    static boolean has(String value) {
        return value.equals("off") || NAMES.contains(value);
    }
}
