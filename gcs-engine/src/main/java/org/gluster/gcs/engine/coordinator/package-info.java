/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The one allocator: {@link org.gluster.gcs.engine.coordinator.Coordinator} decides queued requests one after another on
 * the catalogue in memory and commits many in one transaction, guarded by its epoch.
 */
@NullMarked
package org.gluster.gcs.engine.coordinator;

import org.jspecify.annotations.NullMarked;
