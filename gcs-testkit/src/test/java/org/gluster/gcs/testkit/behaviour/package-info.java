/* SPDX-License-Identifier: Apache-2.0 */
/** Every way to a control plane under the one kit of {@link org.gluster.gcs.testkit.GcsBehaviourKit}. */
@NullMarked
package org.gluster.gcs.testkit.behaviour;

import org.jspecify.annotations.NullMarked;
