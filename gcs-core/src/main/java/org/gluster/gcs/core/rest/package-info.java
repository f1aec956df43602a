/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How requests get to a control plane and answers come back: addresses, credentials, time limits, retries. Start at
 * {@link org.gluster.gcs.core.rest.Transport}.
 */
@NullMarked
package org.gluster.gcs.core.rest;

import org.jspecify.annotations.NullMarked;
