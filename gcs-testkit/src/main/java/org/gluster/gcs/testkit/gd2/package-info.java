/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A stand-in for GlusterD2 that answers as recordings of the real one do, its defects included. It shares no code with the
 * client and the server of this project, so that they cannot agree with it by mistake. Start at
 * {@link org.gluster.gcs.testkit.gd2.StandInGd2}.
 */
@NullMarked
package org.gluster.gcs.testkit.gd2;

import org.jspecify.annotations.NullMarked;
