/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A file attached as a block device: {@link org.gluster.gcs.block.loop.LoopDevice}.
 */
@NullMarked
package org.gluster.gcs.block.loop;

import org.jspecify.annotations.NullMarked;
