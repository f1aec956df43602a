/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.option;

import org.gluster.gcs.Incubating;

/** Names of built-in option groups; {@link OptionGroups#list()} shows them all, and what is in them. */
@Incubating(since = "0.1.0")
public final class Profile {

    /** For volumes of containers: self-heal is on and soon, and a dead brick or client is noticed early. */
    public static final String CONTAINER = "container";

    private Profile() {}
}
