/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** What happened, as one hash: two runs with one seed must agree, in any JVM. */
final class EventLog {
    private final @Nullable MessageDigest digest;
    private final boolean kept;
    private final StringBuilder text = new StringBuilder();

    private EventLog(@Nullable MessageDigest digest, boolean kept) {
        this.digest = digest;
        this.kept = kept;
    }

    /** A log that hashes, and keeps the lines when they are to be read. */
    static EventLog hashing(boolean keep) {
        try {
            return new EventLog(MessageDigest.getInstance("SHA-256"), keep);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /** A log that takes no notice. */
    static EventLog off() {
        return new EventLog(null, false);
    }

    void add(long time, Cuts.@Nullable Kind cut, String where, Object what) {
        if (digest == null) {
            return;
        }
        String line = time + " " + (cut == null ? "" : cut + " ") + where + " " + what + "\n";
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        if (kept) {
            text.append(line);
        }
    }

    String hash() {
        return digest == null ? "" : HexFormat.of().formatHex(digest.digest());
    }

    String text() {
        return text.toString();
    }
}
