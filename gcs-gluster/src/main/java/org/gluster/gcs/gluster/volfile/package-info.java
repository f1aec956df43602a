/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Volfiles: the translator graphs that bricks, clients and the self-heal daemon are made of. Start at
 * {@link org.gluster.gcs.gluster.volfile.VolumeGraphs}, which turns a plain
 * {@link org.gluster.gcs.gluster.volfile.VolumeSpec} into each {@link org.gluster.gcs.gluster.volfile.Graph}.
 */
@NullMarked
package org.gluster.gcs.gluster.volfile;

import org.jspecify.annotations.NullMarked;
