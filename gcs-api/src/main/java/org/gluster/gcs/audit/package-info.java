/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the machines really hold, compared with what the catalogue says. Start at
 * {@link org.gluster.gcs.audit.AuditReport}.
 */
@NullMarked
package org.gluster.gcs.audit;

import org.jspecify.annotations.NullMarked;
