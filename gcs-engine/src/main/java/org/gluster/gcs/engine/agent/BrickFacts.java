/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileSystemStatus;
import org.gluster.gcs.block.host.HostCall.MountEntry;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.engine.catalogue.BrickRecord;

/**
 * What a node sees of one of its bricks when it is asked; nothing of it is stored.
 *
 * @param id the brick
 * @param pid of the process that serves it, and perhaps other bricks; 0 when none does
 * @param port on which it was told to listen; 0 when there is none
 * @param fileSystem type of the file system that holds it; empty when the brick is not there
 * @param device what that file system is mounted from; empty when that is not known
 * @param mountOptions its mount options, comma separated
 * @param totalBytes size of that file system
 * @param availableBytes free on it
 */
public record BrickFacts(
        String id,
        long pid,
        int port,
        String fileSystem,
        String device,
        String mountOptions,
        long totalBytes,
        long availableBytes) {

    private static final Path ROOT = Path.of("/");
    private static final String PORT = "--brick-port";

    /** A brick of which its node can say nothing now. */
    public static BrickFacts unknown(String id) {
        return new BrickFacts(id, 0, 0, "", "", "", 0, 0);
    }

    /** Those of some bricks of one node. */
    static Observation<List<BrickFacts>> of(
            String cluster, String node, List<BrickRecord> bricks, BrickProcesses running) {
        Observation<Map<String, Optional<FileSystemStatus>>> fileSystems = Observation.constant(new TreeMap<>());
        for (BrickRecord brick : bricks) {
            fileSystems = fileSystems.with(
                    Observation.of(new HostCall.FileSystemOf(Path.of(brick.path()))), (found, status) -> {
                        found.put(brick.id(), status);
                        return found;
                    });
        }
        return fileSystems
                .with(Observation.of(new HostCall.Processes(Marks.node(cluster, node))), Seen::new)
                .with(
                        Observation.of(new HostCall.Mounts(ROOT)),
                        (seen, mounts) -> facts(bricks, running, seen, mounts));
    }

    private record Seen(Map<String, Optional<FileSystemStatus>> fileSystems, List<ProcessEntry> processes) {}

    private static List<BrickFacts> facts(
            List<BrickRecord> bricks, BrickProcesses running, Seen seen, List<MountEntry> mounts) {
        List<BrickFacts> facts = new ArrayList<>();
        for (BrickRecord brick : bricks) {
            Optional<ProcessEntry> process = running.serving(seen.processes(), brick.id());
            Optional<FileSystemStatus> fileSystem =
                    Optional.ofNullable(seen.fileSystems().get(brick.id())).flatMap(found -> found);
            Optional<MountEntry> mount = fileSystem.flatMap(found -> mounts.stream()
                    .filter(entry -> entry.target().equals(found.mountPoint()))
                    .reduce((below, above) -> above));
            facts.add(new BrickFacts(
                    brick.id(),
                    process.map(ProcessEntry::pid).orElse(0L),
                    process.map(BrickFacts::port).orElse(0),
                    fileSystem.map(FileSystemStatus::type).orElse(""),
                    mount.map(MountEntry::source).orElse(""),
                    mount.map(MountEntry::options).orElse(""),
                    fileSystem.map(FileSystemStatus::totalBytes).orElse(0L),
                    fileSystem.map(FileSystemStatus::availableBytes).orElse(0L)));
        }
        return facts;
    }

    private static int port(ProcessEntry process) {
        int option = process.arguments().indexOf(PORT);
        return option >= 0 && option + 1 < process.arguments().size()
                ? Integer.parseInt(process.arguments().get(option + 1))
                : 0;
    }
}
