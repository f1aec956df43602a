/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.regex.Pattern;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.driver.Step;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.engine.catalogue.StatusRecord;
import org.gluster.gcs.engine.catalogue.StatusRecord.BrickStatus;
import org.gluster.gcs.gluster.process.AttachedBrick;
import org.gluster.gcs.gluster.process.AttachedBrickDriver;
import org.gluster.gcs.gluster.process.Attachment;
import org.gluster.gcs.gluster.process.BrickCost;
import org.gluster.gcs.gluster.process.BrickProcess;
import org.gluster.gcs.gluster.process.BrickProcessDriver;
import org.gluster.gcs.gluster.volfile.ProcessGraph;
import org.jspecify.annotations.Nullable;

/**
 * Which process of this node serves which brick. A brick joins the first process that suits it and has room, or a new one; a
 * process that the last brick has left takes none any more and ends. So there are never more processes than full ones would
 * be, one for each kind besides, and those that volumes have asked to have for themselves.
 *
 * <p>A process is known again by its marks, and where a brick is by the first line of its volfile: nothing else need be
 * remembered over a restart of the JVM. On one loop.
 */
final class BrickProcesses {
    /** The daemon mark of a brick process, and the key of its volfile, before its name. */
    static final String PREFIX = "bricks/";

    private static final Pattern FILE = Pattern.compile("(shared|own)-[1-9][0-9]{0,8}[.][0-9a-f]{8}[.](pid|sock)");
    private static final String SHARED = "shared-";
    private static final String OWN = "own-";
    private static final int FIRST_PORT = 49_152;
    private static final int LAST_PORT = 60_999;

    /** One process. */
    static final class Shared {
        private final String name;
        private final String address;
        private final TreeSet<String> bricks = new TreeSet<>();
        private int port;
        private boolean live;
        private boolean ending;
        private boolean full;
        private boolean taken;

        private Shared(String name, String address) {
            this.name = name;
            this.address = address;
        }

        /** Kind, number and signature. */
        String name() {
            return name;
        }

        String address() {
            return address;
        }

        /** 0 when it has none yet. */
        int port() {
            return port;
        }

        /** As its mark and as the key of its volfile. */
        String key() {
            return PREFIX + name;
        }

        boolean isWanted() {
            return !ending;
        }

        /** It takes no brick any more, and ends. */
        void end() {
            ending = true;
        }

        private boolean isOwn() {
            return name.startsWith(OWN);
        }

        private boolean suits(boolean shares, String signature) {
            return isOwn() != shares && name.endsWith("." + signature);
        }

        private boolean isNumber(int number) {
            return name.startsWith(SHARED + number + ".") || name.startsWith(OWN + number + ".");
        }
    }

    private final String node;
    private final TreeMap<String, Shared> processes = new TreeMap<>();
    private final TreeMap<String, Shared> ofBrick = new TreeMap<>();

    /** Bricks that are to be moved: where they are still. */
    private final TreeMap<String, Shared> before = new TreeMap<>();

    /** Which process a brick was seen in: pid and start time. */
    private final TreeMap<String, String> servedBy = new TreeMap<>();

    /** How often a brick's node had been restarted on purpose when the brick was attached. */
    private final TreeMap<String, Long> startsOf = new TreeMap<>();

    /** Bricks that a shared process refused: they have one of their own until they are forgotten. */
    private final TreeSet<String> alone = new TreeSet<>();

    private final TreeSet<Integer> ports = new TreeSet<>();
    private int nextPort = FIRST_PORT;
    private int most = 1;
    private final int limit;

    /**
     * Without any.
     *
     * @param address of this node
     * @param limit most bricks of one process, whatever the machine allows
     */
    BrickProcesses(String address, int limit) {
        node = address;
        this.limit = limit;
    }

    // ---- what is there already --------------------------------------------------------------------------------------

    /** How many descriptors a daemon gets that is started here, as the kernel tells of this process. */
    void limits(String text) {
        long descriptors = text.lines()
                .filter(line -> line.startsWith("Max open files"))
                .map(line -> line.strip().split("\\s+"))
                .filter(words -> words.length > 4)
                .map(words -> words[4].equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(words[4]))
                .findFirst()
                .orElse(0L);
        most = (int) Math.max(1, Math.min(BrickCost.USED.bricksOfProcess(descriptors), limit));
    }

    /** Most bricks of one process here. */
    int most() {
        return most;
    }

    /** A process that runs already keeps its port. */
    void adopt(ProcessEntry process) {
        String daemon = process.marks().getOrDefault(Marks.DAEMON, "");
        int option = process.arguments().indexOf("--brick-port");
        if (daemon.startsWith(PREFIX)
                && option >= 0
                && option + 1 < process.arguments().size()) {
            Shared known = named(daemon.substring(PREFIX.length()));
            use(known, Integer.parseInt(process.arguments().get(option + 1)));
            known.live = true;
        }
    }

    /** A file that a process left, which is gone itself perhaps. */
    void adoptFile(String file) {
        if (FILE.matcher(file).matches()) {
            named(file.substring(0, file.lastIndexOf('.')));
        }
    }

    /** A brick whose volfile says where it was attached. */
    void adopt(String brick, Attachment attachment) {
        Shared process = named(attachment.process());
        process.bricks.add(brick);
        ofBrick.put(brick, process);
        servedBy.put(brick, identity(attachment.pid(), attachment.startTime()));
        startsOf.put(brick, attachment.starts());
    }

    /** What was reported by an earlier life of this agent. */
    void remember(StatusRecord status) {
        for (BrickStatus brick : status.bricks()) {
            Shared process = ofBrick.get(brick.id());
            if (process != null
                    && !process.live
                    && brick.port() > 0
                    && brick.process().equals(process.key())
                    && process.port != brick.port()
                    && !ports.contains(brick.port())) {
                use(process, brick.port());
            }
        }
    }

    private Shared named(String name) {
        return processes.computeIfAbsent(name, fresh -> new Shared(fresh, node));
    }

    // ---- where bricks are -------------------------------------------------------------------------------------------

    /** The process that a brick is in, or is to be in. */
    Optional<Shared> of(String brick) {
        return Optional.ofNullable(ofBrick.get(brick));
    }

    /** The process that a brick is to leave for another one. */
    Optional<Shared> before(String brick) {
        return Optional.ofNullable(before.get(brick));
    }

    OptionalInt port(String brick) {
        Shared process = ofBrick.get(brick);
        return process == null ? OptionalInt.empty() : OptionalInt.of(port(process));
    }

    /** The port of a process, which has one from now on. */
    int port(Shared process) {
        if (process.port == 0) {
            freePort(process);
        }
        return process.port;
    }

    /** All processes, by name. */
    List<Shared> all() {
        return List.copyOf(new ArrayList<>(processes.values()));
    }

    /** Bricks that are in a process, or are to be, with its mark. */
    SortedMap<String, String> placed() {
        TreeMap<String, String> placed = new TreeMap<>();
        ofBrick.forEach((brick, process) -> placed.put(brick, process.key()));
        return Collections.unmodifiableSortedMap(placed);
    }

    /**
     * Finds a process for a brick that has none, or, when it may move, for one whose process does not suit it any more.
     *
     * @param shares whether it may share one
     * @param graph with which its process is started
     * @return whether that changed where it is to be
     */
    boolean place(String brick, String address, boolean shares, ProcessGraph graph, boolean moves) {
        Shared now = ofBrick.get(brick);
        if (now != null && !now.ending && (!moves || now.suits(shares, graph.signature()))) {
            return false;
        }
        if (now != null) {
            before.put(brick, now);
        }
        join(brick, find(address, shares, graph));
        return true;
    }

    private Shared find(String address, boolean shares, ProcessGraph graph) {
        return processes.values().stream()
                .filter(process -> shares
                        && process.suits(true, graph.signature())
                        && !process.ending
                        && !process.full
                        && process.bricks.size() < most)
                .findFirst()
                .orElseGet(() -> fresh(address, shares, graph));
    }

    private Shared fresh(String address, boolean shares, ProcessGraph graph) {
        int[] number = {1};
        while (processes.values().stream().anyMatch(process -> process.isNumber(number[0]))) {
            number[0]++;
        }
        String name = (shares ? SHARED : OWN) + number[0] + "." + graph.signature();
        Shared fresh = new Shared(name, address);
        processes.put(name, fresh);
        freePort(fresh);
        return fresh;
    }

    private void join(String brick, Shared process) {
        process.bricks.add(brick);
        ofBrick.put(brick, process);
        servedBy.remove(brick);
    }

    /** A brick is not in a process any more; answers the process when that was its last one, and it has to end. */
    private Optional<Shared> left(String brick, Shared process) {
        if (process.bricks.remove(brick)) {
            process.full = false;
        }
        if (ofBrick.get(brick) == process) {
            ofBrick.remove(brick);
            servedBy.remove(brick);
        }
        if (before.get(brick) == process) {
            before.remove(brick);
        }
        if (process.bricks.isEmpty() && !process.ending) {
            process.ending = true;
            return Optional.of(process);
        }
        return Optional.empty();
    }

    /** A brick is not of this node any more. */
    List<Shared> forget(String brick) {
        alone.remove(brick);
        startsOf.remove(brick);
        List<Shared> empty = new ArrayList<>();
        for (Shared process : all()) {
            if (process.bricks.contains(brick)) {
                left(brick, process).ifPresent(empty::add);
            }
        }
        return empty;
    }

    /** Those that no brick is in, which take none any more and have to end. */
    List<Shared> idle() {
        List<Shared> idle = new ArrayList<>();
        for (Shared process : processes.values()) {
            if (process.bricks.isEmpty()) {
                process.ending = true;
                idle.add(process);
            }
        }
        return idle;
    }

    /** Gives those of a brick's processes another port whose port somebody else has; answers the bricks in them. */
    SortedSet<String> renumber(List<String> bricks) {
        TreeSet<String> moved = new TreeSet<>();
        for (String brick : bricks) {
            Shared process = ofBrick.get(brick);
            if (process != null && process.taken) {
                process.taken = false;
                freePort(process);
                moved.addAll(process.bricks);
            }
        }
        return moved;
    }

    private void use(Shared process, int port) {
        ports.remove(process.port);
        process.port = port;
        ports.add(port);
    }

    private void freePort(Shared process) {
        for (int tries = 0; tries <= LAST_PORT - FIRST_PORT; tries++) {
            int port = nextPort;
            nextPort = nextPort == LAST_PORT ? FIRST_PORT : nextPort + 1;
            if (!ports.contains(port)) {
                use(process, port);
                return;
            }
        }
        throw new IllegalStateException("all ports from " + FIRST_PORT + " to " + LAST_PORT + " are taken");
    }

    // ---- what is seen of them ---------------------------------------------------------------------------------------

    /** Daemons by mark, and by mark and identity. */
    static SortedSet<String> alive(List<ProcessEntry> processes) {
        TreeSet<String> alive = new TreeSet<>();
        for (ProcessEntry process : processes) {
            String daemon = process.marks().get(Marks.DAEMON);
            if (daemon != null) {
                alive.add(daemon);
                alive.add(daemon + identity(process.pid(), process.startTime()));
            }
        }
        return alive;
    }

    /** Whether the very process is alive that the brick was seen in. */
    boolean serves(Set<String> alive, String brick) {
        Shared process = ofBrick.get(brick);
        String identity = servedBy.get(brick);
        return process != null && identity != null && alive.contains(process.key() + identity);
    }

    /** Whether a brick was attached before the latest start that was wanted. */
    boolean isBehind(String brick, long starts) {
        return startsOf.getOrDefault(brick, starts) != starts;
    }

    /** Whether the very process has gone that the brick was seen in; that is said once. */
    boolean lost(Set<String> alive, String brick) {
        return servedBy.containsKey(brick) && !serves(alive, brick) && servedBy.remove(brick) != null;
    }

    /** The process that serves a brick, among these. */
    Optional<ProcessEntry> serving(List<ProcessEntry> processes, String brick) {
        Shared process = ofBrick.get(brick);
        String identity = servedBy.get(brick);
        return processes.stream()
                .filter(entry -> process != null
                        && process.key().equals(entry.marks().get(Marks.DAEMON))
                        && identity(entry.pid(), entry.startTime()).equals(identity))
                .findFirst();
    }

    private static String identity(long pid, long startTime) {
        return "@" + pid + ":" + startTime;
    }

    /** Hears how processes fare. */
    Heard.Ear<BrickProcess, BrickProcessDriver.Seen> ofProcesses() {
        return new Heard.Ear<>() {
            @Override
            public void decided(BrickProcess want, BrickProcessDriver.Seen seen, Step step) {
                Shared process = processes.get(want.name());
                if (process == null) {
                    return;
                }
                process.taken = step instanceof Step.Impossible impossible
                        && impossible.problem().kind() == Problem.Kind.ADDRESS_TAKEN;
                if (!want.present() && process.ending && step instanceof Step.Done) {
                    processes.remove(want.name());
                    ports.remove(process.port);
                }
            }

            @Override
            public void failed(BrickProcess want, HostException failure) {}
        };
    }

    /**
     * Hears how a brick fares in a process. One that a shared process refused gets a process of its own, since it may be the
     * brick or the process that is ill, and the others there are not to suffer from attempt after attempt.
     *
     * @param ends is told of a process that its last brick has left
     * @param serves is told the port when the process serves the brick
     */
    Heard.Ear<AttachedBrick, AttachedBrickDriver.Seen> ofBrick(
            String brick, Shared process, Consumer<Shared> ends, IntConsumer serves, @Nullable Runnable refused) {
        return new Heard.Ear<>() {
            @Override
            public void decided(AttachedBrick want, AttachedBrickDriver.Seen seen, Step step) {
                if (!(step instanceof Step.Done)) {
                    return;
                }
                if (!want.present()) {
                    left(brick, process).ifPresent(ends);
                } else if (ofBrick.get(brick) == process) {
                    ProcessEntry by = seen.processes().get(0);
                    servedBy.put(brick, identity(by.pid(), by.startTime()));
                    seen.file().flatMap(there -> there).ifPresent(noted -> startsOf.put(brick, noted.starts()));
                    serves.accept(port(process));
                }
            }

            @Override
            public void failed(AttachedBrick want, HostException failure) {
                if (refused != null
                        && want.present()
                        && failure.kind() == HostException.Kind.FAILED
                        && !process.isOwn()
                        && process.bricks.size() > 1
                        && ofBrick.get(brick) == process) {
                    process.full = true;
                    process.bricks.remove(brick);
                    before.put(brick, process);
                    ofBrick.remove(brick);
                    servedBy.remove(brick);
                    alone.add(brick);
                    refused.run();
                }
            }
        };
    }

    /** Whether a brick is to have a process of its own though its volume shares. */
    boolean isAlone(String brick) {
        return alone.contains(brick);
    }
}
