/* SPDX-License-Identifier: Apache-2.0 */
/** Helpers shared by the packages of this module; not exported, and not for use by other modules. */
@NullMarked
package org.gluster.gcs.internal;

import org.jspecify.annotations.NullMarked;
