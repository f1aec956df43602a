/* SPDX-License-Identifier: Apache-2.0 */
/**
 * What the outside world meets: {@link org.gluster.gcs.engine.server.GlusterServer} answers GlusterFS clients and daemons
 * on port 24007, {@link org.gluster.gcs.engine.server.ControlServer} answers this machine's tools on a Unix socket. Outside
 * the threading law: it has threads of its own and meets the loops only through ports.
 */
@NullMarked
package org.gluster.gcs.engine.server;

import org.jspecify.annotations.NullMarked;
