/* SPDX-License-Identifier: Apache-2.0 */
/** Runs the drivers against hosts, interrupted after every single effect. */
@NullMarked
package org.gluster.gcs.testkit.driver;

import org.jspecify.annotations.NullMarked;
