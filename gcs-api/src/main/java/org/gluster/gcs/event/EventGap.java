/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.event;

import org.gluster.gcs.Incubating;

/**
 * Events that may have been missed, because they were asked for later than they are kept. What there is now has to be listed
 * anew.
 *
 * @param after the id after which events were asked for
 * @param upTo the id up to which events may be missing; those after it are all there
 */
@Incubating(since = "0.1.0")
public record EventGap(long after, long upTo) {}
