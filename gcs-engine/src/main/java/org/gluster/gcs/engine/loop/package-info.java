/* SPDX-License-Identifier: Apache-2.0 */
/** The execution port of the engine: {@link org.gluster.gcs.engine.loop.Loop}. */
@NullMarked
package org.gluster.gcs.engine.loop;

import org.jspecify.annotations.NullMarked;
