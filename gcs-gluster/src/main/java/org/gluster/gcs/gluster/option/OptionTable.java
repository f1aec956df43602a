/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.option;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.gluster.option.OptionRefusal.Reason;
import org.gluster.gcs.gluster.option.VolumeOption.Effect;
import org.gluster.gcs.gluster.option.VolumeOption.Kind;
import org.gluster.gcs.gluster.option.VolumeOption.Rule;
import org.gluster.gcs.gluster.option.VolumeOption.Target;

/**
 * All volume options of GlusterFS 10.3, in the order in which glusterd applies them. Immutable; read once from the
 * module's own tables.
 *
 * <p>Names are understood as every client writes them: {@code cluster.eager-lock}; {@code eager-lock} where only one
 * option ends so; GlusterD2's {@code cluster/replicate.eager-lock}, {@code replicate.eager-lock}, {@code afr.eager-lock},
 * and {@code performance/quick-read} for the switch of a translator.
 */
public final class OptionTable {
    private static final OptionTable GLUSTERFS = new OptionTable();
    private static final List<String> GRAPHS =
            List.of("brick", "client", "rebalance", "glustershd", "bitd", "scrubd", "gfproxy", "nfs");
    private static final String USER = "user.";

    private final Map<String, VolumeOption> options;
    private final List<Row> rows;
    private final List<Unavailable> unavailable;
    private final List<String> translators;
    private final Map<String, Optional<Unavailable>> unavailableByKey;
    private final Map<String, String> switches;

    private OptionTable() {
        rows = Resources.rows("options.tsv").stream().map(OptionTable::row).toList();
        Map<String, List<Row>> byKey = new LinkedHashMap<>();
        rows.forEach(row -> byKey.computeIfAbsent(row.option().key(), key -> new ArrayList<>())
                .add(row));
        Map<String, VolumeOption> merged = new LinkedHashMap<>();
        byKey.forEach((key, same) -> merged.put(key, merge(same)));
        options = Collections.unmodifiableMap(merged);
        unavailable = Resources.rows("refused.tsv").stream()
                .map(cells ->
                        new Unavailable(cells.get(0), refused(cells.get(1)), cells.get(2), cells.get(3), cells.get(4)))
                .toList();
        Map<String, Optional<Unavailable>> byExactKey = new LinkedHashMap<>();
        options.keySet().forEach(key -> byExactKey.put(key, find(key)));
        unavailableByKey = Collections.unmodifiableMap(byExactKey);
        Map<String, String> byTranslator = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> row.target().kind() == Kind.SWITCH)
                .forEach(row -> byTranslator.putIfAbsent(
                        row.target().translator(), row.option().key()));
        switches = Collections.unmodifiableMap(byTranslator);
        translators =
                rows.stream().map(row -> row.target().translator()).distinct().toList();
    }

    /** The table. */
    public static OptionTable glusterfs() {
        return GLUSTERFS;
    }

    /** All options. */
    public List<VolumeOption> options() {
        return List.copyOf(options.values());
    }

    /** The option of exactly this key. */
    public Optional<VolumeOption> option(String key) {
        return Optional.ofNullable(options.get(key));
    }

    /** Each option with each translator that it reaches, in the order in which they are applied. */
    public List<Row> rows() {
        return rows;
    }

    /** The options that cannot be set here, and why. */
    public List<Unavailable> unavailable() {
        return unavailable;
    }

    /** Why this key cannot be set here; empty when it can. */
    public Optional<Unavailable> unavailable(String key) {
        Optional<Unavailable> known = unavailableByKey.get(key);
        return known != null ? known : find(key); // keys of users are in no table
    }

    private Optional<Unavailable> find(String key) {
        return unavailable.stream().filter(row -> row.covers(key)).findFirst();
    }

    /** The option that puts this translator in or leaves it out. */
    Optional<String> switchOf(String translator) {
        return Optional.ofNullable(switches.get(translator));
    }

    /**
     * One option and one translator that it reaches.
     *
     * @param option the option
     * @param target the translator
     */
    public record Row(VolumeOption option, Target target) {}

    /** Finds what a name stands for. Whether it can be set here is not asked. */
    public OptionName resolve(String name) {
        if (name.startsWith(USER) && name.length() > USER.length()) {
            return new OptionName.User(name);
        }
        VolumeOption exact = options.get(name);
        if (exact != null) {
            return new OptionName.Known(exact);
        }
        return switch (name.indexOf('.') < 0 && name.indexOf('/') < 0 ? 0 : 1) {
            case 0 -> one(name, named(name));
            default -> byTranslator(name);
        };
    }

    /** Options whose key without the first part is this. */
    private List<VolumeOption> named(String shortName) {
        return options.values().stream()
                .filter(option ->
                        option.key().substring(option.key().indexOf('.') + 1).equals(shortName))
                .toList();
    }

    private OptionName byTranslator(String name) {
        int slash = name.indexOf('/');
        int graphEnd = name.indexOf('.');
        if (graphEnd > 0
                && graphEnd < name.length() - 1
                && (slash < 0 || graphEnd < slash)
                && GRAPHS.contains(name.substring(0, graphEnd))
                && isTranslatorsOption(name.substring(graphEnd + 1))) {
            return refused(
                    Reason.FEATURE_MISSING,
                    name,
                    "an option for one kind of graph alone cannot be set",
                    "leave '" + name.substring(0, graphEnd + 1) + "' out to set it wherever it has a meaning");
        }
        return one(name, ofTranslator(name));
    }

    private boolean isTranslatorsOption(String rest) {
        return !ofTranslator(rest).isEmpty();
    }

    /** {@code [category/]translator[.option]}. */
    private List<VolumeOption> ofTranslator(String name) {
        int slash = name.indexOf('/');
        int dot = name.indexOf('.', slash + 1);
        String translator = dot < 0 ? name : name.substring(0, dot);
        String option = dot < 0 ? "" : name.substring(dot + 1);
        List<String> types =
                slash < 0 ? Translators.called(translator, translators) : List.of(Translators.canonical(translator));
        List<VolumeOption> found = new ArrayList<>();
        for (Row row : rows) {
            Target target = row.target();
            boolean reached = types.contains(target.translator())
                    || (target.kind() == Kind.TLS
                            && (types.contains("protocol/client") || types.contains("protocol/server")));
            boolean meant = option.isEmpty()
                    ? target.kind() == Kind.SWITCH
                    : target.option().equals(option) && target.kind() != Kind.NFS;
            VolumeOption whole = options.get(row.option().key());
            if (reached && meant && whole != null && !found.contains(whole)) {
                found.add(whole);
            }
        }
        // an old and a new key of one and the same thing: the one that stands first
        boolean synonyms = !option.isEmpty()
                && found.stream().allMatch(each -> each.targets().get(0).kind() == Kind.PLAIN);
        return synonyms && found.size() > 1 ? List.of(found.get(0)) : found;
    }

    private OptionName one(String name, List<VolumeOption> found) {
        if (found.size() == 1) {
            return new OptionName.Known(found.get(0));
        }
        if (found.isEmpty()) {
            List<String> near = NearMisses.of(name, options.keySet());
            return refused(
                    Reason.UNKNOWN,
                    name,
                    "GlusterFS has no such option",
                    near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "?");
        }
        List<String> keys = found.stream().map(VolumeOption::key).toList();
        return refused(
                Reason.AMBIGUOUS, name, "several options can be meant", "give one of " + String.join(", ", keys));
    }

    private static OptionName refused(Reason reason, String name, String why, String instead) {
        return new OptionName.Refused(new OptionRefusal(reason, name, "", why, instead));
    }

    /**
     * Checks all options of a volume together.
     *
     * @param given values by name, in any spelling
     * @param layout the volume
     */
    public CheckedOptions check(Map<String, String> given, OptionLayout layout) {
        return new OptionCheck(this, layout).all(given);
    }

    /**
     * Checks a change of a volume's options, including what may no longer change.
     *
     * @param before the options that are set, by key
     * @param set new values by name, in any spelling
     * @param reset names of options that are no longer to be set
     * @param layout the volume
     * @param started whether the volume has ever been started
     * @return all options after the change
     */
    public CheckedOptions change(
            SortedMap<String, String> before,
            Map<String, String> set,
            Collection<String> reset,
            OptionLayout layout,
            boolean started) {
        return new OptionCheck(this, layout).change(before, set, reset, started);
    }

    /**
     * What glusterd sets by itself when it creates a volume; it holds until it is set otherwise.
     *
     * @param replicated whether a subvolume is replicated
     */
    public static SortedMap<String, String> implied(boolean replicated) {
        SortedMap<String, String> implied = new TreeMap<>();
        implied.put("storage.fips-mode-rchecksum", "on");
        if (replicated) {
            implied.put("cluster.granular-entry-heal", "on");
            implied.put("performance.client-io-threads", "off");
        }
        return implied;
    }

    /** What holds for a volume as long as the option is not set; empty: GlusterFS decides while it runs, or nothing. */
    public String defaultOf(VolumeOption option, OptionLayout layout) {
        boolean replicated = layout.kind() == OptionLayout.Kind.REPLICATE;
        if (option.key().equals("cluster.quorum-type") && replicated && layout.bricks() > 2) {
            return "auto"; // replicate decides so by itself
        }
        return implied(replicated).getOrDefault(option.key(), option.defaultValue());
    }

    private static Row row(List<String> cells) {
        Target target = new Target(
                cells.get(1),
                cells.get(2),
                Kind.valueOf(constant(cells.get(3))),
                cells.get(4),
                ValueType.named(cells.get(6)),
                cells.get(7).isEmpty() ? Double.NEGATIVE_INFINITY : Double.parseDouble(cells.get(7)),
                cells.get(8).isEmpty() ? Double.POSITIVE_INFINITY : Double.parseDouble(cells.get(8)),
                cells.get(9).isEmpty() ? List.of() : Arrays.asList(cells.get(9).split("\\|")),
                cells.get(11).equals("-") ? Effect.NONE : Effect.valueOf(constant(cells.get(11))));
        VolumeOption option = new VolumeOption(
                cells.get(0),
                List.of(target),
                cells.get(10).isEmpty() ? Rule.NONE : Rule.valueOf(constant(cells.get(10))),
                cells.get(5),
                cells.get(12).equals("cluster"),
                cells.get(13).equals("public"),
                cells.get(14),
                Integer.parseInt(cells.get(15)));
        return new Row(option, target);
    }

    private static VolumeOption merge(List<Row> same) {
        VolumeOption first = same.get(0).option();
        Rule rule = same.stream()
                .map(row -> row.option().rule())
                .filter(each -> each != Rule.NONE)
                .findFirst()
                .orElse(Rule.NONE);
        String value = same.stream()
                .map(row -> row.option().defaultValue())
                .filter(each -> !each.isEmpty())
                .reduce("", (earlier, later) -> later); // as glusterd shows it
        return new VolumeOption(
                first.key(),
                same.stream().map(Row::target).toList(),
                rule,
                value,
                first.clusterWide(),
                first.documented(),
                first.level(),
                first.since());
    }

    private static Reason refused(String kind) {
        return switch (kind) {
            case "feature" -> Reason.FEATURE_MISSING;
            case "managed" -> Reason.MANAGED;
            case "unsafe" -> Reason.UNSAFE;
            default -> throw new IllegalArgumentException("no kind of refusal is called " + kind);
        };
    }

    private static String constant(String name) {
        return name.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
