/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server.gd2;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationState;

/** What {@code GET /statedump} tells: figures for support, and no secret. Names are GlusterD2's where it has them. */
final class StateDump {
    private StateDump() {}

    static Map<String, Object> of(Gd2Backend backend, String self, SortedMap<String, Long> http) {
        SortedMap<String, Object> dump = new TreeMap<>();
        dump.put("cluster-id", backend.clusterId());
        dump.put("peer-id", new Nodes(backend.nodes()).idOf(self));
        dump.put("version", backend.version());
        dump.put("op_version", 50_000);
        dump.put("txn", operations(backend));
        dump.put("http", http);
        return dump;
    }

    /** Of the operations that are remembered. */
    private static SortedMap<String, Object> operations(Gd2Backend backend) {
        long running = 0;
        long succeeded = 0;
        long failed = 0;
        for (OperationInfo info : backend.gcs().operations().list()) {
            if (!info.state().terminal()) {
                running++;
            } else if (info.state() == OperationState.SUCCEEDED) {
                succeeded++;
            } else {
                failed++;
            }
        }
        SortedMap<String, Object> operations = new TreeMap<>();
        operations.put("initiated_txn_in_progress", running);
        operations.put("initiated_txn_success", succeeded);
        operations.put("initiated_txn_failure", failed);
        return operations;
    }
}
