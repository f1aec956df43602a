/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.block.host.HostCall.VolfileFetch;

/**
 * Which connections fetched which volfile, and can be told to fetch it again; also those that were refused one, since a
 * process that connects again right after the server came up may ask before its volume is known. Thread-safe.
 */
public final class Subscriptions {
    static final int CALLBACK_PROGRAM = 52_743_234;
    static final int FETCHSPEC = 1;

    private static final String REFUSED = "";

    private final SortedMap<String, Map<RpcConnection, VolfileFetch>> connections = new TreeMap<>();

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
            Map<RpcConnection, VolfileFetch> subscribers = connections.get(plain(key));
            if (subscribers != null) {
                told.addAll(subscribers.keySet());
                subscribers.replaceAll((connection, fetch) -> new VolfileFetch(fetch.checksum(), true));
            }
        }
        told.forEach(connection -> connection.call(CALLBACK_PROGRAM, 1, FETCHSPEC, Bytes.of(new byte[0])));
        return told.size();
    }

    /** How many connections were given this volfile and are open. */
    public synchronized int count(String key) {
        return Math.toIntExact(
                fetches(key).stream().filter(Subscriptions::given).count());
    }

    private static boolean given(VolfileFetch fetch) {
        return !fetch.checksum().equals(REFUSED);
    }

    /**
     * What each open connection that asked for this volfile was given last, oldest connection first; the checksum of one
     * that was refused is empty.
     */
    public synchronized List<VolfileFetch> fetches(String key) {
        Map<RpcConnection, VolfileFetch> subscribers = connections.get(plain(key));
        return subscribers == null ? List.of() : List.copyOf(subscribers.values());
    }

    /** All keys that some open connection was given. */
    public synchronized SortedSet<String> keys() {
        SortedSet<String> keys = new TreeSet<>(connections.keySet());
        keys.removeIf(key -> count(key) == 0);
        return Collections.unmodifiableSortedSet(keys);
    }

    /**
     * Those who were given one volfile have another one as well, as if they had asked for it: a brick process that a brick was
     * attached to. With an empty checksum they are to ask for it first, as if they never had.
     */
    public synchronized void given(String key, String by, String checksum) {
        Map<RpcConnection, VolfileFetch> processes =
                new LinkedHashMap<>(connections.getOrDefault(plain(by), new LinkedHashMap<>()));
        for (Map.Entry<RpcConnection, VolfileFetch> process : processes.entrySet()) {
            if (!given(process.getValue())) {
                continue;
            }
            if (checksum.isEmpty()) {
                Map<RpcConnection, VolfileFetch> others = connections.get(plain(key));
                if (others != null) {
                    others.remove(process.getKey());
                    if (others.isEmpty()) {
                        connections.remove(plain(key));
                    }
                }
            } else {
                add(plain(key), process.getKey(), checksum);
            }
        }
    }

    /** Not for a connection that has closed while it was found out whether it may have the volfile: nobody would remove it. */
    synchronized void add(String key, RpcConnection connection, String checksum) {
        if (!connection.isOpen()) {
            return;
        }
        connections
                .computeIfAbsent(key, fresh -> new LinkedHashMap<>())
                .put(connection, new VolfileFetch(checksum, false));
    }

    /** There is no such volfile now. Of each connection only the last such key is remembered: anybody may ask for any. */
    synchronized void refused(String key, RpcConnection connection) {
        if (!connection.isOpen()) {
            return;
        }
        Map<RpcConnection, VolfileFetch> subscribers = connections.get(key);
        if (subscribers != null && subscribers.containsKey(connection) && given(subscribers.get(connection))) {
            return; // it keeps what it was given
        }
        connections.values().removeIf(others -> {
            others.computeIfPresent(connection, (same, fetch) -> given(fetch) ? fetch : null);
            return others.isEmpty();
        });
        connections
                .computeIfAbsent(key, fresh -> new LinkedHashMap<>())
                .put(connection, new VolfileFetch(REFUSED, false));
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
