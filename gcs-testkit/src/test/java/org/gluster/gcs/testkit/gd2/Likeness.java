/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Compares answers with recorded ones: everything must be equal but for what differs from one run of the same server to the
 * next. An id stands for the same thing in all answers, so each recorded id goes with exactly one of ours.
 */
final class Likeness {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern ID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    /** Process ids, ports and sizes on the disks of the recording's machine: compared by being zero or not. */
    private static final Set<String> AMOUNTS =
            Set.of("pid", "port", "free-size", "total-size", "used-size", "used", "free");
    /** What the recording's machine had: compared by being there. */
    private static final Set<String> OF_THE_MACHINE = Set.of("fs-type", "mount-opts", "timestamp", "Password");

    private final SortedMap<String, String> ours = new TreeMap<>();
    private final SortedMap<String, String> recorded = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();

    /** The text with every recorded id replaced by ours for it. */
    String translated(String text) {
        Matcher ids = ID.matcher(text);
        return ids.replaceAll(id -> {
            String found = ours.get(id.group().toLowerCase(Locale.ROOT));
            boolean upper = !id.group().equals(id.group().toLowerCase(Locale.ROOT));
            return found == null ? id.group() : upper ? found.toUpperCase(Locale.ROOT) : found;
        });
    }

    /** The differences of two bodies. */
    List<String> of(String wanted, String got) {
        differences.clear();
        try {
            if (wanted.startsWith("{") || wanted.startsWith("[") || wanted.startsWith("n")) {
                compare("", JSON.readTree(wanted), JSON.readTree(got));
                if (!got.endsWith("\n")) {
                    differences.add("no newline at the end");
                }
            } else {
                text("", wanted, got);
            }
        } catch (JsonProcessingException noJson) {
            differences.add("no JSON: " + got);
        }
        return List.copyOf(differences);
    }

    private void compare(String path, JsonNode wanted, JsonNode got) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (wanted.getNodeType() != got.getNodeType()) {
            differ(path, wanted, got);
        } else if (wanted.isObject()) {
            compareMembers(path, wanted, got);
        } else if (wanted.isArray()) {
            compareElements(path, wanted, got);
        } else if (AMOUNTS.contains(name) || path.endsWith("size/capacity")) {
            if (wanted.isNumber() && (wanted.asDouble() == 0) != (got.asDouble() == 0)) {
                differ(path, wanted, got);
            }
        } else if (wanted.isTextual()) {
            boolean disk = name.equals("device")
                    && !path.contains("fields")
                    && wanted.asText().startsWith("/dev/");
            if (!OF_THE_MACHINE.contains(name) && !disk) {
                text(path, wanted.asText(), got.asText());
            }
        } else if (!wanted.equals(got)) {
            differ(path, wanted, got);
        }
    }

    private void compareMembers(String path, JsonNode wanted, JsonNode got) {
        if (!names(wanted).equals(names(got))) {
            differences.add(path + ": members " + names(wanted) + ", not " + names(got));
            return;
        }
        for (Map.Entry<String, JsonNode> member : wanted.properties()) {
            // Which node holds which brick of a placed volume hangs on what was free on the machine of the recording.
            boolean placed = wanted.path("path").asText().startsWith("/var/run/glusterd2/bricks/")
                    && Set.of("peer-id", "host").contains(member.getKey());
            if (!placed) {
                compare(path + "/" + member.getKey(), member.getValue(), got.get(member.getKey()));
            }
        }
    }

    /** Lists of objects are in the order of ids, or in none at all: they are compared in the order of names. */
    private void compareElements(String path, JsonNode wanted, JsonNode got) {
        List<JsonNode> these = StreamSupport.stream(wanted.spliterator(), false)
                .sorted(Comparator.comparing(each -> translated(key(each))))
                .toList();
        List<JsonNode> those = StreamSupport.stream(got.spliterator(), false)
                .sorted(Comparator.comparing(Likeness::key))
                .toList();
        if (these.size() != those.size()) {
            differences.add(path + ": " + these.stream().map(Likeness::key).toList() + ", not "
                    + those.stream().map(Likeness::key).toList());
            return;
        }
        for (int i = 0; i < these.size(); i++) {
            compare(path + "/" + i, these.get(i), those.get(i));
        }
    }

    private static String key(JsonNode element) {
        if (element.has("info")) {
            return element.path("info").path("path").asText();
        }
        StringBuilder key = new StringBuilder();
        for (String name : List.of("key", "name", "device", "path")) {
            key.append(element.path(name).asText()).append(' ');
        }
        if (element.has("device")) {
            key.append(element.path("peer-id").asText());
        }
        return key.toString();
    }

    private static List<String> names(JsonNode object) {
        return object.properties().stream().map(Map.Entry::getKey).toList();
    }

    private void text(String path, String wanted, String got) {
        if (ID.matcher(wanted).matches() && ID.matcher(got).matches()) {
            String known = ours.putIfAbsent(wanted, got);
            String backwards = recorded.putIfAbsent(got, wanted);
            if ((known != null && !known.equals(got)) || (backwards != null && !backwards.equals(wanted))) {
                differences.add(path + ": " + wanted + " was " + known + ", and is " + got);
            }
        } else if (!anyBrick(translated(wanted)).equals(anyBrick(got))) {
            differences.add(path + ": " + translated(wanted).strip() + ", not " + got.strip());
        }
    }

    /** Whichever of its nodes was the first to refuse a brick. */
    private static String anyBrick(String text) {
        return text.replaceAll("(already present on|^Brick path) (/\\S*/b)[0-9]", "$1 $2");
    }

    /** Says that a recorded id is the same as one of ours. */
    void bind(String wanted, String got) {
        ours.put(wanted, got);
        recorded.put(got, wanted);
    }

    private void differ(String path, JsonNode wanted, JsonNode got) {
        differences.add(path + ": " + wanted + ", not " + got);
    }
}
