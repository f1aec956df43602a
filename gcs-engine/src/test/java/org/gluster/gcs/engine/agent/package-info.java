/* SPDX-License-Identifier: Apache-2.0 */
/** An agent's own accounts. */
@NullMarked
package org.gluster.gcs.engine.agent;

import org.jspecify.annotations.NullMarked;
