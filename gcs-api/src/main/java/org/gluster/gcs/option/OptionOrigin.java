/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.option;

import org.gluster.gcs.Incubating;

/** Where the value of an option comes from; what comes later in this order wins. */
@Incubating(since = "0.1.0")
public enum OptionOrigin {
    /** GlusterFS' own default, or that of this control plane. */
    DEFAULT,

    /** A group that was applied to the volume. */
    GROUP,

    /** It was set on the volume itself. */
    VOLUME
}
