/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Where the bricks of a volume would go, and why, before anything is done. Start at
 * {@link org.gluster.gcs.layout.Layouts}.
 */
@NullMarked
package org.gluster.gcs.layout;

import org.jspecify.annotations.NullMarked;
