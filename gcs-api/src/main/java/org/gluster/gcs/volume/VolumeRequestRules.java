/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.internal.Texts;

/** What may be in the parts of a volume request that end up in volfiles and in metadata. */
final class VolumeRequestRules {

    private static final Pattern LABEL_KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_./-]{0,62}");
    private static final Pattern CLIENT = Pattern.compile("[A-Za-z0-9._:*?%/-]{1,255}");
    private static final int LABEL_VALUE = 255;
    private static final int ALL_LABELS = 4096;
    private static final int METADATA_KEY = 255;
    private static final int ALL_METADATA = 16 * 1024;

    private VolumeRequestRules() {}

    static void checkLabels(SortedMap<String, String> labels, Problems problems) {
        long bytes = 0;
        for (Map.Entry<String, String> label : labels.entrySet()) {
            String key = label.getKey();
            String value = label.getValue();
            bytes += key.getBytes(StandardCharsets.UTF_8).length + value.getBytes(StandardCharsets.UTF_8).length;
            problems.check(
                    LABEL_KEY.matcher(key).matches(),
                    "label key " + Texts.quoted(key)
                            + " must be 1 to 63 letters, digits, '_', '.', '/' or '-', beginning with a letter or digit");
            problems.check(
                    value.length() <= LABEL_VALUE && Texts.isPrintable(value),
                    "value of label " + Texts.quoted(key) + " must be at most 255 printable characters");
        }
        problems.check(bytes <= ALL_LABELS, "labels are " + bytes + " bytes together; at most 4096 are kept");
    }

    static void checkMetadata(SortedMap<String, String> metadata, Problems problems) {
        metadata.forEach((key, value) -> {
            checkMetadataKey(key, problems);
            problems.check(
                    value.indexOf('\0') < 0,
                    "value of metadata " + Texts.quoted(key) + " must not hold a NUL character");
        });
        checkMetadataSize(metadata, problems);
    }

    static void checkMetadataKey(String key, Problems problems) {
        problems.check(
                !key.isEmpty() && key.length() <= METADATA_KEY && Texts.isPrintable(key),
                "metadata key " + Texts.quoted(key) + " must be 1 to 255 printable characters");
        problems.check(
                !isInternal(key),
                "metadata key " + Texts.quoted(key)
                        + " must not begin with '_': such keys are the control plane's own");
    }

    /** Together they are stored with the volume, and travel with it. Internal keys are not counted. */
    static void checkMetadataSize(SortedMap<String, String> metadata, Problems problems) {
        long bytes = 0;
        for (Map.Entry<String, String> entry : metadata.entrySet()) {
            if (!isInternal(entry.getKey())) {
                bytes += entry.getKey().getBytes(StandardCharsets.UTF_8).length
                        + entry.getValue().getBytes(StandardCharsets.UTF_8).length;
            }
        }
        problems.check(bytes <= ALL_METADATA, "metadata is " + bytes + " bytes together; at most 16384 are kept");
    }

    static boolean isInternal(String metadataKey) {
        return metadataKey.startsWith("_");
    }

    static void checkAccessList(List<String> patterns, Problems problems) {
        for (String pattern : patterns) {
            problems.check(
                    CLIENT.matcher(pattern).matches(),
                    "client " + Texts.quoted(pattern) + " must be one address, host name or pattern with '*'");
        }
    }
}
