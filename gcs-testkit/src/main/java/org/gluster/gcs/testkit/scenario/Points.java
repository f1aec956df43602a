/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.CommandResult;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.Transaction;

/**
 * The named points at which an engine can be made to stand still, for somebody to kill it there: {@code before} an effect is
 * begun, {@code after} it has happened and before the engine hears of it, or {@code during} a command, which then outlives
 * the engine.
 */
final class Points {
    private static final String BEFORE = "before ";
    private static final String AFTER = "after ";
    private static final String DURING = "during ";
    private static final List<String> EFFECTS = List.of(
            "format a template",
            "copy an image",
            "preallocate an image",
            "tag an image",
            "rename an image",
            "attach a loop device",
            "mount a brick",
            "make a directory",
            "start a brick",
            "tell a daemon to fetch its volfile",
            "talk to the self-heal daemon",
            "end a process",
            "unmount a brick",
            "detach a loop device",
            "delete a file",
            "commit an intent",
            "commit a report",
            "commit a confirmation");
    private static final List<String> LONG_COMMANDS = List.of("copy an image", "attach a loop device");
    private static final Duration SURVIVES = Duration.ofSeconds(3);

    private String aimed = "";
    private final Consumer<String> reached;

    /** The consumer hears the name of the point at which the engine stands still from now on. */
    Points(Consumer<String> reached) {
        this.reached = reached;
    }

    /** All names, in the order of a volume's life. */
    static List<String> all() {
        List<String> names = new ArrayList<>();
        for (String effect : EFFECTS) {
            names.add(BEFORE + effect);
            if (LONG_COMMANDS.contains(effect)) {
                names.add(DURING + effect);
            }
            names.add(AFTER + effect);
        }
        return names;
    }

    /** The next call at this point is the one. */
    synchronized void aim(String point) {
        if (!all().contains(point)) {
            throw new IllegalArgumentException("no such point: " + point);
        }
        aimed = point;
    }

    /** Once only. */
    private synchronized boolean hit(String point) {
        boolean hit = aimed.equals(point);
        if (hit) {
            aimed = "";
        }
        return hit;
    }

    Host host(Host real) {
        return new Host() {
            @Override
            public <R> CompletionStage<R> call(HostCall<R> call) {
                return stopping(effect(call), () -> real.call(call), () -> outliving(real, call));
            }
        };
    }

    Store store(Store real) {
        return new StoreAt(real);
    }

    private <R> CompletionStage<R> stopping(Optional<String> effect, Call<R> passOn, Call<R> outlive) {
        if (effect.isEmpty()) {
            return passOn.begin();
        }
        String name = effect.get();
        if (hit(BEFORE + name)) {
            reached.accept(BEFORE + name);
            return new CompletableFuture<>();
        }
        if (hit(DURING + name)) {
            CompletableFuture<R> never = new CompletableFuture<>();
            outlive.begin();
            reached.accept(DURING + name);
            return never;
        }
        if (hit(AFTER + name)) {
            return passOn.begin().thenCompose(done -> {
                reached.accept(AFTER + name);
                return new CompletableFuture<>();
            });
        }
        return passOn.begin();
    }

    @FunctionalInterface
    private interface Call<R> {
        CompletionStage<R> begin();
    }

    /** The same command, begun late: it is still to come when the engine is killed, and lands later unless it is ended. */
    @SuppressWarnings("unchecked") // Run answers a CommandResult
    private static <R> CompletionStage<R> outliving(Host real, HostCall<R> call) {
        if (!(call instanceof HostCall.Run run)) {
            return real.call(call);
        }
        List<String> late =
                new ArrayList<>(List.of("sh", "-c", "sleep " + SURVIVES.toSeconds() + "; exec \"$@\"", "late"));
        late.addAll(run.command().arguments());
        CompletionStage<CommandResult> running = real.call(new HostCall.Run(
                new Command(late, run.command().deadline(), run.command().exclusive())));
        return (CompletionStage<R>) running;
    }

    private static Optional<String> effect(HostCall<?> call) {
        if (call instanceof HostCall.Run run) {
            return ofCommand(run.command());
        } else if (call instanceof HostCall.MakeDirectory) {
            return Optional.of("make a directory");
        } else if (call instanceof HostCall.SetAttribute) {
            return Optional.of("tag an image");
        } else if (call instanceof HostCall.RemoveAttribute) {
            return Optional.of("remove a tag");
        } else if (call instanceof HostCall.Rename) {
            return Optional.of("rename an image");
        } else if (call instanceof HostCall.Delete) {
            return Optional.of("delete a file");
        } else if (call instanceof HostCall.SendSignal) {
            return Optional.of("end a process");
        } else if (call instanceof HostCall.NotifySubscribers) {
            return Optional.of("tell a daemon to fetch its volfile");
        } else if (call instanceof HostCall.Exchange exchange) {
            return Optional.of(
                    exchange.socket().endsWith("self-heal.sock")
                            ? "talk to the self-heal daemon"
                            : "attach or detach a brick");
        } else if (call instanceof HostCall.StartDaemon start
                && start.command().program().equals("glusterfsd")) {
            return Optional.of("start a brick process");
        }
        return Optional.empty();
    }

    private static Optional<String> ofCommand(Command command) {
        return switch (command.program()) {
            case "mkfs.xfs" -> Optional.of("format a template");
            case "cp" -> Optional.of("copy an image");
            case "fallocate" -> Optional.of("preallocate an image");
            case "losetup" ->
                Optional.of(command.arguments().contains("--detach") ? "detach a loop device" : "attach a loop device");
            case "mount" -> Optional.of("mount a brick");
            case "umount" -> Optional.of("unmount a brick");
            default -> Optional.empty();
        };
    }

    private static Optional<String> effect(Transaction transaction) {
        boolean report = transaction.puts().keySet().stream().anyMatch(key -> key.startsWith("status/"));
        if (report) {
            return Optional.of("commit a report");
        }
        return transaction.puts().entrySet().stream()
                .filter(put -> put.getKey().startsWith("operation/"))
                .map(put -> put.getValue().contains("\"RUNNING\"") ? "commit an intent" : "commit a confirmation")
                .findFirst();
    }

    /** A store whose commits can be stopped at. */
    private final class StoreAt implements Store {
        private final Store real;

        StoreAt(Store real) {
            this.real = real;
        }

        @Override
        public CompletionStage<CommitResult> commit(Transaction transaction) {
            return stopping(effect(transaction), () -> real.commit(transaction), () -> real.commit(transaction));
        }

        @Override
        public CompletionStage<Optional<Entry>> get(String key) {
            return real.get(key);
        }

        @Override
        public CompletionStage<Page> range(String prefix, String after, int limit) {
            return real.range(prefix, after, limit);
        }

        @Override
        public Watch watch(String prefix, long fromRevision, WatchListener listener) {
            return real.watch(prefix, fromRevision, listener);
        }

        @Override
        public CompletionStage<Lease> grant(Duration timeToLive) {
            return real.grant(timeToLive);
        }

        @Override
        public CompletionStage<Boolean> keepAlive(Lease lease) {
            return real.keepAlive(lease);
        }

        @Override
        public CompletionStage<Boolean> revoke(Lease lease) {
            return real.revoke(lease);
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
