/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.planner;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.ErrorDetail;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.planner.Apart.Level;
import org.gluster.gcs.core.planner.Inventory.Slot;
import org.gluster.gcs.layout.Constraint;
import org.gluster.gcs.layout.Refusal;
import org.gluster.gcs.layout.Shortfall;
import org.gluster.gcs.layout.Verdict;
import org.gluster.gcs.volume.VolumeRequest;
import org.gluster.gcs.volume.ZoneSpread;
import org.jspecify.annotations.Nullable;

/** Says why a volume does not fit. */
final class Refusals {
    private static final int NAMED = 10;
    private static final int LISTED = 100;

    private final Inventory inventory;
    private final VolumeRequest request;
    private final Fitness fitness;
    private final Attempt attempt;
    private final Shape shape;

    Refusals(Inventory inventory, VolumeRequest request, Fitness fitness, Attempt attempt, Shape shape) {
        this.inventory = inventory;
        this.request = request;
        this.fitness = fitness;
        this.attempt = attempt;
        this.shape = shape;
    }

    /** No number of sets makes bricks as small as the request wants them. */
    static GcsException tooLarge(VolumeRequest request, Shape smallest) {
        long max = request.maxBrickSize().orElseThrow().bytes();
        return refusal(
                request.redundancy() + " volume of " + request.capacity() + " in " + sets(smallest.sets())
                        + " needs bricks of " + Reasons.format(smallest.brick()) + ", and the request allows "
                        + Reasons.format(max) + " at most: allow larger bricks"
                        + (request.subvolumes().isPresent() ? " or more sets" : "") + ", or ask for less",
                Refusal.of(Verdict.PROVED_IMPOSSIBLE, Constraint.MAX_BRICK_SIZE, List.of()));
    }

    /** It does not fit; the last number of sets that was tried is said where it was not the only one. */
    GcsException doesNotFit(boolean proved, int lastTried) {
        Finding finding = finding();
        String tried = lastTried > shape.sets() ? "; nor does it fit in up to " + lastTried + " sets" : "";
        String certainty = proved ? "" : "; none was found within the planner's bound of work, though one may exist";
        return refusal(
                wish() + finding.text() + tried + certainty + ": " + finding.remedy(),
                Refusal.of(proved ? Verdict.PROVED_IMPOSSIBLE : Verdict.NOT_FOUND, finding.constraint(), shortfalls()));
    }

    private static GcsException refusal(String message, Refusal refusal) {
        List<String> problems = new ArrayList<>();
        for (Shortfall shortfall : refusal.shortfalls()) {
            if (problems.size() < LISTED) {
                problems.add(shortfall.toString());
            }
        }
        int more = refusal.shortfalls().size() - problems.size();
        if (more > 0) {
            problems.add("and " + more + " more devices");
        }
        return GcsException.of(ErrorDetail.builder(ErrorCode.NO_FIT)
                .message((message.startsWith("arbiter") ? "an " : "a ") + message)
                .problems(problems)
                .refusal(refusal)
                .build());
    }

    /** What failed, in words, and what to do about it. */
    private record Finding(Constraint constraint, String text, String remedy) {}

    private String wish() {
        int data = shape.sets() * shape.dataPerSet();
        return request.redundancy() + " volume of " + request.capacity() + " needs " + data
                + (data == 1 ? " brick of " : " bricks of ") + Reasons.format(shape.brick())
                + (shape.arbiters() > 0
                        ? " and " + shape.sets() + (shape.sets() == 1 ? " arbiter of " : " arbiters of ")
                                + Reasons.format(shape.arbiter())
                        : "")
                + (shape.sets() > 1 ? " in " + shape.sets() + " sets" : "")
                + (shape.perSet() == 1 ? "" : apartWords());
    }

    private String apartWords() {
        String each =
                request.zones().spread() == ZoneSpread.VOLUME || shape.sets() == 1 ? "each" : "those of a set each";
        return switch (attempt.required()) {
            case ZONE -> ", " + each + " in a zone of its own";
            case NODE -> ", " + each + " on a node of its own";
            case DEVICE -> ", " + each + " on a device of its own";
        };
    }

    private Finding finding() {
        if (inventory.size() == 0) {
            return new Finding(Constraint.DEVICES, ", and there is no device", "add peers and devices");
        }
        Map<Constraint, Integer> ruledOut = new EnumMap<>(Constraint.class);
        boolean[] admitted = new boolean[inventory.size()];
        boolean any = false;
        for (int i = 0; i < inventory.size(); i++) {
            Constraint against = fitness.against(inventory.slot(i));
            if (against == null) {
                admitted[i] = true;
                any = true;
            } else {
                ruledOut.merge(against, 1, Integer::sum);
            }
        }
        if (!any) {
            return nothingAdmitted(ruledOut);
        }
        Level level = attempt.required();
        Apart apart = attempt.requiredApart(shape);
        int wanted = request.zones().spread() == ZoneSpread.VOLUME ? shape.bricks() : shape.perSet();
        List<String> there = new ArrayList<>();
        List<String> roomy = new ArrayList<>();
        List<String> roomyForArbiter = new ArrayList<>();
        for (int domain = 0; domain < apart.domains().count(); domain++) {
            long most = Ranking.OUT;
            for (int i = apart.domains().from(domain); i < apart.domains().to(domain); i++) {
                most = Math.max(most, attempt.admitted()[i]);
            }
            String name = name(level, inventory.slot(apart.domains().from(domain)));
            addIf(most != Ranking.OUT, name, there);
            addIf(most >= shape.brick(), name, roomy);
            addIf(most >= shape.arbiter(), name, roomyForArbiter);
        }
        if (there.size() < wanted) {
            return new Finding(
                    distinct(level),
                    only(there, level) + " may have one" + names(there),
                    "add "
                            + (level == Level.DEVICE
                                    ? "devices"
                                    : "peers" + (level == Level.ZONE ? " in other zones" : ""))
                            + (level == Level.ZONE
                                    ? ", allow more of those there are, or let bricks share a zone"
                                    : ", or allow more of those there are"));
        }
        int wantedForData =
                request.zones().spread() == ZoneSpread.VOLUME ? shape.sets() * shape.dataPerSet() : shape.dataPerSet();
        boolean arbiterOnly = roomy.size() >= wantedForData;
        if (!arbiterOnly || roomyForArbiter.size() < wanted) {
            List<String> fitting = shape.unequal() && arbiterOnly ? roomyForArbiter : roomy;
            String one = !shape.unequal() ? "one" : arbiterOnly ? "an arbiter" : "one that is no arbiter";
            return new Finding(
                    Constraint.FREE_SPACE,
                    only(fitting, level) + (fitting.size() > 1 ? " have" : " has") + " room for " + one
                            + names(fitting),
                    "add devices or peers"
                            + (request.subvolumes().isPresent() ? ", allow more sets" : "")
                            + (level == Level.ZONE ? ", let bricks share a zone" : "")
                            + ", or ask for less");
        }
        return together(level);
    }

    private static void addIf(boolean holds, String name, List<String> names) {
        if (holds) {
            names.add(name);
        }
    }

    private Finding nothingAdmitted(Map<Constraint, Integer> ruledOut) {
        List<String> parts = new ArrayList<>();
        Constraint most = Constraint.DEVICE_STATE;
        for (Map.Entry<Constraint, Integer> each : ruledOut.entrySet()) {
            parts.add(each.getValue() + " " + ruling(each.getKey()));
            most = each.getValue() > ruledOut.getOrDefault(most, 0) ? each.getKey() : most;
        }
        return new Finding(
                most,
                ", and none of " + (inventory.size() == 1 ? "the one device" : inventory.size() + " devices")
                        + " may have one: " + String.join(", ", parts),
                ruledOut.size() == 1 && most == Constraint.DEVICE_STATE
                        ? "see to those devices, or add others"
                        : "allow more devices, or add others");
    }

    private static String ruling(Constraint constraint) {
        return switch (constraint) {
            case DEVICE_STATE -> "cannot take bricks now";
            case ZONE_FILTER -> "ruled out by the zones of the request";
            case NODE_FILTER -> "ruled out by the nodes of the request";
            case DEVICE_FILTER -> "ruled out by the devices of the request";
            case LABELS -> "ruled out by the labels that the request requires";
            default -> throw new IllegalArgumentException("not about one device: " + constraint);
        };
    }

    /** One brick, or the bricks of one set, would do; all of them do not. */
    private Finding together(Level level) {
        long rooms = 0;
        for (long free : attempt.admitted()) {
            rooms += free >= shape.brick() ? free / shape.brick() : 0;
        }
        boolean enough = rooms >= shape.bricks() && !shape.unequal();
        String space = ", and the devices that may have them have room for " + rooms + " bricks of "
                + Reasons.format(shape.brick()) + " together";
        return enough
                ? new Finding(
                        distinct(level),
                        space + ", but not in enough different " + level.word() + "s",
                        "add devices where there are few"
                                + (level == Level.ZONE ? ", let bricks share a zone" : "")
                                + ", or ask for less")
                : new Finding(Constraint.TOTAL_SPACE, space, "add devices or peers, or ask for less");
    }

    private static Constraint distinct(Level level) {
        return switch (level) {
            case ZONE -> Constraint.DISTINCT_ZONES;
            case NODE -> Constraint.DISTINCT_NODES;
            case DEVICE -> Constraint.DISTINCT_DEVICES;
        };
    }

    private static String name(Level level, Slot slot) {
        return switch (level) {
            case ZONE -> slot.zone().value();
            case NODE -> slot.node().value();
            case DEVICE -> slot.node() + ":" + slot.path();
        };
    }

    private static String only(List<String> names, Level level) {
        return names.isEmpty()
                ? ", and no " + level.word()
                : ", and only " + names.size() + " " + level.word() + (names.size() == 1 ? "" : "s");
    }

    private static String names(List<String> names) {
        if (names.isEmpty()) {
            return "";
        }
        int shown = Math.min(NAMED, names.size());
        return " (" + String.join(", ", names.subList(0, shown))
                + (shown < names.size() ? " and " + (names.size() - shown) + " more" : "") + ")";
    }

    private static String sets(int count) {
        return count + (count == 1 ? " set" : " sets");
    }

    private List<Shortfall> shortfalls() {
        List<Shortfall> shortfalls = new ArrayList<>();
        for (int i = 0; i < inventory.size(); i++) {
            shortfalls.add(shortfall(inventory.slot(i)));
        }
        shortfalls.sort(Comparator.comparing((Shortfall each) -> ruledOut(each.constraint()))
                .thenComparingLong(Shortfall::missing));
        return shortfalls;
    }

    private static boolean ruledOut(Constraint constraint) {
        return switch (constraint) {
            case DEVICE_STATE, ZONE_FILTER, NODE_FILTER, DEVICE_FILTER, LABELS -> true;
            default -> false;
        };
    }

    private Shortfall shortfall(Slot slot) {
        @Nullable Constraint against = fitness.against(slot);
        long missing = Math.max(0, shape.brick() - slot.free());
        if (against != null) {
            return shortfall(slot, against, missing, fitness.reason(slot, against));
        }
        if (slot.free() < shape.arbiter()) {
            return shortfall(
                    slot,
                    Constraint.FREE_SPACE,
                    shape.arbiter() - slot.free(),
                    Reasons.tooSmall(slot, shape.arbiter(), shape.unequal() ? "even an arbiter" : "a brick"));
        }
        if (missing > 0) {
            return shortfall(
                    slot,
                    Constraint.FREE_SPACE,
                    missing,
                    "room for an arbiter only: " + Reasons.tooSmall(slot, shape.brick(), "another brick"));
        }
        long rooms = slot.free() / shape.brick();
        return shortfall(
                slot,
                Constraint.TOTAL_SPACE,
                0,
                "it has room for " + rooms + (rooms == 1 ? " brick" : " bricks") + ": " + Reasons.format(slot.free())
                        + " are free");
    }

    private static Shortfall shortfall(Slot slot, Constraint constraint, long missing, String reason) {
        return new Shortfall(slot.node().value(), slot.device().toString(), slot.path(), constraint, missing, reason);
    }
}
