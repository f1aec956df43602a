/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import org.gluster.gcs.option.OptionGroup;
import org.gluster.gcs.option.OptionGroupName;

/** An option group. */
public record OptionGroupJson(String name, String description, Map<String, String> options, boolean builtIn) {

    /** Checks that nothing is missing. */
    public OptionGroupJson {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(description, "description");
        options = Collections.unmodifiableSortedMap(Given.map(options));
    }

    /** Returns the JSON of a group. */
    public static OptionGroupJson of(OptionGroup group) {
        return new OptionGroupJson(group.name().value(), group.description(), group.options(), group.builtIn());
    }

    /** Returns the group. */
    public OptionGroup toGroup() {
        return OptionGroup.builder()
                .name(OptionGroupName.of(name))
                .description(description)
                .options(options)
                .builtIn(builtIn)
                .build();
    }
}
