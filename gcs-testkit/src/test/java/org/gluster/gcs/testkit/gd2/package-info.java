/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of {@link org.gluster.gcs.testkit.gd2}. */
@NullMarked
package org.gluster.gcs.testkit.gd2;

import org.jspecify.annotations.NullMarked;
