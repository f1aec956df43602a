/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of the real thing: {@link org.gluster.gcs.testkit.live.LiveTest} says what a machine must have to run them. */
@NullMarked
package org.gluster.gcs.testkit.live;

import org.jspecify.annotations.NullMarked;
