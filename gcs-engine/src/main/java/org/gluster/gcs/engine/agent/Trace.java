/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.gluster.gcs.Telemetry;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostCall;

/** Tells {@link Telemetry} what a convergence does on one node for one operation. Costs nothing when nobody is told. */
final class Trace {
    /** Tells nobody. */
    static final Trace NONE = new Trace(Telemetry.noop(), "", "", resource -> "");

    private final Telemetry telemetry;
    private final String node;
    private final String operation;
    private final Function<String, String> brickOf;

    private Trace(Telemetry telemetry, String node, String operation, Function<String, String> brickOf) {
        this.telemetry = telemetry;
        this.node = node;
        this.operation = operation;
        this.brickOf = brickOf;
    }

    /**
     * Tells of what is done for an operation; nobody when there is none.
     *
     * @param brickOf from the key of a resource to the brick that it is of, or empty text
     */
    static Trace of(Telemetry telemetry, String node, String operation, Function<String, String> brickOf) {
        return operation.isEmpty() || telemetry.equals(Telemetry.noop())
                ? NONE
                : new Trace(telemetry, node, operation, brickOf);
    }

    /** A wait begins. */
    Telemetry.Scope waiting(String name, String resource) {
        return begin("wait", name, resource, () -> "");
    }

    /** Work on a resource begins. */
    Telemetry.Scope working(String resource) {
        int blank = resource.indexOf(' ');
        return begin(
                "step",
                blank > 0 && !resource.startsWith("/") ? resource.substring(0, blank) : "file",
                resource,
                () -> "");
    }

    private Telemetry.Scope begin(String kind, String name, String resource, Supplier<String> detail) {
        if (this == NONE) {
            return Telemetry.noop().begin(kind, name, java.util.Collections.emptySortedMap());
        }
        TreeMap<String, String> attributes = new TreeMap<>();
        attributes.put("operation", operation);
        attributes.put("node", node);
        attributes.put("brick", brickOf.apply(resource));
        attributes.put("resource", resource);
        attributes.put("detail", detail.get());
        return telemetry.begin(kind, name, attributes);
    }

    /** The same host, whose calls are told of, as being for the resource that is at hand. */
    Host over(Host host, Supplier<String> resource) {
        return this == NONE ? host : new Told(host, resource);
    }

    private final class Told implements Host {
        private final Host host;
        private final Supplier<String> resource;

        Told(Host host, Supplier<String> resource) {
            this.host = host;
            this.resource = resource;
        }

        @Override
        public <R> CompletionStage<R> call(HostCall<R> call) {
            Telemetry.Scope scope = begin("host", name(call), resource.get(), () -> detail(call));
            return host.call(call).whenComplete((answer, failure) -> {
                if (failure == null) {
                    scope.end();
                } else {
                    scope.fail(Readings.hostException(failure));
                }
            });
        }
    }

    /** The program, or the verb: {@code stat-file}. */
    private static String name(HostCall<?> call) {
        return command(call)
                .map(Command::program)
                .orElseGet(() -> call.getClass()
                        .getSimpleName()
                        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
                        .toLowerCase(Locale.ROOT));
    }

    private static Optional<Command> command(HostCall<?> call) {
        return call instanceof HostCall.Run run
                ? Optional.of(run.command())
                : call instanceof HostCall.StartDaemon start ? Optional.of(start.command()) : Optional.empty();
    }

    /** What it is about; never contents, which may be secret. */
    private static String detail(HostCall<?> call) {
        return command(call)
                .map(Command::line)
                .orElseGet(() -> path(call).map(Path::toString).orElse(""));
    }

    private static Optional<Path> path(HostCall<?> call) {
        Path path = null;
        if (call instanceof HostCall.ReadFile read) {
            path = read.path();
        } else if (call instanceof HostCall.ListDirectory list) {
            path = list.path();
        } else if (call instanceof HostCall.StatFile stat) {
            path = stat.path();
        } else if (call instanceof HostCall.AllocatedBytes allocated) {
            path = allocated.path();
        } else if (call instanceof HostCall.Mounts mounts) {
            path = mounts.under();
        } else if (call instanceof HostCall.IsMountPoint point) {
            path = point.target();
        } else if (call instanceof HostCall.MountsOfImage of) {
            path = of.image();
        } else if (call instanceof HostCall.Loops loops) {
            path = loops.backing();
        } else if (call instanceof HostCall.ReadAttribute read) {
            path = read.path();
        } else if (call instanceof HostCall.MakeDirectory make) {
            path = make.path();
        } else if (call instanceof HostCall.WriteFile write) {
            path = write.path();
        } else if (call instanceof HostCall.WriteNote note) {
            path = note.path();
        } else if (call instanceof HostCall.SetAttribute set) {
            path = set.path();
        } else if (call instanceof HostCall.Rename rename) {
            path = rename.to();
        } else if (call instanceof HostCall.Delete delete) {
            path = delete.path();
        } else if (call instanceof HostCall.Sync sync) {
            path = sync.path();
        } else if (call instanceof HostCall.Exchange exchange) {
            path = exchange.socket();
        }
        return Optional.ofNullable(path);
    }
}
