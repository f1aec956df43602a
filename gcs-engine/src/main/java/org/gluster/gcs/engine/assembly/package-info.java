/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Puts the engine together: {@link org.gluster.gcs.engine.assembly.Engine} is one coordinator and the agents of the nodes
 * that live in this process, over ports that its maker supplies: the real ones, or simulated ones.
 */
@NullMarked
package org.gluster.gcs.engine.assembly;

import org.jspecify.annotations.NullMarked;
