/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The directory that a brick process exports, {@link org.gluster.gcs.gluster.brick.BrickRoot}, and what its index says
 * about heals that wait, {@link org.gluster.gcs.gluster.brick.PendingHeals}.
 */
@NullMarked
package org.gluster.gcs.gluster.brick;

import org.jspecify.annotations.NullMarked;
