/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gluster.gcs.Capability;

/** That a control plane answers, and what it serves. */
public record PingJson(List<Capability> capabilities) {

    /** Takes a missing list as empty. */
    public PingJson {
        capabilities = Given.list(capabilities);
    }

    /** Returns the JSON of what is served. */
    public static PingJson of(Collection<Capability> capabilities) {
        return new PingJson(List.copyOf(capabilities));
    }

    /** Returns what is served; unmodifiable. */
    public SortedSet<Capability> toCapabilities() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(capabilities));
    }
}
