/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostException;

/**
 * Starts and ends brick processes. A running one is adopted as it is; only when it listens elsewhere than wanted, or is to
 * be restarted, is it replaced.
 */
public final class BrickProcessDriver implements Driver<BrickProcess, BrickProcessDriver.Seen> {
    private static final Duration LISTENS = Duration.ofSeconds(10);
    private static final Duration START = Duration.ofSeconds(30);

    /**
     * What was seen.
     *
     * @param processes that carry the marks, by pid
     * @param listening ports in use at the address
     * @param mounted whether the brick's own file system is mounted, if it has one
     * @param files of the daemon's files, those that are there
     */
    public record Seen(List<ProcessEntry> processes, SortedSet<Integer> listening, boolean mounted, List<Path> files) {
        public Seen {
            processes = List.copyOf(processes);
            listening = Collections.unmodifiableSortedSet(new TreeSet<>(listening));
            files = List.copyOf(files);
        }
    }

    @Override
    public Observation<Seen> observe(BrickProcess want) {
        List<Path> files =
                new ArrayList<>(List.of(want.files().pid(), want.files().socket()));
        if (want.removeLog()) {
            files.add(want.files().log());
        }
        return Observation.of(new HostCall.Processes(want.marks()))
                .with(
                        Observation.of(listening(want)),
                        (processes, ports) -> new Seen(processes, ports, false, List.of()))
                .with(
                        mounted(want),
                        (seen, mounted) -> new Seen(seen.processes(), seen.listening(), mounted, List.of()))
                .with(
                        ProcessFiles.existing(files),
                        (seen, found) -> new Seen(seen.processes(), seen.listening(), seen.mounted(), found));
    }

    private static Observation<Boolean> mounted(BrickProcess want) {
        return want.ownFileSystem()
                ? Observation.of(new HostCall.Mounts(want.mount()))
                        .map(mounts ->
                                mounts.stream().anyMatch(mount -> mount.target().equals(want.mount())))
                : Observation.constant(true);
    }

    private static HostCall.ListeningPorts listening(BrickProcess want) {
        return new HostCall.ListeningPorts(want.address());
    }

    @Override
    public Step next(BrickProcess want, Seen seen) {
        if (!want.present()) {
            return Daemons.end(seen.processes(), seen.files());
        }
        Optional<Step> tooMany = Daemons.tooMany(seen.processes(), listening(want));
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        boolean listens = seen.listening().contains(want.port());
        if (!seen.processes().isEmpty()) {
            ProcessEntry process = seen.processes().get(0);
            if (listensElsewhere(want, process) || (want.replace() && !want.isOfThisStart(process))) {
                return Daemons.stop(process);
            }
            return listens
                    ? Step.done()
                    : Step.act(listening(want)).within(LISTENS, Daemons.signal(process, HostCall.Signal.KILL));
        }
        if (!seen.mounted()) {
            return Step.retry("brick process of " + want.root() + " waits for its file system: nothing is mounted at "
                    + want.mount());
        }
        if (listens) {
            return Step.impossible(
                    Problem.Kind.ADDRESS_TAKEN,
                    "brick " + want.root() + " cannot listen at " + want.address() + " port " + want.port()
                            + ": another program does; choose another port, or end that program");
        }
        return Step.act(new HostCall.StartDaemon(command(want), want.startMarks()));
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
                        want.root().toString(),
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
            return Step.retry("brick process of " + want.root() + " did not start: "
                    + Daemons.explain(failure.exitStatus()) + ", see "
                    + want.files().log() + " ("
                    + failure.getMessage() + ")");
        }
        return Driver.super.failed(want, failure);
    }
}
