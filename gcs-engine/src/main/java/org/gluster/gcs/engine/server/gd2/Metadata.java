/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.SortedMap;

/** GlusterD2's rules for the metadata of volumes and peers. */
final class Metadata {
    /** Bytes of keys and values together; GlusterD2 counts as we do: without keys that begin with {@code _}. */
    static final int MOST = 4096;

    private static final String RESTRICTED = "key names starting with '_' are restricted in metadata field";
    private static final String TOO_LARGE = "metadata size exceeds max allowed size of 4KB";

    private Metadata() {}

    static void requireNoInternal(Map<String, String> metadata) {
        if (metadata.keySet().stream().anyMatch(Metadata::isInternal)) {
            throw Gd2Failure.badRequest(RESTRICTED);
        }
    }

    static void requireFits(Map<String, String> metadata) {
        if (size(metadata) > MOST) {
            throw Gd2Failure.badRequest(TOO_LARGE);
        }
    }

    static int size(Map<String, String> metadata) {
        int bytes = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            if (!isInternal(entry.getKey())) {
                bytes += entry.getKey().getBytes(StandardCharsets.UTF_8).length
                        + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        return bytes;
    }

    static boolean isInternal(String key) {
        return key.startsWith("_");
    }

    /** Whether an entry, or one of several, is what a list is asked for. */
    static boolean matches(SortedMap<String, String> metadata, SortedMap<String, String> query) {
        String key = query.get("key");
        String value = query.get("value");
        if (key != null && value != null) {
            return value.equals(metadata.get(key));
        }
        return key != null ? metadata.containsKey(key) : value == null || metadata.containsValue(value);
    }
}
