/* SPDX-License-Identifier: Apache-2.0 */
/** Tests of what the outside world meets. */
@NullMarked
package org.gluster.gcs.engine.server;

import org.jspecify.annotations.NullMarked;
