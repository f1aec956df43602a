/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package org.gluster.gcs.engine.server.gd2;

import org.jspecify.annotations.NullMarked;
