/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of the {@code gcs} program. */
@NullMarked
package org.gluster.gcs.cli;

import org.jspecify.annotations.NullMarked;
