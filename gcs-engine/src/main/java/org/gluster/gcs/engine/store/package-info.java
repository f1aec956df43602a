/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Where the catalogue lives: {@link org.gluster.gcs.engine.store.Store}, a small revisioned key-value interface shaped
 * like etcd, and its memory and file implementations. All of them pass one kit.
 */
@NullMarked
package org.gluster.gcs.engine.store;

import org.jspecify.annotations.NullMarked;
