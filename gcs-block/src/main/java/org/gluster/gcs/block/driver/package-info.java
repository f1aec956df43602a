/* SPDX-License-Identifier: Apache-2.0 */
/**
 * How one resource is made as wanted: a {@link org.gluster.gcs.block.driver.Driver} says what to read and, purely, what
 * to do next. Whoever runs drivers (the engine's agent) does the rest for all of them alike.
 */
@NullMarked
package org.gluster.gcs.block.driver;

import org.jspecify.annotations.NullMarked;
