/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

/** How to activate a snapshot. */
public record SnapActivateReq(@OmitEmpty boolean force) {}
