/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

/** The webhook to remove. */
public record WebhookDel(String url) {
    /** Takes null for what is absent. */
    public WebhookDel {
        url = Go.text(url);
    }
}
