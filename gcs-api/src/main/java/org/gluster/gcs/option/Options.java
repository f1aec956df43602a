/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.option;

import java.util.List;
import java.util.Optional;
import org.gluster.gcs.Incubating;

/**
 * The options that volumes have: enough to draw a form. It is the same for all volumes and changes only with the release
 * of this control plane. Not for implementation by users, test doubles excepted: methods will be added.
 */
@Incubating(since = "0.1.0")
public interface Options {

    /** Returns all options by key, those that cannot be set included; unmodifiable. */
    List<OptionInfo> list();

    /**
     * Returns the option of that key, if there is one; also by other names that GlusterFS and GlusterD2 have for it, such
     * as {@code io-thread-count} or {@code cluster/replicate.eager-lock}.
     */
    Optional<OptionInfo> find(String key);

    /**
     * Returns the option of that key, or of one of its other names.
     *
     * @throws org.gluster.gcs.NotFoundException when there is none
     */
    OptionInfo get(String key);
}
