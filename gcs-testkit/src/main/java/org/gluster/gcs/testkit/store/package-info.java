/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The kit that holds every {@link org.gluster.gcs.engine.store.Store} to one contract: extend
 * {@link org.gluster.gcs.testkit.store.StoreKit}, or {@link org.gluster.gcs.testkit.store.DurableStoreKit} for a store that
 * outlives its process.
 */
@NullMarked
package org.gluster.gcs.testkit.store;

import org.jspecify.annotations.NullMarked;
