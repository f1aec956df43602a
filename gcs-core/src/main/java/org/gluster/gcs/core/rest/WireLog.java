/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.rest;

import java.util.SortedMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What goes over the wire, for people: at DEBUG the heads, at TRACE the bodies as well, up to a length. Credentials and what looks
 * like a secret are left out, and nothing in a message begins a line of its own.
 */
final class WireLog {
    static final String NAME = "org.gluster.gcs.wire";
    static final int LONGEST = 8 << 10;
    private static final String HIDDEN = "[hidden]";
    private static final Logger LOG = LoggerFactory.getLogger(NAME);
    private static final Pattern SECRET_HEADER =
            Pattern.compile("(?i).*(authorization|cookie|secret|token|password|api-?key).*");
    private static final Pattern SECRET_MEMBER = Pattern.compile(
            "(?i)(\"[^\"]*(?:secret|password|passwd|token|private[-_ ]?key|credential)[^\"]*\"\\s*:\\s*)\"(?:[^\"\\\\]|\\\\.)*+\"?");

    private WireLog() {}

    static boolean on() {
        return LOG.isDebugEnabled();
    }

    static void sent(String id, String endpoint, String method, String target, SortedMap<String, String> headers) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} > {} {}{} {}", id, method, endpoint, target, shown(headers));
        }
    }

    static void received(String id, int status, long micros, SortedMap<String, String> headers) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} < {} after {} us {}", id, status, micros, shown(headers));
        }
    }

    static void lost(String id, String why) {
        if (LOG.isDebugEnabled()) {
            LOG.debug("{} ! {}", id, printable(why));
        }
    }

    static void body(String id, String direction, String body) {
        if (LOG.isTraceEnabled() && !body.isEmpty()) {
            LOG.trace("{} {} {}", id, direction, shown(body));
        }
    }

    static String shown(SortedMap<String, String> headers) {
        StringBuilder text = new StringBuilder("[");
        headers.forEach((name, value) -> {
            text.append(text.length() == 1 ? "" : ", ").append(name).append(": ");
            text.append(SECRET_HEADER.matcher(name).matches() ? HIDDEN : value);
        });
        return printable(text.append(']').toString());
    }

    static String shown(String body) {
        // Not cut first: half a secret is one, too. But what is far beyond the end need not be looked at.
        String looked = body.length() > 2 * LONGEST ? body.substring(0, 2 * LONGEST) : body;
        String safe = SECRET_MEMBER.matcher(looked).replaceAll("$1\"" + HIDDEN + "\"");
        return printable(
                safe.length() > LONGEST || body.length() > looked.length()
                        ? safe.substring(0, Math.min(LONGEST, safe.length())) + "... (" + body.length() + " characters)"
                        : safe);
    }

    private static String printable(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            safe.append(Character.isISOControl(each) ? ' ' : each);
        }
        return safe.toString();
    }
}
