/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

/** How to start, stop, pause or resume a session; the body must be there. */
public record GeorepCommandsReq(boolean force) {}
