/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What GlusterD2 can be told, by its name in the configuration file. Most can be said as a flag, {@code --name}, and all in
 * the environment, {@code GD2_NAME} with {@code _} for {@code -}.
 */
enum NodeKey {
    LOCALSTATEDIR("localstatedir", Kind.PATH, "/var/lib/glusterd2", "Where the node keeps its state."),
    RUNDIR("rundir", Kind.PATH, "/var/run/glusterd2", "Where the pid file goes."),
    LOGDIR("logdir", Kind.PATH, "/var/log/glusterd2", "Where the log file goes."),
    LOGFILE("logfile", Kind.TEXT, "STDOUT", "Name of the log file in logdir, a path, STDOUT or STDERR."),
    LOGLEVEL("loglevel", Kind.LEVEL, "info", "Least severity that is logged: trace, debug, info, warn or error."),
    PIDFILE("pidfile", Kind.PATH, "", "The pid file; glusterd2.pid in rundir when not given."),
    CLIENTADDRESS("clientaddress", Kind.ADDRESS, ":24007", "HOST:PORT where clients find the node."),
    PEERADDRESS("peeraddress", Kind.ADDRESS, ":24008", "HOST:PORT; the node's address when clientaddress has no HOST."),
    RESTAUTH("restauth", Kind.SWITCH, "true", "Whether HTTP requests need a token."),
    CERT_FILE("cert-file", Kind.PATH, "", "The certificate, in PEM; with key-file, HTTP is served over TLS only."),
    KEY_FILE("key-file", Kind.PATH, "", "The certificate's private key, in PEM."),
    STATEDUMP("statedump", Kind.SWITCH, "true", "Whether GET /statedump is served."),
    NOEMBED("noembed", Kind.SWITCH, "false", "Refused when true: there is no etcd to use instead of the file store."),
    ETCDENDPOINTS("etcdendpoints", Kind.TEXT, "", "Refused: the catalogue is in the file store under localstatedir."),
    ETCDCURLS("etcdcurls", Kind.TEXT, "", Reasons.NO_ETCD, Use.NONE),
    ETCDPURLS("etcdpurls", Kind.TEXT, "", Reasons.NO_ETCD, Use.NONE),
    ETCDLOGFILE("etcdlogfile", Kind.TEXT, "", Reasons.NO_ETCD, Use.NONE),
    EVENTSTTL("eventsttl", Kind.NUMBER, "", "events are kept by number, not by age", Use.NONE),
    HOOKSDIR("hooksdir", Kind.PATH, "", "no hook scripts are run", Use.NONE),
    PROFILING(
            "profiling",
            Kind.SWITCH,
            "false",
            "there is no Go profile; a JDK's jcmd makes one of this process",
            Use.NONE),
    TEMPLATESDIR("templatesdir", Kind.PATH, "", "volfiles are not made from templates", Use.NONE),
    DEFAULTPEERPORT("defaultpeerport", Kind.TEXT, "", "nodes have no port besides 24007", Use.NONE),
    PEER_ID("peer-id", Kind.TEXT, "", Reasons.IDENTITY, Use.NONE),
    CLUSTER_ID("cluster-id", Kind.TEXT, "", Reasons.IDENTITY, Use.NONE),
    JAEGER_ENDPOINT("jaeger-endpoint", Kind.TEXT, "", Reasons.TRACING, Use.NONE),
    JAEGER_AGENT_ENDPOINT("jaeger-agent-endpoint", Kind.TEXT, "", Reasons.TRACING, Use.NONE),
    JAEGER_SAMPLER("jaeger-sampler", Kind.TEXT, "", Reasons.TRACING, Use.NONE),
    JAEGER_SAMPLE_FRACTION("jaeger-sample-fraction", Kind.TEXT, "", Reasons.TRACING, Use.NONE),
    BLOCK_HOST("gluster-block-hostaddr", Kind.TEXT, "", Reasons.BLOCK, Use.NONE),
    BLOCK_USER("gluster-block-user", Kind.TEXT, "", Reasons.BLOCK, Use.NONE),
    BLOCK_SECRET("gluster-block-secret", Kind.TEXT, "", Reasons.BLOCK, Use.NONE),
    BLOCK_CACERT("gluster-block-cacert", Kind.TEXT, "", Reasons.BLOCK, Use.NONE),
    BLOCK_INSECURE("gluster-block-insecure", Kind.TEXT, "", Reasons.BLOCK, Use.NONE);

    /** What a value must look like. */
    enum Kind {
        /** An absolute path. */
        PATH,
        /** Anything. */
        TEXT,
        /** A severity. */
        LEVEL,
        /** {@code HOST:PORT}, either of which may be empty. */
        ADDRESS,
        /** {@code true} or {@code false}. */
        SWITCH,
        /** A whole number that is not negative. */
        NUMBER
    }

    /** Whether a key has a meaning here. */
    enum Use {
        /** It has. */
        FULL,
        /** It is understood, and changes nothing. */
        NONE
    }

    private static final class Reasons {
        static final String NO_ETCD = "no etcd is embedded; the catalogue is in the file store under localstatedir";
        static final String IDENTITY = "the node makes its identity with its store, and writes it to uuid.toml";
        static final String TRACING = "no traces are sent to Jaeger";
        static final String BLOCK = "block volumes are not made through gluster-block";

        private Reasons() {}
    }

    private final String key;
    private final Kind kind;
    private final String fallback;
    private final String words;
    private final Use use;

    NodeKey(String key, Kind kind, String fallback, String words) {
        this(key, kind, fallback, words, Use.FULL);
    }

    NodeKey(String key, Kind kind, String fallback, String words, Use use) {
        this.key = key;
        this.kind = kind;
        this.fallback = fallback;
        this.words = words;
        this.use = use;
    }

    /** Its name in the file. */
    String key() {
        return key;
    }

    Kind kind() {
        return kind;
    }

    /** What holds when nothing is said. */
    String fallback() {
        return fallback;
    }

    /** What it means, or else why it means nothing. */
    String words() {
        return words;
    }

    boolean used() {
        return use == Use.FULL;
    }

    String flag() {
        return "--" + key;
    }

    String variable() {
        return "GD2_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The key of that name, in whatever case. */
    static Optional<NodeKey> named(String key) {
        for (NodeKey one : values()) {
            if (one.key.equalsIgnoreCase(key)) {
                return Optional.of(one);
            }
        }
        return Optional.empty();
    }

    /** What is wrong with a value; nothing when it is right. */
    @Nullable
    String fault(String value) {
        return switch (kind) {
            case TEXT -> null;
            case PATH -> value.isEmpty() || value.startsWith("/") ? null : "must be an absolute path";
            case LEVEL -> LogLevel.parse(value).isPresent() ? null : "must be trace, debug, info, warn or error";
            case SWITCH -> Switch.parse(value).isPresent() ? null : "must be true or false";
            case NUMBER -> value.matches("[0-9]{1,9}") ? null : "must be a whole number, at most 999999999";
            case ADDRESS ->
                HostPort.parse(value).isPresent() ? null : "must be HOST:PORT; either may be empty, as in :24007";
        };
    }

    /** Go's spellings of truth. */
    static final class Switch {
        private Switch() {}

        static Optional<Boolean> parse(String text) {
            return switch (text) {
                case "1", "t", "T", "true", "TRUE", "True" -> Optional.of(true);
                case "0", "f", "F", "false", "FALSE", "False" -> Optional.of(false);
                default -> Optional.empty();
            };
        }
    }

    /** Severities by GlusterD2's names. */
    enum LogLevel {
        TRACE,
        DEBUG,
        INFO,
        WARN,
        ERROR;

        static Optional<LogLevel> parse(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "trace" -> Optional.of(TRACE);
                case "debug" -> Optional.of(DEBUG);
                case "info" -> Optional.of(INFO);
                case "warn", "warning" -> Optional.of(WARN);
                case "error", "fatal", "panic" -> Optional.of(ERROR);
                default -> Optional.empty();
            };
        }
    }

    /**
     * An address as Go writes it.
     *
     * @param host without brackets; empty for every address of the machine
     * @param port -1 when none is said
     */
    record HostPort(String host, int port) {
        static Optional<HostPort> parse(String text) {
            int colon = text.lastIndexOf(':');
            if (colon < 0) {
                return Optional.empty();
            }
            String host = text.substring(0, colon);
            String port = text.substring(colon + 1);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            } else if (host.indexOf(':') >= 0) {
                return Optional.empty();
            }
            if (!host.matches("[A-Za-z0-9._:%-]*") || !port.matches("[0-9]{0,5}")) {
                return Optional.empty();
            }
            int number = port.isEmpty() ? -1 : Integer.parseInt(port);
            return number > 65_535 || number == 0 ? Optional.empty() : Optional.of(new HostPort(host, number));
        }

        /** Whether it names every address of the machine. */
        boolean everywhere() {
            return host.isEmpty() || host.equals("0.0.0.0") || host.equals("::");
        }
    }
}
