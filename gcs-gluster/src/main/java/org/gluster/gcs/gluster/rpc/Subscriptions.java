/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.block.host.Bytes;

/** Which connections fetched which volfile, and can be told to fetch it again. Thread-safe. */
public final class Subscriptions {
    static final int CALLBACK_PROGRAM = 52_743_234;
    static final int FETCHSPEC = 1;

    private final SortedMap<String, Set<RpcConnection>> connections = new TreeMap<>();

    /** Without any. */
    public Subscriptions() {}

    /**
     * Tells all processes that fetched this volfile to fetch it again: FETCHSPEC, which they answer with a new GETSPEC.
     * They compare the text, so telling them too often is harmless; a connection that is lost fetches again by itself
     * when it is back.
     *
     * @param key with or without a leading slash
     * @return how many were told
     */
    public int notify(String key) {
        List<RpcConnection> told = new ArrayList<>();
        synchronized (this) {
            told.addAll(connections.getOrDefault(plain(key), Set.of()));
        }
        told.forEach(connection -> connection.call(CALLBACK_PROGRAM, 1, FETCHSPEC, Bytes.of(new byte[0])));
        return told.size();
    }

    /** How many connections fetched this volfile and are open. */
    public synchronized int count(String key) {
        return connections.getOrDefault(plain(key), Set.of()).size();
    }

    /** All keys that some open connection fetched. */
    public synchronized SortedSet<String> keys() {
        return Collections.unmodifiableSortedSet(new TreeSet<>(connections.keySet()));
    }

    synchronized void add(String key, RpcConnection connection) {
        connections.computeIfAbsent(key, fresh -> new LinkedHashSet<>()).add(connection);
    }

    synchronized void remove(RpcConnection connection) {
        connections.values().removeIf(subscribers -> {
            subscribers.remove(connection);
            return subscribers.isEmpty();
        });
    }

    static String plain(String key) {
        return key.startsWith("/") ? key.substring(1) : key;
    }
}
