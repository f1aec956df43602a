/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.block.host;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A named lock of the machine: a queue for all hosts in this JVM (nobody waits on a thread), and a file lock on a device
 * node that is there anyway between JVMs. The kernel frees the file lock when a JVM dies; no lock file is ever made.
 */
final class Exclusive {
    private static final Map<String, Exclusive> ALL = new ConcurrentHashMap<>();
    private static final Map<String, Path> NODES = Map.of(Command.LOOP_ATTACH, Path.of("/dev/loop-control"));

    private final @Nullable Path node;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean held;

    private Exclusive(String name) {
        node = NODES.get(name);
    }

    static Exclusive named(String name) {
        return ALL.computeIfAbsent(name, Exclusive::new);
    }

    /** Calls {@code turn} when the lock is this caller's, on this thread or on one that releases; it must not block. */
    void acquire(Runnable turn) {
        synchronized (waiting) {
            if (held) {
                waiting.add(turn);
                return;
            }
            held = true;
        }
        turn.run();
    }

    /** Gives the lock to whoever waited longest. */
    void release() {
        Runnable next;
        synchronized (waiting) {
            next = waiting.poll();
            held = next != null;
        }
        if (next != null) {
            next.run();
        }
    }

    /** Does it under the lock between JVMs; called by the holder of this one, so never twice at once in this JVM. */
    <T> T betweenJvms(Supplier<T> action) {
        if (node == null) {
            return action.get();
        }
        FileChannel channel;
        try {
            channel = FileChannel.open(node, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException unable) {
            return action.get(); // without this node or without root the program says itself what is wrong
        }
        try (channel) {
            FileLock lock = channel.lock();
            try {
                return action.get();
            } finally {
                lock.close();
            }
        } catch (IOException failure) {
            throw new HostException(
                    Thread.currentThread().isInterrupted()
                            ? HostException.Kind.UNKNOWN_OUTCOME
                            : HostException.Kind.FAILED,
                    "the lock on " + node + " failed: " + failure.getMessage());
        }
    }
}
