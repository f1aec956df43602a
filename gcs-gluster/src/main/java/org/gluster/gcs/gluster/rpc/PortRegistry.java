/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * On which port each brick of this node listens: signed in by the brick processes, or entered by the manager for bricks
 * that it adopted or attached. Lives in memory only, since brick processes sign in again (within about 3 s) whenever
 * their connection to the manager is back. Thread-safe.
 */
public final class PortRegistry {

    /**
     * One brick.
     *
     * @param brick its path
     * @param port where it listens
     * @param pid its process
     * @param signedIn whether its process signed in, and is connected still
     * @param confirmed whether the manager vouches for it
     */
    public record Entry(String brick, int port, long pid, boolean signedIn, boolean confirmed) {}

    private record Held(int port, long pid, @Nullable RpcConnection signer, boolean confirmed) {
        Entry entry(String brick) {
            return new Entry(brick, port, pid, signer != null, confirmed);
        }

        boolean isSame(int otherPort, long otherPid) {
            return port == otherPort && pid == otherPid;
        }
    }

    private final SortedMap<String, Held> bricks = new TreeMap<>();
    private final SortedMap<String, SortedSet<String>> expectedOf = new TreeMap<>();
    private final SortedSet<String> expected = new TreeSet<>();
    private final SortedMap<String, List<CompletableFuture<Optional<Entry>>>> waiting = new TreeMap<>();

    /** Without any. */
    public PortRegistry() {}

    /** The entry of this brick. */
    public synchronized Optional<Entry> find(String brick) {
        return Optional.ofNullable(bricks.get(brick)).map(held -> held.entry(brick));
    }

    /**
     * The entry of this brick. When it is expected and not there yet it is waited for: a client that is told that there is none asks
     * again after three seconds only.
     *
     * @param patience after which the answer is that there is none
     * @return completes on any thread
     */
    CompletionStage<Optional<Entry>> await(String brick, Duration patience) {
        CompletableFuture<Optional<Entry>> answer = new CompletableFuture<>();
        synchronized (this) {
            Optional<Entry> found = find(brick);
            if (found.isPresent() || !expected.contains(brick)) {
                answer.complete(found);
                return answer;
            }
            waiting.computeIfAbsent(brick, first -> new ArrayList<>()).add(answer);
        }
        answer.completeOnTimeout(Optional.empty(), patience.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((entry, failure) -> forget(brick, answer));
        return answer;
    }

    @SuppressWarnings("ReferenceEquality") // this very answer
    private synchronized void forget(String brick, CompletableFuture<Optional<Entry>> answer) {
        List<CompletableFuture<Optional<Entry>>> others = waiting.get(brick);
        if (others != null) {
            others.removeIf(other -> other == answer);
            if (others.isEmpty()) {
                waiting.remove(brick);
            }
        }
    }

    /**
     * Says which bricks are about to listen, or do, in place of what was said before.
     *
     * @param owner for whom that is said; each says it for itself
     * @param paths of the bricks; none when nothing is expected
     */
    public synchronized void expect(String owner, SortedSet<String> paths) {
        SortedSet<String> before =
                paths.isEmpty() ? expectedOf.remove(owner) : expectedOf.put(owner, new TreeSet<>(paths));
        if (before != null) {
            expected.removeAll(before);
        }
        expected.addAll(paths);
    }

    private void tell(String brick) {
        List<CompletableFuture<Optional<Entry>>> told;
        Optional<Entry> found;
        synchronized (this) {
            told = waiting.remove(brick);
            found = find(brick);
        }
        if (told != null) {
            told.forEach(answer -> answer.complete(found));
        }
    }

    /** Some brick that listens on this port, the first by path. */
    public synchronized Optional<Entry> find(int port) {
        return bricks.entrySet().stream()
                .filter(brick -> brick.getValue().port() == port)
                .map(brick -> brick.getValue().entry(brick.getKey()))
                .findFirst();
    }

    /** All entries, by path. */
    public synchronized List<Entry> entries() {
        List<Entry> entries = new ArrayList<>();
        bricks.forEach((brick, held) -> entries.add(held.entry(brick)));
        return List.copyOf(entries);
    }

    /**
     * Enters a brick that the manager knows to run there, in place of what there was, and keeps it when no process signed
     * it in or the one that did disconnects. Repeatable.
     */
    public void confirm(String brick, int port, long pid) {
        synchronized (this) {
            Held held = bricks.get(brick);
            RpcConnection signer = held != null && held.isSame(port, pid) ? held.signer() : null;
            bricks.put(brick, new Held(port, pid, signer, true));
        }
        tell(brick);
    }

    /** Forgets a brick that the manager knows not to run any more. Repeatable. */
    public synchronized void remove(String brick) {
        bricks.remove(brick);
    }

    void signIn(String brick, int port, long pid, RpcConnection signer) {
        synchronized (this) {
            Held held = bricks.get(brick);
            boolean confirmed = held != null && held.isSame(port, pid) && held.confirmed();
            bricks.put(brick, new Held(port, pid, signer, confirmed));
        }
        tell(brick);
    }

    /**
     * Only who signed a brick in signs it out, or the process that serves it as one of several: a failed second start of
     * a running brick ends with a SIGNOUT, too.
     */
    synchronized boolean signOut(String brick, RpcConnection by) {
        Held held = bricks.get(brick);
        if (held == null) {
            return false;
        }
        boolean own = held.signer() == by
                || (held.signer() == null
                        && bricks.values().stream()
                                .anyMatch(other -> other.signer() == by && other.isSame(held.port(), held.pid())));
        if (own) {
            bricks.remove(brick);
        }
        return own;
    }

    synchronized void closed(RpcConnection connection) {
        for (String brick : List.copyOf(bricks.keySet())) {
            Held held = bricks.get(brick);
            if (held != null && held.signer() == connection) {
                if (held.confirmed()) {
                    bricks.put(brick, new Held(held.port(), held.pid(), null, true));
                } else {
                    bricks.remove(brick);
                }
            }
        }
    }
}
