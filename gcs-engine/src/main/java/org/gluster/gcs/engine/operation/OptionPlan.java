/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.engine.agent.Volfiles;
import org.gluster.gcs.engine.catalogue.GroupRecord;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Before;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Change;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Profile;
import org.gluster.gcs.gluster.option.CheckedOptions;
import org.gluster.gcs.gluster.option.OptionGroup;
import org.gluster.gcs.gluster.option.OptionLayout;
import org.gluster.gcs.gluster.option.OptionName;
import org.gluster.gcs.gluster.option.OptionRefusal;
import org.gluster.gcs.gluster.option.OptionRefusal.Reason;
import org.gluster.gcs.gluster.option.OptionTable;
import org.gluster.gcs.gluster.option.VolumeOption;
import org.gluster.gcs.gluster.option.VolumeOption.Effect;
import org.gluster.gcs.gluster.option.VolumeOption.Side;
import org.gluster.gcs.gluster.volfile.GraphUpdate;
import org.gluster.gcs.gluster.volfile.VolumeSpec;
import org.gluster.gcs.volume.DataPathTls;

/**
 * The options that a volume would have after a change: its own, and profiles under them. Pure; everything wrong with the
 * change is found at once, before anything changes.
 */
final class OptionPlan {
    private static final OptionTable TABLE = OptionTable.glusterfs();

    /** While bricks are restarted one after the other, some clients and bricks could not talk. */
    private static final List<String> BOTH_ENDS =
            List.of("client.ssl", "server.ssl", "ssl.", "network.compression", "transport.address-family");

    private final View view;
    private final VolumeRecord volume;
    private final OptionLayout layout;
    private final List<String> problems = new ArrayList<>();
    private final List<OptionRefusal> refusals = new ArrayList<>();

    private OptionPlan(View view, VolumeRecord volume) {
        this.view = view;
        this.volume = volume;
        layout = Volfiles.layout(volume);
    }

    /**
     * The volume with changed options and profiles, otherwise as it was.
     *
     * @param set new values by name, in any spelling
     * @param reset names of those that are not to be set any more, in any spelling; one that is not set is no problem
     * @param resetAll whether none of the earlier ones is to be set any more
     * @param applied names of groups that are applied anew, in order
     * @param taken names of profiles that go
     * @throws GcsException with everything that is wrong
     */
    static VolumeRecord of(
            View view,
            VolumeRecord volume,
            Map<String, String> set,
            Collection<String> reset,
            boolean resetAll,
            List<String> applied,
            Collection<String> taken) {
        return new OptionPlan(view, volume).plan(set, reset, resetAll, applied, taken);
    }

    private VolumeRecord plan(
            Map<String, String> set,
            Collection<String> reset,
            boolean resetAll,
            List<String> applied,
            Collection<String> taken) {
        TreeMap<String, String> own = new TreeMap<>(resetAll ? Map.of() : volume.options());
        reset.forEach(name -> key(name).ifPresent(own::remove));
        List<Profile> profiles = profiles(applied, taken);
        TreeSet<String> named = new TreeSet<>();
        new TreeMap<>(set).keySet().forEach(name -> keyIfKnown(name).ifPresent(named::add));

        SortedMap<String, String> before = volume.effectiveOptions();
        SortedMap<String, String> under = VolumeRecord.effective(profiles, own);
        SortedMap<String, String> changed = new TreeMap<>(set);
        under.forEach((key, value) -> {
            if (!named.contains(key) && !value.equals(before.get(key))) {
                changed.put(key, value);
            }
        });
        List<String> gone = before.keySet().stream()
                .filter(key -> !under.containsKey(key) && !named.contains(key))
                .toList();
        CheckedOptions checked = TABLE.change(before, changed, gone, layout, volume.started());
        refusals.addAll(checked.refusals());
        named.forEach(key -> Optional.ofNullable(checked.options().get(key)).ifPresent(value -> own.put(key, value)));
        VolumeRecord next = volume.toBuilder().options(own).profiles(profiles).build();
        checkTls(next);
        refuseIfAny();
        return next;
    }

    /** Nodes look for the files that the options name, and bricks for the subjects: what no request may say is no option. */
    private void checkTls(VolumeRecord next) {
        try {
            DataPathTls.ofOptions(next.effectiveOptions());
        } catch (InvalidRequestException unusable) {
            problems.addAll(unusable.problems());
        }
    }

    private Optional<String> key(String name) {
        Optional<String> key = keyIfKnown(name);
        if (key.isEmpty() && TABLE.resolve(name) instanceof OptionName.Refused refused) {
            refusals.add(refused.refusal());
        }
        return key;
    }

    private static Optional<String> keyIfKnown(String name) {
        OptionName found = TABLE.resolve(name);
        if (found instanceof OptionName.Known known) {
            return Optional.of(known.option().key());
        }
        return found instanceof OptionName.User user ? Optional.of(user.key()) : Optional.empty();
    }

    /** Those there were, without what goes and what is applied anew; after them what is applied, as it is now. */
    private List<Profile> profiles(List<String> applied, Collection<String> taken) {
        List<Profile> profiles = new ArrayList<>();
        for (Profile profile : volume.profiles()) {
            if (!taken.contains(profile.name()) && !applied.contains(profile.name())) {
                profiles.add(profile);
            }
        }
        for (String name : applied) {
            Optional<SortedMap<String, String>> options = group(view, name);
            if (options.isEmpty()) {
                problems.add(
                        "there is no option group \"" + name + "\": list the option groups to see which there are");
                continue;
            }
            CheckedOptions checked = TABLE.check(options.get(), layout);
            checked.refusals().stream()
                    .filter(refusal -> refusal.reason() != Reason.WRONG_LAYOUT) // a group may be for several layouts
                    .forEach(refusals::add);
            profiles.add(Profile.of(name, checked.options()));
        }
        return profiles;
    }

    /** The options of a group, built in or made by a user. */
    private static Optional<SortedMap<String, String>> group(View view, String name) {
        return OptionGroup.builtIn(name)
                .map(OptionGroup::options)
                .or(() -> view.group(name).map(GroupRecord::options));
    }

    private void refuseIfAny() {
        if (problems.isEmpty() && refusals.isEmpty()) {
            return;
        }
        List<String> all = new ArrayList<>(problems);
        refusals.forEach(refusal -> all.add(refusal.message()));
        boolean missing =
                problems.isEmpty() && refusals.stream().allMatch(refusal -> refusal.reason() == Reason.FEATURE_MISSING);
        if (!missing) {
            throw InvalidRequestException.of("options of volume " + volume.name(), all);
        }
        throw GcsException.of(ErrorDetail.builder(ErrorCode.NOT_SUPPORTED)
                .resource(volume.name())
                .message("the volume \"" + volume.name() + "\" cannot have these options here: "
                        + String.join("; ", all))
                .problems(all)
                .build());
    }

    /** Keys of options for which running bricks would have to be restarted; empty when they take the change as they are. */
    static List<String> needRestart(VolumeRecord before, VolumeRecord after) {
        VolumeSpec served = Volfiles.spec(before, new TreeMap<>(), new TreeSet<>());
        GraphUpdate update = GraphUpdate.between(served, served.withOptions(after.effectiveOptions()));
        if (!update.needs().contains(GraphUpdate.Need.BRICK_RESTART)) {
            return List.of();
        }
        List<String> changed = changed(before, after);
        List<String> late = changed.stream()
                .filter(key ->
                        TABLE.option(key).filter(OptionPlan::restartsBricks).isPresent()
                                || restartsAlone(served, before, after, key))
                .toList();
        return late.isEmpty() ? changed : late;
    }

    /** Whether bricks would have to be restarted if this were the only one that changes. */
    private static boolean restartsAlone(VolumeSpec served, VolumeRecord before, VolumeRecord after, String key) {
        TreeMap<String, String> options = new TreeMap<>(before.effectiveOptions());
        options.remove(key);
        Optional.ofNullable(after.effectiveOptions().get(key)).ifPresent(value -> options.put(key, value));
        return GraphUpdate.between(served, served.withOptions(options))
                .needs()
                .contains(GraphUpdate.Need.BRICK_RESTART);
    }

    /**
     * The change from a started volume as it is to another one: which nodes' bricks are restarted for it. When it takes the
     * place of a change that is under way, bricks that are still to be restarted for that one have what was set before it;
     * those of the node whose turn it was may have been restarted or not, and are restarted when others are.
     */
    static Change change(VolumeRecord volume, VolumeRecord next) {
        List<String> restart = new ArrayList<>();
        TreeMap<String, Before> had = new TreeMap<>();
        List<String> begun = volume.change().restarted();
        for (String node : volume.nodes()) {
            if (restarts(volume, node, next)) {
                restart.add(node);
                if (volume.change().restart().contains(node)) {
                    had.put(node, volume.brickSettings(node));
                }
            }
        }
        if (!restart.isEmpty() && !begun.isEmpty() && !restart.contains(begun.get(begun.size() - 1))) {
            String turn = begun.get(begun.size() - 1);
            restart.add(turn);
            had.put(turn, volume.brickSettings(turn));
        }
        return new Change(
                true,
                false,
                !restart.isEmpty(),
                volume.options(),
                volume.profiles(),
                restart,
                List.of(),
                had,
                Map.of());
    }

    /** Whether the bricks of a node must be restarted to have what is set on another volume. */
    static boolean restarts(VolumeRecord volume, String node, VolumeRecord next) {
        Before has = volume.brickSettings(node);
        return !needRestart(
                        volume.toBuilder()
                                .options(has.options())
                                .profiles(has.profiles())
                                .build(),
                        next)
                .isEmpty();
    }

    /** Keys of options that both ends of a connection must have alike, among those that change. */
    static List<String> ofBothEnds(VolumeRecord before, VolumeRecord after) {
        return changed(before, after).stream()
                .filter(key -> BOTH_ENDS.stream().anyMatch(key::startsWith))
                .toList();
    }

    private static List<String> changed(VolumeRecord before, VolumeRecord after) {
        SortedMap<String, String> old = before.effectiveOptions();
        SortedMap<String, String> now = after.effectiveOptions();
        SortedSet<String> keys = new TreeSet<>(old.keySet());
        keys.addAll(now.keySet());
        keys.removeIf(key -> Optional.ofNullable(old.get(key)).equals(Optional.ofNullable(now.get(key))));
        return List.copyOf(keys);
    }

    /** Whether a running brick does not take a new value. */
    private static boolean restartsBricks(VolumeOption option) {
        return option.targets().stream()
                .anyMatch(target ->
                        target.effect() == Effect.START && target.sides().contains(Side.BRICK));
    }
}
