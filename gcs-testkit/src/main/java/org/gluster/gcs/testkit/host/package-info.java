/* SPDX-License-Identifier: Apache-2.0 */
/**
 * A modelled machine, {@link org.gluster.gcs.testkit.host.FakeMachine}, and the {@code Host} over it,
 * {@link org.gluster.gcs.testkit.host.FakeHost}. {@link org.gluster.gcs.testkit.host.HostAgreementKit} holds the model
 * and the real thing to one contract.
 */
@NullMarked
package org.gluster.gcs.testkit.host;

import org.jspecify.annotations.NullMarked;
