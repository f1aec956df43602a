/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.List;

/** A group of options. */
public record OptionGroupInfo(String name, List<GroupOption> options, String description) {
    /** Takes null for what is absent. */
    public OptionGroupInfo {
        name = Go.text(name);
        options = Nil.list(options);
        description = Go.text(description);
    }
}
