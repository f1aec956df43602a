/* SPDX-License-Identifier: Apache-2.0 */
@NullMarked
package org.gluster.gcs.testkit.fuzz;

import org.jspecify.annotations.NullMarked;
