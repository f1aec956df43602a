/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.gluster.gcs.InvalidRequestException;
import org.gluster.gcs.engine.agent.NodeServer.Refused;
import org.gluster.gcs.engine.agent.Volfiles;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.volume.ClientPattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a client may have a volume's volfile from this node, by the volume's access list. Bricks hold the same list
 * themselves; here a refusal is told at the mount, logged and remembered. Host names are resolved off the server's thread,
 * each at most once in ten seconds and never twice at a time. Thread-safe.
 */
final class Admission {
    private static final Logger log = LoggerFactory.getLogger(Admission.class);

    /** How many refused addresses of a volume are remembered: those refused last. */
    static final int REMEMBERED = 256;
    /** How long a refused address is not logged again. */
    static final Duration QUIET = Duration.ofMinutes(10);
    /** How many lines a node logs in that time, so that a scan from many addresses does not fill the log. */
    static final int LINES = 100;

    private static final Duration RESOLVED = Duration.ofSeconds(10);

    /** Turns a host name into addresses as {@link ClientPattern#canonical} writes them; may block. */
    interface Resolver {
        SortedSet<String> resolve(String name);

        /** As this machine resolves names; one that it does not know has no address. */
        static Resolver ofMachine() {
            return name -> {
                TreeSet<String> addresses = new TreeSet<>();
                try {
                    for (InetAddress address : InetAddress.getAllByName(name)) {
                        addresses.add(ClientPattern.canonical(address));
                    }
                } catch (UnknownHostException unknown) {
                    log.debug("an access list names {}, which does not resolve", name);
                }
                return addresses;
            };
        }
    }

    private record Name(CompletableFuture<SortedSet<String>> addresses, Instant at) {}

    private static final class Seen {
        private final Instant first;
        private Instant last;
        private Instant logged = Instant.MIN;
        private long count;

        Seen(Instant first) {
            this.first = first;
            last = first;
        }
    }

    private final String node;
    private final InstantSource clock;
    private final Executor blocking;
    private final Resolver resolver;
    private final Map<String, Name> names = new TreeMap<>();
    private final Map<String, LinkedHashMap<String, Seen>> refused = new TreeMap<>();
    private Instant linesSince = Instant.MIN;
    private int lines;

    /**
     * Remembers nothing yet.
     *
     * @param node the node's name
     * @param blocking where names are resolved
     */
    Admission(String node, InstantSource clock, Executor blocking, Resolver resolver) {
        this.node = node;
        this.clock = clock;
        this.blocking = blocking;
        this.resolver = resolver;
    }

    /**
     * Decides about one client, and remembers a refusal.
     *
     * @param nodes addresses of the cluster's nodes, or their host names
     */
    CompletionStage<Boolean> admits(VolumeRecord volume, SortedSet<String> nodes, InetAddress client) {
        String address = ClientPattern.canonical(client);
        List<String> unresolved = new ArrayList<>();
        for (ClientPattern pattern : patterns(volume, nodes)) {
            if (pattern.matches(address)) {
                return CompletableFuture.completedFuture(true);
            }
            if (pattern.kind() == ClientPattern.Kind.HOST) {
                unresolved.add(pattern.toString());
            }
        }
        CompletableFuture<Boolean> found = CompletableFuture.completedFuture(false);
        for (String name : unresolved) {
            found = found.thenCombine(addresses(name), (before, known) -> before || known.contains(address));
        }
        return found.thenApply(admitted -> {
            if (!admitted) {
                refuse(volume, address);
            }
            return admitted;
        });
    }

    private static List<ClientPattern> patterns(VolumeRecord volume, SortedSet<String> nodes) {
        List<ClientPattern> patterns = new ArrayList<>();
        boolean ownNodes = volume.clients().isEmpty();
        for (String text : volume.clients()) {
            ownNodes |= text.equals(ClientPattern.NODES.toString());
            add(patterns, text);
        }
        if (ownNodes) {
            add(patterns, Volfiles.LOCAL_HOST);
            nodes.forEach(text -> add(patterns, text));
        }
        return patterns;
    }

    private static void add(List<ClientPattern> patterns, String text) {
        try {
            patterns.add(ClientPattern.parse(text));
        } catch (InvalidRequestException unreadable) {
            log.debug("{} on an access list matches nobody", text, unreadable);
        }
    }

    private CompletableFuture<SortedSet<String>> addresses(String name) {
        CompletableFuture<SortedSet<String>> fresh = new CompletableFuture<>();
        synchronized (this) {
            Instant now = clock.instant();
            Name known = names.get(name);
            if (known != null
                    && (!known.addresses().isDone() || now.isBefore(known.at().plus(RESOLVED)))) {
                return known.addresses();
            }
            names.put(name, new Name(fresh, now));
        }
        blocking.execute(() -> {
            try {
                fresh.complete(resolver.resolve(name));
            } catch (RuntimeException failure) {
                log.debug("{} cannot be resolved", name, failure);
                fresh.complete(new TreeSet<>());
            }
        });
        return fresh;
    }

    private void refuse(VolumeRecord volume, String address) {
        if (note(volume.name(), address)) {
            log.warn(
                    "node {}: the client {} asked for the volume \"{}\" and was refused, since its access list {} does not"
                            + " name it; to let it in: gcs volume access {} --allow {}",
                    node,
                    address,
                    volume.name(),
                    volume.clients().isEmpty() ? List.of(ClientPattern.NODES) : volume.clients(),
                    volume.name(),
                    address);
        }
    }

    /** Answers whether it is to be logged. */
    private synchronized boolean note(String volume, String address) {
        Instant now = clock.instant();
        LinkedHashMap<String, Seen> addresses = refused.computeIfAbsent(volume, first -> new LinkedHashMap<>());
        Seen seen = addresses.remove(address);
        if (seen == null) {
            seen = new Seen(now);
            if (addresses.size() == REMEMBERED) {
                Iterator<String> oldest = addresses.keySet().iterator();
                oldest.next();
                oldest.remove();
            }
        }
        addresses.put(address, seen); // behind all others
        seen.last = now;
        seen.count++;
        if (seen.logged.isAfter(now.minus(QUIET))) {
            return false;
        }
        if (!linesSince.isAfter(now.minus(QUIET))) {
            linesSince = now;
            lines = 0;
        }
        if (lines == LINES) {
            return false;
        }
        lines++;
        seen.logged = now;
        return true;
    }

    /** The latest first. */
    synchronized List<Refused> refusals(String volume) {
        List<Refused> found = new ArrayList<>();
        refused.getOrDefault(volume, new LinkedHashMap<>())
                .forEach((address, seen) -> found.add(0, new Refused(address, seen.first, seen.last, seen.count)));
        return found;
    }

    /** The volume is gone. */
    synchronized void forget(String volume) {
        refused.remove(volume);
    }
}
