/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.catalogue;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one node's agent observed of one subject. An observation is whole: the next one takes its place, with all that its
 * author knows and nothing of the one before. One that says the same is not written again ({@link #saysTheSameAs}).
 *
 * @param schema see {@link Stored}
 * @param generation of the subject's record that it is about
 * @param settled whether everything on this node was observed as that generation wants it
 * @param problem why not; its kind is empty when there is none
 * @param bricks the volume's bricks on this node, by index; empty for other subjects
 * @param size a device's bytes for bricks; 0 for other subjects
 * @param fileSystem a device's file system; empty for other subjects
 * @param device how a device is; null when it was not looked at, and for other subjects
 * @param machine names the node's machine among others, until it boots again; empty for other subjects, and when it is not known
 * @param limits how many bricks the node's machine allows, by limit, the least first; empty for other subjects
 * @param unknown see {@link Stored}
 */
public record StatusRecord(
        int schema,
        long generation,
        boolean settled,
        Trouble problem,
        List<BrickStatus> bricks,
        long size,
        String fileSystem,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Health device,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) String machine,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Limit> limits,
        @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown)
        implements Stored {

    /**
     * Why a node is not as wanted.
     *
     * @param kind name of a {@code Problem.Kind}; empty for none
     * @param message for a person
     * @param unknown see {@link Stored}
     */
    public record Trouble(
            String kind,
            String message,
            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown) {
        /** No trouble. */
        public static final Trouble NONE = of("", "");

        public Trouble {
            unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
        }

        /** Trouble as this release knows it. */
        public static Trouble of(String kind, String message) {
            return new Trouble(kind, message, Map.of());
        }
    }

    /**
     * One brick as it was observed.
     *
     * @param id the brick
     * @param state name of a {@code BrickState}
     * @param process the daemon that serves it: several bricks may name the same one; empty when none does
     * @param port where that daemon listens, or listened last; 0 when it never did
     * @param behind whether it has not taken this generation, since its device is ill and no daemon serves it
     * @param unknown see {@link Stored}
     */
    public record BrickStatus(
            String id,
            String state,
            String process,
            int port,
            @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean behind,
            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown) {

        public BrickStatus {
            unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
        }

        /** A brick as this release knows it. */
        public static BrickStatus of(String id, String state, String process, int port, boolean behind) {
            return new BrickStatus(id, state, process, port, behind, Map.of());
        }

        private BrickStatus known() {
            return of(id, state, process, port, behind);
        }
    }

    /**
     * How a device was seen last.
     *
     * @param condition name of a {@code DeviceHealth.Condition}
     * @param reason for a person; empty when there is nothing to say
     * @param total bytes of its file system
     * @param used bytes of it that are used, by whatever it is
     * @param lost bytes that bricks could have reserved and that others took
     * @param unknown see {@link Stored}
     */
    public record Health(
            String condition,
            String reason,
            long total,
            long used,
            long lost,
            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown) {

        public Health {
            unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
        }

        /** A device's health as this release knows it. */
        public static Health of(String condition, String reason, long total, long used, long lost) {
            return new Health(condition, reason, total, used, lost, Map.of());
        }

        private Health known() {
            return of(condition, reason, total, used, lost);
        }
    }

    /**
     * One limit of a node's machine.
     *
     * @param name what is limited
     * @param bricks how many it allows
     * @param remedy how to raise it
     * @param unknown see {@link Stored}
     */
    public record Limit(
            String name,
            long bricks,
            String remedy,
            @JsonAnySetter @JsonAnyGetter Map<String, JsonNode> unknown) {

        public Limit {
            unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
        }

        /** A limit as this release knows it. */
        public static Limit of(String name, long bricks, String remedy) {
            return new Limit(name, bricks, remedy, Map.of());
        }

        private Limit known() {
            return of(name, bricks, remedy);
        }
    }

    public StatusRecord {
        machine = machine == null ? "" : machine;
        limits = limits == null ? List.of() : List.copyOf(limits);
        bricks = List.copyOf(bricks);
        unknown = unknown == null ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(unknown));
    }

    /** Whether this says the same as another report, as far as this release knows. */
    public boolean saysTheSameAs(StatusRecord other) {
        return known().equals(other.known());
    }

    private StatusRecord known() {
        return new StatusRecord(
                SCHEMA,
                generation,
                settled,
                Trouble.of(problem.kind(), problem.message()),
                bricks.stream().map(BrickStatus::known).toList(),
                size,
                fileSystem,
                device == null ? null : device.known(),
                machine,
                limits.stream().map(Limit::known).toList(),
                Map.of());
    }

    /** A report about a volume. */
    public static StatusRecord ofVolume(long generation, boolean settled, Trouble problem, List<BrickStatus> bricks) {
        return new StatusRecord(SCHEMA, generation, settled, problem, bricks, 0, "", null, "", List.of(), Map.of());
    }

    /** A report about a device. */
    public static StatusRecord ofDevice(
            long generation, boolean settled, Trouble problem, long size, String fileSystem, @Nullable Health device) {
        return new StatusRecord(
                SCHEMA, generation, settled, problem, List.of(), size, fileSystem, device, "", List.of(), Map.of());
    }

    /** A report about the node itself. */
    public static StatusRecord ofPeer(long generation, boolean settled, Trouble problem) {
        return ofPeer(generation, settled, problem, "", List.of());
    }

    /** The same, with what its machine allows. */
    public static StatusRecord ofPeer(
            long generation, boolean settled, Trouble problem, String machine, List<Limit> limits) {
        return new StatusRecord(
                SCHEMA, generation, settled, problem, List.of(), 0, "", null, machine, limits, Map.of());
    }
}
