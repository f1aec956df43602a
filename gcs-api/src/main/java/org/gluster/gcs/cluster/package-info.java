/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The nodes of a cluster and the devices they give to it. Start at {@link org.gluster.gcs.cluster.Peers} and
 * {@link org.gluster.gcs.cluster.Devices}.
 */
@NullMarked
package org.gluster.gcs.cluster;

import org.jspecify.annotations.NullMarked;
