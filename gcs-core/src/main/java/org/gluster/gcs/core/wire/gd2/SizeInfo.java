/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

/** Bytes of a file system. */
public record SizeInfo(
        @Uint64 long capacity, @Uint64 long used, @Uint64 long free) {
    static SizeInfo zero() {
        return new SizeInfo(0, 0, 0);
    }
}
