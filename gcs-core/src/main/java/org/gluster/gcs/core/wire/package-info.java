/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The JSON of {@code /gcs/v1} as records, shared by the server and its clients. Each has {@code of}, which makes it from a
 * value of the API, and a method named {@code to...}, which makes that value again. Start at
 * {@link org.gluster.gcs.core.wire.WireJson}.
 */
@NullMarked
package org.gluster.gcs.core.wire;

import org.jspecify.annotations.NullMarked;
