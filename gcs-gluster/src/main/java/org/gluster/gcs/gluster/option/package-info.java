/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The volume options of GlusterFS 10.3 as data: which there are, what they take, what they reach and when a change of
 * them counts. Start at {@link org.gluster.gcs.gluster.option.OptionTable}.
 */
@NullMarked
package org.gluster.gcs.gluster.option;

import org.jspecify.annotations.NullMarked;
