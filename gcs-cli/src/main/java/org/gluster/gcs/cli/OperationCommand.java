/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.gluster.gcs.ErrorCode;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.GcsException;
import org.gluster.gcs.core.wire.OperationJson;
import org.gluster.gcs.operation.OperationId;
import org.gluster.gcs.operation.OperationInfo;
import org.gluster.gcs.operation.OperationState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "operation",
        description = "Changes under way and those that ended.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            OperationCommand.All.class,
            OperationCommand.Show.class,
            OperationCommand.Cancel.class,
            OperationCommand.Await.class
        })
final class OperationCommand {

    static OperationJson json(Gcs gcs, OperationId id) {
        return OperationJson.of(info(gcs, id));
    }

    private static OperationInfo info(Gcs gcs, OperationId id) {
        return gcs.operations().list().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Failures.of(
                        ErrorCode.OPERATION_NOT_FOUND,
                        "there is no operation " + id
                                + ": \"operation list\" shows which there are; those that ended are kept for 7 days"));
    }

    private static String text(OperationInfo info) {
        Table table = Table.plain()
                .row("operation", info.id().toString())
                .row("kind", GcsCommand.word(info.kind()))
                .row("of", info.subject())
                .row("state", GcsCommand.word(info.state()))
                .row("progress", info.progress().toString())
                .row("begun", info.createdAt().toString());
        info.completedAt().ifPresent(at -> table.row("ended", at.toString()));
        info.idempotencyKey().ifPresent(key -> table.row("key", key.value()));
        info.error().ifPresent(error -> table.row("error", error.code() + ": " + error.message()));
        return table.toString();
    }

    @Command(name = "list", description = "Lists operations, the oldest first.", mixinStandardHelpOptions = true)
    static final class All extends GcsCommand {
        All(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            List<OperationInfo> operations = gcs.operations().list();
            Table table = Table.of("ID", "KIND", "OF", "STATE", "PROGRESS", "BEGUN", "ENDED");
            operations.forEach(one -> table.row(
                    one.id().toString(),
                    word(one.kind()),
                    one.subject(),
                    word(one.state()),
                    one.progress().toString(),
                    one.createdAt().toString(),
                    one.completedAt().map(Instant::toString).orElse("-")));
            session.print(operations.stream().map(OperationJson::of).toList(), table.toString());
            return 0;
        }
    }

    /** A command about one operation. */
    abstract static class One extends GcsCommand {
        @Parameters(paramLabel = "ID", description = "The id of the operation.")
        String id = "";

        One(Session session) {
            super(session);
        }

        void show(Gcs gcs) {
            OperationInfo info = info(gcs, OperationId.parse(id));
            session.print(OperationJson.of(info), text(info));
        }
    }

    @Command(name = "show", description = "Shows one operation.", mixinStandardHelpOptions = true)
    static final class Show extends One {
        Show(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            show(gcs);
            return 0;
        }
    }

    @Command(name = "cancel", description = "Undoes an operation that runs.", mixinStandardHelpOptions = true)
    static final class Cancel extends One {
        Cancel(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            gcs.operations().get(OperationId.parse(id)).cancel();
            show(gcs);
            return 0;
        }
    }

    @Command(
            name = "wait",
            description = "Waits for the end of an operation. Exits with 1 when it does not succeed.",
            mixinStandardHelpOptions = true)
    static final class Await extends One {
        @Option(
                names = "--timeout",
                paramLabel = "SECONDS",
                defaultValue = "120",
                description = "How long to wait; ${DEFAULT-VALUE} when not given.")
        long timeout;

        Await(Session session) {
            super(session);
        }

        @Override
        int run(Gcs gcs) {
            OperationId wanted = OperationId.parse(id);
            try {
                gcs.operations().get(wanted).await(Duration.ofSeconds(timeout));
            } catch (GcsException failure) {
                // It may have succeeded, and what it made be gone since.
                if (info(gcs, wanted).state() != OperationState.SUCCEEDED) {
                    throw failure;
                }
            }
            show(gcs);
            return 0;
        }
    }
}
