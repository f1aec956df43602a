/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.gluster.gcs.gluster.option.OptionLayout;
import org.gluster.gcs.gluster.option.OptionRefusal;
import org.gluster.gcs.gluster.option.OptionTable;
import org.gluster.gcs.gluster.option.ValueType;
import org.gluster.gcs.gluster.option.VolumeOption;
import org.gluster.gcs.gluster.option.VolumeOption.Kind;
import org.gluster.gcs.gluster.volfile.Graph;
import org.gluster.gcs.gluster.volfile.Translator;
import org.gluster.gcs.gluster.volfile.VolumeGraphs;
import org.gluster.gcs.gluster.volfile.VolumeSpec;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Brick;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Credentials;
import org.gluster.gcs.gluster.volfile.VolumeSpec.Subvolume;
import org.gluster.gcs.testkit.Live;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Our table, checks and graphs of volume options against the distribution's glusterd. */
@Live
class OptionOracleLiveTest {
    private static final OptionTable TABLE = OptionTable.glusterfs();
    private static final int ROUNDS = 4;
    private static final Map<String, VolumeSpec> VOLUMES = new LinkedHashMap<>();
    private static Glusterd glusterd;

    /** Where our graphs differ on purpose; whatever is not listed here must be the same. */
    private enum GraphDifference {
        BIND_ADDRESS("protocol/server", "transport.socket.bind-address", "a brick listens on its node's address only"),
        LISTEN_PORT("protocol/server", "transport.socket.listen-port", "a brick keeps its port over restarts"),
        SHARED_BRICK_COUNT("storage/posix", "shared-brick-count", "each brick has a file system of its own"),
        TIMESTAMP_FILE("features/marker", "timestamp-file", "glusterd's working directory does not exist here");

        final String type;
        final String option;
        final String reason;

        GraphDifference(String type, String option, String reason) {
            this.type = type;
            this.option = option;
            this.reason = reason;
        }
    }

    /** Where glusterd takes a value that is refused here, on purpose; it never refuses one that is taken here. */
    private enum ValueDifference {
        TRANSPORT("glusterd never looks at these; the process that gets a wrong value ignores it or fails") {
            @Override
            boolean covers(VolumeOption option, String value) {
                return option.targets().stream()
                        .anyMatch(target -> target.option().startsWith("transport.")
                                && (target.kind() == Kind.TLS
                                        || target.translator().startsWith("protocol/")));
            }
        },
        PLACE("glusterd puts a debugging translator nowhere when there is no such place") {
            @Override
            boolean covers(VolumeOption option, String value) {
                return option.type() == ValueType.PLACE;
            }
        },
        SWITCHES("glusterd reads a wrong value of these as on") {
            @Override
            boolean covers(VolumeOption option, String value) {
                return List.of("cluster.nufa", "cluster.switch", "features.acl", "features.sdfs")
                        .contains(option.key());
            }
        },
        THREADS("glusterd looks for their range under a name that io-stats does not know") {
            @Override
            boolean covers(VolumeOption option, String value) {
                return option.key().equals("config.client-threads")
                        || option.key().equals("config.brick-threads");
            }
        },
        SEND_GIDS("glusterd overwrites it in graphs of clients before it looks at it") {
            @Override
            boolean covers(VolumeOption option, String value) {
                return option.key().equals("client.send-gids");
            }
        };

        final String reason;

        ValueDifference(String reason) {
            this.reason = reason;
        }

        abstract boolean covers(VolumeOption option, String value);
    }

    @BeforeAll
    static void volumes() throws Exception {
        assertThat(Glusterd.isInstalled())
                .as("glusterd, gluster, unshare and nsenter")
                .isTrue();
        glusterd = Glusterd.start();
        make("dist1", List.of(), 1, 1);
        make("dist3", List.of(), 3, 1);
        make("rep2", List.of("replica", "2"), 2, 2);
        make("rep3", List.of("replica", "3"), 3, 3);
        make("drep", List.of("replica", "2"), 4, 2);
        make("arb", List.of("replica", "3", "arbiter", "1"), 3, 3);
        make("disp", List.of("disperse", "3", "redundancy", "1"), 3, 3);
        make("ddisp", List.of("disperse", "3", "redundancy", "1"), 6, 3);
    }

    @AfterAll
    static void end() {
        if (glusterd != null) {
            glusterd.close();
        }
    }

    private static void make(String name, List<String> kind, int bricks, int size) throws Exception {
        Map<String, String> info = glusterd.create(name, kind, bricks);
        List<Subvolume> subvolumes = IntStream.range(0, bricks / size)
                .mapToObj(subvolume -> IntStream.range(subvolume * size, (subvolume + 1) * size)
                        .mapToObj(index -> new Brick(
                                index, Glusterd.brickPath(name, index), Glusterd.HOST, Glusterd.HOST, 49_152 + index))
                        .toList())
                .map(group -> subvolume(kind, group))
                .toList();
        Credentials credentials = new Credentials(said(info, "username"), said(info, "password"));
        UUID id = UUID.fromString(said(info, "volume-id"));
        VOLUMES.put(name, VolumeSpec.of(name, id, subvolumes, credentials, VolumeSpec.ANYONE));
    }

    private static String said(Map<String, String> info, String key) {
        return Optional.ofNullable(info.get(key)).orElseThrow();
    }

    private static Subvolume subvolume(List<String> kind, List<Brick> bricks) {
        if (kind.contains("arbiter")) {
            return Subvolume.arbiter(bricks);
        }
        if (kind.contains("replica")) {
            return Subvolume.replicate(bricks);
        }
        return kind.contains("disperse") ? Subvolume.disperse(bricks, 1) : Subvolume.plain(bricks.get(0));
    }

    private static VolumeSpec volume(String name) {
        return Optional.ofNullable(VOLUMES.get(name)).orElseThrow();
    }

    /** As after its creation; glusterd's own reset forgets what it had set then. */
    private static void fresh(VolumeSpec volume) {
        assertThat(glusterd.reset(volume.name(), "all")).isEmpty();
        assertThat(glusterd.set(volume.name(), implied(volume))).isEmpty();
    }

    /** What glusterd keeps once for all volumes it has set on the others too; here it is each volume's own. */
    private static void forgetElsewhere() {
        TABLE.options().stream()
                .filter(option -> option.clusterWide() && isSettable(option))
                .forEach(option -> VOLUMES.keySet().forEach(name -> glusterd.reset(name, option.key())));
    }

    /** glusterd writes every graph of a volume anew for each option that it looks at: fewer where there are many. */
    private static int rounds(VolumeSpec volume) {
        return switch (volume.name()) {
            case "dist1" -> ROUNDS;
            case "rep2", "disp" -> ROUNDS / 2;
            default -> 1;
        };
    }

    private static SortedMap<String, String> implied(VolumeSpec volume) {
        SortedMap<String, String> implied = OptionTable.implied(volume.layout().kind() == OptionLayout.Kind.REPLICATE);
        implied.put("transport.address-family", "inet");
        return implied;
    }

    private static boolean isSettable(VolumeOption option) {
        return TABLE.unavailable(option.key()).isEmpty()
                && !option.key().equals(VolumeSpec.MULTIPLEX); // to glusterd one of the cluster
    }

    @Test
    void graphs_followEveryOptionAsThoseOfGlusterdDo() throws IOException {
        Set<GraphDifference> found = EnumSet.noneOf(GraphDifference.class);
        SortedSet<String> compared = new TreeSet<>();
        SortedSet<String> seen = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        int graphs = 0;
        int index = 0;
        for (VolumeSpec volume : VOLUMES.values()) {
            int rounds = rounds(volume);
            for (int round = -1; round < rounds; round++) {
                SortedMap<String, String> options = round < 0 ? new TreeMap<>() : options(volume, index++);
                if (options.containsKey("features.trash-dir")) { // glusterd wants it on before
                    assertThat(glusterd.set(volume.name(), new TreeMap<>(Map.of("features.trash", "on"))))
                            .isEmpty();
                }
                if (!options.isEmpty()) {
                    Optional<String> answer = glusterd.set(volume.name(), options);
                    assertThat(answer)
                            .as(volume.name() + " " + options + "\n" + glusterd.log())
                            .isEmpty();
                }
                graphs += compare(volume.withOptions(options), found, wrong);
                compared.addAll(options.keySet());
                options.forEach((key, value) -> {
                    if (!seen.contains(key) && changes(volume, key, value)) {
                        seen.add(key);
                    }
                });
                fresh(volume);
            }
            forgetElsewhere();
        }
        long settable = TABLE.options().stream()
                .filter(OptionOracleLiveTest::isSettable)
                .count();
        System.out.println("options in the table: " + TABLE.options().size() + ", settable: " + settable
                + ", set and compared: " + compared.size() + ", of which change a graph: " + seen.size()
                + "; graphs compared: " + graphs + ", unlisted differences: " + wrong.size()
                + ", listed differences: " + found);
        SortedSet<String> unseen = new TreeSet<>(compared);
        unseen.removeAll(seen);
        found.forEach(each -> System.out.println(each + ": " + each.reason));
        assertThat(wrong).isEmpty();
        assertThat(found).isEqualTo(EnumSet.allOf(GraphDifference.class));
        assertThat((long) compared.size()).isEqualTo(settable);
        assertThat(unseen).isEmpty();
    }

    /** All options that this volume takes together, each with another of its good values in each round. */
    private static SortedMap<String, String> options(VolumeSpec volume, int round) {
        SortedMap<String, String> options = new TreeMap<>();
        List<VolumeOption> order = new ArrayList<>(TABLE.options());
        if (round / ROUNDS % 2 == 1) { // so that of two that exclude each other each is taken once
            Collections.reverse(order);
        }
        List<String> debugging = List.of("debug.trace", "debug.error-gen", "debug.delay-gen");
        for (VolumeOption option : order) {
            // glusterd puts all of them wherever one is to be, twice if two are: one at a time
            boolean other =
                    debugging.contains(option.key()) && !option.key().equals(debugging.get(round % debugging.size()));
            if (!isSettable(option) || other) {
                continue;
            }
            List<String> good = OptionSamples.good(option, volume.name());
            SortedMap<String, String> more = new TreeMap<>(options);
            more.put(option.key(), good.get(round % good.size()));
            if (TABLE.check(more, volume.layout()).sound()) {
                options = more;
            }
        }
        return options;
    }

    private static boolean changes(VolumeSpec volume, String key, String value) {
        SortedMap<String, String> base = switches();
        TABLE.option(key)
                .flatMap(OptionOracleLiveTest::neededBy)
                .ifPresent(needed -> base.put(needed, needed.startsWith("debug.") ? "client" : "on"));
        base.remove(key);
        SortedMap<String, String> more = new TreeMap<>(base);
        more.put(key, value);
        if (!TABLE.check(more, volume.layout()).sound()) {
            return false;
        }
        return !ours(volume.withOptions(base)).equals(ours(volume.withOptions(more)));
    }

    private static Map<String, Graph> ours(VolumeSpec volume) {
        Map<String, Graph> ours = new TreeMap<>();
        ours.put(volume.name() + ".tcp-fuse.vol", VolumeGraphs.client(volume));
        ours.put("trusted-" + volume.name() + ".tcp-fuse.vol", VolumeGraphs.trustedClient(volume));
        if (VolumeGraphs.heals(volume)) {
            ours.put(volume.name() + "-shd.vol", VolumeGraphs.selfHeal(volume));
        }
        for (Brick brick : volume.bricks()) {
            String name = volume.name() + "." + Glusterd.HOST
                    + brick.path().replaceFirst("/", ".").replace('/', '-') + ".vol";
            ours.put(name, VolumeGraphs.brick(volume, brick.index()));
        }
        return ours;
    }

    private static int compare(VolumeSpec volume, Set<GraphDifference> found, List<String> wrong) throws IOException {
        Map<String, String> theirs = glusterd.graphs(volume.name());
        Map<String, Graph> ours = ours(volume);
        assertThat(theirs.keySet()).containsAll(ours.keySet());
        ours.forEach((name, graph) -> {
            Graph their = Graph.parse(theirs.getOrDefault(name, ""));
            if (!names(graph).equals(names(their))) {
                wrong.add(name + ": translators " + names(graph) + ", with glusterd " + names(their));
                return;
            }
            for (int i = 0; i < graph.translators().size(); i++) {
                compare(name, graph.translators().get(i), their.translators().get(i), found, wrong);
            }
        });
        return ours.size();
    }

    private static List<String> names(Graph graph) {
        return graph.translators().stream()
                .map(each -> each.type() + " " + each.name() + " " + each.subvolumes())
                .toList();
    }

    private static void compare(
            String graph, Translator ours, Translator theirs, Set<GraphDifference> found, List<String> wrong) {
        SortedSet<String> keys = new TreeSet<>(ours.options().keySet());
        keys.addAll(theirs.options().keySet());
        for (String key : keys) {
            String our = ours.options().getOrDefault(key, "(none)");
            String their = theirs.options().getOrDefault(key, "(none)");
            if (our.equals(their)) {
                continue;
            }
            Optional<GraphDifference> listed = EnumSet.allOf(GraphDifference.class).stream()
                    .filter(each -> each.type.equals(ours.type()) && each.option.equals(key))
                    .findFirst();
            listed.ifPresentOrElse(
                    found::add,
                    () -> wrong.add(
                            graph + ": " + ours.type() + " " + key + " is " + our + ", with glusterd " + their));
        }
    }

    @Test
    void values_areRefusedAsGlusterdRefusesThem() {
        Set<ValueDifference> found = EnumSet.noneOf(ValueDifference.class);
        List<String> wrong = new ArrayList<>();
        int refused = 0;
        int listed = 0;
        for (String name : List.of("dist1", "dist3", "rep2", "disp")) { // glusterd checks what stands in a graph only
            assertThat(glusterd.set(name, switches())).isEmpty();
        }
        for (VolumeOption option : TABLE.options()) {
            if (!isSettable(option)) {
                continue;
            }
            String name = checkedOn(option);
            Optional<String> needed = neededBy(option);
            needed.ifPresent(key -> assertThat(
                            glusterd.set(name, new TreeMap<>(Map.of(key, key.startsWith("debug.") ? "client" : "on"))))
                    .isEmpty());
            for (String value : OptionSamples.bad(option)) {
                SortedMap<String, String> options = switches();
                options.put(option.key(), value);
                List<OptionRefusal> ours =
                        TABLE.check(options, volume(name).layout()).refusals();
                Optional<String> theirs = glusterd.set(name, new TreeMap<>(Map.of(option.key(), value)));
                if (ours.isEmpty()) {
                    wrong.add(option.key() + " = " + value + " is taken here; glusterd: " + theirs.orElse("too"));
                } else if (theirs.isPresent()) {
                    refused++;
                } else {
                    glusterd.reset(name, option.key());
                    Optional<ValueDifference> difference = EnumSet.allOf(ValueDifference.class).stream()
                            .filter(each -> each.covers(option, value))
                            .findFirst();
                    listed++;
                    difference.ifPresentOrElse(
                            found::add, () -> wrong.add(option.key() + " = " + value + " is taken by glusterd only"));
                }
            }
            needed.ifPresent(key -> glusterd.reset(name, key));
        }
        for (String name : List.of("dist1", "dist3", "rep2", "disp")) {
            fresh(volume(name));
        }
        System.out.println("bad values refused by both: " + refused + ", here only: " + listed + ", for listed reasons "
                + found + "; unlisted: " + wrong.size());
        found.forEach(each -> System.out.println(each + ": " + each.reason));
        assertThat(wrong).isEmpty();
        assertThat(found).isEqualTo(EnumSet.allOf(ValueDifference.class));
    }

    /** Everything in the graphs that an option can put there. */
    private static SortedMap<String, String> switches() {
        SortedMap<String, String> on = new TreeMap<>();
        TABLE.options().stream()
                .filter(OptionOracleLiveTest::isSettable)
                .filter(option ->
                        option.type() == ValueType.BOOL && !option.key().startsWith("cluster."))
                .filter(option -> option.targets().stream().anyMatch(target -> target.kind() == Kind.SWITCH))
                .forEach(option -> on.put(option.key(), "on"));
        on.put("features.trash", "on");
        on.put("features.tag-namespaces", "on");
        return on;
    }

    private static Optional<String> neededBy(VolumeOption option) {
        return switch (option.targets().get(0).translator()) {
            case "debug/trace" -> Optional.of("debug.trace");
            case "debug/error-gen" -> Optional.of("debug.error-gen");
            case "debug/delay-gen" -> Optional.of("debug.delay-gen");
            case "cluster/nufa" -> Optional.of("cluster.nufa");
            case "cluster/switch" -> Optional.of("cluster.switch");
            default -> Optional.empty();
        };
    }

    private static String checkedOn(VolumeOption option) {
        String translator = option.targets().get(0).translator();
        if (translator.equals("cluster/disperse")) {
            return "disp";
        }
        if (translator.equals("cluster/replicate")) {
            return "rep2";
        }
        return translator.startsWith("cluster/") ? "dist3" : "dist1";
    }

    private static final Pattern SHOWN = Pattern.compile("^([a-z][A-Za-z0-9._-]+\\.[A-Za-z0-9._-]+) +(.*?) *$");

    /** Follows from the bricks' addresses, so there is no default. */
    private static final List<String> OTHER_DEFAULTS = List.of("transport.address-family", VolumeSpec.MULTIPLEX);

    @Test
    void theTable_holdsWhatGlusterdShows() throws Exception {
        SortedMap<String, String> theirs = new TreeMap<>();
        for (String line :
                glusterd.cli(List.of("volume", "get", "rep3", "all")).lines().toList()) {
            Matcher matcher = SHOWN.matcher(line);
            if (matcher.matches()) {
                theirs.put(
                        matcher.group(1),
                        matcher.group(2)
                                .replace("(DEFAULT)", "")
                                .replace("(null)", "")
                                .strip());
            }
        }
        List<String> wrong = new ArrayList<>();
        theirs.forEach((key, value) -> {
            String ours = TABLE.option(key)
                    .map(option -> TABLE.defaultOf(option, volume("rep3").layout()))
                    .orElse("(unknown)");
            if (!ours.equals(value) && !OTHER_DEFAULTS.contains(key)) {
                wrong.add(key + " is " + ours + ", with glusterd " + value);
            }
        });
        System.out.println("options that glusterd shows: " + theirs.size() + ", unequal defaults: " + wrong);
        assertThat(theirs).hasSizeGreaterThan(300);
        assertThat(wrong).isEmpty();
    }
}
