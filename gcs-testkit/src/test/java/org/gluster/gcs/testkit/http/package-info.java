/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of {@link org.gluster.gcs.testkit.http}. */
@NullMarked
package org.gluster.gcs.testkit.http;

import org.jspecify.annotations.NullMarked;
