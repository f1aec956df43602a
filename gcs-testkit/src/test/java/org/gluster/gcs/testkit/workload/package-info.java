/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of {@link org.gluster.gcs.testkit.workload}, and the remote client under it. */
@NullMarked
package org.gluster.gcs.testkit.workload;

import org.jspecify.annotations.NullMarked;
