/* SPDX-License-Identifier: Apache-2.0 */
/**
 * GlusterD2's REST interface over the engine: the paths, statuses, texts and JSON that its clients know, and this control
 * plane's planning, records and operations behind them. {@link org.gluster.gcs.engine.server.gd2.Gd2Routes} is the way in;
 * what it takes from the engine is {@link org.gluster.gcs.engine.server.gd2.Gd2Backend}. Where it answers otherwise than
 * GlusterD2 on purpose is listed in {@code docs/gd2-compatibility.md}, and held by tests that play recorded exchanges.
 */
@NullMarked
package org.gluster.gcs.engine.server.gd2;

import org.jspecify.annotations.NullMarked;
