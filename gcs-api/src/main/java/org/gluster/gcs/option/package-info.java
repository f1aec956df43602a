/* SPDX-License-Identifier: Apache-2.0 */
/**
 * GlusterFS options: which there are, what they may be and do, and named groups of them. Start at
 * {@link org.gluster.gcs.option.Options}; an option of one volume is changed by its
 * {@link org.gluster.gcs.volume.VolumeHandle}.
 */
@NullMarked
package org.gluster.gcs.option;

import org.jspecify.annotations.NullMarked;
