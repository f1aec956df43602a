/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The directory that a brick process exports, on a file system of its own ({@link org.gluster.gcs.gluster.brick.BrickRoot})
 * or where somebody said ({@link org.gluster.gcs.gluster.brick.GivenBrick}), and what its index says about heals that
 * wait ({@link org.gluster.gcs.gluster.brick.PendingHeals}).
 */
@NullMarked
package org.gluster.gcs.gluster.brick;

import org.jspecify.annotations.NullMarked;
