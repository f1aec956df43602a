/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.volume.AccessRefusal;
import org.gluster.gcs.volume.AccessReport;
import org.gluster.gcs.volume.ClientPattern;
import org.gluster.gcs.volume.VolumeName;

/** Who may mount a volume, and who was refused lately; times are ISO-8601. */
public record AccessJson(String volume, List<String> allowed, List<String> nodes, List<RefusalJson> refusals) {

    /** Checks that nothing is missing. */
    public AccessJson {
        Objects.requireNonNull(volume, "volume");
        allowed = Given.list(allowed);
        nodes = Given.list(nodes);
        refusals = Given.list(refusals);
    }

    /** One client that was refused. */
    public record RefusalJson(String node, String address, String first, String last, long count) {

        /** Checks that nothing is missing. */
        public RefusalJson {
            Objects.requireNonNull(node, "node");
            Objects.requireNonNull(address, "address");
            Objects.requireNonNull(first, "first");
            Objects.requireNonNull(last, "last");
        }
    }

    /** Returns the JSON of a report. */
    public static AccessJson of(AccessReport report) {
        return new AccessJson(
                report.volume().value(),
                report.allowed().stream().map(ClientPattern::toString).toList(),
                report.nodes(),
                report.refusals().stream()
                        .map(refusal -> new RefusalJson(
                                refusal.node().value(),
                                refusal.address(),
                                refusal.first().toString(),
                                refusal.last().toString(),
                                refusal.count()))
                        .toList());
    }

    /** Returns the report. */
    public AccessReport toReport() {
        return new AccessReport(
                VolumeName.of(volume),
                allowed.stream().map(ClientPattern::parse).toList(),
                nodes,
                refusals.stream()
                        .map(refusal -> new AccessRefusal(
                                NodeName.of(refusal.node()),
                                refusal.address(),
                                Instant.parse(refusal.first()),
                                Instant.parse(refusal.last()),
                                refusal.count()))
                        .toList());
    }
}
