/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gluster.gcs.IdempotencyKey;
import org.gluster.gcs.Incubating;
import org.gluster.gcs.internal.OptionRules;
import org.gluster.gcs.internal.Problems;
import org.gluster.gcs.internal.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A wish to change options of a volume: what is set, what is reset, which profiles it has. All of it holds or none.
 * Immutable and safe to share between threads.
 */
@Incubating(since = "0.1.0")
public final class OptionChange {

    private final SortedMap<String, String> set;
    private final SortedSet<String> reset;
    private final boolean resetAll;
    private final List<String> profiles;
    private final SortedSet<String> withoutProfiles;
    private final boolean brickRestartAllowed;
    private final @Nullable IdempotencyKey idempotencyKey;

    OptionChange(OptionChangeBuilder builder) {
        Problems problems = new Problems("option change");
        set = Collections.unmodifiableSortedMap(new TreeMap<>(builder.set));
        OptionRules.check(set, problems);
        reset = Collections.unmodifiableSortedSet(new TreeSet<>(builder.reset));
        reset.forEach(key -> OptionRules.checkKey(key, problems));
        for (String key : set.keySet()) {
            problems.check(!reset.contains(key), "option " + Texts.quoted(key) + " is both set and reset");
        }
        resetAll = builder.resetAll;
        profiles = List.copyOf(new LinkedHashSet<>(builder.profiles));
        withoutProfiles = Collections.unmodifiableSortedSet(new TreeSet<>(builder.withoutProfiles));
        for (String profile : profiles) {
            problems.check(
                    !withoutProfiles.contains(profile),
                    "profile " + Texts.quoted(profile) + " is both applied and taken away");
        }
        problems.check(
                !set.isEmpty() || !reset.isEmpty() || resetAll || !profiles.isEmpty() || !withoutProfiles.isEmpty(),
                "nothing is set, reset, applied or taken away");
        brickRestartAllowed = builder.brickRestartAllowed;
        idempotencyKey = problems.optional(builder.idempotencyKey, IdempotencyKey::of);
        problems.throwIfAny();
    }

    /** Returns a builder with nothing set. */
    public static Builder builder() {
        return new OptionChangeBuilder();
    }

    /**
     * Builds one with a builder that the consumer fills, which is called before this returns.
     *
     * @throws org.gluster.gcs.InvalidRequestException with every problem at once
     */
    public static OptionChange of(Consumer<Builder> filler) {
        Builder builder = builder();
        filler.accept(builder);
        return builder.build();
    }

    /** Returns the options that are set; unmodifiable. */
    public SortedMap<String, String> set() {
        return set;
    }

    /** Returns the keys of options that are reset; unmodifiable. */
    public SortedSet<String> reset() {
        return reset;
    }

    /** Returns whether all options that were set on the volume itself are reset first. */
    public boolean resetAll() {
        return resetAll;
    }

    /** Returns the profiles that are applied, in this order, after those that the volume has; unmodifiable. */
    public List<String> profiles() {
        return profiles;
    }

    /** Returns the profiles that are taken away; unmodifiable. */
    public SortedSet<String> withoutProfiles() {
        return withoutProfiles;
    }

    /** Returns whether brick processes may be restarted for it. */
    public boolean brickRestartAllowed() {
        return brickRestartAllowed;
    }

    /** Returns the caller's key, if one was given. */
    public Optional<IdempotencyKey> idempotencyKey() {
        return Optional.ofNullable(idempotencyKey);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof OptionChange that
                        && set.equals(that.set)
                        && reset.equals(that.reset)
                        && resetAll == that.resetAll
                        && profiles.equals(that.profiles)
                        && withoutProfiles.equals(that.withoutProfiles)
                        && brickRestartAllowed == that.brickRestartAllowed
                        && Objects.equals(idempotencyKey, that.idempotencyKey));
    }

    @Override
    public int hashCode() {
        return Objects.hash(set, reset, resetAll, profiles, withoutProfiles, brickRestartAllowed, idempotencyKey);
    }

    @Override
    public String toString() {
        return "OptionChange[set=" + set + ", reset=" + reset + ", resetAll=" + resetAll + ", profiles=" + profiles
                + ", withoutProfiles=" + withoutProfiles + ", brickRestartAllowed=" + brickRestartAllowed
                + ", idempotencyKey=" + idempotencyKey + "]";
    }

    /** Builds an {@link OptionChange}; not safe to share between threads. No text is checked before {@link #build()}. */
    public interface Builder {

        /** Sets an option, such as {@code performance.cache-size}. */
        Builder set(String key, String value);

        /** Sets options. */
        Builder set(Map<String, String> options);

        /** Takes back what was set on the volume itself, so that a profile's value holds again, or the default. */
        Builder reset(String... keys);

        /** Takes back everything that was set on the volume itself; its profiles stay. */
        Builder resetAll();

        /**
         * Applies an option group: a copy of it, under what is set on the volume itself and over profiles that were
         * applied before. Applying one again takes a new copy.
         */
        Builder profile(String group);

        /** Takes an applied option group away; one that was not applied is no problem. */
        Builder withoutProfile(String group);

        /**
         * Lets brick processes be restarted where an option cannot change without. On a started volume the bricks of one
         * node are restarted at a time, when all others are up and nothing waits to be healed; a volume without copies is
         * not served meanwhile. Without this such a change of a started volume is refused.
         */
        Builder allowBrickRestart();

        /**
         * Makes it safe to ask again: the same key with the same request gives the same operation; no key by default.
         */
        Builder idempotencyKey(String key);

        /**
         * Builds it.
         *
         * @throws org.gluster.gcs.InvalidRequestException with every problem at once
         */
        OptionChange build();
    }
}
