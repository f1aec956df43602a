/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Malformed and hostile input to what a node serves, made from a seed:
 * {@link org.gluster.gcs.testkit.fuzz.Fuzz} sends it, {@link org.gluster.gcs.testkit.fuzz.OpenApi} knows what is well formed.
 */
@NullMarked
package org.gluster.gcs.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
