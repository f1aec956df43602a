/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.process;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostCall.SendSignal;
import org.gluster.gcs.block.host.HostCall.Signal;

/** What brick and self-heal processes have in common. */
final class Daemons {
    /** A daemon ends within this after SIGTERM, or is killed. */
    private static final Duration END = Duration.ofSeconds(10);
    /** While a daemon starts, the program that started it is there too. */
    private static final Duration PARENT_LEAVES = Duration.ofSeconds(5);

    private Daemons() {}

    /** Ends all of them, then deletes what they left. */
    static Step end(List<ProcessEntry> processes, List<Path> files) {
        if (!processes.isEmpty()) {
            return stop(processes.get(0));
        }
        if (files.isEmpty()) {
            return Step.done();
        }
        return Step.act(new HostCall.Delete(files.get(0)));
    }

    static Step stop(ProcessEntry process) {
        return Step.act(signal(process, Signal.TERM)).within(END, signal(process, Signal.KILL));
    }

    static SendSignal signal(ProcessEntry process, Signal signal) {
        return new SendSignal(process.pid(), process.startTime(), signal);
    }

    /** Of several, the younger one goes, unless one of them goes by itself. */
    static Optional<Step> tooMany(List<ProcessEntry> processes, HostCall.Reading<?> look) {
        if (processes.size() < 2) {
            return Optional.empty();
        }
        ProcessEntry younger = processes.stream()
                .max(Comparator.comparingLong(ProcessEntry::startTime).thenComparingLong(ProcessEntry::pid))
                .orElseThrow();
        return Optional.of(Step.act(look).within(PARENT_LEAVES, signal(younger, Signal.KILL)));
    }

    /** What the exit status of a daemon that did not start means. */
    static String explain(int exitStatus) {
        return switch (exitStatus) {
            case 1 -> "its port is taken or its graph is unsound";
            case 2 -> "the management socket knows no such volfile";
            case 107 -> "the management socket does not answer";
            default -> "the log says why";
        };
    }
}
