/* SPDX-License-Identifier: Apache-2.0 */
/** How fast it is: {@link org.gluster.gcs.benchmarks.Bench} runs what it is asked for. */
@NullMarked
package org.gluster.gcs.benchmarks;

import org.jspecify.annotations.NullMarked;
