/* SPDX-License-Identifier: Apache-2.0 */
/** What benchmarks are told on the command line. */
@NullMarked
package org.gluster.gcs.benchmarks.options;

import org.jspecify.annotations.NullMarked;
