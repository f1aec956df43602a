/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Small complete programs, each with a {@code main} method. They take the cluster from a simulator, so that they run
 * anywhere; with {@link org.gluster.gcs.engine.EmbeddedGcs} in its place they work on real storage.
 */
@NullMarked
package org.gluster.gcs.samples;

import org.jspecify.annotations.NullMarked;
