/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.volfile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.gluster.option.OptionTable;
import org.gluster.gcs.gluster.option.OptionTable.Row;
import org.gluster.gcs.gluster.option.ValueType;
import org.gluster.gcs.gluster.option.VolumeOption;
import org.gluster.gcs.gluster.option.VolumeOption.Kind;

/** Writes the options of one volume into drafts, row by row of the option table as glusterd does. */
final class OptionWriter {
    private static final OptionTable TABLE = OptionTable.glusterfs();
    private static final String PARALLEL = "performance.parallel-readdir";
    private static final String READ_AHEAD = "performance.readdir-ahead";
    private static final String CACHE = "performance.rda-cache-limit";
    private static final String REQUEST = "performance.rda-request-size";
    private static final long SMALLEST_REQUEST = 4_096;
    private static final List<Row> PLAIN = rows(Kind.PLAIN);
    private static final List<Row> PLAIN_AND_SELF_HEAL = rows(Kind.PLAIN, Kind.SELF_HEAL);
    private static final List<Row> CLIENT_LOG = rows(Kind.CLIENT_LOG);
    private static final List<Row> BRICK_LOG_AND_AUTH = rows(Kind.BRICK_LOG, Kind.SERVER_AUTH);
    private static final List<Row> TLS = rows(Kind.TLS);
    private static final List<Row> DEBUG = TABLE.rows().stream()
            .filter(row -> row.target().type() == ValueType.PLACE)
            .toList();
    private static final List<Row> PERFORMANCE = rows(Kind.SWITCH).stream()
            .filter(row -> row.target().translator().startsWith("performance/"))
            .toList();

    private final SortedMap<String, String> set;

    private OptionWriter(SortedMap<String, String> set) {
        this.set = set;
    }

    /** Without those that are taken only because they say what holds anyway. */
    private static List<Row> rows(Kind... kinds) {
        return TABLE.rows().stream()
                .filter(row -> Arrays.asList(kinds).contains(row.target().kind()))
                .filter(row -> !row.target().written().isEmpty()
                        || row.target().kind() == Kind.SERVER_AUTH
                        || TABLE.unavailable(row.option().key()).isEmpty())
                .toList();
    }

    /** For a brick. */
    static OptionWriter of(VolumeSpec volume) {
        return new OptionWriter(set(volume));
    }

    /** For a mount: some options follow from others there. */
    static OptionWriter client(VolumeSpec volume) {
        OptionWriter writer = of(volume);
        boolean squash = writer.isOn("server.root-squash"); // then reads of others' files would pass without this
        boolean isSaid = writer.set.containsKey("server.root-squash")
                && writer.set.containsKey("performance.read-after-open")
                && writer.isOn("performance.read-after-open");
        if (squash || isSaid) {
            writer.set.put("performance.read-after-open", "yes");
        }
        writer.set.put("client.send-gids", writer.isOn("server.manage-gids") ? "false" : "true");
        writer.shareReadAhead(volume.subvolumes().size());
        return writer;
    }

    /** For the self-heal daemon, which heals by itself whatever clients are to do. */
    static OptionWriter selfHeal(VolumeSpec volume) {
        SortedMap<String, String> set = set(volume);
        for (VolumeSpec.Subvolume subvolume : volume.subvolumes()) {
            switch (subvolume.kind()) {
                case PLAIN -> {}
                case REPLICATE -> set.putIfAbsent("cluster.self-heal-daemon", "enable");
                case DISPERSE -> set.putIfAbsent("cluster.disperse-self-heal-daemon", "enable");
            }
        }
        set.put("cluster.background-self-heal-count", "0"); // without these four the daemon runs and heals nothing
        set.put("cluster.data-self-heal", "on");
        set.put("cluster.metadata-self-heal", "on");
        set.put("cluster.entry-self-heal", "on");
        return new OptionWriter(set);
    }

    private static SortedMap<String, String> set(VolumeSpec volume) {
        SortedMap<String, String> set = new TreeMap<>(OptionTable.implied(
                volume.subvolumes().stream().anyMatch(subvolume -> subvolume.kind() == VolumeSpec.Kind.REPLICATE)));
        set.putAll(volume.options());
        return set;
    }

    /** With a cache below each subvolume they share what is allowed for all. */
    private void shareReadAhead(int subvolumes) {
        if (subvolumes < 2 || !isOn(PARALLEL) || !isOn(READ_AHEAD)) {
            return;
        }
        long share = bytes(CACHE) / subvolumes;
        long request = bytes(REQUEST);
        if (share < request) {
            share = Math.max(share, SMALLEST_REQUEST);
            set.put(REQUEST, share + "B");
        }
        set.put(CACHE, share + "B");
    }

    private long bytes(String key) {
        return ValueType.size(valueOrDefault(key)).orElseThrow();
    }

    /** The value when it is set. */
    Optional<String> value(String key) {
        return Optional.ofNullable(set.get(key));
    }

    /** Whether this switch is on, set or by default. */
    boolean isOn(String key) {
        return ValueType.bool(valueOrDefault(key)).orElse(false);
    }

    private String valueOrDefault(String key) {
        return value(key)
                .or(() -> TABLE.option(key).map(VolumeOption::defaultValue))
                .orElse("");
    }

    /** The types of the performance translators that are switched on, bottom up. */
    List<String> performance() {
        return PERFORMANCE.stream()
                .filter(row -> isOn(row.option().key()))
                .filter(row -> !row.option().key().equals(READ_AHEAD) || !isOn(PARALLEL))
                .map(row -> row.target().translator())
                .toList();
    }

    /** Puts in the debugging translators that are to stand here. */
    void debug(DraftGraph graph, String place) {
        DEBUG.stream()
                .filter(row -> place.equals(set.get(row.option().key())))
                .forEach(row -> graph.put(row.target().translator()));
    }

    /** What a translator that speaks over the network is told of certificates. */
    void tls(Draft draft) {
        TLS.forEach(row -> value(row.option().key())
                .ifPresent(value -> draft.with(row.target().option(), value)));
    }

    /** All that a brick's translators are told. */
    void brick(List<Draft> drafts, String path, List<String> access) {
        Map<String, List<Draft>> byType = byType(drafts);
        for (Row row : BRICK_LOG_AND_AUTH) {
            if (row.target().kind() == Kind.SERVER_AUTH) {
                auth(row.option().key(), drafts.get(drafts.size() - 1), path, access);
            } else {
                write(row, byType);
            }
        }
        PLAIN.forEach(row -> write(row, byType));
    }

    private void auth(String key, Draft server, String path, List<String> access) {
        if (key.equals("auth.reject")) {
            value(key).ifPresent(value -> server.with("auth.addr." + path + ".reject", value));
        } else if (!access.isEmpty()) {
            server.with("auth.addr." + path + ".allow", String.join(",", access));
        }
    }

    /** What io-stats of mounts and of the self-heal daemon are told. */
    void clientLogs(List<Draft> drafts) {
        Map<String, List<Draft>> byType = byType(drafts);
        CLIENT_LOG.forEach(row -> write(row, byType));
    }

    /** What each translator is told by its type. */
    void plain(List<Draft> drafts) {
        Map<String, List<Draft>> byType = byType(drafts);
        PLAIN.forEach(row -> write(row, byType));
    }

    /** As {@link #plain}, and what is for the self-heal daemon only. */
    void selfHeal(List<Draft> drafts) {
        Map<String, List<Draft>> byType = byType(drafts);
        PLAIN_AND_SELF_HEAL.forEach(row -> write(row, byType));
    }

    private static Map<String, List<Draft>> byType(List<Draft> drafts) {
        Map<String, List<Draft>> byType = new LinkedHashMap<>();
        drafts.forEach(draft ->
                byType.computeIfAbsent(draft.type(), type -> new ArrayList<>()).add(draft));
        return byType;
    }

    private void write(Row row, Map<String, List<Draft>> drafts) {
        List<Draft> reached = drafts.get(row.target().translator());
        if (reached == null) {
            return;
        }
        String value = set.getOrDefault(row.option().key(), row.target().written());
        if (!value.isEmpty()) {
            reached.forEach(draft -> draft.with(row.target().option(), value));
        }
    }
}
