/* SPDX-License-Identifier: Apache-2.0 */
/** What every release can read: a stored record of each kind, as it was written under each schema. */
@NullMarked
package org.gluster.gcs.engine.catalogue;

import org.jspecify.annotations.NullMarked;
