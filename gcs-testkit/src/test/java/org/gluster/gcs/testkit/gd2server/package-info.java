/* SPDX-License-Identifier: Apache-2.0 */
/** The engine behind GlusterD2's REST interface, held to recorded exchanges with the real one. */
@NullMarked
package org.gluster.gcs.testkit.gd2server;

import org.jspecify.annotations.NullMarked;
