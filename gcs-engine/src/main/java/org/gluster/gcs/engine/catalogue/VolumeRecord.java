/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A volume: what it is to be ({@code intent}, {@code generation}) and how far it is ({@code state}).
 *
 * @param schema see {@link Stored}
 * @param id its uuid, also on every brick
 * @param name unique
 * @param capacity bytes asked for
 * @param usable bytes that a client may store at least
 * @param capacityMade bytes asked for when it was made; 0 when it never grew
 * @param averageFile bytes of a file in it on average, as the request said; 0 in records that do not say
 * @param redundancy how each subvolume keeps its data, as {@code Redundancy.parse} reads it
 * @param accessMode name of the access mode asked for
 * @param intent what it is to be
 * @param state how far it is: name of a {@code VolumeState}
 * @param started whether it was ever confirmed as started, so that stopping it leaves STOPPED and not CREATED
 * @param generation of the intent
 * @param operation that waits, or empty
 * @param bricks by index
 * @param options volume options that were set on it, by their keys; see {@link #effectiveOptions}
 * @param profiles option groups that were applied to it, as they were then; later ones win over earlier ones
 * @param change a change of its options that is under way
 * @param starts how often the bricks of a node were restarted on purpose, by node; 0 for those not named
 * @param labels the caller's labels
 * @param metadata the caller's metadata, and under keys that begin with {@code _} our own
 * @param clients who may mount it, each as a {@code ClientPattern}; empty for the cluster's own nodes and the local host
 * @param user login name of the cluster's own daemons
 * @param password their password: a secret
 * @param idempotencyKey with which it was created, or empty
 * @param createdAt ISO-8601 instant
 * @param caller who asked for its intent, for taking turns; empty for nobody in particular
 * @param unknown see {@link Stored}
 */
public record VolumeRecord(
        int schema,
        String id,
        String name,
        long capacity,
        long usable,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long capacityMade,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) long averageFile,
        String redundancy,
        String accessMode,
        Intent intent,
        String state,
        boolean started,
        long generation,
        String operation,
        List<BrickRecord> bricks,
        SortedMap<String, String> options,
        List<Profile> profiles,
        Change change,
        SortedMap<String, Long> starts,
        SortedMap<String, String> labels,
        SortedMap<String, String> metadata,
        List<String> clients,
        String user,
        String password,
        String idempotencyKey,
        String createdAt,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String caller,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown)
        implements Subject {

    /** What a volume is to be. */
    public enum Intent {
        /** All bricks prepared, none served. */
        STOPPED,
        /** All bricks served. */
        STARTED,
        /** Gone. */
        ABSENT
    }

    /**
     * An option group as it was when it was applied.
     *
     * @param name the group
     * @param options what of it suits the volume, by key
     * @param unknown see {@link Stored}
     */
    public record Profile(
            String name,
            SortedMap<String, String> options,
            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown) {
        /** Copies the options. */
        public Profile {
            options = sorted(options);
            unknown = sorted(unknown == null ? Map.of() : unknown);
        }

        /** A group as this release knows it. */
        public static Profile of(String name, SortedMap<String, String> options) {
            return new Profile(name, options, Map.of());
        }
    }

    /**
     * What was set before.
     *
     * @param options on the volume
     * @param profiles that were applied to it
     * @param unknown see {@link Stored}
     */
    public record Before(
            SortedMap<String, String> options,
            List<Profile> profiles,
            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown) {
        /** Copies the collections. */
        public Before {
            options = sorted(options);
            profiles = List.copyOf(profiles);
            unknown = sorted(unknown == null ? Map.of() : unknown);
        }
    }

    /**
     * A change of options that is under way on a started volume.
     *
     * @param under whether there is one
     * @param back whether it is being taken back, and cannot be again
     * @param rolling whether bricks are restarted for it, those of one node after the other
     * @param options what was set before it, or before it was taken back: bricks of {@code restart} still have that
     * @param profiles what was applied then
     * @param restart nodes whose bricks are still to be restarted, in this order
     * @param restarted nodes whose bricks were, or are being, restarted
     * @param had what bricks of nodes of {@code restart} have where that is not {@code options} and {@code profiles}: they
     *     were still to be restarted for an earlier change whose place this one took
     * @param unknown see {@link Stored}
     */
    public record Change(
            boolean under,
            boolean back,
            boolean rolling,
            SortedMap<String, String> options,
            List<Profile> profiles,
            List<String> restart,
            List<String> restarted,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) SortedMap<String, Before> had,
            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown) {
        /** Options do not change. */
        public static final Change NONE = new Change(
                false, false, false, new TreeMap<>(), List.of(), List.of(), List.of(), new TreeMap<>(), Map.of());

        /** Copies the collections. */
        public Change {
            options = sorted(options);
            profiles = List.copyOf(profiles);
            restart = List.copyOf(restart);
            restarted = List.copyOf(restarted);
            had = sorted(had == null ? new TreeMap<>() : had);
            unknown = sorted(unknown == null ? Map.of() : unknown);
        }
    }

    private static <V> SortedMap<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableSortedMap(new TreeMap<>(map));
    }

    public VolumeRecord {
        profiles =
                profiles == null ? List.of() : List.copyOf(profiles); // records of before there were options lack them
        change = change == null ? Change.NONE : change;
        starts = sorted(starts == null ? new TreeMap<>() : starts);
        metadata = sorted(metadata == null ? new TreeMap<>() : metadata);
        caller = caller == null ? "" : caller;
        bricks = List.copyOf(bricks);
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        clients = List.copyOf(clients);
        TreeMap<String, JsonNode> others = new TreeMap<>(unknown == null ? Map.of() : unknown);
        JsonNode replicas = others.remove("replicas"); // as records had it before there were other kinds
        redundancy = redundancy == null ? "replicated:" + (replicas == null ? 3 : replicas.asInt()) : redundancy;
        unknown = Collections.unmodifiableMap(others);
    }

    /** The options that hold: those of its profiles, and over them those that were set on it. */
    @JsonIgnore
    public SortedMap<String, String> effectiveOptions() {
        return effective(profiles, options);
    }

    /**
     * The options that the bricks of a node have: those of before the change as long as their restart for it is to come. A
     * running brick must not be given a volfile that only a new one can take.
     */
    public SortedMap<String, String> brickOptions(String node) {
        Before has = brickSettings(node);
        return effective(has.profiles(), has.options());
    }

    /** What is set, as the bricks of a node have it: see {@link #brickOptions}. */
    public Before brickSettings(String node) {
        if (!change.restart().contains(node)) {
            return new Before(options, profiles, Map.of());
        }
        Before had = change.had().get(node);
        return had != null ? had : new Before(change.options(), change.profiles(), Map.of());
    }

    /** Options under profiles. */
    public static SortedMap<String, String> effective(List<Profile> profiles, SortedMap<String, String> options) {
        SortedMap<String, String> effective = new TreeMap<>();
        profiles.forEach(profile -> effective.putAll(profile.options()));
        effective.putAll(options);
        return Collections.unmodifiableSortedMap(effective);
    }

    /** How often the bricks of a node were restarted on purpose. */
    public long startsOn(String node) {
        return starts.getOrDefault(node, 0L);
    }

    /** How many subvolumes its bricks make. */
    @JsonIgnore
    public int subvolumes() {
        return bricks.stream().mapToInt(BrickRecord::subvolume).max().orElse(-1) + 1;
    }

    @Override
    @JsonIgnore
    public String key() {
        return Keys.volume(name);
    }

    @Override
    @JsonIgnore
    public String statusName() {
        return "volume/" + id;
    }

    @Override
    @JsonIgnore
    public List<String> nodes() {
        SortedSet<String> names = new TreeSet<>();
        for (BrickRecord brick : bricks) {
            names.add(brick.node());
        }
        return List.copyOf(names);
    }

    /** The bricks on one node, by index. */
    public List<BrickRecord> bricksOn(String node) {
        List<BrickRecord> mine = new ArrayList<>();
        for (BrickRecord brick : bricks) {
            if (brick.node().equals(node)) {
                mine.add(brick);
            }
        }
        return mine;
    }

    /** The same, for other clients; the generation is not raised. */
    public VolumeRecord withClients(List<String> patterns) {
        return toBuilder().clients(patterns).build();
    }

    /** The same under a new intent. */
    public VolumeRecord intend(Intent next, String nextState, String waiting) {
        return toBuilder()
                .intent(next)
                .state(nextState)
                .generation(generation + 1)
                .operation(waiting)
                .build();
    }

    /** The same, its next intent asked for by another caller. */
    public VolumeRecord askedBy(String next) {
        return next.equals(caller) ? this : toBuilder().caller(next).build();
    }

    /** The same, with no change of its options under way: what is set stays, and whatever starts has it. */
    public VolumeRecord unchanging() {
        return change.under() ? toBuilder().change(Change.NONE).build() : this;
    }

    /** The same, confirmed in a state. */
    public VolumeRecord confirmed(String confirmedState) {
        return toBuilder()
                .state(confirmedState)
                .started(started || intent == Intent.STARTED)
                .operation("")
                .change(change.under() ? Change.NONE : change)
                .build();
    }

    /** The same, to be changed. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.name = name;
        builder.capacity = capacity;
        builder.usable = usable;
        builder.capacityMade = capacityMade;
        builder.averageFile = averageFile;
        builder.redundancy = redundancy;
        builder.accessMode = accessMode;
        builder.intent = intent;
        builder.state = state;
        builder.started = started;
        builder.generation = generation;
        builder.operation = operation;
        builder.bricks = bricks;
        builder.options = options;
        builder.profiles = profiles;
        builder.change = change;
        builder.starts = starts;
        builder.labels = labels;
        builder.metadata = metadata;
        builder.clients = clients;
        builder.user = user;
        builder.password = password;
        builder.idempotencyKey = idempotencyKey;
        builder.createdAt = createdAt;
        builder.caller = caller;
        builder.unknown = unknown;
        return builder;
    }

    /** A builder with nothing set: empty text, 0, no bricks. */
    public static Builder builder() {
        return new Builder();
    }

    /** Makes a record, or one that differs from another in a few fields; what is not said stays as it was. */
    public static final class Builder {
        private String id = "";
        private String name = "";
        private long capacity;
        private long usable;
        private long capacityMade;
        private long averageFile;
        private String redundancy = "";
        private String accessMode = "";
        private Intent intent = Intent.STOPPED;
        private String state = "";
        private boolean started;
        private long generation;
        private String operation = "";
        private List<BrickRecord> bricks = List.of();
        private SortedMap<String, String> options = new TreeMap<>();
        private List<Profile> profiles = List.of();
        private Change change = Change.NONE;
        private SortedMap<String, Long> starts = new TreeMap<>();
        private SortedMap<String, String> labels = new TreeMap<>();
        private SortedMap<String, String> metadata = new TreeMap<>();
        private List<String> clients = List.of();
        private String user = "";
        private String password = "";
        private String idempotencyKey = "";
        private String createdAt = "";
        private String caller = "";
        private Map<String, JsonNode> unknown = Map.of();

        private Builder() {}

        /** Sets {@link VolumeRecord#caller}. */
        public Builder caller(String next) {
            caller = next;
            return this;
        }

        /** Sets {@link VolumeRecord#id}. */
        public Builder id(String next) {
            id = next;
            return this;
        }

        /** Sets {@link VolumeRecord#name}. */
        public Builder name(String next) {
            name = next;
            return this;
        }

        /** Sets {@link VolumeRecord#capacity}. */
        public Builder capacity(long next) {
            capacity = next;
            return this;
        }

        /** Sets {@link VolumeRecord#usable}. */
        public Builder usable(long next) {
            usable = next;
            return this;
        }

        /** Sets {@link VolumeRecord#capacityMade}. */
        public Builder capacityMade(long next) {
            capacityMade = next;
            return this;
        }

        /** Sets {@link VolumeRecord#averageFile}. */
        public Builder averageFile(long next) {
            averageFile = next;
            return this;
        }

        /** Sets {@link VolumeRecord#redundancy}. */
        public Builder redundancy(String next) {
            redundancy = next;
            return this;
        }

        /** Sets {@link VolumeRecord#accessMode}. */
        public Builder accessMode(String next) {
            accessMode = next;
            return this;
        }

        /** Sets {@link VolumeRecord#intent}. */
        public Builder intent(Intent next) {
            intent = next;
            return this;
        }

        /** Sets {@link VolumeRecord#state}. */
        public Builder state(String next) {
            state = next;
            return this;
        }

        /** Sets {@link VolumeRecord#started}. */
        public Builder started(boolean next) {
            started = next;
            return this;
        }

        /** Sets {@link VolumeRecord#generation}. */
        public Builder generation(long next) {
            generation = next;
            return this;
        }

        /** Sets {@link VolumeRecord#operation}. */
        public Builder operation(String next) {
            operation = next;
            return this;
        }

        /** Sets {@link VolumeRecord#bricks}. */
        public Builder bricks(List<BrickRecord> next) {
            bricks = next;
            return this;
        }

        /** Sets {@link VolumeRecord#options}. */
        public Builder options(SortedMap<String, String> next) {
            options = next;
            return this;
        }

        /** Sets {@link VolumeRecord#profiles}. */
        public Builder profiles(List<Profile> next) {
            profiles = next;
            return this;
        }

        /** Sets {@link VolumeRecord#change}. */
        public Builder change(Change next) {
            change = next;
            return this;
        }

        /** Sets {@link VolumeRecord#starts}. */
        public Builder starts(SortedMap<String, Long> next) {
            starts = next;
            return this;
        }

        /** Sets {@link VolumeRecord#metadata}. */
        public Builder metadata(SortedMap<String, String> next) {
            metadata = next;
            return this;
        }

        /** Sets {@link VolumeRecord#labels}. */
        public Builder labels(SortedMap<String, String> next) {
            labels = next;
            return this;
        }

        /** Sets {@link VolumeRecord#clients}. */
        public Builder clients(List<String> next) {
            clients = next;
            return this;
        }

        /** Sets {@link VolumeRecord#user}. */
        public Builder user(String next) {
            user = next;
            return this;
        }

        /** Sets {@link VolumeRecord#password}. */
        public Builder password(String next) {
            password = next;
            return this;
        }

        /** Sets {@link VolumeRecord#idempotencyKey}. */
        public Builder idempotencyKey(String next) {
            idempotencyKey = next;
            return this;
        }

        /** Sets {@link VolumeRecord#createdAt}. */
        public Builder createdAt(String next) {
            createdAt = next;
            return this;
        }

        /** The record. */
        public VolumeRecord build() {
            return new VolumeRecord(
                    SCHEMA,
                    id,
                    name,
                    capacity,
                    usable,
                    capacityMade,
                    averageFile,
                    redundancy,
                    accessMode,
                    intent,
                    state,
                    started,
                    generation,
                    operation,
                    bricks,
                    options,
                    profiles,
                    change,
                    starts,
                    labels,
                    metadata,
                    clients,
                    user,
                    password,
                    idempotencyKey,
                    createdAt,
                    caller,
                    unknown);
        }
    }

    @Override
    public String toString() { // without the password
        return "VolumeRecord[" + name + ", " + id + ", " + intent + ", " + state + ", generation " + generation + "]";
    }
}
