/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Makes real, on one node, what the catalogue wants there: {@link org.gluster.gcs.engine.agent.Agent} follows the records
 * and runs each resource's driver until it is as wanted; observe, decide, act, observe. Back-off, throttles and
 * supervision are the same for all drivers.
 */
@NullMarked
package org.gluster.gcs.engine.agent;

import org.jspecify.annotations.NullMarked;
