/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;

/** The one common name in a certificate's subject. */
final class CommonName {
    private CommonName() {}

    /** Empty when there is none, or several: then it is not certain who is meant. */
    static Optional<String> of(X500Principal subject) {
        List<String> names = new ArrayList<>();
        for (String part : parts(subject.getName(X500Principal.RFC2253))) {
            if (part.toUpperCase(Locale.ROOT).startsWith("CN=") && !part.startsWith("#", 3)) {
                names.add(unescaped(part.substring(3)));
            }
        }
        return names.size() == 1 && !names.get(0).isEmpty() ? Optional.of(names.get(0)) : Optional.empty();
    }

    /** Splits at commas and plus signs that are not escaped. */
    private static List<String> parts(String name) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        for (int i = 0; i < name.length(); i++) {
            char one = name.charAt(i);
            if (one == '\\' && i + 1 < name.length()) {
                part.append(one).append(name.charAt(++i));
            } else if (one == ',' || one == '+') {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(one);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static String unescaped(String value) {
        return value.replaceAll("\\\\(.)", "$1");
    }
}
