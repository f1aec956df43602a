/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.volume;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Keeps what was said until it is checked as a whole. */
final class OptionChangeBuilder implements OptionChange.Builder {

    final SortedMap<String, String> set = new TreeMap<>();
    final SortedSet<String> reset = new TreeSet<>();
    boolean resetAll;
    final List<String> profiles = new ArrayList<>();
    final SortedSet<String> withoutProfiles = new TreeSet<>();
    boolean brickRestartAllowed;

    @Nullable
    String idempotencyKey;

    @Override
    public OptionChange.Builder set(String key, String value) {
        set.put(Objects.requireNonNull(key, "key"), Objects.requireNonNull(value, "value"));
        return this;
    }

    @Override
    public OptionChange.Builder set(Map<String, String> options) {
        options.forEach(this::set);
        return this;
    }

    @Override
    public OptionChange.Builder reset(String... keys) {
        reset.addAll(List.of(keys));
        return this;
    }

    @Override
    public OptionChange.Builder resetAll() {
        resetAll = true;
        return this;
    }

    @Override
    public OptionChange.Builder profile(String group) {
        profiles.add(Objects.requireNonNull(group, "group"));
        return this;
    }

    @Override
    public OptionChange.Builder withoutProfile(String group) {
        withoutProfiles.add(Objects.requireNonNull(group, "group"));
        return this;
    }

    @Override
    public OptionChange.Builder allowBrickRestart() {
        brickRestartAllowed = true;
        return this;
    }

    @Override
    public OptionChange.Builder idempotencyKey(String key) {
        idempotencyKey = Objects.requireNonNull(key, "key");
        return this;
    }

    @Override
    public OptionChange build() {
        return new OptionChange(this);
    }
}
