/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The simulator: the very engine of production over modelled machines and a store in memory, on one queue ordered by
 * simulated time. The same seed gives the same run. {@link org.gluster.gcs.testkit.sim.CrashEnumeration} runs a change
 * once for every point at which it can be cut off.
 */
@NullMarked
package org.gluster.gcs.testkit.sim;

import org.jspecify.annotations.NullMarked;
