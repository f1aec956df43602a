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
 * @param replicas bricks of each subvolume
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
        int replicas,
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
        unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
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
        return copy(intent, state, started, generation, operation, patterns);
    }

    /** The same under a new intent. */
    public VolumeRecord intend(Intent next, String nextState, String waiting) {
        return copy(next, nextState, started, generation + 1, waiting);
    }

    /** The same, confirmed in a state. */
    public VolumeRecord confirmed(String confirmedState) {
        return copy(intent, confirmedState, started || intent == Intent.STARTED, generation, "");
    }

    private VolumeRecord copy(Intent next, String nextState, boolean nextStarted, long nextGeneration, String waiting) {
        return copy(next, nextState, nextStarted, nextGeneration, waiting, clients);
    }

    private VolumeRecord copy(
            Intent next,
            String nextState,
            boolean nextStarted,
            long nextGeneration,
            String waiting,
            List<String> nextClients) {
        return new VolumeRecord(
                SCHEMA,
                id,
                name,
                capacity,
                usable,
                replicas,
                accessMode,
                next,
                nextState,
                nextStarted,
                nextGeneration,
                waiting,
                bricks,
                options,
                labels,
                nextClients,
                user,
                password,
                idempotencyKey,
                createdAt,
                unknown);
    }

    @Override
    public String toString() { // without the password
        return "VolumeRecord[" + name + ", " + id + ", " + intent + ", " + state + ", generation " + generation + "]";
    }
}
