/* SPDX-License-Identifier: Apache-2.0 */
/** What tests of the real machine share. */
@NullMarked
package org.gluster.gcs.testkit.live;

import org.jspecify.annotations.NullMarked;
