/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A directory that a user gives to hold brick images, see {@link org.gluster.gcs.block.device.DeviceDirectory}: adopted with a durable mark, given back as it was.
 */
@NullMarked
package org.gluster.gcs.block.device;

import org.jspecify.annotations.NullMarked;
