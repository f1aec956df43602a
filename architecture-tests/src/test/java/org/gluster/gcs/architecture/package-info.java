/* SPDX-License-Identifier: Apache-2.0 */
/** The arrows between modules, the threading law and the conventions of the public API, as tests over the built jars. */
@NullMarked
package org.gluster.gcs.architecture;

import org.jspecify.annotations.NullMarked;
