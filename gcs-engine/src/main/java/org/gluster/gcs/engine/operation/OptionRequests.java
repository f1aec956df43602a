/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.DeviceSpace;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.GroupRecord;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.Stored;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Change;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.gluster.gcs.engine.catalogue.Words;
import org.gluster.gcs.engine.coordinator.Decision;
import org.gluster.gcs.gluster.option.OptionGroup;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.option.OptionGroupRequest;
import org.gluster.gcs.volume.OptionChange;
import org.gluster.gcs.volume.VolumeState;

/** Changing the options of volumes, and the groups of options. */
public final class OptionRequests {
    private OptionRequests() {}

    /**
     * Commits the intent that a volume has other options. On a started volume every node has its daemons take them; on any
     * other there is nothing to do, and the operation is done.
     */
    public static Decision<OperationRecord> change(String volume, OptionChange change, Requested requested) {
        return new ChangeOptions(volume, change, requested);
    }

    /** Makes an option group. */
    public static Decision<OperationRecord> createGroup(OptionGroupRequest request, Requested requested) {
        return new CreateGroup(request, requested);
    }

    /** Deletes an option group that a user made. */
    public static Decision<OperationRecord> deleteGroup(String name, Requested requested) {
        return new DeleteGroup(name, requested);
    }

    private static final class ChangeOptions extends Request {
        private final String name;
        private final OptionChange change;

        ChangeOptions(String name, OptionChange change, Requested requested) {
            super(requested, OperationKind.CHANGE_OPTIONS);
            this.name = name;
            this.change = change;
        }

        @Override
        String fingerprint() {
            return name + " set=" + change.set() + " reset=" + change.reset() + " all=" + change.resetAll()
                    + " profiles=" + change.profiles() + " without=" + change.withoutProfiles() + " restart="
                    + change.brickRestartAllowed();
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            VolumeRecord volume = VolumeRequests.existing(draft, name);
            Takeover.require(draft, volume, OperationKind.CHANGE_OPTIONS, "change the options of");
            VolumeRecord next = OptionPlan.of(
                    draft,
                    volume,
                    change.set(),
                    change.reset(),
                    change.resetAll(),
                    change.profiles(),
                    change.withoutProfiles());
            if (volume.intent() != Intent.STARTED
                    || (volume.operation().isEmpty() && next.effectiveOptions().equals(volume.effectiveOptions()))) {
                draft.put(volume.key(), next);
                return succeeded(draft, operationId, volume.key(), name);
            }
            List<String> bothEnds = OptionPlan.ofBothEnds(volume, next);
            if (!bothEnds.isEmpty()) {
                throw Errors.of(
                        ErrorCode.WRONG_STATE,
                        name,
                        "the volume \"" + name
                                + "\" is started, and clients and bricks could not talk to each other while "
                                + String.join(", ", bothEnds) + " changes: stop the volume first");
            }
            List<String> restarting = OptionPlan.needRestart(volume, next);
            if (!restarting.isEmpty() && !change.brickRestartAllowed()) {
                throw Errors.of(
                        ErrorCode.WRONG_STATE,
                        name,
                        "the volume \"" + name + "\" is started, and its bricks would have to be restarted for "
                                + String.join(", ", restarting)
                                + ": allow that in the request (one node after the other is restarted, while the others"
                                + " serve), or stop the volume first");
            }
            Change begun = OptionPlan.change(volume, next);
            if (begun.rolling()) {
                requireWell(draft, volume);
            }
            Takeover.end(draft, volume, OperationKind.CHANGE_OPTIONS, operationId);
            draft.put(
                    volume.key(),
                    next.intend(Intent.STARTED, VolumeState.STARTED.name(), operationId).toBuilder()
                            .change(begun)
                            .build());
            return running(draft, operationId, volume.key(), name);
        }

        /** While a device is ill its set has a brick less: no other may be restarted then, and it would be waited for. */
        private static void requireWell(Draft draft, VolumeRecord volume) {
            for (BrickRecord brick : volume.bricks()) {
                Optional<DeviceSpace> space = draft.device(brick.device()).map(device -> DeviceSpace.of(draft, device));
                if (space.isPresent() && space.get().ill()) {
                    throw Errors.of(
                            ErrorCode.WRONG_STATE,
                            volume.name(),
                            "bricks of the volume \"" + volume.name()
                                    + "\" would have to be restarted one node after the other, and the device "
                                    + brick.devicePath() + " on " + brick.node() + " under one of them is "
                                    + Words.of(space.get().state().name()) + " ("
                                    + space.get().reason()
                                    + "): bring it back first, or stop the volume");
                }
            }
        }
    }

    private static final class CreateGroup extends Request {
        private final OptionGroupRequest request;

        CreateGroup(OptionGroupRequest request, Requested requested) {
            super(requested, OperationKind.CREATE_OPTION_GROUP);
            this.request = request;
        }

        @Override
        String fingerprint() {
            return request.name() + " options=" + request.options() + " description=" + request.description();
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            String name = request.name().value();
            if (OptionGroup.builtIn(name).isPresent() || draft.group(name).isPresent()) {
                throw Errors.of(
                        ErrorCode.ALREADY_EXISTS,
                        name,
                        "there is an option group \"" + name + "\" already; choose another name"
                                + (draft.group(name).isPresent() ? ", or delete it first" : ""));
            }
            OptionGroup group = checked();
            draft.put(
                    Keys.group(name),
                    new GroupRecord(
                            Stored.SCHEMA,
                            name,
                            request.description(),
                            group.options(),
                            draft.now().toString(),
                            Map.of()));
            return succeeded(draft, operationId, Keys.group(name), name);
        }

        private OptionGroup checked() {
            try {
                return OptionGroup.of(request.name().value(), request.description(), request.options());
            } catch (IllegalArgumentException faults) {
                String prefix = "option group '" + request.name() + "': ";
                String text = String.valueOf(faults.getMessage());
                throw InvalidRequestException.of(
                        "option group " + request.name(),
                        (text.startsWith(prefix) ? text.substring(prefix.length()) : text)
                                .lines()
                                .toList());
            }
        }
    }

    private static final class DeleteGroup extends Request {
        private final String name;

        DeleteGroup(String name, Requested requested) {
            super(requested, OperationKind.DELETE_OPTION_GROUP);
            this.name = name;
        }

        @Override
        String fingerprint() {
            return name;
        }

        @Override
        OperationRecord begin(Draft draft, String operationId) {
            if (OptionGroup.builtIn(name).isPresent()) {
                throw Errors.of(
                        ErrorCode.NOT_PERMITTED,
                        name,
                        "the option group \"" + name + "\" is built in and cannot be deleted");
            }
            if (draft.group(name).isEmpty()) {
                throw Errors.of(
                        ErrorCode.NOT_FOUND,
                        name,
                        "there is no option group \"" + name + "\"; list the option groups to see which there are");
            }
            draft.delete(Keys.group(name));
            return succeeded(draft, operationId, Keys.group(name), name);
        }
    }
}
