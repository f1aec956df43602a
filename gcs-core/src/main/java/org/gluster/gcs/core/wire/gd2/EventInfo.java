/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire.gd2;

import java.util.Map;

/** An event; {@code timestamp} is read by {@link GoTime}. */
public record EventInfo(String id, String name, @OmitEmpty Map<String, String> data, String origin, String timestamp) {
    /** Takes null for what is absent. */
    public EventInfo {
        id = Go.text(id);
        name = Go.text(name);
        data = Nil.map(data);
        origin = Go.text(origin);
        timestamp = Go.text(timestamp);
    }
}
