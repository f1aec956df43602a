/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.engine.agent;

import java.nio.file.Path;
import java.time.Duration;
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
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.gluster.gcs.Capacity;
import org.gluster.gcs.Telemetry;
import org.gluster.gcs.audit.Finding;
import org.gluster.gcs.block.device.DeviceCheck;
import org.gluster.gcs.block.device.DeviceDirectory;
import org.gluster.gcs.block.device.DeviceDirectoryDriver;
import org.gluster.gcs.block.device.DeviceHealth;
import org.gluster.gcs.block.device.DeviceHealth.Condition;
import org.gluster.gcs.block.driver.Driver;
import org.gluster.gcs.block.driver.Observation;
import org.gluster.gcs.block.driver.Problem;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.block.host.Command;
import org.gluster.gcs.block.host.Host;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.ProcessEntry;
import org.gluster.gcs.block.host.HostCall.Signal;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.block.host.Marks;
import org.gluster.gcs.cluster.DevicePolicy;
import org.gluster.gcs.cluster.NodeName;
import org.gluster.gcs.engine.agent.BrickProcesses.Shared;
import org.gluster.gcs.engine.catalogue.BrickRecord;
import org.gluster.gcs.engine.catalogue.Codec;
import org.gluster.gcs.engine.catalogue.DeviceRecord;
import org.gluster.gcs.engine.catalogue.Keys;
import org.gluster.gcs.engine.catalogue.PeerRecord;
import org.gluster.gcs.engine.catalogue.Presence;
import org.gluster.gcs.engine.catalogue.StatusRecord;
import org.gluster.gcs.engine.catalogue.StatusRecord.BrickStatus;
import org.gluster.gcs.engine.catalogue.StatusRecord.Health;
import org.gluster.gcs.engine.catalogue.StatusRecord.Trouble;
import org.gluster.gcs.engine.catalogue.Stored;
import org.gluster.gcs.engine.catalogue.Unreadable;
import org.gluster.gcs.engine.catalogue.VolumeRecord;
import org.gluster.gcs.engine.loop.Loop;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.Store.Entry;
import org.gluster.gcs.engine.store.Store.Event;
import org.gluster.gcs.engine.store.StoreException;
import org.gluster.gcs.gluster.brick.PendingHeals;
import org.gluster.gcs.gluster.process.AttachedBrickDriver;
import org.gluster.gcs.gluster.process.Attachment;
import org.gluster.gcs.gluster.process.BrickVolfileDriver;
import org.gluster.gcs.gluster.process.ClientVolfileDriver;
import org.gluster.gcs.gluster.process.HealGraph;
import org.gluster.gcs.gluster.process.SelfHealDaemon;
import org.gluster.gcs.gluster.process.SelfHealDaemonDriver;
import org.gluster.gcs.gluster.process.ServedVolfile;
import org.gluster.gcs.gluster.rpc.BrickOps;
import org.gluster.gcs.gluster.volfile.ProcessGraph;
import org.gluster.gcs.gluster.volfile.VolfileKey;
import org.gluster.gcs.volume.AccessRefusal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's agent. It ends what an earlier incarnation left running, follows the records of peers, devices and volumes,
 * makes each as it is wanted on this node, reports what it reached, and watches over the daemons: one that died is
 * started again, after a back-off. A restart is the same as a start.
 *
 * <p>Methods may be called from any thread; everything else happens on the agent's loop.
 */
public final class Agent {
    private static final Logger log = LoggerFactory.getLogger(Agent.class);

    private static final int AT_ONCE = 8;
    private static final int PAGE = 500;
    private static final Duration RETRY = Duration.ofMillis(200);
    private static final Duration REAP_POLL = Duration.ofMillis(10);
    private static final Duration SUPERVISION = Duration.ofSeconds(1);
    private static final Duration LIMITS_LOOK = Duration.ofSeconds(10);

    /** New volumes are given to the self-heal daemon when no other has begun to serve for so long. */
    private static final Duration HEALED_SOON = Duration.ofMillis(500);

    /** And that late at most. */
    private static final Duration HEALED_LATEST = Duration.ofSeconds(5);

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final int MAX_LIMITS = 64 * 1024;
    private static final int MAX_RUN_FILES = 100_000;
    private static final Driver<ServedVolfile, ?> BRICK_VOLFILE = new BrickVolfileDriver();
    private static final Driver<ServedVolfile, ?> VOLFILE_IF_CONNECTED = BrickVolfileDriver.ifConnected();
    private static final Driver<ServedVolfile, ?> CLIENT_VOLFILE = new ClientVolfileDriver();

    private final String cluster;
    private final Loop loop;
    private final Store store;
    private final Host host;
    private final NodeServer server;
    private final NodeLayout layout;
    private final String name;
    private final SelfHealDaemonDriver selfHeal;
    private final Telemetry telemetry;
    private final Turns turns = new Turns(AT_ONCE);
    private final Reports reports;
    private final BrickProcesses processes;
    private final TreeMap<String, VolumeWork> volumes = new TreeMap<>();
    private final Holdings holdings;

    /** Volumes whose records cannot be made sense of: nothing that may be theirs is touched. */
    private final TreeMap<String, Unreadable> left = new TreeMap<>();

    private final TreeMap<String, DeviceWork> devices = new TreeMap<>();
    private final TreeMap<String, String> addresses = new TreeMap<>();
    private TreeSet<String> nodes = new TreeSet<>();
    private final List<Store.Watch> watches = new ArrayList<>();
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final PeerWork self;
    private boolean serving;
    private boolean watchingPeer;
    private boolean stopped;
    private boolean draining;
    private long limitsNext;

    /** The self-heal daemon that was seen last, of which it was seen to that it has all volumes. */
    private String healerSeen = "";

    /** Volumes that were made a moment ago and serve, and that the self-heal daemon does not know yet. */
    private final TreeSet<String> notHealedYet = new TreeSet<>();

    /** Whether that is about to happen; since when, and when the last of them came. */
    private boolean healedSoon;

    private long firstNotHealedYet;
    private long lastNotHealedYet;

    /**
     * Makes an agent; it does nothing before {@link #start}.
     *
     * @param cluster the cluster's id
     * @param peer the node it is for
     * @param host the machine, completing on {@code loop}
     * @param server what the node serves
     * @param selfHeal how the self-heal daemon is driven
     * @param telemetry told of what is done for volumes
     * @param bricksPerProcess most bricks that share a process, at least 1; fewer where the machine allows fewer
     */
    public Agent(
            String cluster,
            PeerRecord peer,
            Loop loop,
            Store store,
            Host host,
            NodeServer server,
            SelfHealDaemonDriver selfHeal,
            Telemetry telemetry,
            int bricksPerProcess) {
        this.cluster = cluster;
        this.loop = loop;
        this.store = store;
        this.host = host;
        this.server = server;
        this.selfHeal = selfHeal;
        this.telemetry = telemetry;
        name = peer.name();
        holdings = new Holdings(name);
        layout = new NodeLayout(cluster, peer);
        processes = new BrickProcesses(peer.address(), bricksPerProcess);
        reports = new Reports(loop, store, name, turns::taken);
        self = new PeerWork(peer);
        limitsNext = loop.nanos();
    }

    /** Starts it. Completes when it follows the catalogue; bricks may still be on their way. */
    public CompletionStage<Void> start() {
        loop.execute(this::reap);
        return started;
    }

    /** Stops it: watches end, nothing further is begun. The data plane goes on. */
    public CompletionStage<Void> stop() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        loop.execute(() -> {
            stopped = true;
            watches.forEach(Store.Watch::close);
            watches.clear();
            reports.close();
            volumes.values().forEach(Work::callOff);
            devices.values().forEach(Work::callOff);
            self.callOff();
            server.close().whenComplete((closed, failure) -> done.complete(null));
        });
        return done;
    }

    /** What is on this node that should not be, and what is not there that should. Completes on the agent's loop. */
    public CompletionStage<AuditPart> audit() {
        CompletableFuture<AuditPart> found = new CompletableFuture<>();
        loop.execute(() -> lookAtAll(List.copyOf(devices.values()), 0, () -> {
            List<NodeAudit.Own> ownDevices = new ArrayList<>();
            devices.values().forEach(work -> ownDevices.add(new NodeAudit.Own(work.record, work.health)));
            List<VolumeRecord> ownVolumes = new ArrayList<>();
            volumes.values().forEach(work -> ownVolumes.add(work.record));
            read(NodeAudit.of(layout, cluster, name, ownDevices, ownVolumes, left.values(), processes))
                    .whenComplete((result, failure) -> complete(
                            found,
                            failure == null ? new AuditPart(result.findings(), result.checked()) : null,
                            failure));
        }));
        return found;
    }

    /** Looks at these devices now, one after another; one that is being looked at already is taken as it was seen last. */
    private void lookAtAll(List<DeviceWork> works, int at, Runnable then) {
        if (at == works.size()) {
            then.run();
            return;
        }
        DeviceWork work = works.get(at);
        if (!work.record.ready() || work.looking) {
            lookAtAll(works, at + 1, then);
            return;
        }
        work.look(true).whenComplete((seen, failure) -> {
            if (failure == null) {
                seen.ifPresent(work::saw);
            }
            lookAtAll(works, at + 1, then);
        });
    }

    /**
     * What an audit of one node found.
     *
     * @param findings in the order of looking
     * @param checked how many things were compared
     */
    public record AuditPart(List<Finding> findings, long checked) {
        /** Copies the findings. */
        public AuditPart {
            findings = List.copyOf(findings);
        }
    }

    /** Entries that wait for heal, by brick id, of a volume's bricks here; a brick that cannot be read is left out. */
    public CompletionStage<SortedMap<String, Long>> pendingHeals(String volume) {
        CompletableFuture<SortedMap<String, Long>> found = new CompletableFuture<>();
        loop.execute(() -> {
            Observation<SortedMap<String, Long>> all = Observation.constant(new TreeMap<>());
            VolumeWork work = volumes.get(Keys.volume(volume));
            if (work != null) {
                for (var brick : work.record.bricksOn(name)) {
                    all = all.with(PendingHeals.of(Path.of(brick.path())), (counts, pending) -> {
                        pending.ifPresent(count -> counts.put(brick.id(), count));
                        return counts;
                    });
                }
            }
            read(all).whenComplete((counts, failure) -> complete(found, counts, failure));
        });
        return found;
    }

    /** What is seen now of a volume's bricks here: processes, file systems. */
    public CompletionStage<List<BrickFacts>> bricks(String volume) {
        CompletableFuture<List<BrickFacts>> found = new CompletableFuture<>();
        loop.execute(() -> read(BrickFacts.of(cluster, name, bricksOf(volume), processes))
                .whenComplete((facts, failure) -> complete(found, facts, failure)));
        return found;
    }

    private List<BrickRecord> bricksOf(String volume) {
        VolumeWork work = volumes.get(Keys.volume(volume));
        return work == null ? List.of() : work.record.bricksOn(name);
    }

    /**
     * Tells the self-heal daemon here to heal a volume now; fails when it does not answer. Answers whether there was
     * anything to tell.
     *
     * @param heal what to look at
     */
    public CompletionStage<Boolean> heal(String volume, BrickOps.Heal heal) {
        CompletableFuture<Boolean> told = new CompletableFuture<>();
        loop.execute(() -> {
            VolumeWork work = volumes.get(Keys.volume(volume));
            if (work == null || Volfiles.healed(work.record).isEmpty()) {
                told.complete(false);
                return;
            }
            attachNotHealedYet(
                    volume,
                    () -> work.tellSelfHeal(heal)
                            .whenComplete((answer, failure) -> complete(told, failure == null ? true : null, failure)));
        });
        return told;
    }

    /**
     * Starts brick processes of a started volume that are missing here at once, not when they are next looked after. Completes
     * when all bricks here serve, or with {@code false} when there is nothing to start, or one of them cannot be.
     */
    public CompletionStage<Boolean> revive(String volume) {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        loop.execute(() -> {
            VolumeWork work = volumes.get(Keys.volume(volume));
            if (work == null) {
                done.complete(false);
            } else {
                work.revive(done);
            }
        });
        return done;
    }

    /**
     * Has every process that serves bricks of a volume here write what it holds, of these and other bricks, to GlusterFS'
     * directory for that; answers how many.
     */
    public CompletionStage<Integer> dumpState(String volume) {
        return bricks(volume).thenCompose(facts -> {
            TreeSet<Long> alive = new TreeSet<>();
            facts.stream().map(BrickFacts::pid).filter(pid -> pid > 0).forEach(alive::add);
            CompletionStage<Integer> all = CompletableFuture.completedFuture(0);
            for (long pid : alive) {
                all = all.thenCompose(
                        done -> host.call(new HostCall.Run(Command.of("kill", "-s", "USR1", Long.toString(pid))))
                                .thenApply(result -> done + 1));
            }
            return all;
        });
    }

    /** Clients that asked this node for a volume and were refused, the latest first. */
    public CompletionStage<List<AccessRefusal>> refusals(String volume) {
        CompletableFuture<List<AccessRefusal>> found = new CompletableFuture<>();
        loop.execute(() -> found.complete(server.refusals(volume).stream()
                .map(refused -> new AccessRefusal(
                        NodeName.of(name), refused.address(), refused.first(), refused.last(), refused.count()))
                .toList()));
        return found;
    }

    /** Ends the daemons of this node and starts none again; what is stored does not change. Completes when all are gone. */
    public CompletionStage<Boolean> stopDaemons() {
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        loop.execute(() -> {
            draining = true;
            List<List<Resource<?, ?>>> daemons = new ArrayList<>();
            List<List<Resource<?, ?>>> bricks = new ArrayList<>();
            for (Shared process : processes.all()) {
                process.end();
                daemons.add(List.of(process(process, false)));
            }
            for (VolumeWork work : volumes.values()) {
                work.leave();
                work.answer(false);
                work.record.bricksOn(name).forEach(brick -> bricks.add(work.absent(brick)));
            }
            new Convergence(
                            loop,
                            host,
                            turns,
                            List.of(
                                    List.of(List.of(selfHealResource(Optional.empty(), Resource.Turn.NEEDS_NONE))),
                                    daemons,
                                    bricks),
                            Trace.NONE,
                            new Chain.Listener() {
                                @Override
                                public void reached() {
                                    done.complete(true);
                                }

                                @Override
                                public void trouble(Problem problem) {
                                    log.debug("a daemon of {} does not end: {}", name, problem.message());
                                }

                                @Override
                                public void calledOff() {}
                            })
                    .begin();
        });
        return done;
    }

    private static <T> void complete(CompletableFuture<T> future, @Nullable T result, @Nullable Throwable failure) {
        if (result != null) {
            future.complete(result);
        } else {
            future.completeExceptionally(failure == null ? new IllegalStateException("no result") : failure);
        }
    }

    private <S> CompletionStage<S> read(Observation<S> observation) {
        return host.readAll(observation.readings()).thenApply(observation::seen);
    }

    // ---- start ------------------------------------------------------------------------------------------------------

    /** Commands of earlier incarnations may still run, and land after we have looked: end them, and see them gone. */
    private void reap() {
        if (stopped) {
            return;
        }
        host.call(new HostCall.Processes(Marks.node(cluster, name))).whenComplete((found, failure) -> {
            if (failure != null) {
                log.debug("processes of {} cannot be read, trying again", name, failure);
                loop.after(RETRY, this::reap);
                return;
            }
            List<ProcessEntry> survivors = found.stream()
                    .filter(process -> process.marks().containsKey(Marks.INCARNATION))
                    .toList();
            if (survivors.isEmpty()) {
                found.forEach(processes::adopt);
                adoptBricks(self::converge);
                return;
            }
            int[] missing = {survivors.size()};
            for (ProcessEntry survivor : survivors) {
                host.call(new HostCall.SendSignal(survivor.pid(), survivor.startTime(), Signal.KILL))
                        .whenComplete((sent, problem) -> {
                            if (--missing[0] == 0) {
                                loop.after(REAP_POLL, this::reap);
                            }
                        });
            }
        });
    }

    /** What was attached to which process by earlier incarnations, and how many may be. */
    private void adoptBricks(Runnable then) {
        Observation<List<String>> seen = Observation.of(new HostCall.ReadFile(LIMITS, MAX_LIMITS))
                .with(
                        Observation.of(new HostCall.ListDirectory(layout.runDirectory(), MAX_RUN_FILES)),
                        (limits, listing) -> {
                            limits.ifPresent(processes::limits);
                            return listing.map(HostCall.DirectoryListing::names).orElse(List.of());
                        });
        read(seen).whenComplete((names, failure) -> {
            if (stopped) {
                return;
            }
            if (failure != null) {
                log.debug("the run directory of {} cannot be read, trying again", name, failure);
                loop.after(RETRY, () -> adoptBricks(then));
                return;
            }
            names.forEach(processes::adoptFile);
            List<String> volfiles = names.stream()
                    .filter(file -> NodeLayout.brickOfVolfile(file).isPresent())
                    .toList();
            int[] missing = {volfiles.size()};
            if (volfiles.isEmpty()) {
                then.run();
            }
            for (String file : volfiles) {
                adoptBrick(file, () -> {
                    if (--missing[0] == 0) {
                        then.run();
                    }
                });
            }
        });
    }

    private void adoptBrick(String file, Runnable then) {
        Path path = layout.runDirectory().resolve(file);
        host.call(new HostCall.ReadFile(path, AttachedBrickDriver.MAX_VOLFILE)).whenComplete((text, failure) -> {
            if (stopped) {
                return;
            }
            if (failure != null) {
                log.debug("{} cannot be read, trying again", path, failure);
                loop.after(RETRY, () -> adoptBrick(file, then));
                return;
            }
            text.flatMap(Attachment::of)
                    .ifPresent(attachment ->
                            NodeLayout.brickOfVolfile(file).ifPresent(brick -> processes.adopt(brick, attachment)));
            then.run();
        });
    }

    private void serve() {
        if (stopped || serving || self.leaving()) {
            return;
        }
        server.open(layout.managementSocket()).whenComplete((opened, failure) -> {
            if (stopped) {
                return;
            }
            if (failure == null) {
                serving = true;
                follow();
                return;
            }
            HostException why = Readings.hostException(failure);
            started.completeExceptionally(why);
            self.trouble(new Problem(
                    why.kind() == HostException.Kind.BUSY ? Problem.Kind.ADDRESS_TAKEN : Problem.Kind.FAILING,
                    why.getMessage()));
            loop.after(RETRY.multipliedBy(5), this::serve);
        });
    }

    private void node(String key, Optional<Entry> entry) {
        Optional<PeerRecord> peer = entry.flatMap(there -> read(Codec.PEER, there));
        if (peer.isEmpty()
                && entry.isPresent()) { // its address, where that can be made out, is the cluster's as before
            new Unreadable(key, "", entry.get().value())
                    .field("address")
                    .ifPresent(address -> addresses.put(key, address));
        } else if (peer.isPresent() && peer.get().presence() == Presence.PRESENT) {
            addresses.put(key, peer.get().address());
        } else {
            addresses.remove(key);
        }
        TreeSet<String> now = new TreeSet<>(addresses.values());
        if (!now.equals(nodes)) {
            nodes = now;
            server.nodes(now);
            volumes.values().forEach(VolumeWork::nodesChanged);
        }
    }

    private void follow() {
        list(
                Keys.statusOf(name),
                entry -> {
                    read(Codec.STATUS, entry)
                            .ifPresent(
                                    status -> { // one that cannot be read is said again
                                        reports.remember(entry.key(), status);
                                        processes.remember(status);
                                    });
                },
                revision -> follow(
                        Keys.PEERS,
                        this::node,
                        () -> follow(
                                Keys.DEVICES,
                                this::device,
                                () -> follow(Keys.VOLUMES, this::volume, () -> {
                                    endIdleProcesses();
                                    self.served();
                                    watchPeer();
                                    started.complete(null);
                                    loop.upkeep(SUPERVISION, this::supervise);
                                }))));
    }

    private void follow(String prefix, BiConsumer<String, Optional<Entry>> changed, Runnable then) {
        list(prefix, changed, revision -> {
            watch(prefix, revision + 1, changed);
            then.run();
        });
    }

    /** Tells of all records there are, and of those known that are gone. */
    private void list(String prefix, BiConsumer<String, Optional<Entry>> changed, Consumer<Long> then) {
        TreeSet<String> seen = new TreeSet<>();
        list(
                prefix,
                entry -> {
                    seen.add(entry.key());
                    changed.accept(entry.key(), Optional.of(entry));
                },
                revision -> {
                    for (String known : known(prefix)) {
                        if (!seen.contains(known)) {
                            changed.accept(known, Optional.empty());
                        }
                    }
                    then.accept(revision);
                });
    }

    private List<String> known(String prefix) {
        return switch (prefix) {
            case Keys.VOLUMES -> {
                TreeSet<String> known = new TreeSet<>(volumes.keySet());
                known.addAll(left.keySet());
                yield List.copyOf(known);
            }
            case Keys.DEVICES -> List.copyOf(devices.keySet());
            case Keys.PEERS -> List.copyOf(addresses.keySet());
            default -> List.of();
        };
    }

    private void watchPeer() {
        if (watchingPeer) {
            return;
        }
        watchingPeer = true;
        String key = Keys.peer(name);
        list(key, entry -> peer(entry.key(), Optional.of(entry)), revision -> watch(key, revision + 1, this::peer));
    }

    private void list(String prefix, Consumer<Entry> each, Consumer<Long> then) {
        page(prefix, "", 0, each, then);
    }

    private void page(String prefix, String after, long first, Consumer<Entry> each, Consumer<Long> then) {
        if (stopped) {
            return;
        }
        store.range(prefix, after, PAGE)
                .whenComplete((page, failure) -> loop.execute(() -> {
                    if (stopped) {
                        return;
                    }
                    if (failure != null) {
                        log.debug("the store does not answer {}, trying again", name, failure);
                        loop.after(RETRY, () -> page(prefix, after, first, each, then));
                        return;
                    }
                    long revision = first == 0 ? page.revision() : first;
                    page.entries().forEach(each);
                    if (page.more()) {
                        page(
                                prefix,
                                page.entries().get(page.entries().size() - 1).key(),
                                revision,
                                each,
                                then);
                    } else {
                        then.accept(revision);
                    }
                }));
    }

    private void watch(String prefix, long from, BiConsumer<String, Optional<Entry>> changed) {
        watches.add(store.watch(prefix, from, new Store.WatchListener() {
            @Override
            public void onEvents(List<Event> events) {
                loop.execute(() -> {
                    if (!stopped) {
                        events.forEach(event -> changed.accept(event.key(), event.entry()));
                    }
                });
            }

            @Override
            public void onGap(long nextRevision) {
                loop.execute(() -> {
                    if (!stopped) {
                        list(prefix, changed, revision -> {}); // the watch itself goes on
                    }
                });
            }

            @Override
            public void onClosed(@Nullable Throwable cause) {
                if (cause != null) {
                    loop.after(RETRY, () -> {
                        if (!stopped) {
                            follow(prefix, changed, () -> {});
                        }
                    });
                }
            }
        }));
    }

    // ---- records ----------------------------------------------------------------------------------------------------

    private void peer(String key, Optional<Entry> entry) {
        entry.filter(there -> there.key().equals(Keys.peer(name)))
                .ifPresent(
                        there -> read(Codec.PEER, there).ifPresent(record -> self.wanted(record, there.modRevision())));
    }

    /** The record, if it can be made sense of. If not, what there is of it on this node is left as it is. */
    private <R extends Stored> Optional<R> read(Codec<R> codec, Entry entry) {
        try {
            return Optional.of(codec.read(entry.key(), entry.value()));
        } catch (StoreException cannot) {
            log.debug("{} leaves something as it is: {}", name, cannot.getMessage()); // the coordinator warns
            return Optional.empty();
        }
    }

    private void device(String key, Optional<Entry> entry) {
        if (entry.isEmpty()) {
            DeviceWork work = devices.remove(key);
            if (work != null) {
                work.forget();
            }
            return;
        }
        Optional<DeviceRecord> device = read(Codec.DEVICE, entry.get());
        if (device.isEmpty()) {
            return;
        }
        DeviceRecord record = device.get();
        DeviceWork before = devices.get(key);
        boolean old = before != null && before.revision > entry.get().modRevision();
        if (record.node().equals(name) && !old) {
            devices.computeIfAbsent(key, absent -> new DeviceWork(record))
                    .wanted(record, entry.get().modRevision());
        }
    }

    private void volume(String key, Optional<Entry> entry) {
        left.remove(key);
        if (entry.isEmpty()) {
            VolumeWork work = remove(key);
            if (work != null) {
                work.forget();
            }
            server.retract(key.substring(Keys.VOLUMES.length()));
            return;
        }
        Optional<VolumeRecord> volume = read(Codec.VOLUME, entry.get());
        if (volume.isEmpty()) {
            left.put(key, new Unreadable(key, "", entry.get().value()));
            VolumeWork work = remove(key);
            if (work != null) {
                work.leave();
            }
            return;
        }
        VolumeRecord record = volume.get();
        VolumeWork before = volumes.get(key);
        if (before != null && !before.record.id().equals(record.id())) {
            remove(key);
            before.forget();
        }
        if (before != null && before.revision > entry.get().modRevision()) {
            return; // an old change, told after a list
        }
        publish(record);
        if (!record.bricksOn(name).isEmpty()) {
            volumes.computeIfAbsent(key, absent -> new VolumeWork(record))
                    .wanted(record, entry.get().modRevision());
        } else if (record.intent() == VolumeRecord.Intent.STARTED) {
            new Convergence(
                            loop,
                            host,
                            turns,
                            List.of(List.of(List.of(clients(record)))),
                            Trace.NONE,
                            Chain.Listener.NONE)
                    .begin();
        }
    }

    private @Nullable VolumeWork remove(String key) {
        holdings.remove(key.substring(Keys.VOLUMES.length()));
        return volumes.remove(key);
    }

    /** What clients that mounted it from this node are to have: as it is served now. */
    private static Resource<?, ?> clients(VolumeRecord record) {
        VolfileKey key = VolfileKey.client(record.name());
        return new Resource<>(
                "clients of " + record.name(), CLIENT_VOLFILE, () -> ServedVolfile.of(key, Volfiles.client(record)));
    }

    private void publish(VolumeRecord record) {
        server.publish(record, record.intent() == VolumeRecord.Intent.STARTED, portsHere(record));
    }

    private SortedMap<String, Integer> portsHere(VolumeRecord record) {
        SortedMap<String, Integer> mine = new TreeMap<>();
        record.bricksOn(name)
                .forEach(brick -> processes.port(brick.id()).ifPresent(port -> mine.put(brick.id(), port)));
        return mine;
    }

    private Resource<?, ?> process(Shared process, boolean starts) {
        processes.port(process);
        return layout.process(process, starts, processes.ofProcesses());
    }

    /** A process that no brick is in ends, whoever waits for that or does not. */
    private void end(Shared process) {
        server.process(process.key(), Optional.empty());
        new Convergence(
                        loop,
                        host,
                        turns,
                        List.of(List.of(List.of(process(process, false)))),
                        Trace.NONE,
                        Chain.Listener.NONE)
                .begin();
    }

    /** Those that were left when this agent's last incarnation ended. */
    private void endIdleProcesses() {
        processes.idle().forEach(this::end);
    }

    // ---- supervision ------------------------------------------------------------------------------------------------

    private void supervise() {
        if (stopped || draining) {
            return;
        }
        devices.values().forEach(DeviceWork::supervise);
        host.call(new HostCall.Processes(Marks.node(cluster, name))).whenComplete((found, failure) -> {
            if (failure == null) {
                Set<String> alive = BrickProcesses.alive(found);
                List.copyOf(volumes.values()).forEach(work -> work.supervise(alive));
                attachAllToANewHealer(found);
                for (String volume : holdings.looks()) {
                    Optional.ofNullable(volumes.get(Keys.volume(volume))).ifPresent(VolumeWork::hastenHeal);
                }
            }
            if (loop.nanos() - limitsNext >= 0) {
                limitsNext = loop.nanos() + LIMITS_LOOK.toNanos();
                self.lookAtLimits();
            }
            loop.upkeep(SUPERVISION, this::supervise);
        });
    }

    /** Who starts a daemon attaches his volume and some others; all others are seen to here. */
    private void attachAllToANewHealer(List<ProcessEntry> found) {
        String now = found.stream()
                .filter(process ->
                        NodeLayout.SELF_HEAL_DAEMON.equals(process.marks().get(Marks.DAEMON)))
                .map(process -> process.pid() + "@" + process.startTime())
                .findFirst()
                .orElse("");
        if (!now.equals(healerSeen)) {
            healerSeen = now;
            if (!now.isEmpty()) { // one after another, so that whoever waits for one volume comes between
                List<List<List<Resource<?, ?>>>> each = new ArrayList<>();
                for (String volume : holdings.healed().keySet()) {
                    each.add(List.of(List.of(selfHealResource(Optional.of(volume), Resource.Turn.GIVES_WAY))));
                }
                new Convergence(loop, host, turns, each, Trace.NONE, Chain.Listener.NONE).begin();
            }
        }
    }

    /**
     * A volume that was just made serves. It holds nothing that could be healed, so whoever made it need not wait until the
     * self-heal daemon has it: it is attached soon, in one batch with others that were made meanwhile. A restart of this agent
     * attaches it like all others.
     */
    private void healSoon(String volume) {
        notHealedYet.add(volume);
        lastNotHealedYet = loop.nanos();
        if (!healedSoon) {
            healedSoon = true;
            firstNotHealedYet = lastNotHealedYet;
            loop.after(HEALED_SOON, this::healWhenCalm);
        }
    }

    private void healWhenCalm() {
        long now = loop.nanos();
        long calm = now - lastNotHealedYet;
        if (calm < HEALED_SOON.toNanos() && now - firstNotHealedYet < HEALED_LATEST.toNanos()) {
            loop.after(HEALED_SOON.minusNanos(calm), this::healWhenCalm);
        } else {
            healedSoon = false;
            attachNotHealedYet(Resource.Turn.GIVES_WAY, List.copyOf(notHealedYet), () -> {});
        }
    }

    /** What waits for a volume to be known to the self-heal daemon goes on when it is; at once where that is known. */
    private void attachNotHealedYet(String volume, Runnable then) {
        if (notHealedYet.contains(volume)) {
            attachNotHealedYet(Resource.Turn.NEEDS_NONE, List.of(volume), then);
        } else {
            then.run();
        }
    }

    /** One after another, each taking along some others, so that whoever waits for one volume comes between. */
    private void attachNotHealedYet(Resource.Turn turn, List<String> each, Runnable then) {
        if (stopped || draining) {
            then.run(); // whoever waits hears that the daemon does not answer
            return;
        }
        List<List<List<Resource<?, ?>>>> stages = new ArrayList<>();
        for (String volume : each) {
            stages.add(List.of(List.of(selfHealResource(Optional.of(volume), turn))));
        }
        new Convergence(loop, host, turns, stages, Trace.NONE, new Chain.Listener() {
                    private boolean told;

                    @Override
                    public void reached() {
                        notHealedYet.removeAll(each);
                        tell();
                    }

                    @Override
                    public void trouble(Problem problem) { // from now on these volumes miss their daemon, and say so
                        log.debug("{}: {}", name, problem.message());
                        reached();
                    }

                    @Override
                    public void calledOff() {}

                    private void tell() {
                        if (!told) {
                            told = true;
                            then.run();
                        }
                    }
                })
                .begin();
    }

    /**
     * The self-heal daemon as it is to be now: all volumes that are to be served and can heal.
     *
     * @param asked the volume that somebody waits for; all when empty
     */
    private SelfHealDaemon selfHealWanted(Optional<String> asked) {
        SortedMap<String, HealGraph> graphs = draining ? new TreeMap<>() : holdings.healed();
        TreeSet<String> leftAlone = new TreeSet<>();
        if (!draining) {
            left.keySet().forEach(key -> leftAlone.add(key.substring(Keys.VOLUMES.length())));
        }
        return new SelfHealDaemon(
                UUID.fromString(self.record.id()),
                layout.managementSocket(),
                layout.selfHealFiles(),
                layout.selfHealState(),
                layout.daemonMarks(NodeLayout.SELF_HEAL_DAEMON),
                graphs,
                asked,
                leftAlone,
                true,
                !graphs.isEmpty());
    }

    private Resource<?, ?> selfHealResource(Optional<String> asked, Resource.Turn turn) {
        return new Resource<>("self-heal daemon", selfHeal, () -> selfHealWanted(asked), turn);
    }

    // ---- work -------------------------------------------------------------------------------------------------------

    /** One subject on this node: what is wanted of it, and the convergence that is under way. */
    private abstract class Work {
        private @Nullable Convergence running;
        private boolean again;
        private boolean forgotten;
        private int turns;

        abstract List<List<List<Resource<?, ?>>>> stages();

        /** Whose turn it is when this goes on. */
        String caller() {
            return "";
        }

        abstract void reached();

        abstract void trouble(Problem problem);

        /** Who is told of what is done. */
        Trace trace() {
            return Trace.NONE;
        }

        /** Begins anew from what is wanted now, after what is under way was called off. */
        final void converge() {
            if (stopped || forgotten) {
                return;
            }
            if (running != null) {
                again = true;
                running.callOff();
                return;
            }
            int turn = ++turns;
            running =
                    new Convergence(loop, host, Agent.this.turns.of(caller()), stages(), trace(), new Chain.Listener() {
                        @Override
                        public void reached() {
                            if (turn == turns) {
                                ended(!stopped && !forgotten);
                            }
                        }

                        @Override
                        public void trouble(Problem problem) {
                            if (turn == turns && !stopped && !forgotten && !again) {
                                Work.this.trouble(problem);
                            }
                        }

                        @Override
                        public void calledOff() {
                            if (turn == turns) {
                                ended(false);
                            }
                        }
                    });
            running.begin();
        }

        /**
         * The same, waiting for nothing: a call to a device that has fallen ill may never return. What is called off still
         * holds the resource that it was at, so nobody else touches that one before it has returned.
         */
        final void convergeAtOnce() {
            if (running != null) {
                turns++;
                again = false;
                running.callOff();
                running = null;
            }
            converge();
        }

        private void ended(boolean reached) {
            running = null;
            if (again) {
                again = false;
                converge();
            } else if (reached) {
                reached();
            }
        }

        final boolean busy() {
            return running != null;
        }

        final void callOff() {
            if (running != null) {
                running.callOff();
            }
        }

        void forget() {
            leave();
        }

        /** Does nothing any more, and leaves everything as it is. */
        final void leave() {
            forgotten = true;
            callOff();
        }
    }

    /** This node itself: its directories, and what it serves. */
    private final class PeerWork extends Work {
        private PeerRecord record;
        private long revision;
        private boolean closed;
        private Trouble problem = Trouble.NONE;
        private final NodeLimits limits = new NodeLimits();

        /** The generation that this node was made as, last. */
        private long made = -1;

        PeerWork(PeerRecord record) {
            this.record = record;
        }

        void wanted(PeerRecord next, long nextRevision) {
            boolean same = next.generation() == record.generation();
            record = next;
            revision = nextRevision;
            if (next.presence() == Presence.ABSENT && !closed) {
                closed = true;
                server.close().whenComplete((done, failure) -> converge());
            } else if (!same) {
                converge();
            } else if (serving) {
                report(true, Trouble.NONE);
            } else if (!problem.kind().isEmpty()) {
                report(false, problem);
            }
        }

        boolean leaving() {
            return record.presence() == Presence.ABSENT;
        }

        /** The node serves: whoever waits for it may go on. */
        void served() {
            made = record.generation();
            lookAtLimits();
        }

        /** What the machine allows is told with what is told of the node. */
        void lookAtLimits() {
            read(NodeLimits.observation()).whenComplete((seen, failure) -> {
                if (stopped || !serving) {
                    return;
                }
                if (failure == null) {
                    limits.saw(seen);
                }
                if (revision > 0 && made == record.generation() && !leaving()) {
                    report(true, Trouble.NONE);
                }
            });
        }

        @Override
        List<List<List<Resource<?, ?>>>> stages() {
            boolean present = record.presence() == Presence.PRESENT;
            List<Resource<?, ?>> chain = new ArrayList<>();
            for (Path directory : layout.directories()) {
                chain.add(Resource.of(
                        directory.toString(), new PrivateDirectory.Maker(), new PrivateDirectory(directory, present)));
            }
            if (!present) {
                Collections.reverse(chain);
            }
            return List.of(List.of(chain));
        }

        @Override
        void reached() {
            if (record.presence() == Presence.PRESENT && !serving) {
                serve();
            } else {
                made = record.generation();
                report(true, Trouble.NONE);
            }
        }

        @Override
        void trouble(Problem problem) {
            log.debug("node {}: {}", name, problem.message());
            this.problem = Trouble.of(problem.kind().name(), problem.message());
            if (revision > 0) {
                report(false, this.problem);
            } else {
                watchPeer(); // so that whoever waits hears of it, and we of what becomes of the peer
            }
        }

        private void report(boolean settled, Trouble trouble) {
            if (limits.told().isEmpty()) {
                reports.last(record).ifPresent(before -> limits.remember(before.machine(), before.limits()));
            }
            reports.report(
                    record,
                    revision,
                    StatusRecord.ofPeer(record.generation(), settled, trouble, limits.machine(), limits.told()));
        }
    }

    /** A device of this node: made as it is wanted, and looked at again and again. */
    private final class DeviceWork extends Work {
        private static final Duration LOOK = Duration.ofSeconds(5);
        private static final Duration PROBE = Duration.ofSeconds(60);
        private static final Duration SILENCE = Duration.ofSeconds(30);

        private DeviceRecord record;
        private long revision;
        private long generation;

        /** Whether there is something to report of this generation. */
        private boolean told;

        private boolean settled;
        private Trouble problem = Trouble.NONE;
        private long size;
        private String fileSystem = "";
        private @Nullable DeviceHealth health;
        private boolean looking;
        private long lookedAt;
        private long looksNext;
        private long probesNext;

        DeviceWork(DeviceRecord record) {
            this.record = record;
            looksNext = loop.nanos();
            probesNext = looksNext;
            health = reports.last(record)
                    .flatMap(status -> Optional.ofNullable(status.device()))
                    .map(seen -> new DeviceHealth(
                            Condition.valueOf(seen.condition()), seen.reason(), seen.total(), seen.used(), seen.lost()))
                    .orElse(null);
        }

        void wanted(DeviceRecord next, long nextRevision) {
            record = next;
            revision = nextRevision;
            if (next.generation() != generation) {
                generation = next.generation();
                told = false;
                converge();
            } else if (told) {
                report();
            }
        }

        private DeviceDirectory directory() {
            return new DeviceDirectory(
                    Path.of(record.path()),
                    cluster,
                    name,
                    record.id(),
                    record.ready(),
                    record.presence() == Presence.PRESENT);
        }

        @Override
        List<List<List<Resource<?, ?>>>> stages() {
            return List.of(
                    List.of(List.of(Resource.of("device " + record.path(), new DeviceDirectoryDriver(), directory()))));
        }

        @Override
        void reached() {
            if (record.presence() == Presence.ABSENT) {
                report(true, Trouble.NONE, 0, "");
                return;
            }
            long asked = generation;
            if (record.ready()) {
                look(health != null && health.condition() != Condition.GOOD).whenComplete((seen, failure) -> {
                    if (!stopped && asked == generation) {
                        if (failure == null) {
                            seen.ifPresent(this::saw);
                        }
                        report(true, Trouble.NONE, record.size(), record.fileSystem());
                    }
                });
                return;
            }
            host.call(new HostCall.FileSystemOf(Path.of(record.path()))).whenComplete((seen, failure) -> {
                if (stopped || asked != generation) {
                    return;
                }
                if (failure != null || seen.isEmpty()) {
                    loop.after(RETRY, this::converge);
                    return;
                }
                long available = Math.max(0, seen.get().availableBytes() - DeviceCheck.KEPT_FREE);
                if (record.limit() > available) {
                    trouble(new Problem(
                            Problem.Kind.NO_SPACE,
                            "the device " + record.path() + " on " + name + " is to give "
                                    + Capacity.ofBytes(record.limit()).format()
                                    + " to bricks, but its file system has only "
                                    + Capacity.ofBytes(available).format() + " available: ask for less, or free some"));
                } else {
                    long total = seen.get().totalBytes();
                    health = new DeviceHealth(
                            Condition.GOOD, "", total, total - seen.get().availableBytes(), 0);
                    report(
                            true,
                            Trouble.NONE,
                            record.limit() == 0 ? available : record.limit(),
                            seen.get().type());
                }
            });
        }

        @Override
        void trouble(Problem trouble) {
            report(false, Trouble.of(trouble.kind().name(), trouble.message()), record.size(), record.fileSystem());
            looksNext = loop.nanos();
        }

        private void report(boolean reached, Trouble trouble, long observedSize, String observedFileSystem) {
            told = true;
            settled = reached;
            problem = trouble;
            size = observedSize;
            fileSystem = observedFileSystem;
            report();
        }

        private void report() {
            Health seen = health == null
                    ? null
                    : Health.of(
                            health.condition().name(), health.reason(), health.total(), health.used(), health.lost());
            reports.report(
                    record, revision, StatusRecord.ofDevice(generation, settled, problem, size, fileSystem, seen));
        }

        /** Looks how it is, when it is time to; tells when that has changed. */
        void supervise() {
            long now = loop.nanos();
            if (!record.ready() || record.presence() == Presence.ABSENT) {
                return;
            }
            if (looking) {
                if (now - lookedAt > SILENCE.toNanos()) {
                    saw(DeviceCheck.silent(directory(), SILENCE.toSeconds()));
                }
            } else if (now - looksNext >= 0) {
                looksNext = now + LOOK.toNanos();
                looking = true;
                lookedAt = now;
                look(true).whenComplete((seen, failure) -> {
                    looking = false;
                    if (failure == null && seen.isPresent()) {
                        saw(seen.get());
                    }
                });
            }
        }

        private void saw(DeviceHealth seen) {
            if (stopped || (health != null && health.tellsTheSame(seen))) {
                return;
            }
            log.debug("device {} of {}: {}", record.path(), name, seen);
            boolean before = ill();
            health = seen;
            if (told) {
                report();
            }
            if (ill() != before) {
                List.copyOf(volumes.values()).forEach(work -> work.deviceTurned(record.id(), ill()));
            }
        }

        /** Whether bricks on it cannot be worked on now. */
        boolean ill() {
            return health != null
                    && (health.condition() == Condition.MISSING
                            || health.condition() == Condition.READ_ONLY
                            || health.condition() == Condition.FAILING);
        }

        /** How it is now, if asked with a write now and then; empty when that cannot be told this time. */
        CompletionStage<Optional<DeviceHealth>> look(boolean probing) {
            CompletableFuture<Optional<DeviceHealth>> judged = new CompletableFuture<>();
            DeviceDirectory directory = directory();
            read(DeviceCheck.observe(directory)).whenComplete((seen, failure) -> {
                if (failure != null) {
                    judged.complete(DeviceCheck.failed(directory, Readings.hostException(failure)));
                    return;
                }
                DeviceHealth found = DeviceCheck.judge(promise(directory), seen, Optional.ofNullable(health));
                if (found.condition() == Condition.MISSING
                        || found.condition() == Condition.READ_ONLY
                        || !probing
                        || loop.nanos() - probesNext < 0) {
                    judged.complete(Optional.of(found));
                } else {
                    probe(directory, found, judged);
                }
            });
            return judged;
        }

        /** One that failed is tried again at every look, so that the device's recovery is seen soon. */
        private void probe(
                DeviceDirectory directory, DeviceHealth found, CompletableFuture<Optional<DeviceHealth>> judged) {
            host.call(DeviceCheck.probe(directory)).whenComplete((written, failure) -> {
                if (failure == null) {
                    probesNext = loop.nanos() + PROBE.toNanos();
                    judged.complete(Optional.of(found));
                    return;
                }
                judged.complete(DeviceCheck.failed(directory, Readings.hostException(failure))
                        .map(bad -> new DeviceHealth(
                                bad.condition(), bad.reason(), found.total(), found.used(), found.lost())));
            });
        }

        private DeviceCheck.Promise promise(DeviceDirectory directory) {
            double watermark = record.terms() instanceof DevicePolicy.Thin thin ? thin.watermark() : 0;
            return new DeviceCheck.Promise(
                    directory, record.size(), holdings.reserved(record.id()), record.total(), watermark);
        }

        @Override
        void forget() {
            super.forget();
            reports.forget(record);
        }
    }

    /** A volume's bricks on this node. */
    private final class VolumeWork extends Work {
        @Override
        String caller() {
            return record.caller();
        }

        private static final Duration STEADY = Duration.ofSeconds(60);
        private static final Duration HEAL_LOOK = Duration.ofSeconds(5);
        private static final Duration HEAL_ANSWER = Duration.ofSeconds(10);
        private static final Duration HEAL_POLL = Duration.ofSeconds(2);
        private static final Duration RECONNECT = Duration.ofSeconds(10);
        private static final int HEAL_REPLY = 64 * 1024;
        private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

        private VolumeRecord record;
        private long revision;
        private long generation;
        private boolean settled;
        private Trouble problem = Trouble.NONE;
        private int restarts;
        private long restartedAt;
        private boolean restarting;
        private long looksNext;

        /** Whether what is under way leaves the self-heal daemon for later. */
        private boolean healedLater;

        /** In a rolling restart: whether the bricks here may be restarted, and from when on clients are connected again. */
        private boolean replacing;

        /** Who wants to know when the bricks serve again. */
        private final List<CompletableFuture<Boolean>> waiting = new ArrayList<>();

        private long calmAt;

        /** Bricks on ill devices that no daemon served when that was looked at last. */
        private SortedSet<String> down = new TreeSet<>();

        private final BrickGraphs graphs;

        VolumeWork(VolumeRecord record) {
            this.record = record;
            graphs = new BrickGraphs(name, record);
        }

        @Override
        Trace trace() {
            List<BrickRecord> bricks = record.bricksOn(name);
            return Trace.of(
                    telemetry,
                    name,
                    record.operation(),
                    resource -> bricks.stream()
                            .filter(brick -> resource.contains(brick.path()) || resource.contains(brick.id()))
                            .findFirst()
                            .map(brick -> Integer.toString(brick.index()))
                            .orElse(""));
        }

        void wanted(VolumeRecord next, long nextRevision) {
            holdings.put(next);
            graphs.of(next);
            record = next;
            revision = nextRevision;
            if (next.generation() != generation) {
                generation = next.generation();
                settled = false;
                problem = Trouble.NONE;
                replacing = false;
                calmAt = 0;
                converge();
            } else if (settled || !problem.kind().isEmpty()) {
                report();
            }
        }

        @Override
        List<List<List<Resource<?, ?>>>> stages() {
            List<List<Resource<?, ?>>> bricks = new ArrayList<>();
            boolean again = record.intent() == VolumeRecord.Intent.STARTED
                    && record.state().equals("STARTED");
            Resource<?, ?> healer = selfHealResource(
                    Optional.of(record.name()), again ? Resource.Turn.GIVES_WAY : Resource.Turn.NEEDS_NONE);
            List<List<Resource<?, ?>>> healing = List.of(List.of(healer));
            List<List<Resource<?, ?>>> serving = List.of(List.of(healer), List.of(clients(record)));
            boolean established = !record.state().equals("CREATING");
            place();
            for (var brick : record.bricksOn(name)) {
                List<Resource<?, ?>> chain = new ArrayList<>();
                if (excused(brick)) {
                    bricks.add(
                            record.intent() == VolumeRecord.Intent.STARTED
                                    ? List.of(volfile(brick, VOLFILE_IF_CONNECTED))
                                    : absent(brick));
                    continue;
                }
                if (!established || record.state().equals("STARTING")) { // what serves already goes on serving
                    chain.addAll(layout.tls(record, loop.now()));
                }
                switch (record.intent()) {
                    case STARTED -> {
                        chain.addAll(layout.prepared(record, brick, established));
                        chain.addAll(served(brick));
                        if (!ourTurn() || replacing) { // one that is about to be replaced is told nothing any more
                            chain.add(volfile(brick, BRICK_VOLFILE));
                        }
                    }
                    case STOPPED -> {
                        chain.addAll(absent(brick));
                        chain.addAll(layout.prepared(record, brick, established));
                    }
                    case ABSENT -> {
                        chain.addAll(absent(brick));
                        chain.addAll(layout.absent(record, brick));
                    }
                }
                bricks.add(chain);
            }
            healedLater = record.intent() == VolumeRecord.Intent.STARTED && holdsNothingYet() && Volfiles.heals(record);
            if (record.intent() == VolumeRecord.Intent.STARTED && holdsNothingYet()) {
                return List.of(bricks, List.of(List.of(clients(record))));
            }
            if (record.intent() == VolumeRecord.Intent.STARTED) {
                return List.of(bricks, serving);
            }
            boolean neverServed = !established && record.intent() == VolumeRecord.Intent.STOPPED; // so nothing heals it
            return neverServed ? List.of(bricks) : List.of(healing, bricks);
        }

        /** Whether it is being made: there is no data that might have to be healed as soon as its bricks serve. */
        private boolean holdsNothingYet() {
            return record.state().equals("CREATING");
        }

        /** Finds a process for each brick that is to be served. One is changed for another only when it is restarted. */
        private void place() {
            if (record.intent() != VolumeRecord.Intent.STARTED) {
                return;
            }
            boolean placed = false;
            for (var brick : record.bricksOn(name)) {
                if (excused(brick)) {
                    continue;
                }
                ProcessGraph graph = graph(brick).process();
                boolean shares = graphs.shareProcesses() && !processes.isAlone(brick.id());
                boolean moves = replacing
                        || (!record.change().rolling() && processes.isBehind(brick.id(), record.startsOn(name)));
                placed |= processes.place(brick.id(), brick.address(), shares, graph, moves);
                processes
                        .of(brick.id())
                        .filter(process -> process.name().endsWith("." + graph.signature()))
                        .ifPresent(process -> server.process(process.key(), Optional.of(graph.text())));
            }
            if (placed) {
                publish(record);
            }
        }

        /** What serves a brick: its process, and the brick in it, after it has left the one it was in. */
        private List<Resource<?, ?>> served(BrickRecord brick) {
            List<Resource<?, ?>> chain = new ArrayList<>();
            processes.before(brick.id()).ifPresent(process -> chain.addAll(left(brick, process)));
            processes.of(brick.id()).ifPresent(process -> {
                chain.add(process(process, true));
                chain.add(attached(brick, process, replacing || !record.change().rolling(), true));
            });
            return chain;
        }

        /** What must be seen of a brick that nothing serves. */
        private List<Resource<?, ?>> absent(BrickRecord brick) {
            List<Resource<?, ?>> chain = new ArrayList<>();
            processes.before(brick.id()).ifPresent(process -> chain.addAll(left(brick, process)));
            processes.of(brick.id()).ifPresent(process -> chain.addAll(left(brick, process)));
            return chain;
        }

        /** The process ends when it was the last brick in it. */
        private List<Resource<?, ?>> left(BrickRecord brick, Shared process) {
            return List.of(attached(brick, process, false, false), process(process, false));
        }

        private Resource<?, ?> attached(BrickRecord brick, Shared process, boolean replace, boolean present) {
            return layout.attached(
                    record,
                    brick,
                    process,
                    () -> present ? graph(brick).text() : "",
                    replace,
                    present,
                    processes.ofBrick(
                            brick.id(),
                            process,
                            Agent.this::end,
                            port -> server.listening(brick.path(), port), // clients need not wait for all else
                            this::converge));
        }

        /**
         * Whether nobody waits for a brick, because its device is known to be ill: it is established, and takes what is
         * wanted of it when the device is back. Its daemon, if it is alive, is told all the same, and is ended when the
         * volume stops. Not so while bricks are restarted one node after the other, which takes all of them to be well.
         */
        private boolean excused(BrickRecord brick) {
            return excusable(brick) && deviceOf(brick).filter(DeviceWork::ill).isPresent();
        }

        private boolean excusable(BrickRecord brick) {
            return !brick.isDirectory()
                    && !record.change().rolling()
                    && record.intent() != VolumeRecord.Intent.ABSENT
                    && !record.state().equals("CREATING")
                    && !record.state().equals("STARTING");
        }

        private Optional<DeviceWork> deviceOf(BrickRecord brick) {
            return Optional.ofNullable(devices.get(Keys.device(brick.device())));
        }

        /** A device fell ill or recovered. */
        void deviceTurned(String device, boolean ill) {
            if (record.bricksOn(name).stream().noneMatch(brick -> brick.device().equals(device))) {
                return;
            }
            if (!ill) {
                settled = false;
                converge();
            } else if (!settled) {
                convergeAtOnce();
            }
        }

        private BrickGraphs.Made graph(BrickRecord brick) {
            return graphs.of(brick, portsHere(record), nodes);
        }

        /** What the brick's process is to have: as it is served now. */
        private Resource<?, ?> volfile(BrickRecord brick, Driver<ServedVolfile, ?> driver) {
            VolfileKey key = VolfileKey.brick(record.name(), brick.id());
            return new Resource<>(
                    "volfile " + brick.path(),
                    driver,
                    () -> ServedVolfile.ofBrick(
                            key,
                            graph(brick).checksum(),
                            processes.of(brick.id()).map(Shared::key).orElse("")));
        }

        /** Addresses of nodes stand in the bricks' volfiles: what is under way may have told them the earlier ones already. */
        void nodesChanged() {
            if (record.intent() == VolumeRecord.Intent.STARTED && Volfiles.knowsNodes(record)) {
                converge();
            }
        }

        @Override
        void reached() {
            if (record.change().rolling() && record.intent() == VolumeRecord.Intent.STARTED) {
                roll();
            } else if (record.bricksOn(name).stream().noneMatch(this::excused)) {
                down = new TreeSet<>();
                settle();
            } else {
                long asked = generation;
                host.call(new HostCall.Processes(Marks.node(cluster, name))).whenComplete((found, failure) -> {
                    if (stopped || asked != generation || busy()) {
                        return;
                    }
                    if (failure != null) {
                        unlessChanged(RETRY, this::converge);
                        return;
                    }
                    down = down(BrickProcesses.alive(found));
                    settle();
                });
            }
        }

        /** Bricks on ill devices that none of these daemons serves. */
        private SortedSet<String> down(Set<String> alive) {
            SortedSet<String> dead = new TreeSet<>();
            for (var brick : record.bricksOn(name)) {
                if (excused(brick) && !processes.serves(alive, brick.id())) {
                    dead.add(brick.id());
                }
            }
            return dead;
        }

        /**
         * One turn of a rolling restart. The bricks here run. If it is their turn, they are restarted as soon as nothing on
         * them waits to be healed. After that, here and on all other nodes, clients are given time to connect again; when
         * nothing waits to be healed then, it is said so, and the next node has its turn.
         */
        private void roll() {
            if (ourTurn() && !replacing) {
                look(() -> {
                    replacing = true;
                    converge();
                });
                return;
            }
            if (calmAt == 0) {
                calmAt = loop.nanos() + (record.change().restarted().isEmpty() ? 1 : RECONNECT.toNanos());
            }
            long left = calmAt - loop.nanos();
            if (left > 0) {
                unlessChanged(Duration.ofNanos(left), () -> look(this::settle));
            } else {
                look(this::settle);
            }
        }

        /** Whether the bricks here are those that are restarted now. */
        private boolean ourTurn() {
            List<String> restarted = record.change().restarted();
            return record.change().rolling()
                    && !restarted.isEmpty()
                    && restarted.get(restarted.size() - 1).equals(name);
        }

        /** Goes on when the bricks here are alive and nothing on them waits to be healed; else they are looked after first. */
        private void look(Runnable then) {
            long asked = generation;
            Observation<Long> amiss = pending()
                    .with(Observation.of(new HostCall.Processes(Marks.node(cluster, name))), (waiting, there) -> {
                        Set<String> alive = BrickProcesses.alive(there);
                        boolean dead =
                                record.bricksOn(name).stream().anyMatch(brick -> !processes.serves(alive, brick.id()));
                        return dead ? waiting + 1 : waiting;
                    });
            read(amiss).whenComplete((waiting, failure) -> {
                if (stopped || asked != generation || busy()) {
                    return;
                }
                if (failure == null && waiting == 0) {
                    then.run();
                    return;
                }
                if (failure == null && Volfiles.heals(record)) {
                    tellSelfHeal(waiting);
                }
                unlessChanged(HEAL_POLL, this::converge);
            });
        }

        private void unlessChanged(Duration delay, Runnable action) {
            long asked = generation;
            loop.after(delay, () -> {
                if (asked == generation && !busy()) {
                    action.run();
                }
            });
        }

        private void settle() {
            settled = true;
            problem = Trouble.NONE;
            if (healedLater) { // whatever its state has become meanwhile
                healedLater = false;
                healSoon(record.name());
            }
            for (var brick : record.bricksOn(name)) {
                OptionalInt port = processes.port(brick.id());
                if (record.intent() == VolumeRecord.Intent.STARTED && port.isPresent() && !down.contains(brick.id())) {
                    server.listening(brick.path(), port.getAsInt());
                } else {
                    server.gone(brick.path());
                }
            }
            report();
            answer(true);
        }

        @Override
        void trouble(Problem trouble) {
            if (trouble.kind() == Problem.Kind.ADDRESS_TAKEN) {
                renumber();
                return;
            }
            List<DeviceWork> doubted = new ArrayList<>();
            for (var brick : record.bricksOn(name)) {
                deviceOf(brick)
                        .filter(device -> excusable(brick) && !device.ill() && !doubted.contains(device))
                        .ifPresent(doubted::add);
            }
            long asked = generation;
            lookAtAll(doubted, 0, () -> {
                if (!stopped
                        && asked == generation
                        && busy()
                        && doubted.stream().noneMatch(DeviceWork::ill)) {
                    tell(trouble);
                }
            });
        }

        /** Another program has the port of a process: it gets another one, and so do all bricks that are in it. */
        private void renumber() {
            Set<String> moved = processes.renumber(
                    record.bricksOn(name).stream().map(BrickRecord::id).toList());
            for (VolumeWork other : List.copyOf(volumes.values())) {
                if (other.record.bricksOn(name).stream().anyMatch(brick -> moved.contains(brick.id()))) {
                    publish(other.record);
                    if (other == this || other.busy()) {
                        other.converge();
                    }
                }
            }
        }

        private void tell(Problem trouble) {
            log.debug("volume {} on {}: {}", record.name(), name, trouble.message());
            problem = Trouble.of(trouble.kind().name(), trouble.message());
            report();
            answer(false);
        }

        /** Looks for dead bricks now, and begins anew with them. */
        void revive(CompletableFuture<Boolean> done) {
            host.call(new HostCall.Processes(Marks.node(cluster, name))).whenComplete((found, failure) -> {
                Set<String> alive = failure == null ? BrickProcesses.alive(found) : new TreeSet<>();
                boolean dead = failure == null
                        && record.intent() == VolumeRecord.Intent.STARTED
                        && !stopped
                        && record.bricksOn(name).stream().anyMatch(brick -> !processes.serves(alive, brick.id()));
                if (!dead) {
                    done.complete(false);
                    return;
                }
                waiting.add(done);
                if (!busy()) {
                    settled = false;
                    report();
                    converge();
                }
            });
        }

        private void answer(boolean served) {
            List<CompletableFuture<Boolean>> answered = List.copyOf(waiting);
            waiting.clear();
            answered.forEach(done -> done.complete(served));
        }

        /** Starts again what should run and does not, less and less eagerly when it keeps dying. */
        void supervise(Set<String> alive) {
            if (busy() && record.intent() == VolumeRecord.Intent.STARTED && lost(alive)) {
                converge(); // what comes after the brick was served waits for a process that has gone
                return;
            }
            if (!settled || busy() || restarting || record.intent() != VolumeRecord.Intent.STARTED) {
                return;
            }
            boolean missing = Volfiles.heals(record)
                    && !notHealedYet.contains(record.name())
                    && !alive.contains(NodeLayout.SELF_HEAL_DAEMON);
            SortedSet<String> dead = down(alive);
            if (!dead.equals(down)) {
                dead.stream()
                        .filter(id -> !down.contains(id))
                        .forEach(id -> record.bricksOn(name).stream()
                                .filter(brick -> brick.id().equals(id))
                                .forEach(brick -> server.gone(brick.path())));
                down = dead;
                report();
            }
            for (var brick : record.bricksOn(name)) {
                if (!excused(brick) && !processes.serves(alive, brick.id())) {
                    missing = true;
                    server.gone(brick.path());
                }
            }
            if (!missing) {
                return;
            }
            settled = false;
            report();
            restarts = loop.nanos() - restartedAt > STEADY.toNanos() ? 0 : restarts + 1;
            Duration delay = Duration.ofMillis(100).multipliedBy(1L << Math.min(restarts, 9));
            restarting = true;
            long asked = generation;
            loop.after(delay.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : delay, () -> {
                restarting = false;
                restartedAt = loop.nanos();
                if (asked == generation) {
                    converge();
                }
            });
        }

        private boolean lost(Set<String> alive) {
            boolean lost = false;
            for (var brick : record.bricksOn(name)) {
                lost |= processes.lost(alive, brick.id());
            }
            return lost;
        }

        /**
         * Tells the self-heal daemon to look again while entries wait for heal. It looks by itself when a brick comes
         * back, but clients reconnect some seconds later than it does and write past the brick until then; after that it
         * would look only every ten minutes.
         */
        void hastenHeal() {
            if (!settled
                    || record.intent() != VolumeRecord.Intent.STARTED
                    || !Volfiles.heals(record)
                    || loop.nanos() - looksNext < 0) {
                return;
            }
            looksNext = loop.nanos() + HEAL_LOOK.toNanos();
            read(pending()).whenComplete((waiting, failure) -> {
                if (failure == null && !stopped) {
                    holdings.waits(record.name(), waiting);
                    if (waiting > 0 && settled) {
                        tellSelfHeal(waiting);
                    }
                }
            });
        }

        /** How many entries wait for heal on the bricks here. */
        private Observation<Long> pending() {
            Observation<Long> pending = Observation.constant(0L);
            for (var brick : record.bricksOn(name)) {
                pending = pending.with(PendingHeals.of(Path.of(brick.path())), (sum, here) -> sum + here.orElse(0L));
            }
            return pending;
        }

        private CompletionStage<Bytes> tellSelfHeal(BrickOps.Heal heal) {
            return host.call(new HostCall.Exchange(
                    layout.selfHealFiles().socket(),
                    BrickOps.heal(heal, Volfiles.healed(record)),
                    HEAL_REPLY,
                    HEAL_ANSWER));
        }

        private void tellSelfHeal(long waiting) {
            tellSelfHeal(BrickOps.Heal.INDEX)
                    .whenComplete((answer, refused) ->
                            log.debug("{} entries of {} wait for heal on {}", waiting, record.name(), name));
        }

        private StatusRecord status() {
            List<BrickStatus> bricks = new ArrayList<>();
            for (var brick : record.bricksOn(name)) {
                boolean excused = excused(brick);
                boolean started = record.intent() == VolumeRecord.Intent.STARTED;
                boolean online = settled && started && !down.contains(brick.id());
                String state = online ? "ONLINE" : started || excused ? "OFFLINE" : settled ? "PREPARED" : "PENDING";
                bricks.add(BrickStatus.of(
                        brick.id(),
                        state,
                        online ? processes.of(brick.id()).map(Shared::key).orElse("") : "",
                        processes.port(brick.id()).orElse(0),
                        settled && excused && down.contains(brick.id())));
            }
            return StatusRecord.ofVolume(generation, settled, problem, bricks);
        }

        private void report() {
            reports.report(record, revision, status());
        }

        @Override
        void forget() {
            super.forget();
            answer(false);
            reports.forget(record);
            record.bricksOn(name).forEach(brick -> {
                server.gone(brick.path());
                processes.forget(brick.id()).forEach(Agent.this::end);
            });
        }
    }
}
