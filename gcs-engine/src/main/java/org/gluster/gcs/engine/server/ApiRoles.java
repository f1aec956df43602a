/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.util.List;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.engine.server.Caller.Role;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationKind;

/** Which role a request below {@code /gcs/v1} needs. */
final class ApiRoles {
    private static final String PREFIX = "/gcs/v1/";
    private static final List<String> OF_VOLUMES = List.of("volumes", "layouts");
    private static final List<OperationKind> KINDS_OF_VOLUMES = List.of(
            OperationKind.CREATE_VOLUME,
            OperationKind.START_VOLUME,
            OperationKind.STOP_VOLUME,
            OperationKind.CHANGE_ACCESS,
            OperationKind.DELETE_VOLUME,
            OperationKind.CHANGE_OPTIONS,
            OperationKind.EDIT_VOLUME);

    private ApiRoles() {}

    /**
     * Reading needs {@link Role#READ}; changes of volumes, layouts, and cancelling what changes volumes, {@link Role#PROVISION};
     * everything else {@link Role#ADMIN}.
     */
    static Role needed(HttpCall call, Gcs gcs) {
        if (call.method().equals("GET") || call.method().equals("HEAD")) {
            return Role.READ;
        }
        String path = call.path().startsWith(PREFIX) ? call.path().substring(PREFIX.length()) : "";
        String[] segments = path.split("/", -1);
        boolean provision = OF_VOLUMES.contains(segments[0])
                || (segments.length == 3 && segments[0].equals("operations") && isOfAVolume(segments[1], gcs));
        return provision ? Role.PROVISION : Role.ADMIN;
    }

    private static boolean isOfAVolume(String operation, Gcs gcs) {
        try {
            OperationId id = OperationId.parse(operation);
            return gcs.operations().list().stream()
                    .anyMatch(info -> info.id().equals(id) && KINDS_OF_VOLUMES.contains(info.kind()));
        } catch (GcsException | IllegalStateException unknown) {
            return false;
        }
    }
}
