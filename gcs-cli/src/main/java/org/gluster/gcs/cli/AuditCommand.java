/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import org.gluster.gcs.Gcs;
import org.gluster.gcs.audit.AuditReport;
import org.gluster.gcs.core.wire.AuditJson;
import picocli.CommandLine.Command;

@Command(
        name = "audit",
        description = "Compares what is on every node with what the records say. Exits with 1 when they differ.",
        mixinStandardHelpOptions = true)
final class AuditCommand extends GcsCommand {

    AuditCommand(Session session) {
        super(session);
    }

    @Override
    int run(Gcs gcs) {
        AuditReport report = gcs.audit();
        StringBuilder text = new StringBuilder();
        if (!report.findings().isEmpty()) {
            Table table = Table.of("KIND", "NODE", "RESOURCE", "WHAT", "WHAT TO DO");
            report.findings()
                    .forEach(finding -> table.row(
                            word(finding.kind()),
                            finding.node().value(),
                            finding.resource(),
                            finding.message(),
                            finding.remedy()));
            text.append(table).append('\n');
        }
        text.append(report.checked())
                .append(
                        report.clean()
                                ? " resources checked: all as recorded\n"
                                : " resources checked: NOT as recorded\n");
        session.print(AuditJson.of(report), text.toString());
        return report.clean() ? 0 : 1;
    }
}
