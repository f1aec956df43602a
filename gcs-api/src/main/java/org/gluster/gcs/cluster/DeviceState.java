/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cluster;

import org.gluster.gcs.Incubating;

/**
 * Where a device stands, in one word: what is wrong with it comes before what was asked for, so a device that is both
 * disabled and gone is {@link #MISSING}, and {@link Device#enabled()} still tells. Bricks that a device holds are served
 * as far as they can be, in every state; it gets new ones in {@link #ENABLED} only.
 */
@Incubating(since = "0.1.0")
public enum DeviceState {
    /** Being prepared; gets no brick yet. */
    ADDING,

    /** Well, and takes bricks. */
    ENABLED,

    /** Well, keeps its bricks and gets no new ones, as was asked. */
    DISABLED,

    /** Being removed; gets no new brick. */
    REMOVING,

    /** Its file system has no room left that no brick has reserved: something else took it. */
    FULL,

    /** Its file system is used to the watermark of its policy. */
    ABOVE_WATERMARK,

    /** Its file system is smaller than it was, and what was promised does not fit any more. */
    SHRUNK,

    /** Its file system is mounted read-only. */
    READ_ONLY,

    /** Its directory is not there, or what is there now is something else. */
    MISSING,

    /** It returns errors, or does not answer. */
    FAILING;

    /** Returns whether it is one of those that were observed rather than asked for. */
    public boolean trouble() {
        return compareTo(FULL) >= 0;
    }
}
