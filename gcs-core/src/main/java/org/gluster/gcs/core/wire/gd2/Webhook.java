/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

/** Where events go. The token and the secret are not part of the text of this. */
public record Webhook(String url, String token, String secret) {
    /** Takes null for what is absent. */
    public Webhook {
        url = Go.text(url);
        token = Go.text(token);
        secret = Go.text(secret);
    }

    /** Without secrets. */
    @Override
    public String toString() {
        return "Webhook[url=" + url + "]";
    }
}
