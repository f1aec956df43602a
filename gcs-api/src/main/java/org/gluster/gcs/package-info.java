/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The facade, the values used everywhere and the exceptions. Start at {@link org.gluster.gcs.Gcs}: every way of running
 * (remote, embedded, simulated) hands out that interface. No method takes or returns {@code null}.
 */
@NullMarked
package org.gluster.gcs;

import org.jspecify.annotations.NullMarked;
