/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A storage cluster over the network. Start at {@link org.gluster.gcs.core.RemoteGcs}.
 */
@NullMarked
package org.gluster.gcs.core;

import org.jspecify.annotations.NullMarked;
