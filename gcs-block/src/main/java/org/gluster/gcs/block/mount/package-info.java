/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The file system of an image, mounted where it is wanted: {@link org.gluster.gcs.block.mount.MountPoint}.
 */
@NullMarked
package org.gluster.gcs.block.mount;

import org.jspecify.annotations.NullMarked;
