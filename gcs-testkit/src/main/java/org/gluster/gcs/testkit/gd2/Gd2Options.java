/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/** The volume options and option groups of the recorded GlusterD2: names, defaults, checks. Guarded by the stand-in's lock. */
final class Gd2Options {
    static final String RESERVED = "profile.default.";
    private static final List<String> GRAPHS =
            List.of("brick", "client", "rebalance", "glustershd", "bitd", "scrubd", "gfproxy", "nfs");
    private static final Set<String> TRUTHS =
            new TreeSet<>(List.of("on", "off", "yes", "no", "true", "false", "enable", "disable", "1", "0"));

    private final List<Option> all = new ArrayList<>();
    private final SortedMap<String, Option> options = new TreeMap<>();
    private final SortedMap<String, String> shortNames = new TreeMap<>();
    private final SortedMap<String, Group> groups = new TreeMap<>();
    private final Set<String> builtIn = new TreeSet<>();

    private record Option(String name, String level, String byDefault, String check) {}

    /**
     * A group.
     *
     * @param members in the order in which they were said
     * @param said whether the request that made it had members at all
     */
    record Group(String name, List<Map.Entry<String, String>> members, boolean said, String description) {}

    Gd2Options() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(resource("options.tsv"), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    String[] parts = line.split("\t", -1);
                    Option option = new Option(parts[0], parts[1], parts[2], parts[3]);
                    all.add(option);
                    options.putIfAbsent(option.name(), option);
                    shortNames.putIfAbsent(parts[0].substring(parts[0].indexOf('/') + 1), parts[0]);
                }
            }
            for (JsonNode each : new ObjectMapper().readTree(resource("option-groups.json"))) {
                List<Map.Entry<String, String>> members = new ArrayList<>();
                each.get("options")
                        .forEach(member -> members.add(Map.entry(
                                member.get("name").asText(),
                                member.get("onvalue").asText())));
                put(new Group(
                        each.get("name").asText(),
                        members,
                        true,
                        each.get("description").asText()));
                builtIn.add(each.get("name").asText());
            }
        } catch (IOException missing) {
            throw new UncheckedIOException(missing);
        }
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(Gd2Options.class.getResourceAsStream(name), name);
    }

    void put(Group group) {
        groups.put(group.name(), group);
    }

    void deleteGroup(String name) {
        if (builtIn.contains(name)) {
            throw Gd2Refusal.of(400, "cannot delete builtin groups");
        }
        if (groups.remove(name) == null) {
            throw Gd2Refusal.of(400, "invalid group name specified");
        }
    }

    ArrayNode groupsJson() {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (Group group : groups.values()) {
            ObjectNode node = json.addObject().put("name", group.name());
            if (group.said()) {
                ArrayNode members = node.putArray("options");
                group.members()
                        .forEach(member ->
                                members.addObject().put("name", member.getKey()).put("onvalue", member.getValue()));
            } else {
                node.putNull("options");
            }
            node.put("description", group.description());
        }
        return json;
    }

    /** The stored form of a key, or nothing when there is no such option. */
    Optional<String> normalised(String key) {
        String graph = "";
        String rest = key;
        for (String each : GRAPHS) {
            if (key.startsWith(each + ".")) {
                graph = each + ".";
                rest = key.substring(graph.length());
            }
        }
        String found = null;
        if (options.containsKey(rest)) {
            found = rest;
        } else if (shortNames.containsKey(rest)) {
            found = shortNames.get(rest);
        } else if (rest.indexOf('/') > 0) {
            String own = rest + "." + rest.substring(rest.indexOf('/') + 1);
            found = options.containsKey(own) ? own : null;
        }
        return Optional.ofNullable(found).map(graph::concat);
    }

    private Option described(String normalised) {
        for (String graph : GRAPHS) {
            if (normalised.startsWith(graph + ".") && options.containsKey(normalised.substring(graph.length() + 1))) {
                return Objects.requireNonNull(options.get(normalised.substring(graph.length() + 1)));
            }
        }
        return Objects.requireNonNull(options.get(normalised), normalised);
    }

    /** Replaces groups by their members. */
    SortedMap<String, String> expand(SortedMap<String, String> asked) {
        SortedMap<String, String> expanded = new TreeMap<>();
        asked.forEach((key, value) -> {
            Group group = groups.get(key);
            if (group == null) {
                expanded.put(key, value);
                return;
            }
            switch (value) {
                case "on" -> group.members().forEach(member -> expanded.put(member.getKey(), member.getValue()));
                case "off" ->
                    group.members()
                            .forEach(member -> expanded.put(
                                    member.getKey(),
                                    described(normalised(member.getKey())
                                                    .orElseThrow(
                                                            () -> new Invalid("option not found: " + member.getKey())))
                                            .byDefault()));
                default -> throw new Invalid("need either on or off");
            }
        });
        return expanded;
    }

    /** Why options cannot be so; each handler makes another answer of it. */
    static final class Invalid extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Invalid(String message) {
            super(message, null, false, false);
        }
    }

    /** Checks and brings to the stored form. */
    SortedMap<String, String> checked(SortedMap<String, String> expanded, boolean advanced, boolean experimental) {
        SortedMap<String, String> stored = new TreeMap<>();
        expanded.forEach((key, value) -> {
            String name = normalised(key).orElseThrow(() -> new Invalid("option not found: " + key));
            Option option = described(name);
            if (option.check().equals("fixed")) {
                throw new Invalid("option " + key + " cannot be set");
            }
            if (option.level().equals("Advanced") && !advanced) {
                throw new Invalid("option " + key + " is an advanced option. To set it pass the advanced flag");
            }
            if (option.level().equals("Experimental") && !experimental) {
                throw new Invalid("option " + key + " is an experimental option. To set it pass the experimental flag");
            }
            fault(option.check(), value).ifPresent(fault -> {
                throw new Invalid("failed to validate value(" + key + ") for key(" + value + "): " + fault);
            });
            stored.put(name, value);
        });
        return stored;
    }

    private static Optional<String> fault(String check, String value) {
        String[] parts = check.split(" ");
        return switch (parts[0]) {
            case "bool" ->
                TRUTHS.contains(value.toLowerCase(Locale.ROOT)) ? Optional.empty() : Optional.of("invalid Value");
            case "enum" ->
                List.of(parts[1].split("\\|")).contains(value) ? Optional.empty() : Optional.of("invalid Value");
            case "int" -> {
                try {
                    long number = Long.parseLong(value);
                    yield number < Long.parseLong(parts[1]) || number > Long.parseLong(parts[2])
                            ? Optional.of("option is out of valid range")
                            : Optional.empty();
                } catch (NumberFormatException notOne) {
                    yield Optional.of("invalid Value");
                }
            }
            case "size" ->
                value.matches("[0-9]+(\\.[0-9]+)?")
                        ? Optional.empty()
                        : Optional.of("strconv.ParseFloat: parsing \"" + value + "\": invalid syntax");
            default -> Optional.empty();
        };
    }

    /** What a volume whose first subvolume was asked for as that type gets by itself. */
    SortedMap<String, String> profile(String type) {
        SortedMap<String, String> values = new TreeMap<>();
        Group group = groups.get(RESERVED + type);
        if (group != null) {
            group.members()
                    .forEach(member ->
                            normalised(member.getKey()).ifPresent(name -> values.put(name, member.getValue())));
        }
        return values;
    }

    /**
     * What resetting an option of a volume of that type leaves: the value of its profile, which is only found where the
     * profile says the stored form.
     */
    Optional<String> afterReset(String type, String stored) {
        Group group = groups.get(RESERVED + type);
        return group == null
                ? Optional.empty()
                : group.members().stream()
                        .filter(member -> member.getKey().equals(stored))
                        .map(Map.Entry::getValue)
                        .findFirst();
    }

    /** The stored forms that a key to reset stands for. */
    List<String> toReset(String key) {
        Group group = groups.get(key);
        return group == null
                ? List.of(key)
                : group.members().stream()
                        .map(member -> normalised(member.getKey()).orElse(member.getKey()))
                        .toList();
    }

    /** One option as it is read alone: what is set is looked for by the end of its name, as GlusterD2 does. */
    ObjectNode json(String asked, SortedMap<String, String> set) {
        String name = normalised(asked).orElseThrow(() -> Gd2Refusal.of(404, "option not found: " + asked));
        Optional<String> value = set.entrySet().stream()
                .filter(each -> each.getKey().endsWith(asked))
                .map(Map.Entry::getValue)
                .findFirst();
        return json(asked, described(name), value);
    }

    private static ObjectNode json(String shown, Option option, Optional<String> value) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", shown)
                .put("value", value.orElse(option.byDefault()))
                .put("modified", value.isPresent())
                .put("default-value", option.byDefault())
                .put("option-level", option.level());
    }

    /** All of them, some twice as GlusterD2 lists them. */
    ArrayNode allJson(SortedMap<String, String> set) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        all.forEach(option -> json.add(json(option.name(), option, Optional.ofNullable(set.get(option.name())))));
        return json;
    }
}
