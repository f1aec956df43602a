/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The one way this project touches a machine: {@link org.gluster.gcs.block.host.Host} performs one small
 * {@link org.gluster.gcs.block.host.HostCall} at a time. Drivers sit above it, so the same driver code runs on a real
 * machine ({@code LocalHost}) and on a simulated one.
 */
@NullMarked
package org.gluster.gcs.block.host;

import org.jspecify.annotations.NullMarked;
