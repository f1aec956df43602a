/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Small complete programs, each with a {@code main} method. Their arguments are the endpoint of a cluster and the file with its
 * secret; without any they start a simulated cluster behind a port of this machine, so that they run anywhere. With
 * {@link org.gluster.gcs.engine.EmbeddedGcs} in the place of the remote cluster they work in one process.
 */
@NullMarked
package org.gluster.gcs.samples;

import org.jspecify.annotations.NullMarked;
