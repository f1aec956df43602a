/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.operation;

import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.Problems;

/**
 * How far an operation is.
 *
 * @param done how many resources are as wanted
 * @param total how many there are in all; 0 while that is not known
 * @param doing what is being done, for a person; empty when nothing is
 */
@Incubating(since = "0.1.0")
public record Progress(int done, int total, String doing) {

    private static final Progress NONE = new Progress(0, 0, "");

    /** Checks that {@code 0 <= done <= total}; anything else throws {@link org.gluster.gcs.InvalidRequestException}. */
    public Progress {
        Problems problems = new Problems("progress");
        problems.required("doing", doing);
        problems.check(done >= 0, "done is negative: " + done);
        problems.check(total >= done, "total " + total + " is below done " + done);
        problems.throwIfAny();
    }

    /** Returns the progress of what has not begun. */
    public static Progress none() {
        return NONE;
    }

    @Override
    public String toString() {
        return done + "/" + total + (doing.isEmpty() ? "" : " " + doing);
    }
}
