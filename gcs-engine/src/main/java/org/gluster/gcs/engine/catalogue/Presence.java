/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

/** What a thing is to be. */
public enum Presence {
    /** It is to be there. */
    PRESENT,
    /** It is to be gone; it is, when everything of it was observed gone. */
    ABSENT
}
