/* SPDX-License-Identifier: Apache-2.0 */
/** The control plane in the caller's own JVM: {@link org.gluster.gcs.engine.EmbeddedGcs}. */
@NullMarked
package org.gluster.gcs.engine;

import org.jspecify.annotations.NullMarked;
