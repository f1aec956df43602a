/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.operation;

import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.engine.catalogue.ClusterRecord;
import org.gluster.gcs.engine.catalogue.Errors;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.View;
import org.gluster.gcs.engine.coordinator.Decision;

/** Options of the whole cluster, as plain texts: what they mean is known to who reads them. */
public final class ClusterOptions {
    private ClusterOptions() {}

    /** Those that were set. */
    public static SortedMap<String, String> of(View view) {
        return record(view).options();
    }

    /** Sets some, all at once; answers all that are set then. */
    public static Decision<SortedMap<String, String>> set(SortedMap<String, String> options) {
        return draft -> {
            ClusterRecord cluster = record(draft);
            TreeMap<String, String> after = new TreeMap<>(cluster.options());
            after.putAll(options);
            if (!after.equals(cluster.options())) {
                draft.put(Keys.CLUSTER, cluster.withOptions(after));
            }
            return after;
        };
    }

    private static ClusterRecord record(View view) {
        return view.find(ClusterRecord.class, Keys.CLUSTER)
                .orElseThrow(() -> Errors.of(ErrorCode.INTERNAL, "the cluster's own record is missing from the store"));
    }
}
