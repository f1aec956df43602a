/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.gd2;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.gluster.gcs.testkit.gd2.GoObject.Undecodable;
import org.gluster.gcs.testkit.http.Decisions;
import org.gluster.gcs.testkit.http.HttpMessage;
import org.gluster.gcs.testkit.http.SmallHttpServer;
import org.gluster.gcs.testkit.http.SmallHttpServer.Answer;
import org.jspecify.annotations.Nullable;

/**
 * A small stand-in for a cluster of GlusterD2 as seen by its REST clients: peers, devices, volumes, options, option groups and
 * cluster options in memory, with GlusterD2's answers and with what is wrong with them. A test replays recordings of the real
 * one against it.
 *
 * <p>What it does as GlusterD2 does: there is no key that makes a request safe to repeat; now and then a delete answers 204
 * and deletes nothing, and a create answers 500 {@code volume not found} and makes nothing; whoever works longer than 30
 * seconds finishes, and then the connection closes without an answer; two creates of different names may be given the same
 * space; when the daemon is killed in the middle of a create, that goes on by itself after the restart, and minutes later the
 * cleaner deletes the volume, even a started one.
 *
 * <p>Its seconds are shorter than real ones, see {@link Builder#second}. All chance comes from the seed. Thread-safe; it holds
 * a loopback port until {@link #close}.
 */
public final class StandInGd2 implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static {
        MAPPER.getFactory().setCharacterEscapes(new GoEscapes());
    }

    private final Gd2World world;
    private final @Nullable Gd2Auth auth;
    private final Decisions decisions;
    private final List<Gd2Route> routes;
    private final Gd2Ids requestIds;
    private final List<Runnable> afterRestart = new ArrayList<>();
    private final int port;
    private @Nullable SmallHttpServer server;
    private long life;
    private boolean closed;

    private StandInGd2(Builder builder) throws IOException {
        world = new Gd2World(builder, this::interrupted, this::lives);
        auth = builder.secret == null ? null : new Gd2Auth(builder.secret);
        decisions = new Decisions(builder.seed);
        requestIds = new Gd2Ids(builder.seed + 1);
        routes = world.routes();
        server = SmallHttpServer.listen(0, this::answer);
        port = server.address().getPort();
    }

    /** A stand-in for one daemon that knows no other machine. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * A stand-in for a ready cluster: nodes {@code node-1}, {@code node-2}, ... at 127.0.0.1, 127.0.0.2, ..., each with a
     * directory {@code /data/d1} of 100 GiB as a device.
     */
    public static Builder cluster(int nodes) {
        Builder builder = new Builder();
        builder.machines.clear();
        for (int i = 1; i <= nodes; i++) {
            builder.machines.add(new Machine("node-" + i, "127.0.0." + i, true));
        }
        builder.directory("/data/d1", 100L << 30);
        builder.registered = true;
        return builder;
    }

    record Machine(String host, String address, boolean member) {}

    /** How a stand-in is made; not thread-safe. */
    public static final class Builder {
        final List<Machine> machines = new ArrayList<>(List.of(new Machine("gd2-node1", "10.70.0.1", true)));
        final SortedMap<String, Long> directories = new TreeMap<>();
        final SortedMap<String, Long> disks = new TreeMap<>();
        final List<String> mountPoints = new ArrayList<>();
        boolean registered;

        @Nullable
        String secret;

        long seed = 1;
        Duration second = Duration.ofMillis(10);
        Duration work = Duration.ofMillis(200);
        double falseDeletes = 1 / 290.0;
        double lostCreates = 2 / 320.0;
        double slowChanges;

        private Builder() {}

        /** One more machine that a peer add reaches. */
        public Builder machine(String host, String address) {
            machines.add(new Machine(host, address, false));
            return this;
        }

        /** A directory that each machine has, good for a device of provisioner {@code loop}. */
        public Builder directory(String path, long bytes) {
            directories.put(path, bytes);
            return this;
        }

        /** A mounted file system that each machine has for bricks; all else is on its root partition. Not said, nothing is. */
        public Builder mountPoint(String path) {
            mountPoints.add(path);
            return this;
        }

        /** A disk that each machine has, good for a device of provisioner {@code lvm}. */
        public Builder disk(String path, long bytes) {
            disks.put(path, bytes);
            return this;
        }

        /** Asks for tokens signed with that secret; there is no authentication unless this is said. */
        public Builder secret(String secret) {
            this.secret = secret;
            return this;
        }

        /** What all chance comes from; 1 unless said otherwise. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /** How long one of its seconds is; 10 ms unless said otherwise. */
        public Builder second(Duration second) {
            this.second = second;
            return this;
        }

        /** How long a change takes, in its time; 200 ms unless said otherwise. */
        public Builder work(Duration work) {
            this.work = work;
            return this;
        }

        /** How likely a delete answers 204 and does nothing; 1 in 290 unless said otherwise, as was measured. */
        public Builder falseDeletes(double likelihood) {
            this.falseDeletes = likelihood;
            return this;
        }

        /** How likely a create answers 500 and does nothing; 2 in 320 unless said otherwise, as was measured. */
        public Builder lostCreates(double likelihood) {
            this.lostCreates = likelihood;
            return this;
        }

        /** How likely a change takes longer than 30 seconds of its time, so that its answer is lost; never unless said. */
        public Builder slowChanges(double likelihood) {
            this.slowChanges = likelihood;
            return this;
        }

        /** Listens on a free loopback port. */
        public StandInGd2 open() throws IOException {
            return new StandInGd2(this);
        }
    }

    /**
     * One thing that a request really did.
     *
     * @param what {@code created}, {@code started}, {@code stopped}, {@code deleted}, {@code options}, {@code edited}, or
     *     {@code undone} when the cleaner deleted a volume
     * @param volume the volume's name
     * @param id the volume's id
     * @param metadata the volume's metadata then
     */
    public record Effect(String what, String volume, String id, SortedMap<String, String> metadata) {}

    /** Where it listens, also while it is killed. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The same as an address. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** How many connections are open now. */
    public synchronized int openConnections() {
        return server == null ? 0 : server.openConnections();
    }

    /** What requests really did, in order. */
    public List<Effect> effects() {
        return world.effects();
    }

    /** The volumes there are, each with its state as the wire says it. */
    public SortedMap<String, String> volumes() {
        return world.volumeStates();
    }

    /**
     * Kills the daemon: connections close without an answer, and changes under way are cut off. Returns when none is under way
     * any more. Does nothing while it is dead.
     */
    public void kill() {
        synchronized (this) {
            if (server == null) {
                return;
            }
            life++;
            server.close();
            server = null;
        }
        world.killed();
    }

    /** Starts the daemon again; creates that were cut off go on now. Does nothing while it runs. */
    public void restart() {
        List<Runnable> goingOn;
        synchronized (this) {
            if (closed || server != null) {
                return;
            }
            goingOn = List.copyOf(afterRestart);
            afterRestart.clear();
        }
        goingOn.forEach(Runnable::run);
        synchronized (this) {
            try {
                server = SmallHttpServer.listen(port, this::answer);
            } catch (IOException taken) {
                throw new UncheckedIOException(taken);
            }
        }
    }

    /** Lets the cleaner undo every create that a kill cut off, however young; it runs by itself every five minutes. */
    public void clean() {
        world.clean(true);
    }

    /** Closes its port and connections; handlers under way end soon, on daemon threads. Closing again does nothing. */
    @Override
    public synchronized void close() {
        closed = true;
        if (server != null) {
            server.close();
            server = null;
        }
    }

    private synchronized boolean lives(long when) {
        return life == when && !closed;
    }

    /** Takes what goes on after the restart; answers false when that was already. */
    private synchronized boolean interrupted(Runnable goingOn) {
        if (server != null || closed) {
            return false;
        }
        afterRestart.add(goingOn);
        return true;
    }

    private Optional<Answer> answer(HttpMessage request) {
        long now;
        synchronized (this) {
            now = life;
        }
        if (request.method().equals("PATCH")) {
            return Optional.empty();
        }
        Optional<Answer> answer = routed(request, now);
        return lives(now) ? answer : Optional.empty();
    }

    private Optional<Answer> routed(HttpMessage request, long now) {
        String target = request.target();
        int mark = target.indexOf('?');
        String path = mark < 0 ? target : target.substring(0, mark);
        String decoded = Gd2Call.decoded(path.replace("+", "%2B"));
        if (auth != null) {
            Optional<String> refusal = auth.refusal(request, decoded);
            if (refusal.isPresent()) {
                return Optional.of(json(401, Gd2Refusal.of(401, refusal.get()).body()));
            }
        }
        String clean = clean(decoded);
        if (!clean.equals(decoded)) {
            SortedMap<String, String> headers = headers();
            headers.put("Location", clean + (mark < 0 ? "" : target.substring(mark)));
            return Optional.of(new Answer(301, headers, null));
        }
        boolean known = false;
        SplittableRandom chance = decisions.about(request);
        for (Gd2Route route : routes) {
            Optional<SortedMap<String, String>> variables = route.match(decoded);
            if (variables.isPresent() && route.method().equals(request.method())) {
                return called(route, new Gd2Call(request, variables.get(), chance, now));
            }
            known |= variables.isPresent();
        }
        if (known) {
            return Optional.of(new Answer(405, headers(), null));
        }
        SortedMap<String, String> headers = headers();
        headers.put("Content-Type", "text/plain; charset=utf-8");
        headers.put("X-Content-Type-Options", "nosniff");
        return Optional.of(new Answer(404, headers, "404 page not found\n"));
    }

    private Optional<Answer> called(Gd2Route route, Gd2Call call) {
        try {
            return route.handler().answer(call).map(this::rendered);
        } catch (Gd2Refusal refusal) {
            return Optional.of(json(refusal.status(), refusal.body()));
        } catch (Undecodable body) {
            return Optional.of(
                    json(400, Gd2Refusal.of(400, "unable to parse the request").body()));
        }
    }

    /** The path as the router redirects to it: without empty segments, dots and double dots. */
    private static String clean(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals("..") && !parts.isEmpty()) {
                parts.remove(parts.size() - 1);
            } else if (!part.isEmpty() && !part.equals(".") && !part.equals("..")) {
                parts.add(part);
            }
        }
        String clean = "/" + String.join("/", parts);
        return path.endsWith("/") && clean.length() > 1 ? clean + "/" : clean;
    }

    private SortedMap<String, String> headers() {
        SortedMap<String, String> headers = new TreeMap<>();
        headers.put("X-Gluster-Cluster-Id", world.clusterId());
        headers.put("X-Gluster-Peer-Id", world.ownId());
        headers.put("X-Request-Id", requestIds.next());
        return headers;
    }

    private Answer rendered(Gd2Reply reply) {
        SortedMap<String, String> headers = headers();
        if (reply.location() != null) {
            headers.put("Location", reply.location());
        }
        if (reply.body() == null) {
            return new Answer(reply.status(), headers, null);
        }
        headers.put("Content-Type", "application/json; charset=UTF-8");
        return new Answer(reply.status(), headers, text(reply.body()));
    }

    private Answer json(int status, JsonNode body) {
        return rendered(new Gd2Reply(status, body, null));
    }

    private static String text(JsonNode body) {
        try {
            return MAPPER.writeValueAsString(body) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static final class GoEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1L;
        private static final int[] ASCII = ascii();

        private static int[] ascii() {
            int[] escapes = CharacterEscapes.standardAsciiEscapesForJSON();
            escapes['<'] = CharacterEscapes.ESCAPE_CUSTOM;
            escapes['>'] = CharacterEscapes.ESCAPE_CUSTOM;
            escapes['&'] = CharacterEscapes.ESCAPE_CUSTOM;
            return escapes;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ASCII.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return switch (character) {
                case '<', '>', '&', 0x2028, 0x2029 -> new SerializedString("\\u%04x".formatted(character));
                default -> null;
            };
        }
    }
}
