/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnore;
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
 * @param redundancy how each subvolume keeps its data, as {@code Redundancy.parse} reads it
 * @param accessMode name of the access mode asked for
 * @param intent what it is to be
 * @param state how far it is: name of a {@code VolumeState}
 * @param started whether it was ever confirmed as started, so that stopping it leaves STOPPED and not CREATED
 * @param generation of the intent
 * @param operation that waits, or empty
 * @param bricks by index
 * @param options volume options
 * @param labels the caller's labels
 * @param clients who may mount it, each as a {@code ClientPattern}; empty for the cluster's own nodes and the local host
 * @param user login name of the cluster's own daemons
 * @param password their password: a secret
 * @param idempotencyKey with which it was created, or empty
 * @param createdAt ISO-8601 instant
 * @param unknown see {@link Stored}
 */
public record VolumeRecord(
        int schema,
        String id,
        String name,
        long capacity,
        long usable,
        String redundancy,
        String accessMode,
        Intent intent,
        String state,
        boolean started,
        long generation,
        String operation,
        List<BrickRecord> bricks,
        SortedMap<String, String> options,
        SortedMap<String, String> labels,
        List<String> clients,
        String user,
        String password,
        String idempotencyKey,
        String createdAt,
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

    public VolumeRecord {
        bricks = List.copyOf(bricks);
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        clients = List.copyOf(clients);
        TreeMap<String, JsonNode> others = new TreeMap<>(unknown == null ? Map.of() : unknown);
        JsonNode replicas = others.remove("replicas"); // as records had it before there were other kinds
        redundancy = redundancy == null ? "replicated:" + (replicas == null ? 3 : replicas.asInt()) : redundancy;
        unknown = Collections.unmodifiableMap(others);
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

    /** The same, confirmed in a state. */
    public VolumeRecord confirmed(String confirmedState) {
        return toBuilder()
                .state(confirmedState)
                .started(started || intent == Intent.STARTED)
                .operation("")
                .build();
    }

    /** The same, to be changed. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.id = id;
        builder.name = name;
        builder.capacity = capacity;
        builder.usable = usable;
        builder.redundancy = redundancy;
        builder.accessMode = accessMode;
        builder.intent = intent;
        builder.state = state;
        builder.started = started;
        builder.generation = generation;
        builder.operation = operation;
        builder.bricks = bricks;
        builder.options = options;
        builder.labels = labels;
        builder.clients = clients;
        builder.user = user;
        builder.password = password;
        builder.idempotencyKey = idempotencyKey;
        builder.createdAt = createdAt;
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
        private String redundancy = "";
        private String accessMode = "";
        private Intent intent = Intent.STOPPED;
        private String state = "";
        private boolean started;
        private long generation;
        private String operation = "";
        private List<BrickRecord> bricks = List.of();
        private SortedMap<String, String> options = new TreeMap<>();
        private SortedMap<String, String> labels = new TreeMap<>();
        private List<String> clients = List.of();
        private String user = "";
        private String password = "";
        private String idempotencyKey = "";
        private String createdAt = "";
        private Map<String, JsonNode> unknown = Map.of();

        private Builder() {}

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
                    redundancy,
                    accessMode,
                    intent,
                    state,
                    started,
                    generation,
                    operation,
                    bricks,
                    options,
                    labels,
                    clients,
                    user,
                    password,
                    idempotencyKey,
                    createdAt,
                    unknown);
        }
    }

    @Override
    public String toString() { // without the password
        return "VolumeRecord[" + name + ", " + id + ", " + intent + ", " + state + ", generation " + generation + "]";
    }
}
