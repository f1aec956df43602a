/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.gluster.gcs.Gcs;
import org.gluster.gcs.core.wire.ResultJson;
import org.gluster.gcs.core.wire.TimelineJson;
import org.gluster.gcs.operation.Operation;
import org.gluster.gcs.operation.Timeline;
import picocli.CommandLine.Option;

/** A command that needs the cluster. */
abstract class GcsCommand implements Callable<Integer> {
    final Session session;

    GcsCommand(Session session) {
        this.session = session;
    }

    /** Does it; returns the exit status. */
    abstract int run(Gcs gcs);

    /** Whether it may begin a cluster in an empty data directory. */
    boolean begins() {
        return false;
    }

    @Override
    public final Integer call() {
        try (Gcs gcs = session.open(begins())) {
            return run(gcs);
        }
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** A command that changes something, and waits for the end of that unless told otherwise. */
    abstract static class Change extends GcsCommand {
        @Option(names = "--no-wait", description = "Return when the change is recorded; it goes on.")
        boolean noWait;

        @Option(
                names = "--timeout",
                paramLabel = "SECONDS",
                defaultValue = "120",
                description = "How long to wait; ${DEFAULT-VALUE} when not given.")
        long timeout;

        @Option(names = "--explain-time", description = "Show where the time of it went, call by call.")
        boolean explainTime;

        Change(Session session) {
            super(session);
        }

        /** What is printed as JSON of a change whose time is explained. */
        record Explained(ResultJson result, TimelineJson timeline) {}

        abstract Operation<?> begin(Gcs gcs);

        /** What to say of the result. */
        abstract String done(Object result);

        @Override
        int run(Gcs gcs) {
            Operation<?> operation = begin(gcs);
            if (noWait) {
                session.print(OperationCommand.json(gcs, operation.id()), "operation " + operation.id());
                return 0;
            }
            Object result = operation.await(Duration.ofSeconds(timeout));
            if (explainTime) {
                Timeline timeline = gcs.operations().timeline(operation.id());
                session.print(
                        new Explained(ResultJson.of(result), TimelineJson.of(timeline)),
                        done(result) + "\n\n" + TimelineText.of(timeline));
                return 0;
            }
            session.print(ResultJson.of(result), done(result));
            return status(result);
        }

        /** The exit status for a result. */
        int status(Object result) {
            return 0;
        }
    }
}
