/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.assembly;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.engine.agent.Volfiles;
import org.gluster.gcs.engine.catalogue.GroupRecord;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Profile;
import org.gluster.gcs.gluster.option.OptionLayout;
import org.gluster.gcs.gluster.option.OptionTable;
import org.gluster.gcs.gluster.option.Unavailable;
import org.gluster.gcs.gluster.option.ValueType;
import org.gluster.gcs.gluster.option.VolumeOption;
import org.gluster.gcs.gluster.option.VolumeOption.Effect;
import org.gluster.gcs.gluster.option.VolumeOption.Side;
import org.gluster.gcs.gluster.option.VolumeOption.Target;
import org.gluster.gcs.gluster.volfile.VolumeSpec;
import org.gluster.gcs.option.OptionEffect;
import org.gluster.gcs.option.OptionGroup;
import org.gluster.gcs.option.OptionGroupName;
import org.gluster.gcs.option.OptionInfo;
import org.gluster.gcs.option.OptionScope;
import org.gluster.gcs.option.OptionType;
import org.gluster.gcs.option.OptionValue;
import org.gluster.gcs.volume.VolumeOptions;

/** The option table, groups and the options of volumes as the API shows them. Pure. */
final class OptionViews {
    private static final OptionTable TABLE = OptionTable.glusterfs();

    private OptionViews() {}

    /** Read when first asked for. */
    private static final class Catalogue {
        static final SortedMap<String, OptionInfo> BY_KEY = read();

        private static SortedMap<String, OptionInfo> read() {
            SortedMap<String, OptionInfo> all = new TreeMap<>();
            TABLE.options().forEach(option -> all.put(option.key(), info(option)));
            return all;
        }
    }

    /** All options by key. */
    static List<OptionInfo> catalogue() {
        return List.copyOf(Catalogue.BY_KEY.values());
    }

    /** The option that this name stands for, in any spelling. */
    static Optional<OptionInfo> option(String name) {
        return TABLE.resolve(name) instanceof org.gluster.gcs.gluster.option.OptionName.Known known
                ? Optional.ofNullable(Catalogue.BY_KEY.get(known.option().key()))
                : Optional.empty();
    }

    /** Why a name stands for no option. */
    static String unknown(String name) {
        return TABLE.resolve(name) instanceof org.gluster.gcs.gluster.option.OptionName.Refused refused
                ? refused.refusal().message()
                : "option " + name + " is a key of your own, which is kept without an effect";
    }

    private static OptionInfo info(VolumeOption option) {
        Target first = option.targets().get(0);
        OptionInfo.Builder info = OptionInfo.builder()
                .key(option.key())
                .type(type(first))
                .choices(first.type() == ValueType.TEXT ? first.values() : List.of())
                .allowed(option.allowed())
                .advanced(!option.level().equals("basic"))
                .scopes(scopes(option))
                .effect(effect(option));
        if (!option.defaultValue().isEmpty()) {
            info.defaultValue(option.defaultValue());
        }
        if (!Double.isInfinite(first.min())) {
            info.minimum(number(first.min()));
        }
        if (!Double.isInfinite(first.max())) {
            info.maximum(number(first.max()));
        }
        TABLE.unavailable(option.key()).map(Unavailable::why).ifPresent(info::refusal);
        return info.build();
    }

    private static String number(double bound) {
        return BigDecimal.valueOf(bound).stripTrailingZeros().toPlainString();
    }

    private static OptionType type(Target target) {
        return switch (target.type()) {
            case BOOL -> OptionType.BOOLEAN;
            case INT, COUNT -> OptionType.INTEGER;
            case SIZE -> OptionType.SIZE;
            case PERCENT -> OptionType.PERCENT;
            case PERCENT_OR_SIZE -> OptionType.SIZE_OR_PERCENT;
            case PATH -> OptionType.PATH;
            case TIME -> OptionType.TIME;
            case DOUBLE -> OptionType.DECIMAL;
            case ADDRESS, ADDRESS_LIST, CLIENT_AUTH_ADDRESS -> OptionType.ADDRESS;
            case TEXT -> target.values().isEmpty() ? OptionType.TEXT : OptionType.CHOICE;
            case ANY, TRANSLATOR, PRIORITY_LIST, SIZE_LIST, PLACE -> OptionType.TEXT;
        };
    }

    private static SortedSet<OptionScope> scopes(VolumeOption option) {
        SortedSet<OptionScope> scopes = new TreeSet<>();
        for (Side side : option.sides()) {
            scopes.add(
                    switch (side) {
                        case CLIENT -> OptionScope.CLIENT;
                        case BRICK -> OptionScope.BRICK;
                        case SELF_HEAL -> OptionScope.SELF_HEAL;
                    });
        }
        if (scopes.isEmpty()) {
            scopes.add(OptionScope.MANAGEMENT);
        }
        return scopes;
    }

    private static OptionEffect effect(VolumeOption option) {
        if (VolumeSpec.DECIDES_SHARING.contains(option.key())) {
            return OptionEffect.BRICK_RESTART;
        }
        OptionEffect most = OptionEffect.NONE;
        for (Target target : option.targets()) {
            OptionEffect effect = target.effect() == Effect.NONE
                            || target.sides().isEmpty()
                    ? OptionEffect.NONE
                    : target.effect() == Effect.LIVE
                            ? OptionEffect.RELOAD
                            : target.sides().contains(Side.BRICK) ? OptionEffect.BRICK_RESTART : OptionEffect.REMOUNT;
            most = effect.compareTo(most) > 0 ? effect : most;
        }
        return most;
    }

    /** All groups by name. */
    static List<OptionGroup> groups(View view) {
        SortedMap<String, OptionGroup> all = new TreeMap<>();
        org.gluster.gcs.gluster.option.OptionGroup.builtIn().forEach(group -> all.put(group.name(), group(group)));
        view.groups().values().forEach(record -> all.put(record.name(), group(record)));
        return List.copyOf(all.values());
    }

    /** The group of that name. */
    static Optional<OptionGroup> group(View view, String name) {
        return org.gluster.gcs.gluster.option.OptionGroup.builtIn(name)
                .map(OptionViews::group)
                .or(() -> view.group(name).map(OptionViews::group));
    }

    private static OptionGroup group(org.gluster.gcs.gluster.option.OptionGroup group) {
        return OptionGroup.builder()
                .name(OptionGroupName.of(group.name()))
                .description(group.description())
                .options(group.options())
                .builtIn(true)
                .build();
    }

    private static OptionGroup group(GroupRecord record) {
        return OptionGroup.builder()
                .name(OptionGroupName.of(record.name()))
                .description(record.description())
                .options(record.options())
                .build();
    }

    /** What each option of a volume is: those that can be set on it, and whatever was. */
    static VolumeOptions options(VolumeRecord volume) {
        OptionLayout layout = Volfiles.layout(volume);
        SortedMap<String, String> effective = volume.effectiveOptions();
        TreeSet<String> keys = new TreeSet<>(effective.keySet());
        for (VolumeOption option : TABLE.options()) {
            if (TABLE.unavailable(option.key()).isEmpty() && suits(option, layout)) {
                keys.add(option.key());
            }
        }
        List<OptionValue> values = new ArrayList<>();
        for (String key : keys) {
            OptionValue.Builder value = OptionValue.builder().key(key);
            TABLE.option(key)
                    .map(option -> TABLE.defaultOf(option, layout))
                    .filter(inherent -> !inherent.isEmpty())
                    .ifPresent(value::defaultValue);
            Optional.ofNullable(effective.get(key)).ifPresent(value::value);
            if (!volume.options().containsKey(key)) {
                volume.profiles().stream()
                        .filter(profile -> profile.options().containsKey(key))
                        .map(Profile::name)
                        .reduce((earlier, later) -> later)
                        .ifPresent(value::group);
            }
            values.add(value.build());
        }
        return VolumeOptions.of(values);
    }

    private static boolean suits(VolumeOption option, OptionLayout layout) {
        return switch (option.rule()) {
            case REPLICATED, REPLICA_COUNT -> layout.kind() == OptionLayout.Kind.REPLICATE;
            case DISPERSED, DISPERSE_COUNT -> layout.kind() == OptionLayout.Kind.DISPERSE;
            case DISTRIBUTED_ONLY -> layout.kind() == OptionLayout.Kind.DISTRIBUTE;
            default -> true;
        };
    }
}
