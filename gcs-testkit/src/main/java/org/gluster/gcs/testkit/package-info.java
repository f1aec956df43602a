/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What tests of this project and of platforms that embed it share; {@link org.gluster.gcs.testkit.Live} marks those that
 * need a real machine.
 */
@NullMarked
package org.gluster.gcs.testkit;

import org.jspecify.annotations.NullMarked;
