/* SPDX-License-Identifier: Apache-2.0 */
/** The control plane alone: what it costs to decide, store and report, over machines that cost next to nothing. */
@NullMarked
package org.gluster.gcs.benchmarks.control;

import org.jspecify.annotations.NullMarked;
