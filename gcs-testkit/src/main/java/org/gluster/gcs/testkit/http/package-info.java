/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What stands between a client and a server, or in place of a server, on real sockets. Start at
 * {@link org.gluster.gcs.testkit.http.ChaosProxy}.
 */
@NullMarked
package org.gluster.gcs.testkit.http;

import org.jspecify.annotations.NullMarked;
