/* SPDX-License-Identifier: Apache-2.0 */
/** Runs the scenarios on the real machine. */
@NullMarked
package org.gluster.gcs.testkit.scenario;

import org.jspecify.annotations.NullMarked;
