/* SPDX-License-Identifier: Apache-2.0 */
/**
 * GlusterFS daemons of one node: a {@link org.gluster.gcs.gluster.process.BrickProcess} for each brick and one
 * {@link org.gluster.gcs.gluster.process.SelfHealDaemon} for all volumes. They outlive this JVM and are found again by
 * the marks in their environment.
 */
@NullMarked
package org.gluster.gcs.gluster.process;

import org.jspecify.annotations.NullMarked;
