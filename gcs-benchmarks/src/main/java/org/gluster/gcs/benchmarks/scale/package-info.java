/* SPDX-License-Identifier: Apache-2.0 */
/** How many volumes one machine carries on real GlusterFS, and what each costs. */
@NullMarked
package org.gluster.gcs.benchmarks.scale;

import org.jspecify.annotations.NullMarked;
