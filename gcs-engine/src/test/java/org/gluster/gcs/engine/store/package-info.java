/* SPDX-License-Identifier: Apache-2.0 */
/** What the stores do beyond the kit: the file store on a failing disk, the memory store on a simulator's queue. */
@NullMarked
package org.gluster.gcs.engine.store;

import org.jspecify.annotations.NullMarked;
