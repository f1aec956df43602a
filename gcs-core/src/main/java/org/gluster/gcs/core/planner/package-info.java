/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Where bricks go: {@link org.gluster.gcs.core.planner.Planner} turns an inventory and a request into a layout with its
 * reasons, or into a refusal with every shortfall. Pure: it imports the API and the JDK only.
 */
@NullMarked
package org.gluster.gcs.core.planner;

import org.jspecify.annotations.NullMarked;
