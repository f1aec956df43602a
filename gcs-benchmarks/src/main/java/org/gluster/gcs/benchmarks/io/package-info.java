/* SPDX-License-Identifier: Apache-2.0 */
/** How fast mounted volumes are, beside those of glusterd. */
@NullMarked
package org.gluster.gcs.benchmarks.io;

import org.jspecify.annotations.NullMarked;
