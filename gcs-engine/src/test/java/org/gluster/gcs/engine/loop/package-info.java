/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package org.gluster.gcs.engine.loop;

import org.jspecify.annotations.NullMarked;
