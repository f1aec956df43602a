/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
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

    /** Without any. */
    public PortRegistry() {}

    /** The entry of this brick. */
    public synchronized Optional<Entry> find(String brick) {
        return Optional.ofNullable(bricks.get(brick)).map(held -> held.entry(brick));
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
    public synchronized void confirm(String brick, int port, long pid) {
        Held held = bricks.get(brick);
        RpcConnection signer = held != null && held.isSame(port, pid) ? held.signer() : null;
        bricks.put(brick, new Held(port, pid, signer, true));
    }

    /** Forgets a brick that the manager knows not to run any more. Repeatable. */
    public synchronized void remove(String brick) {
        bricks.remove(brick);
    }

    synchronized void signIn(String brick, int port, long pid, RpcConnection signer) {
        Held held = bricks.get(brick);
        boolean confirmed = held != null && held.isSame(port, pid) && held.confirmed();
        bricks.put(brick, new Held(port, pid, signer, confirmed));
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
