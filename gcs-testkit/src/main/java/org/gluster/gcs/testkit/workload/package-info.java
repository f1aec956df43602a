/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Many changes and reads by many threads over any {@link org.gluster.gcs.Gcs}, and the check that what was told explains what
 * is there. Start at {@link org.gluster.gcs.testkit.workload.MixedOperations}.
 */
@NullMarked
package org.gluster.gcs.testkit.workload;

import org.jspecify.annotations.NullMarked;
