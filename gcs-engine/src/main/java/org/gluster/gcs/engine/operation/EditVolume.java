/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.engine.catalogue.Draft;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.OperationRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.catalogue.VolumeRecord.Intent;
import org.gluster.gcs.event.EventType;
import org.gluster.gcs.operation.OperationKind;
import org.gluster.gcs.volume.VolumeEdit;

/** Changes labels and metadata. No agent has anything to do with them, so the intent stays as it is, and whoever waits for it. */
final class EditVolume extends Request {
    private final String name;
    private final VolumeEdit edit;

    EditVolume(String name, VolumeEdit edit, Requested requested) {
        super(requested, OperationKind.EDIT_VOLUME);
        this.name = name;
        this.edit = edit;
    }

    @Override
    String fingerprint() {
        return name + " labels=" + edit.labels() + " without=" + edit.removedLabels() + " metadata=" + edit.metadata()
                + " without=" + edit.removedMetadata();
    }

    @Override
    OperationRecord begin(Draft draft, String operationId) {
        VolumeRecord volume = VolumeRequests.existing(draft, name);
        if (volume.intent() == Intent.ABSENT) {
            throw Errors.of(
                    ErrorCode.WRONG_STATE,
                    name,
                    "the volume \"" + name + "\" is being deleted: there is nothing to edit any more");
        }
        VolumeRecord edited = volume.toBuilder()
                .labels(edit.applyToLabels(volume.labels()))
                .metadata(edit.applyToMetadata(volume.metadata()))
                .build();
        draft.put(volume.key(), edited);
        if (!edited.equals(volume)) {
            Tell.volume(draft, EventType.VOLUME_EDITED, edited, operationId);
        }
        return succeeded(draft, operationId, volume.key(), name);
    }
}
