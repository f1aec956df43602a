/* SPDX-License-Identifier: Apache-2.0 */
/**
 * The part of GlusterFS' ONC-RPC that a volume needs when no glusterd runs: a bounded codec, a server for mounts, bricks
 * and the self-heal daemon ({@link org.gluster.gcs.gluster.rpc.RpcServer}), and the requests that a manager sends to
 * those daemons ({@link org.gluster.gcs.gluster.rpc.BrickOps}).
 */
@NullMarked
package org.gluster.gcs.gluster.rpc;

import org.jspecify.annotations.NullMarked;
