/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.jspecify.annotations.Nullable;

/**
 * What a node was told, each value from the first that says it: flags, environment, configuration file, defaults. What is
 * wrong is refused all at once, with the place where it was said. Immutable.
 */
final class NodeSettings {
    /** Where GlusterD2 looks for its file. */
    static final Path DEFAULT_FILE = Path.of("/etc/glusterd2/glusterd2.toml");

    private static final String CONFIG_VARIABLE = "GD2_CONFIG";
    private static final int PORT = 24_007;

    /** Variables that are read by clients of GlusterD2 and no business of a node. */
    private static final Set<String> OF_CLIENTS =
            new TreeSet<>(List.of("GD2_ENDPOINTS", "GD2_AUTH_SECRET", "GD2_REMOTE_AUTH_SECRET", "GD2_STATE_DIR"));

    private record Said(String value, String where) {}

    private final Map<NodeKey, Said> values;
    private final List<String> warnings;

    private NodeSettings(Map<NodeKey, Said> values, List<String> warnings) {
        this.values = values;
        this.warnings = List.copyOf(warnings);
    }

    /**
     * Reads all of it.
     *
     * @param flags by key
     * @param environment of the process
     * @param file the configuration file that a flag names; nothing for that of the environment, or GlusterD2's own
     * @throws GcsException with every fault
     */
    static NodeSettings read(Map<NodeKey, String> flags, Map<String, String> environment, @Nullable Path file) {
        return read(flags, environment, file, DEFAULT_FILE);
    }

    static NodeSettings read(
            Map<NodeKey, String> flags, Map<String, String> environment, @Nullable Path file, Path defaultFile) {
        return new Reader().read(flags, environment, file, defaultFile);
    }

    /** What is to be said to whoever started the node: unknown keys, and those without a meaning. */
    List<String> warnings() {
        return warnings;
    }

    String text(NodeKey key) {
        Said said = values.get(key);
        return said == null ? key.fallback() : said.value();
    }

    boolean on(NodeKey key) {
        return NodeKey.Switch.parse(text(key)).orElseThrow();
    }

    Path directory(NodeKey key) {
        return Path.of(text(key)).normalize();
    }

    Path stateDirectory() {
        return directory(NodeKey.LOCALSTATEDIR);
    }

    Path pidFile() {
        return text(NodeKey.PIDFILE).isEmpty()
                ? directory(NodeKey.RUNDIR).resolve("glusterd2.pid")
                : directory(NodeKey.PIDFILE);
    }

    /** The log file; nothing when the log goes to a standard stream. */
    @Nullable
    Path logFile() {
        String name = text(NodeKey.LOGFILE);
        return switch (name) {
            case "STDOUT", "STDERR", "-", "" -> null;
            default -> directory(NodeKey.LOGDIR).resolve(name).normalize();
        };
    }

    NodeKey.LogLevel logLevel() {
        return NodeKey.LogLevel.parse(text(NodeKey.LOGLEVEL)).orElseThrow();
    }

    NodeKey.HostPort address(NodeKey key) {
        return NodeKey.HostPort.parse(text(key)).orElseThrow();
    }

    /** Whether HTTP is served over TLS. */
    boolean tls() {
        return !text(NodeKey.CERT_FILE).isEmpty();
    }

    /** The host that clients are told, as it was said; empty when nobody said one. */
    String host() {
        NodeKey.HostPort client = address(NodeKey.CLIENTADDRESS);
        if (!client.everywhere()) {
            return client.host();
        }
        NodeKey.HostPort peer = address(NodeKey.PEERADDRESS);
        return peer.everywhere() ? "" : peer.host();
    }

    /** Where a value was said: a flag, a variable, a line of a file, or the default. */
    String where(NodeKey key) {
        Said said = values.get(key);
        return said == null ? "the default" : said.where();
    }

    /** Collects faults and warnings on the way. */
    private static final class Reader {
        private final Map<NodeKey, Said> values = new EnumMap<>(NodeKey.class);
        private final List<String> problems = new ArrayList<>();
        private final List<String> warnings = new ArrayList<>();

        NodeSettings read(
                Map<NodeKey, String> flags, Map<String, String> environment, @Nullable Path flagged, Path defaultFile) {
            file(flagged, environment.getOrDefault(CONFIG_VARIABLE, ""), defaultFile);
            new TreeMap<>(environment).forEach(this::variable);
            flags.forEach((key, value) -> said(key, value, key.flag()));
            check();
            if (!problems.isEmpty()) {
                throw GcsException.of(ErrorDetail.builder(ErrorCode.INVALID_REQUEST)
                        .message("the node cannot be started as it was told: " + String.join("; ", problems))
                        .problems(problems)
                        .build());
            }
            return new NodeSettings(Collections.unmodifiableMap(values), warnings);
        }

        private void file(@Nullable Path flagged, String ofEnvironment, Path defaultFile) {
            boolean asked = flagged != null || !ofEnvironment.isEmpty();
            Path file = flagged != null ? flagged : ofEnvironment.isEmpty() ? defaultFile : Path.of(ofEnvironment);
            String text;
            try {
                text = Files.readString(file, StandardCharsets.UTF_8);
            } catch (NoSuchFileException absent) {
                if (asked) {
                    problems.add("there is no configuration file " + file + ": make it, or leave out "
                            + (flagged != null ? "--config" : CONFIG_VARIABLE));
                }
                return;
            } catch (IOException failure) {
                problems.add("the configuration file " + file + " cannot be read: " + failure);
                return;
            }
            try {
                entries(file, text, new TomlMapper().readTree(text));
            } catch (JsonProcessingException fault) {
                int line = fault.getLocation() == null ? 0 : fault.getLocation().getLineNr();
                problems.add(file + (line > 0 ? ":" + line : "") + ": this is not TOML: " + fault.getOriginalMessage());
            }
        }

        private void entries(Path file, String text, JsonNode top) {
            top.properties().forEach(entry -> {
                String name = entry.getKey();
                String where = file + ":" + line(text, name) + ": " + name;
                NodeKey key = NodeKey.named(name).orElse(null);
                if (key == null) {
                    warnings.add(where + " is not known and was ignored");
                    return;
                }
                JsonNode value = entry.getValue();
                if (value.isArray()) {
                    said(
                            key,
                            StreamSupport.stream(value.spliterator(), false)
                                    .map(JsonNode::asText)
                                    .collect(Collectors.joining(",")),
                            where);
                } else if (value.isValueNode()) {
                    said(key, value.asText(), where);
                } else {
                    problems.add(where + " must be one value, not a table");
                }
            });
        }

        /** The line where a key of the top level is said; that of its table when it is one. */
        private static int line(String text, String key) {
            String quoted = java.util.regex.Pattern.quote(key);
            String start = "\\s*\\[{0,2}\\s*[\"']?" + quoted + "[\"']?\\s*[=.\\]].*";
            int number = 0;
            for (String line : text.split("\n", -1)) {
                number++;
                if (line.matches(start)) {
                    return number;
                }
            }
            return 1;
        }

        private void variable(String name, String value) {
            if (!name.startsWith("GD2_") || name.equals(CONFIG_VARIABLE) || OF_CLIENTS.contains(name)) {
                return;
            }
            String key =
                    name.substring("GD2_".length()).toLowerCase(Locale.ROOT).replace('_', '-');
            NodeKey.named(key)
                    .ifPresentOrElse(
                            known -> {
                                if (!value.isEmpty()) { // as GlusterD2: an empty variable says nothing
                                    said(known, value, name);
                                }
                            },
                            () -> warnings.add("the variable " + name + " is not known and was ignored"));
        }

        private void said(NodeKey key, String value, String where) {
            values.put(key, new Said(value, where));
        }

        private void check() {
            values.forEach((key, said) -> {
                if (!key.used()) {
                    warnings.add(said.where() + " has no effect: " + key.words());
                    return;
                }
                String fault = key.fault(said.value());
                if (fault != null) {
                    problems.add(said.where() + " " + fault + ", not \"" + said.value() + "\"");
                }
            });
            if (!problems.isEmpty()) {
                return; // what follows reads the values
            }
            NodeSettings settings = new NodeSettings(values, List.of());
            etcd(settings);
            port(settings);
            tls(settings);
            if (settings.text(NodeKey.LOCALSTATEDIR).isEmpty()) {
                problems.add(settings.where(NodeKey.LOCALSTATEDIR) + " must not be empty");
            }
        }

        /** Whoever says so expects the nodes of an etcd to be one cluster; a node that starts alone would mislead them. */
        private void etcd(NodeSettings settings) {
            for (NodeKey key : List.of(NodeKey.ETCDENDPOINTS, NodeKey.NOEMBED)) {
                boolean wanted = key == NodeKey.NOEMBED
                        ? settings.on(key)
                        : !settings.text(key).isBlank();
                if (wanted) {
                    problems.add(settings.where(key)
                            + " asks for a cluster over an etcd, which is not there yet: a node is a"
                            + " cluster of its own, with its catalogue under localstatedir; leave it out for that, or run"
                            + " several nodes in one process with \"gcs dev up\"");
                }
            }
        }

        private void port(NodeSettings settings) {
            int port = settings.address(NodeKey.CLIENTADDRESS).port();
            if (port != -1 && port != PORT) {
                problems.add(settings.where(NodeKey.CLIENTADDRESS) + " must have the port " + PORT
                        + ", where GlusterFS' clients look for volumes, not " + port
                        + "; give nodes on one machine an address each");
            }
        }

        private void tls(NodeSettings settings) {
            List<NodeKey> both = List.of(NodeKey.CERT_FILE, NodeKey.KEY_FILE);
            List<NodeKey> given =
                    both.stream().filter(key -> !settings.text(key).isEmpty()).toList();
            if (given.size() == 1) {
                problems.add(settings.where(given.get(0)) + " needs "
                        + (given.get(0) == NodeKey.CERT_FILE ? NodeKey.KEY_FILE : NodeKey.CERT_FILE).key() + " too");
            }
            for (NodeKey key : given) {
                if (!Files.isReadable(settings.directory(key))) {
                    problems.add(settings.where(key) + " names " + settings.directory(key) + ", which cannot be read");
                }
            }
        }
    }
}
