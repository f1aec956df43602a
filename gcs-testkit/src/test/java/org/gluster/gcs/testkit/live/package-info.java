/* SPDX-License-Identifier: Apache-2.0 */
/** When live tests run. */
@NullMarked
package org.gluster.gcs.testkit.live;

import org.jspecify.annotations.NullMarked;
