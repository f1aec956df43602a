/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostException;

/**
 * Starts a node's self-heal daemon with its first volume, and attaches and detaches the others while it runs. It cannot
 * be asked what is attached, so that is written to a file bound to the process; a lost write repeats an attach, which
 * changes nothing.
 *
 * <p>One that does not answer is killed, and started again: GlusterFS 10.3 blocks for ever when a volume is detached in the moment
 * in which a connection of it is closed, and heals nothing after that. It holds nothing that would be lost.
 */
public final class SelfHealDaemonDriver implements Driver<SelfHealDaemon, SelfHealDaemonDriver.Seen> {
    static final String KEY_PREFIX = "shd/";

    private static final Duration START = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final int MAX_REPLY = 64 * 1024;
    private static final int AT_ONCE = 16;

    private final ServiceCalls calls;

    /** A driver that talks to real daemons. */
    public SelfHealDaemonDriver() {
        this(new BrickOpsCalls());
    }

    SelfHealDaemonDriver(ServiceCalls calls) {
        this.calls = calls;
    }

    /**
     * What was seen.
     *
     * @param processes that carry the marks, by pid
     * @param state text of the state file; empty text when it is absent
     * @param files of the daemon's files, those that are there
     */
    public record Seen(List<ProcessEntry> processes, String state, List<Path> files) {
        public Seen {
            processes = List.copyOf(processes);
            files = List.copyOf(files);
        }
    }

    @Override
    public Observation<Seen> observe(SelfHealDaemon want) {
        List<Path> files =
                new ArrayList<>(List.of(want.files().pid(), want.files().socket(), want.state()));
        if (want.removeLog()) {
            files.add(want.files().log());
        }
        return Observation.of(new HostCall.Processes(want.marks()))
                .with(
                        Observation.of(new HostCall.ReadFile(want.state(), AttachedVolumes.MAX_TEXT)),
                        (processes, state) -> new Seen(processes, state.orElse(""), List.of()))
                .with(ProcessFiles.existing(files), (seen, found) -> new Seen(seen.processes(), seen.state(), found));
    }

    @Override
    public Step next(SelfHealDaemon want, Seen seen) {
        if (!want.runs() && !want.left().isEmpty()) {
            return Step.done();
        }
        if (!want.runs()) {
            return Daemons.end(seen.processes(), seen.files());
        }
        Optional<Step> tooMany = Daemons.tooMany(seen.processes(), new HostCall.Processes(want.marks()));
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        if (seen.processes().isEmpty()) {
            return Step.act(new HostCall.StartDaemon(command(want), want.marks()));
        }
        ProcessEntry process = seen.processes().get(0);
        return adjust(want, process, AttachedVolumes.of(process, seen.state()).volumes());
    }

    /**
     * Of what differs the volume that is asked for, and some others with it, so that many who ask at once need few turns, and none
     * of them a long one: intent written down, requests, outcome written down.
     */
    private Step adjust(SelfHealDaemon want, ProcessEntry process, SortedMap<String, String> attached) {
        List<String> differing = differing(want, attached);
        if (differing.isEmpty()
                || want.asked().filter(name -> !differing.contains(name)).isPresent()) {
            return Step.done();
        }
        want.asked().ifPresent(name -> {
            differing.remove(name);
            differing.add(0, name);
        });
        SortedMap<String, String> during = new TreeMap<>(attached);
        SortedMap<String, String> after = new TreeMap<>(attached);
        List<HostCall<?>> requests = new ArrayList<>();
        for (String name : differing.subList(0, Math.min(AT_ONCE, differing.size()))) {
            HealGraph graph = want.volumes().get(name);
            during.put(name, AttachedVolumes.UNSURE);
            if (graph == null) {
                after.remove(name);
                requests.add(exchange(want, calls.detach(key(name), want.files().pid())));
            } else {
                after.put(name, graph.checksum());
                requests.add(exchange(
                        want, calls.attach(key(name), graph.text(), want.files().pid())));
            }
        }
        List<HostCall<?>> sequence = new ArrayList<>();
        sequence.add(write(want, process, during));
        sequence.addAll(requests);
        sequence.add(write(want, process, after));
        return Step.inOrder(sequence)
                .unlessAnswered(new HostCall.SendSignal(process.pid(), process.startTime(), HostCall.Signal.KILL));
    }

    /** Names of volumes that are to be attached, anew perhaps, or detached. */
    private static List<String> differing(SelfHealDaemon want, SortedMap<String, String> attached) {
        List<String> differing = new ArrayList<>();
        want.volumes().forEach((name, graph) -> {
            if (!graph.checksum().equals(attached.get(name))) {
                differing.add(name);
            }
        });
        for (String name : attached.keySet()) {
            if (!want.left().contains(name) && !want.volumes().containsKey(name)) {
                differing.add(name);
            }
        }
        return differing;
    }

    private static String key(String volume) {
        return KEY_PREFIX + volume;
    }

    private static HostCall.Exchange exchange(SelfHealDaemon want, Bytes request) {
        return new HostCall.Exchange(want.files().socket(), request, MAX_REPLY, ANSWER);
    }

    /** The process ends with the machine at the latest, and what is written about it means nothing after that. */
    private static HostCall.WriteNote write(
            SelfHealDaemon want, ProcessEntry process, SortedMap<String, String> volumes) {
        return new HostCall.WriteNote(want.state(), new AttachedVolumes(volumes).text(process), "rw-------");
    }

    static Command command(SelfHealDaemon want) {
        return Command.of(
                        "glusterfs",
                        "-s", // the transport must come after it, or it is taken for a host name
                        want.management().toString(),
                        "--volfile-server-transport",
                        "unix",
                        "--volfile-id",
                        key(want.volumes().firstKey()),
                        "-p",
                        want.files().pid().toString(),
                        "-S",
                        want.files().socket().toString(),
                        "-l",
                        want.files().log().toString(),
                        "--process-name",
                        "glustershd",
                        "--client-pid=-6",
                        "--xlator-option",
                        "*replicate*.node-uuid=" + want.node(),
                        "--xlator-option", // else each connection tries all ports from 49151 down that others have
                        "*client*.client-bind-insecure=on")
                .within(START);
    }

    @Override
    public void check(HostCall<?> call, Object answer) {
        if (call instanceof HostCall.Exchange exchange && answer instanceof Bytes reply) {
            Optional<String> refusal = calls.refusal(reply);
            if (refusal.isPresent()) {
                throw new HostException(
                        HostException.Kind.FAILED,
                        "the self-heal daemon at " + exchange.socket() + " refused a volume: " + refusal.get());
            }
        }
    }

    @Override
    public Step failed(SelfHealDaemon want, HostException failure) {
        if (want.runs() && failure.kind() == HostException.Kind.FAILED && failure.exitStatus() > 0) {
            return Step.retry("the self-heal daemon did not start: " + Daemons.explain(failure.exitStatus()) + ", see "
                    + want.files().log() + " (" + failure.getMessage() + ")");
        }
        return Driver.super.failed(want, failure);
    }
}
