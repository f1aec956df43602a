/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gluster.gcs.Capability;

/** What a control plane serves, within which bounds, and as whom the caller is known. */
public record CapabilitiesJson(
        String version,
        List<Capability> capabilities,
        long longestWaitSeconds,
        int longestPage,
        String caller,
        String role) {

    /** Checks that nothing is missing; takes a missing list as empty. */
    public CapabilitiesJson {
        Objects.requireNonNull(version, "version");
        capabilities = Given.list(capabilities);
        Objects.requireNonNull(caller, "caller");
        Objects.requireNonNull(role, "role");
    }

    /** Returns what is served; unmodifiable. */
    public SortedSet<Capability> toCapabilities() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(capabilities));
    }
}
