/* SPDX-License-Identifier: Apache-2.0 */
/** Who may mount a volume and who may not, tried from network namespaces of their own. */
@NullMarked
package org.gluster.gcs.testkit.access;

import org.jspecify.annotations.NullMarked;
