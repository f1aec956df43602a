/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a check of options found.
 *
 * @param options those that can be taken, by their keys in the table
 * @param refusals why the others are not; empty when all are taken
 */
public record CheckedOptions(SortedMap<String, String> options, List<OptionRefusal> refusals) {

    /** Copies both. */
    public CheckedOptions {
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        refusals = List.copyOf(refusals);
    }

    /** Whether nothing is refused. */
    public boolean sound() {
        return refusals.isEmpty();
    }

    /** All refusals, for people. */
    public String explain() {
        return refusals.stream().map(OptionRefusal::message).collect(Collectors.joining("\n"));
    }
}
