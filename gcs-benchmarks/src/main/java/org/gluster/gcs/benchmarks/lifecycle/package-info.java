/* SPDX-License-Identifier: Apache-2.0 */
/** How long volumes take from wish to service and back, beside others who do the same. */
@NullMarked
package org.gluster.gcs.benchmarks.lifecycle;

import org.jspecify.annotations.NullMarked;
