/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Clients of a control plane that runs elsewhere. Start at {@link org.gluster.gcs.core.RemoteGcs}, which serves the whole API
 * over the network; {@link org.gluster.gcs.core.Gd2Client} speaks GlusterD2's REST interface as it is.
 */
@NullMarked
package org.gluster.gcs.core;

import org.jspecify.annotations.NullMarked;
