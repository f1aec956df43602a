/* SPDX-License-Identifier: Apache-2.0 */
/** Proofs by simulation. */
@NullMarked
package org.gluster.gcs.testkit.sim;

import org.jspecify.annotations.NullMarked;
