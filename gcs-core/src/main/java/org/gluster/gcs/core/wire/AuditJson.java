/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.core.wire;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.gluster.gcs.audit.AuditReport;
import org.gluster.gcs.audit.Finding;
import org.gluster.gcs.audit.FindingKind;
import org.gluster.gcs.cluster.NodeName;

/** What an audit found; the time is ISO-8601. */
public record AuditJson(boolean clean, long checked, String at, List<FindingJson> findings) {

    /** Checks that nothing is missing. */
    public AuditJson {
        Objects.requireNonNull(at, "at");
        findings = Given.list(findings);
    }

    /** One thing that was found. */
    public record FindingJson(FindingKind kind, String node, String resource, String message, String remedy) {

        /** Checks that nothing is missing. */
        public FindingJson {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(node, "node");
            Objects.requireNonNull(resource, "resource");
            Objects.requireNonNull(message, "message");
            Objects.requireNonNull(remedy, "remedy");
        }
    }

    /** Returns the JSON of a report. */
    public static AuditJson of(AuditReport report) {
        return new AuditJson(
                report.clean(),
                report.checked(),
                report.at().toString(),
                report.findings().stream()
                        .map(finding -> new FindingJson(
                                finding.kind(),
                                finding.node().value(),
                                finding.resource(),
                                finding.message(),
                                finding.remedy()))
                        .toList());
    }

    /** Returns the report. */
    public AuditReport toReport() {
        return AuditReport.builder()
                .checked(checked)
                .at(Instant.parse(at))
                .findings(findings.stream()
                        .map(finding -> Finding.builder()
                                .kind(finding.kind())
                                .node(NodeName.of(finding.node()))
                                .resource(finding.resource())
                                .message(finding.message())
                                .remedy(finding.remedy())
                                .build())
                        .toList())
                .build();
    }
}
