/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.scenario;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
    private static final List<Effect> LONG_COMMANDS = List.of(Effect.COPY, Effect.ATTACH_LOOP);
    private static final Duration SURVIVES = Duration.ofSeconds(3);

    /** What an engine does to a machine and to its store, in the order of a volume's life. */
    private enum Effect {
        FORMAT("format a template"),
        COPY("copy an image"),
        PREALLOCATE("preallocate an image"),
        TAG("tag an image"),
        RENAME("rename an image"),
        ATTACH_LOOP("attach a loop device"),
        MOUNT("mount a brick"),
        MAKE_DIRECTORY("make a directory"),
        START_PROCESS("start a brick's own process"),
        TALK_TO_BRICKS("talk to a process of bricks"),
        NOTIFY("tell a daemon to fetch its volfile"),
        TALK_TO_HEALER("talk to the self-heal daemon"),
        END_PROCESS("end a brick's own process"),
        UNMOUNT("unmount a brick"),
        DETACH_LOOP("detach a loop device"),
        DELETE("delete a file"),
        INTENT("commit an intent"),
        REPORT("commit a report"),
        CONFIRMATION("commit a confirmation");

        private final String text;

        Effect(String text) {
            this.text = text;
        }
    }

    private final Set<String> passed = new TreeSet<>();
    private String aimed = "";
    private final Consumer<String> reached;

    /** The consumer hears the name of the point at which the engine stands still from now on. */
    Points(Consumer<String> reached) {
        this.reached = reached;
    }

    /** All names, in the order of a volume's life. */
    static List<String> all() {
        List<String> names = new ArrayList<>();
        for (Effect effect : Effect.values()) {
            names.add(BEFORE + effect.text);
            if (LONG_COMMANDS.contains(effect)) {
                names.add(DURING + effect.text);
            }
            names.add(AFTER + effect.text);
        }
        return names;
    }

    /** Whether only a volume comes by whose bricks have processes of their own. */
    static boolean needsOwnProcess(String point) {
        return point.endsWith(Effect.START_PROCESS.text) || point.endsWith(Effect.END_PROCESS.text);
    }

    /** The points, without those during a command, that have been passed since the engine began. */
    synchronized List<String> passed() {
        return List.copyOf(passed);
    }

    /** The next call at this point is the one. */
    synchronized void aim(String point) {
        if (!all().contains(point)) {
            throw new IllegalArgumentException("no such point: " + point);
        }
        aimed = point;
    }

    private synchronized void pass(String effect) {
        passed.add(BEFORE + effect);
        passed.add(AFTER + effect);
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

    private <R> CompletionStage<R> stopping(Optional<Effect> effect, Call<R> passOn, Call<R> outlive) {
        if (effect.isEmpty()) {
            return passOn.begin();
        }
        String name = effect.get().text;
        pass(name);
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

    private static Optional<Effect> effect(HostCall<?> call) {
        if (call instanceof HostCall.Run run) {
            return ofCommand(run.command());
        } else if (call instanceof HostCall.MakeDirectory) {
            return Optional.of(Effect.MAKE_DIRECTORY);
        } else if (call instanceof HostCall.SetAttribute) {
            return Optional.of(Effect.TAG);
        } else if (call instanceof HostCall.Rename) {
            return Optional.of(Effect.RENAME);
        } else if (call instanceof HostCall.Delete) {
            return Optional.of(Effect.DELETE);
        } else if (call instanceof HostCall.SendSignal) {
            return Optional.of(Effect.END_PROCESS);
        } else if (call instanceof HostCall.NotifySubscribers) {
            return Optional.of(Effect.NOTIFY);
        } else if (call instanceof HostCall.Exchange exchange) {
            return Optional.of(
                    exchange.socket().endsWith("self-heal.sock") ? Effect.TALK_TO_HEALER : Effect.TALK_TO_BRICKS);
        } else if (call instanceof HostCall.StartDaemon start
                && start.command().program().equals("glusterfsd")) {
            return Optional.of(Effect.START_PROCESS);
        }
        return Optional.empty();
    }

    private static Optional<Effect> ofCommand(Command command) {
        return switch (command.program()) {
            case "mkfs.xfs" -> Optional.of(Effect.FORMAT);
            case "cp" -> Optional.of(Effect.COPY);
            case "fallocate" -> Optional.of(Effect.PREALLOCATE);
            case "losetup" ->
                Optional.of(command.arguments().contains("--detach") ? Effect.DETACH_LOOP : Effect.ATTACH_LOOP);
            case "mount" -> Optional.of(Effect.MOUNT);
            case "umount" -> Optional.of(Effect.UNMOUNT);
            default -> Optional.empty();
        };
    }

    private static Optional<Effect> effect(Transaction transaction) {
        boolean report = transaction.puts().keySet().stream().anyMatch(key -> key.startsWith("status/"));
        if (report) {
            return Optional.of(Effect.REPORT);
        }
        return transaction.puts().entrySet().stream()
                .filter(put -> put.getKey().startsWith("operation/"))
                .map(put -> put.getValue().contains("\"RUNNING\"") ? Effect.INTENT : Effect.CONFIRMATION)
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
