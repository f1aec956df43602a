/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The {@code gcs} program: commands over any {@link org.gluster.gcs.Gcs}. Start at {@link org.gluster.gcs.cli.Main}.
 */
@NullMarked
package org.gluster.gcs.cli;

import org.jspecify.annotations.NullMarked;
