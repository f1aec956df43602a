/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.gluster.gcs.block.host.CommandResult;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.block.host.HostException;

/**
 * GlusterFS 10's daemons as {@code StartDaemon} starts them: a brick and the self-heal daemon. Observed and kept: the
 * pid file and the socket file stay after every end and also after a failed start; a second start with a live process's
 * pid file fails and changes nothing; a fresh index directory is empty. Not modelled: the 256 directories of a brick's
 * {@code .glusterfs}, what clients do, and the second that a real brick takes to end after TERM.
 */
final class GlusterPrograms {
    private static final String PID_FILE = "pid-file";
    private static final int DEFAULT_PORT = 24007;
    private static final List<String> FLAGS = List.of("--brick-mux");
    private static final List<String> VALUED = List.of(
            "-f",
            "--volfile",
            "-p",
            "--pid-file",
            "-S",
            "--socket-file",
            "-l",
            "--log-file",
            "-L",
            "--log-level",
            "-s",
            "--volfile-server",
            "--volfile-id",
            "--volfile-server-port",
            "--volfile-server-transport",
            "--brick-name",
            "--brick-port",
            "--process-name",
            "--client-pid",
            "--xlator-option");

    private GlusterPrograms() {}

    static List<FakeProgram> all() {
        return List.of(new Daemon("glusterfsd"), new Daemon("glusterfs"));
    }

    private record Daemon(String name) implements FakeProgram {
        @Override
        public CommandResult run(FakeMachine machine, Invocation invocation) {
            ProgramArguments arguments = ProgramArguments.parse(invocation.command(), FLAGS, VALUED);
            arguments.operands(0);
            if (!invocation.daemon()) {
                throw arguments.notModelled("a start that is no StartDaemon");
            }
            boolean brick = name.equals("glusterfsd");
            if (!brick && !arguments.value("--process-name").equals(Optional.of("glustershd"))) {
                throw arguments.notModelled("a process other than glustershd");
            }
            return new Start(machine, invocation, arguments).run(brick);
        }
    }

    /** One start. */
    private record Start(FakeMachine machine, FakeProgram.Invocation invocation, ProgramArguments arguments) {

        CommandResult run(boolean brick) {
            Optional<Path> volfile = arguments.value("-f", "--volfile").map(Path::of);
            if (volfile.isEmpty() && !arguments.has("-s", "--volfile-server")) {
                throw arguments.notModelled("a start without volfile and volfile server");
            }
            Optional<String> pidFile = arguments.value("-p", "--pid-file");
            if (pidFile.isPresent() && lockedByOther(pidFile.get())) {
                throw refused("pid file " + pidFile.get() + " is locked by a running process");
            }
            long pid = machine.spawn(invocation.command().arguments(), invocation.marks());
            try {
                files(pid, pidFile);
                if (machine.volfileUnknown(pid)) {
                    throw invocation.failed(2, "");
                }
                String graph = volfile.map(this::graph).orElse("");
                if (brick) {
                    brick(pid, graph);
                }
                machine.fetchVolfile(pid);
            } catch (HostException failure) {
                machine.end(pid);
                throw failure.exitStatus() >= 0 ? failure : refused(failure.getMessage());
            }
            return invocation.printed("");
        }

        private HostException refused(String why) {
            // A real daemon says why in its log alone; the reason is here for whoever debugs a simulation.
            machine.log(invocation.command().program() + ": " + why);
            return invocation.failed(1, "");
        }

        private boolean lockedByOther(String pidFile) {
            for (HostCall.ProcessEntry process : machine.apply(new HostCall.Processes(Collections.emptySortedMap()))) {
                if (pidFile.equals(machine.state(process.pid()).get(PID_FILE))) {
                    return true;
                }
            }
            return false;
        }

        private void files(long pid, Optional<String> pidFile) {
            pidFile.ifPresent(file -> {
                machine.apply(new HostCall.WriteFile(Path.of(file), pid + "\n", "rw-r--r--"));
                machine.remember(pid, PID_FILE, pidFile);
            });
            arguments.value("-S", "--socket-file").map(Path::of).ifPresent(socket -> machine.bind(pid, socket));
        }

        private String graph(Path volfile) {
            return machine.apply(new HostCall.ReadFile(volfile, 1 << 24))
                    .orElseThrow(() -> refused("volfile " + volfile + " cannot be read"));
        }

        /** A process without bricks if its brick's name is no path: those are attached to it. */
        private void brick(long pid, String graph) {
            String brick = arguments
                    .value("--brick-name")
                    .orElseThrow(() -> arguments.notModelled("a brick without --brick-name"));
            if (brick.startsWith("/")) {
                try {
                    brickDirectory(machine, Path.of(brick), graph);
                } catch (HostException unfit) {
                    throw refused(unfit.getMessage());
                }
            }
            String address = setting(graph, "transport.socket.bind-address").orElse("0.0.0.0");
            int port = setting(graph, "listen-port")
                    .or(() -> setting(graph, "transport.socket.listen-port"))
                    .map(Integer::valueOf)
                    .orElse(DEFAULT_PORT);
            if (!machine.listen(pid, address, port)) {
                throw refused("binding to " + address + ":" + port + " failed: Address already in use");
            }
            if (brick.startsWith("/")) {
                machine.hold(pid, Path.of(brick));
            }
        }

        /** An option of the server translator: from the command line, else from the volfile. */
        private Optional<String> setting(String graph, String name) {
            String suffix = "-server." + name + "=";
            for (String option : arguments.values("--xlator-option")) {
                int at = option.indexOf(suffix);
                if (at > 0) {
                    return Optional.of(option.substring(at + suffix.length()));
                }
            }
            return option(graph, name);
        }
    }

    /** What a brick does to its directory when it begins to serve it. */
    static void brickDirectory(FakeMachine machine, Path directory, String graph) {
        Path internal = directory.resolve(".glusterfs");
        if (!isDirectory(machine, directory) || !isDirectory(machine, internal)) {
            throw unfit("brick directory " + directory + " or .glusterfs in it is not there");
        }
        if (graph.isEmpty() || graph.contains("features/index")) {
            make(machine, internal.resolve("indices"), "rwxr-xr-x");
            for (String index : List.of("dirty", "entry-changes", "xattrop")) {
                make(machine, internal.resolve("indices").resolve(index), "rw-------");
            }
        }
        Optional<String> owner = machine.apply(new HostCall.ReadAttribute(directory, "trusted.glusterfs.volume-id"));
        Optional<String> wanted =
                option(graph, "volume-id").map(uuid -> FakeMachine.normal("0x" + uuid.replace("-", "")));
        if (owner.isEmpty() || (wanted.isPresent() && !wanted.equals(owner))) {
            throw unfit("brick directory " + directory + " carries the volume id " + owner.orElse("(none)"));
        }
        make(machine, internal.resolve("landfill"), "rwxr-xr-x");
        make(machine, internal.resolve("unlink"), "rwxr-xr-x");
        machine.apply(new HostCall.SetAttribute(directory, "trusted.gfid", "0x00000000000000000000000000000001"));
    }

    private static HostException unfit(String why) {
        return new HostException(HostException.Kind.FAILED, why);
    }

    private static void make(FakeMachine machine, Path directory, String mode) {
        machine.apply(new HostCall.MakeDirectory(directory, mode));
    }

    private static boolean isDirectory(FakeMachine machine, Path path) {
        return machine.apply(new HostCall.StatFile(path))
                .filter(status -> status.type() == FileType.DIRECTORY)
                .isPresent();
    }

    static Optional<String> option(String graph, String name) {
        String wanted = "option " + name + " ";
        for (String line : graph.split("\n")) {
            String text = line.strip();
            if (text.startsWith(wanted)) {
                return Optional.of(text.substring(wanted.length()).strip());
            }
        }
        return Optional.empty();
    }
}
