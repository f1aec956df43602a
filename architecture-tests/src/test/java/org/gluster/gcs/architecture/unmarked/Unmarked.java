/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.architecture.unmarked;

/** Its package has no package-info on purpose. */
public final class Unmarked {
    private Unmarked() {}
}
