/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Every change is a durable operation that can be awaited, cancelled and found again after a restart. Start at
 * {@link org.gluster.gcs.operation.Operation}.
 */
@NullMarked
package org.gluster.gcs.operation;

import org.jspecify.annotations.NullMarked;
