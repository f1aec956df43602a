/* SPDX-License-Identifier: Apache-2.0 */
/** The loop of production. */
@NullMarked
package org.gluster.gcs.engine.loop;

import org.jspecify.annotations.NullMarked;
