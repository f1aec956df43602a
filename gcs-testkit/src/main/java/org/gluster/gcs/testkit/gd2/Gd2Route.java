/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gluster.gcs.testkit.gd2.GoObject.Undecodable;

/**
 * One route as GlusterD2's list of endpoints names it.
 *
 * @param path with its variables; {@code {x:.*}} takes the rest, slashes included
 */
record Gd2Route(String name, String method, String path, String request, String response, Handler handler) {
    private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)(:\\.\\*)?}");

    /** The function behind a route; empty ends the connection without an answer. */
    @FunctionalInterface
    interface Handler {
        Optional<Gd2Reply> answer(Gd2Call call) throws Undecodable;
    }

    /** The variables of a decoded path, or nothing when it is not one of this route. */
    Optional<SortedMap<String, String>> match(String decoded) {
        String prefix = path.matches("/(ping|endpoints|version)") ? "" : "/v1";
        StringBuilder expression = new StringBuilder(Pattern.quote(prefix));
        Matcher variables = VARIABLE.matcher(path);
        int from = 0;
        while (variables.find()) {
            expression.append(Pattern.quote(path.substring(from, variables.start())));
            expression.append(variables.group(2) == null ? "([^/]+)" : "(.*)");
            from = variables.end();
        }
        expression.append(Pattern.quote(path.substring(from)));
        Matcher matcher = Pattern.compile(expression.toString()).matcher(decoded);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        SortedMap<String, String> values = new TreeMap<>();
        Matcher names = VARIABLE.matcher(path);
        for (int i = 1; names.find(); i++) {
            values.put(names.group(1), matcher.group(i));
        }
        return Optional.of(values);
    }
}
