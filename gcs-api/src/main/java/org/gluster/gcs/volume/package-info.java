/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Volumes: what is wanted, what is there, how to mount it and whether it is healed. Start at
 * {@link org.gluster.gcs.volume.Volumes}.
 */
@NullMarked
package org.gluster.gcs.volume;

import org.jspecify.annotations.NullMarked;
