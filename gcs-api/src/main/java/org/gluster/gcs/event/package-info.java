/* SPDX-License-Identifier: Apache-2.0 */
/** What happens in a cluster, as it happens: {@link org.gluster.gcs.event.Events}. */
@NullMarked
package org.gluster.gcs.event;

import org.jspecify.annotations.NullMarked;
