/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostException;

/**
 * Starts and ends brick processes. A running one is adopted as it is; only when it listens elsewhere than wanted is it
 * replaced.
 */
public final class BrickProcessDriver implements Driver<BrickProcess, BrickProcessDriver.Seen> {
    private static final Duration LISTENS = Duration.ofSeconds(10);
    private static final Duration START = Duration.ofSeconds(30);

    /**
     * What was seen.
     *
     * @param processes that carry the marks, by pid
     * @param listening whether its port is taken
     * @param files of the daemon's files, those that are there
     */
    public record Seen(List<ProcessEntry> processes, boolean listening, List<Path> files) {
        public Seen {
            processes = List.copyOf(processes);
            files = List.copyOf(files);
        }
    }

    @Override
    public Observation<Seen> observe(BrickProcess want) {
        Observation<Seen> seen = Observation.of(new HostCall.Processes(want.marks()))
                .with(Observation.of(listening(want)), (processes, taken) -> new Seen(processes, taken, List.of()));
        if (want.present()) {
            return seen;
        }
        List<Path> files =
                new ArrayList<>(List.of(want.files().pid(), want.files().socket()));
        if (want.removeLog()) {
            files.add(want.files().log());
        }
        return seen.with(
                ProcessFiles.existing(files), (there, found) -> new Seen(there.processes(), there.listening(), found));
    }

    private static HostCall.IsPortTaken listening(BrickProcess want) {
        return new HostCall.IsPortTaken(want.address(), want.port());
    }

    @Override
    public Step next(BrickProcess want, Seen seen) {
        if (!want.present()) {
            return Daemons.end(seen.processes(), seen.files());
        }
        if (!want.starts()) {
            return Step.done();
        }
        Optional<Step> tooMany = Daemons.tooMany(seen.processes(), listening(want));
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        boolean listens = seen.listening();
        if (!seen.processes().isEmpty()) {
            ProcessEntry process = seen.processes().get(0);
            if (listensElsewhere(want, process)) {
                return Daemons.stop(process);
            }
            return listens
                    ? Step.done()
                    : Step.act(listening(want)).within(LISTENS, Daemons.signal(process, HostCall.Signal.KILL));
        }
        if (listens) {
            return Step.impossible(
                    Problem.Kind.ADDRESS_TAKEN,
                    "brick process " + want.name() + " cannot listen at " + want.address() + " port " + want.port()
                            + ": another program does; choose another port, or end that program");
        }
        return Step.act(new HostCall.StartDaemon(command(want), want.marks()));
    }

    private static boolean listensElsewhere(BrickProcess want, ProcessEntry process) {
        return !process.arguments().contains(want.portOption())
                || !process.arguments().contains(want.addressOption());
    }

    static Command command(BrickProcess want) {
        return Command.of(
                        "glusterfsd",
                        "-s", // the transport must come after it, or it is taken for a host name
                        want.management().toString(),
                        "--volfile-server-transport",
                        "unix",
                        "--volfile-id",
                        want.volfileKey(),
                        "-p",
                        want.files().pid().toString(),
                        "-S",
                        want.files().socket().toString(),
                        "--brick-name",
                        want.name(),
                        "-l",
                        want.files().log().toString(),
                        "--process-name",
                        "brick",
                        "--brick-port",
                        Integer.toString(want.port()),
                        "--xlator-option",
                        want.portOption(),
                        "--xlator-option",
                        want.addressOption(),
                        "--xlator-option",
                        "*-posix.glusterd-uuid=" + want.node())
                .within(START);
    }

    @Override
    public Step failed(BrickProcess want, HostException failure) {
        if (want.present() && failure.kind() == HostException.Kind.FAILED && failure.exitStatus() > 0) {
            return Step.retry("brick process " + want.name() + " did not start: "
                    + Daemons.explain(failure.exitStatus()) + ", see "
                    + want.files().log() + " ("
                    + failure.getMessage() + ")");
        }
        return Driver.super.failed(want, failure);
    }
}
