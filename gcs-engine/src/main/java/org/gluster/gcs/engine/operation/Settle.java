/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.DeviceRecord;
import org.gluster.gcs.engine.catalogue.DeviceSpace;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.KeyRecord;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.OperationRecord.Failure;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.Presence;
import org.gluster.gcs.engine.catalogue.StatusRecord;
import org.gluster.gcs.engine.catalogue.Subject;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Before;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Change;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.gluster.gcs.engine.catalogue.Words;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.operation.OperationState;
import org.gluster.gcs.volume.VolumeState;

/**
 * What follows from the nodes' reports about a subject: when all of them reached its intent, the subject and its operation
 * move on; when one of them says that it cannot be made, the opposite intent is committed, and the operation fails once
 * that is reached.
 */
public final class Settle implements Decision<Boolean> {
    private final String key;

    /** Settles the subject at this key. */
    public Settle(String key) {
        this.key = key;
    }

    /** Whether there is something to settle. Cheap. */
    public static boolean due(View view, Subject subject) {
        return !subject.operation().isEmpty()
                && (reached(view, subject) || trouble(view, subject).isPresent());
    }

    private static boolean reached(View view, Subject subject) {
        for (String node : subject.nodes()) {
            Optional<StatusRecord> status = view.status(node, subject);
            if (status.isEmpty()
                    || status.get().generation() != subject.generation()
                    || !status.get().settled()) {
                return false;
            }
        }
        return true;
    }

    private static Optional<Failure> trouble(View view, Subject subject) {
        if (!undoable(subject)) {
            return Optional.empty();
        }
        for (String node : subject.nodes()) {
            Optional<StatusRecord> status = view.status(node, subject);
            if (status.isPresent()
                    && status.get().generation() == subject.generation()
                    && !status.get().problem().kind().isEmpty()) {
                return Optional.of(Failure.of(
                        code(status.get().problem().kind()).name(),
                        status.get().problem().message(),
                        node));
            }
        }
        return Optional.empty();
    }

    private static ErrorCode code(String problemKind) {
        return switch (problemKind) {
            case "NO_SPACE" -> ErrorCode.NO_SPACE;
            case "NOT_PERMITTED" -> ErrorCode.NOT_PERMITTED;
            case "UNSUPPORTED" -> ErrorCode.NOT_SUPPORTED;
            default -> ErrorCode.REFUSED;
        };
    }

    /** Whether the subject's intent can still be turned into its opposite. */
    static boolean undoable(Subject subject) {
        if (subject instanceof VolumeRecord volume) {
            return volume.state().equals(VolumeState.CREATING.name())
                    || volume.state().equals(VolumeState.STARTING.name())
                    || (volume.change().under() && !volume.change().back());
        } else if (subject instanceof DeviceRecord device) {
            return device.presence() == Presence.PRESENT;
        } else if (subject instanceof PeerRecord peer) {
            return peer.presence() == Presence.PRESENT && !peer.ready();
        }
        return false;
    }

    /** Turns the subject's intent into its opposite, for the same operation. */
    static void undo(Draft draft, Subject subject) {
        if (subject instanceof VolumeRecord volume) {
            boolean making = volume.state().equals(VolumeState.CREATING.name());
            draft.put(
                    volume.key(),
                    volume.change().under()
                            ? earlierOptions(volume)
                            : making
                                    ? volume.intend(Intent.ABSENT, VolumeState.DELETING.name(), volume.operation())
                                    : volume.intend(Intent.STOPPED, VolumeState.STOPPING.name(), volume.operation()));
        } else if (subject instanceof DeviceRecord device) {
            draft.put(device.key(), device.intend(Presence.ABSENT, device.operation()));
        } else if (subject instanceof PeerRecord peer) {
            draft.put(peer.key(), peer.intend(Presence.ABSENT, peer.operation()));
        }
    }

    /**
     * The options of before the change. Bricks that were restarted for it are restarted once more: first those whose turn it
     * was, since they may be what does not come up.
     */
    private static VolumeRecord earlierOptions(VolumeRecord volume) {
        Change change = volume.change();
        VolumeRecord target = volume.toBuilder()
                .options(change.options())
                .profiles(change.profiles())
                .build();
        List<String> restart = reversed(change.restarted());
        TreeMap<String, Before> had = new TreeMap<>();
        for (String node : change.restart()) { // those that an earlier change left to be restarted
            if (change.had().containsKey(node)) {
                restart.add(node);
                had.put(node, volume.brickSettings(node));
            }
        }
        VolumeRecord back = target.toBuilder()
                .generation(volume.generation() + 1)
                .change(new Change(
                        true,
                        true,
                        !restart.isEmpty(),
                        volume.options(),
                        volume.profiles(),
                        restart,
                        List.of(),
                        had,
                        change.unknown()))
                .build();
        return change.restarted().isEmpty() ? back : nextTurn(back);
    }

    private static List<String> reversed(List<String> nodes) {
        List<String> reversed = new ArrayList<>(nodes);
        Collections.reverse(reversed);
        return reversed;
    }

    /** All bricks run and nothing waits to be healed: those of the next node are restarted. */
    private static VolumeRecord nextTurn(VolumeRecord volume) {
        Change change = volume.change();
        String node = change.restart().get(0);
        SortedMap<String, Long> starts = new TreeMap<>(volume.starts());
        starts.put(node, volume.startsOn(node) + 1);
        List<String> restarted = new ArrayList<>(change.restarted());
        restarted.add(node);
        return volume.toBuilder()
                .generation(volume.generation() + 1)
                .starts(starts)
                .change(new Change(
                        true,
                        change.back(),
                        true,
                        change.options(),
                        change.profiles(),
                        change.restart().subList(1, change.restart().size()),
                        restarted,
                        change.had(),
                        change.unknown()))
                .build();
    }

    @Override
    public Boolean decide(Draft draft) {
        Optional<Subject> found = draft.find(Subject.class, key);
        if (found.isEmpty() || !due(draft, found.get())) {
            return false;
        }
        Subject subject = found.get();
        if (reached(draft, subject)) {
            confirm(draft, subject);
        } else {
            fail(draft, subject, trouble(draft, subject).orElseThrow());
        }
        return true;
    }

    private static void fail(Draft draft, Subject subject, Failure why) {
        draft.operation(subject.operation())
                .ifPresent(operation -> draft.put(
                        Keys.operation(operation.id()), operation.turning(OperationState.FAILING.name(), why)));
        undo(draft, subject);
    }

    private static void confirm(Draft draft, Subject subject) {
        if (subject instanceof VolumeRecord volume
                && volume.change().under()
                && !volume.change().restart().isEmpty()) {
            draft.put(volume.key(), nextTurn(volume));
            return;
        }
        String note = subject instanceof VolumeRecord volume ? behind(draft, volume) : "";
        if (subject instanceof VolumeRecord volume) {
            confirm(draft, volume);
        } else if (subject instanceof DeviceRecord device) {
            if (device.presence() == Presence.ABSENT) {
                forget(draft, device);
            } else {
                StatusRecord seen = draft.status(device.node(), device).orElseThrow();
                long total = seen.device() == null ? 0 : seen.device().total();
                draft.put(device.key(), device.confirmed(seen.size(), total, seen.fileSystem()));
            }
        } else if (subject instanceof PeerRecord peer) {
            if (peer.presence() == Presence.ABSENT) {
                forget(draft, peer);
            } else {
                draft.put(peer.key(), peer.confirmed());
            }
        }
        draft.operation(subject.operation()).ifPresent(operation -> end(draft, operation.noted(note)));
    }

    /** Which bricks have not taken the volume's intent yet, for a person; empty when all have. */
    public static String behind(View view, VolumeRecord volume) {
        List<String> late = new ArrayList<>();
        for (BrickRecord brick : volume.bricks()) {
            boolean behind = view.status(brick.node(), volume).stream()
                    .filter(report -> report.generation() == volume.generation())
                    .flatMap(report -> report.bricks().stream())
                    .anyMatch(seen -> seen.id().equals(brick.id()) && seen.behind());
            if (behind) {
                late.add(brick.node() + ":" + brick.path()
                        + view.device(brick.device())
                                .map(device -> " (device " + device.path() + " is "
                                        + Words.of(DeviceSpace.of(view, device)
                                                .state()
                                                .name()) + ")")
                                .orElse(""));
            }
        }
        return late.isEmpty() ? "" : "not taken yet by " + String.join(", ", late) + ": taken when the device is back";
    }

    private static void confirm(Draft draft, VolumeRecord volume) {
        switch (volume.intent()) {
            case STARTED -> draft.put(volume.key(), volume.confirmed(VolumeState.STARTED.name()));
            case STOPPED ->
                draft.put(
                        volume.key(),
                        volume.confirmed(volume.started() ? VolumeState.STOPPED.name() : VolumeState.CREATED.name()));
            case ABSENT -> {
                forget(draft, volume);
                release(draft, volume.idempotencyKey());
            }
        }
    }

    /** Everything of it was observed gone: its record and the reports about it go too, and its space is free. */
    private static void forget(Draft draft, Subject subject) {
        draft.delete(subject.key());
        for (String node : subject.nodes()) {
            draft.delete(Keys.status(node, subject));
        }
    }

    private static void end(Draft draft, OperationRecord operation) {
        String last = switch (OperationState.valueOf(operation.state())) {
            case FAILING -> OperationState.FAILED.name();
            case CANCELLING -> OperationState.CANCELLED.name();
            default -> OperationState.SUCCEEDED.name();
        };
        draft.put(
                Keys.operation(operation.id()),
                operation.ended(last, draft.now().toString()));
        boolean made = operation.kind().equals("CREATE_VOLUME") && last.equals(OperationState.SUCCEEDED.name());
        if (!made) { // the key of a made volume lives as long as the volume, and some time more
            release(draft, operation.idempotencyKey());
        }
    }

    static void release(Draft draft, String idempotencyKey) {
        if (!idempotencyKey.isEmpty()) {
            draft.find(KeyRecord.class, Keys.idempotency(idempotencyKey))
                    .ifPresent(used -> draft.put(
                            Keys.idempotency(idempotencyKey),
                            used.released(draft.now().toString())));
        }
    }
}
