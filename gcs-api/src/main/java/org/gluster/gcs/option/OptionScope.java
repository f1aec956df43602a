/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.option;

import org.gluster.gcs.Incubating;

/** Whom an option concerns. */
@Incubating(since = "0.1.0")
public enum OptionScope {
    /** Mounts and other clients. */
    CLIENT,

    /** Brick processes. */
    BRICK,

    /** Self-heal daemons. */
    SELF_HEAL,

    /** The control plane, or nobody: such as {@code user.*}, which is kept for whoever reads it. */
    MANAGEMENT
}
