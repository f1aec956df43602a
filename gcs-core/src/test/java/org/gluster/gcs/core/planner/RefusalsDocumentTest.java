/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.layout.Constraint;
import org.gluster.gcs.layout.Refusal;
import org.gluster.gcs.layout.Verdict;
import org.gluster.gcs.volume.Redundancy;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.ZoneSpec;
import org.gluster.gcs.volume.ZoneSpread;
import org.junit.jupiter.api.Test;

/**
 * The planner's part of {@code docs/refusals.md} is what the planner says. {@code -Dgcs.docs=write} writes it anew; other parts
 * of the file are left alone.
 */
class RefusalsDocumentTest {
    private static final String BEGIN = "<!-- planner: written by RefusalsDocumentTest -->\n";
    private static final String END = "<!-- planner: end -->\n";
    private static final long GIB = 1L << 30;

    private final StringBuilder text = new StringBuilder();
    private final SortedSet<Constraint> shown = new TreeSet<>();

    @Test
    void theDocumentSaysWhatThePlannerSays() throws IOException {
        write();
        assertThat(shown).as("constraints with an example").containsExactly(Constraint.values());
        Path document = document();
        String there = Files.readString(document);
        int from = there.indexOf(BEGIN);
        int to = there.indexOf(END);
        assertThat(from).as("the planner's part of " + document).isNotNegative().isLessThan(to);
        String now = there.substring(0, from) + BEGIN + "\n" + text + there.substring(to);
        if ("write".equals(System.getProperty("gcs.docs"))) {
            Files.writeString(document, now);
        }
        assertThat(there).as("run with -Dgcs.docs=write to write it anew").isEqualTo(now);
    }

    private static Path document() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("docs/refusals.md"))) {
            directory = Objects.requireNonNull(directory.getParent(), "docs/refusals.md is nowhere above");
        }
        return directory.resolve("docs/refusals.md");
    }

    private static Slot slot(String node, String zone, long gib) {
        return Cases.slot(node, zone, "/data/d1", gib * GIB);
    }

    private void write() {
        List<Slot> three =
                List.of(slot("node-1", "rack-1", 10), slot("node-2", "rack-2", 10), slot("node-3", "rack-3", 10));
        List<Slot> two =
                List.of(slot("node-1", "rack-1", 10), slot("node-2", "rack-1", 10), slot("node-3", "rack-2", 10));
        example("The cluster has no device", List.of(), v -> v.capacity(Capacity.ofGiB(1)));
        example("No device is ready", unusable(three), v -> v.capacity(Capacity.ofGiB(1)));
        example(
                "The request leaves no zone",
                three,
                v -> v.capacity(Capacity.ofGiB(1)).zones(z -> z.limitTo("rack-9")));
        example(
                "The request leaves no node",
                three,
                v -> v.capacity(Capacity.ofGiB(1)).placement(p -> p.excludeNodes("node-1", "node-2", "node-3")));
        example(
                "The request leaves no device",
                three,
                v -> v.capacity(Capacity.ofGiB(1)).placement(p -> p.limitToDevices("node-9:/data/d1")));
        example(
                "No device has the label",
                three,
                v -> v.capacity(Capacity.ofGiB(1)).placement(p -> p.requireLabel("media", "ssd")));
        List<Slot> full = new ArrayList<>(three);
        full.set(2, slot("node-3", "rack-3", 2));
        example(
                "Too few nodes have room",
                full,
                v -> v.capacity(Capacity.ofGiB(5)).subvolumes(1));
        example("No number of sets makes it fit", three, v -> v.capacity(Capacity.ofGiB(12)));
        example("Too few nodes", three.subList(0, 2), v -> v.capacity(Capacity.ofGiB(1)));
        example("Too few zones", two, v -> v.capacity(Capacity.ofGiB(1)).zones(ZoneSpec.Builder::spread));
        example(
                "Too few zones for all sets",
                three,
                v -> v.capacity(Capacity.ofGiB(2)).subvolumes(2).zones(z -> z.spread(ZoneSpread.VOLUME)));
        example(
                "Too few devices on shared nodes",
                three.subList(0, 2),
                v -> v.capacity(Capacity.ofGiB(1)).placement(p -> p.shareNodes(true)));
        example(
                "The sets take the room from each other",
                three,
                v -> v.capacity(Capacity.ofGiB(18)).subvolumes(3));
        example(
                "Room enough, on too few nodes",
                List.of(slot("node-1", "rack-1", 100), slot("node-2", "rack-2", 100), slot("node-3", "rack-3", 2)),
                v -> v.capacity(Capacity.ofGiB(3)).subvolumes(2));
        example(
                "An arbiter's brick has no room",
                List.of(
                        slot("node-1", "rack-1", 100),
                        slot("node-2", "rack-2", 100),
                        Cases.slot("node-3", "rack-3", "/data/d1", 100L << 20)),
                v -> v.capacity(Capacity.ofGiB(10)).redundancy(Redundancy.arbiter()));
        example(
                "Only an arbiter's brick has room",
                List.of(slot("node-1", "rack-1", 100), slot("node-2", "rack-2", 2), slot("node-3", "rack-3", 2)),
                v -> v.capacity(Capacity.ofGiB(10)).redundancy(Redundancy.arbiter()));
        example(
                "Bricks would be larger than allowed",
                three,
                v -> v.capacity(Capacity.ofGiB(9)).subvolumes(2).maxBrickSize(Capacity.ofGiB(2)));
        example(
                "Bricks cannot be as small as asked for",
                three,
                v -> v.capacity(Capacity.ofMiB(20)).maxBrickSize(Capacity.ofMiB(100)));
        example("A thin arbiter", three, v -> v.capacity(Capacity.ofGiB(1)).redundancy(Redundancy.thinArbiter()));
        example(
                "Bricks are given where there is nothing to place",
                three,
                v -> v.redundancy(Redundancy.distributed()).brick("node-1", "/bricks/1"));
        example("More than can be", three, v -> v.capacity(Capacity.ofBytes(Long.MAX_VALUE)));
    }

    private static List<Slot> unusable(List<Slot> slots) {
        return slots.stream()
                .map(slot -> slot.toBuilder()
                        .labels(Map.of())
                        .unusable("the device is not ready")
                        .build())
                .toList();
    }

    private void example(String title, List<Slot> slots, Consumer<VolumeRequest.Builder> request) {
        GcsException refused = catchThrowableOfType(
                GcsException.class, () -> Planner.plan(Cases.inventoryOf(slots), VolumeRequest.forPlan(request)));
        text.append("### ").append(title).append("\n\n");
        text.append("`").append(refused.code());
        refused.detail().refusal().map(Refusal::constraint).ifPresent(constraint -> {
            shown.add(constraint);
            text.append("`, constraint `").append(constraint);
        });
        refused.detail()
                .refusal()
                .map(Refusal::verdict)
                .ifPresent(verdict -> text.append("`, ")
                        .append(verdict == Verdict.PROVED_IMPOSSIBLE ? "proved impossible `" : "not found `"));
        text.setLength(text.charAt(text.length() - 2) == ' ' ? text.length() - 2 : text.length());
        text.append(refused.detail().refusal().isPresent() ? "\n\n" : "`\n\n");
        text.append("> ").append(refused.getMessage()).append("\n\n");
        refused.detail().problems().stream()
                .filter(problem -> !String.valueOf(refused.getMessage()).contains(problem))
                .forEach(problem -> text.append("    ").append(problem).append('\n'));
        if (text.charAt(text.length() - 2) != '\n') {
            text.append('\n');
        }
    }
}
