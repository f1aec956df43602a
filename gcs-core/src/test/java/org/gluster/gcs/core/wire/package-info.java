/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of the JSON of {@code /gcs/v1}. */
@NullMarked
package org.gluster.gcs.core.wire;

import org.jspecify.annotations.NullMarked;
