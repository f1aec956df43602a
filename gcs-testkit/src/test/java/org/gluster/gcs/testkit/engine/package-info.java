/* SPDX-License-Identifier: Apache-2.0 */
/** Runs the whole engine over real GlusterFS. */
@NullMarked
package org.gluster.gcs.testkit.engine;

import org.jspecify.annotations.NullMarked;
