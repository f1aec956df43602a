/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Files that hold brick file systems: an XFS {@link org.gluster.gcs.block.image.Template} of each size, and the {@link org.gluster.gcs.block.image.ImageFile} copied from it for each brick.
 */
@NullMarked
package org.gluster.gcs.block.image;

import org.jspecify.annotations.NullMarked;
