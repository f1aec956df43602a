/* SPDX-License-Identifier: Apache-2.0 */
/** The stores of the engine, held to the kit. */
@NullMarked
package org.gluster.gcs.testkit.store;

import org.jspecify.annotations.NullMarked;
