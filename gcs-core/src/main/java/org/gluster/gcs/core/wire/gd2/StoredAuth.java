/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What bricks ask clients for. Both are secrets, and not part of the text of this. */
public record StoredAuth(
        @JsonProperty("Username") String username,
        @JsonProperty("Password") String password) {
    /** Takes null for what is absent. */
    public StoredAuth {
        username = Go.text(username);
        password = Go.text(password);
    }

    static StoredAuth zero() {
        return new StoredAuth("", "");
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "StoredAuth[]";
    }
}
