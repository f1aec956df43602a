/* SPDX-License-Identifier: Apache-2.0 */
/** The facade. */
@NullMarked
package org.gluster.gcs;

import org.jspecify.annotations.NullMarked;
