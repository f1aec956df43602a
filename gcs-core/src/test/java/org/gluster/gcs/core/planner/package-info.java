/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of the planner. */
@NullMarked
package org.gluster.gcs.core.planner;

import org.jspecify.annotations.NullMarked;
