/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What callers can ask for, as decisions of the coordinator: each commits an intent and the operation that waits for it;
 * {@link org.gluster.gcs.engine.operation.Settle} ends the operation when every node reported the intent as reached.
 */
@NullMarked
package org.gluster.gcs.engine.operation;

import org.jspecify.annotations.NullMarked;
