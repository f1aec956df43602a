/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the cluster is and is to be: the stored records, and {@link org.gluster.gcs.engine.catalogue.Catalogue}, the
 * coordinator's picture of them with the ledger derived from it.
 */
@NullMarked
package org.gluster.gcs.engine.catalogue;

import org.jspecify.annotations.NullMarked;
