/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The JSON of GlusterD2's REST interface as records, shared by server, client and stand-in: members named, ordered and left
 * out as GlusterD2 does it. Lists and maps are never null here: {@link org.gluster.gcs.core.wire.gd2.Nil} is the empty one
 * that is written as {@code null}. Texts that name a state or a type stay texts, so that an unknown one is no failure; the
 * enums beside them read what is known. Start at {@link org.gluster.gcs.core.wire.gd2.Gd2Route} and
 * {@link org.gluster.gcs.core.wire.gd2.Gd2Json}.
 */
@NullMarked
package org.gluster.gcs.core.wire.gd2;

import org.jspecify.annotations.NullMarked;
