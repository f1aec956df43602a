/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What this client keeps in the metadata of GlusterD2's volumes and peers, all of it under keys that begin with
 * {@code gcs.}. Of a volume's metadata the user sees the rest, without GlusterD2's own, which begins with {@code _}.
 */
final class Gd2Metadata {
    /** The idempotency key of the create. */
    static final String KEY = "gcs.key";

    /** What was asked with that key, as a hash. */
    static final String REQUEST = "gcs.request";

    /** When that was. */
    static final String ASKED = "gcs.asked";

    /** Set when the create was answered: without it the volume may be deleted again by GlusterD2 itself. */
    static final String ANSWERED = "gcs.answered";

    static final String ACCESS_MODE = "gcs.access-mode";

    /** The name that a peer was added under. */
    static final String NODE = "gcs.node";

    private static final String PREFIX = "gcs.";
    private static final String LABEL = "gcs.label.";

    private Gd2Metadata() {}

    static String label(String key) {
        return LABEL + key;
    }

    static SortedMap<String, String> labels(Map<String, String> metadata) {
        SortedMap<String, String> labels = new TreeMap<>();
        metadata.forEach((key, value) -> {
            if (key.startsWith(LABEL)) {
                labels.put(key.substring(LABEL.length()), value);
            }
        });
        return labels;
    }

    static SortedMap<String, String> own(Map<String, String> metadata) {
        SortedMap<String, String> own = new TreeMap<>(metadata);
        own.keySet().removeIf(key -> key.startsWith(PREFIX) || key.startsWith("_"));
        return own;
    }

    static Optional<Instant> asked(Map<String, String> metadata) {
        try {
            return Optional.of(Instant.parse(metadata.getOrDefault(ASKED, "")));
        } catch (DateTimeException none) {
            return Optional.empty();
        }
    }
}
