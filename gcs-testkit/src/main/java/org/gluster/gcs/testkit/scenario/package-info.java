/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Stories told on a real machine: {@link org.gluster.gcs.testkit.scenario.Demo} shows what the engine does,
 * {@link org.gluster.gcs.testkit.scenario.Torture} kills it wherever it hurts. Both run the engine in a JVM of its own, so
 * that they can end it with SIGKILL, and look for leftovers with code that shares nothing with the engine.
 */
@NullMarked
package org.gluster.gcs.testkit.scenario;

import org.jspecify.annotations.NullMarked;
