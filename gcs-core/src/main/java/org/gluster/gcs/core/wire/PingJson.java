/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.gluster.gcs.Capability;

/**
 * That a control plane answers, and what it serves.
 *
 * @param capabilities names of {@link Capability}; a newer server may say more than this release knows
 */
public record PingJson(List<String> capabilities) {

    /** Takes a missing list as empty. */
    public PingJson {
        capabilities = Given.list(capabilities);
    }

    /** Returns the JSON of what is served. */
    public static PingJson of(Collection<Capability> capabilities) {
        return new PingJson(capabilities.stream().map(Capability::name).toList());
    }

    /** Returns what is served of what this release knows; unmodifiable. */
    public SortedSet<Capability> toCapabilities() {
        return Collections.unmodifiableSortedSet(Stream.of(Capability.values())
                .filter(each -> capabilities.contains(each.name()))
                .collect(Collectors.toCollection(TreeSet::new)));
    }
}
