/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.sim;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.engine.store.MemoryStore;
import org.gluster.gcs.engine.store.Store;
import org.gluster.gcs.engine.store.Transaction;
import org.gluster.gcs.testkit.host.FakeMachine;

/** What outlives a JVM: one machine for each node, the store, and what is on its way to them. */
final class World {
    /** Directories that requests name lie there. */
    static final Path EXPORTS = Path.of("/export");

    private static final long DISK = 1L << 40;
    private static final int COMMAND_LANDS = 50_000_000;
    private static final int TRANSACTION_LANDS = 400_000_000;

    private final SortedMap<String, FakeMachine> machines = new TreeMap<>();
    private final MemoryStore store;

    /** What happened at each place, in order there, as a rolling hash: equal histories from one base are equal worlds. */
    private final SortedMap<String, Long> history = new TreeMap<>();

    /** Transactions of JVMs that are gone, on their way to the store. */
    private final List<Transaction> underWay = new ArrayList<>();

    /** Most operations of one transaction of the coordinator. */
    private int transactionSize = Store.MAX_OPERATIONS;

    private World(MemoryStore store) {
        this.store = store;
    }

    /** An empty world whose store runs its tasks there. */
    static World empty(Executor storeTasks) {
        return new World(new MemoryStore(storeTasks));
    }

    /** A copy that goes its own way. */
    World copy(Executor storeTasks) {
        World copy = new World(store.copy(storeTasks));
        machines.forEach((node, machine) -> copy.machines.put(node, machine.copy()));
        copy.history.putAll(history);
        copy.underWay.addAll(underWay);
        copy.transactionSize = transactionSize;
        return copy;
    }

    /** From now on coordinators make larger changes by a journal. */
    void transactionSize(int operations) {
        transactionSize = operations;
    }

    int transactionSize() {
        return transactionSize;
    }

    /** An effect happened at a place. */
    void happened(String where, Object what) {
        history.merge(where, (long) what.hashCode(), (before, now) -> before * 1_000_003 + now);
    }

    /** Names this state of the world among those with the same base. */
    String fingerprint() {
        return history.toString();
    }

    /** A transaction whose JVM is gone is under way to the store, and will arrive there. */
    void send(Transaction transaction) {
        underWay.add(transaction);
        happened("store", "under way " + transaction.puts().keySet() + transaction.deletes());
    }

    /** What dead JVMs left running or under way arrives at random moments from now on; commands may be killed before. */
    void land(Simulation simulation) {
        for (FakeMachine machine : machines.values()) {
            for (long pid : machine.crash()) {
                simulation.schedule(simulation.delay(COMMAND_LANDS), false, () -> landed(simulation, machine, pid));
            }
        }
        for (Transaction transaction : List.copyOf(underWay)) {
            simulation.schedule(simulation.delay(TRANSACTION_LANDS), false, () -> {
                if (underWay.remove(transaction)) {
                    simulation.log().add(simulation.nanos(), null, "store", "late transaction");
                    happened("store", "landed");
                    store.commit(transaction);
                }
            });
        }
    }

    private void landed(Simulation simulation, FakeMachine machine, long pid) {
        if (machine.pending(pid)) {
            try {
                machine.complete(pid);
                happened(Long.toString(pid), "landed");
            } catch (HostException failedWithNobodyToHear) {
                simulation.log().add(simulation.nanos(), null, "late command failed", "");
            }
        }
    }

    MemoryStore store() {
        return store;
    }

    SortedMap<String, FakeMachine> machines() {
        return machines;
    }

    /** The machine of a node, made when there is none yet: a disk at /, an XFS of its own at /data. */
    FakeMachine machine(String node) {
        return machines.computeIfAbsent(node, name -> {
            FakeMachine machine = FakeMachine.withDisk(DISK);
            machine.makeDirectories(Path.of("/gcs/nodes"));
            machine.makeDirectories(Path.of("/data/d1"));
            machine.makeDirectories(Path.of("/data/d2"));
            machine.makeDirectories(EXPORTS.resolve("v1-0")); // given as it is; others are made
            machine.responder("glusterfs", World::selfHealDaemon);
            return machine;
        });
    }

    /** Says yes, and remembers which volumes it was given. */
    private static Optional<Bytes> selfHealDaemon(FakeMachine machine, long pid, Bytes request) {
        ByteBuffer in = request.toBuffer();
        in.getInt(); // record mark
        int xid = in.getInt();
        in.position(in.position() + 16); // call, RPC version, program, program version
        int procedure = in.getInt();
        for (int i = 0; i < 2; i++) { // credential and verifier
            in.getInt();
            int length = in.getInt();
            in.position(in.position() + (length + 3) / 4 * 4);
        }
        byte[] name = new byte[in.getInt()];
        in.get(name);
        machine.remember(
                pid,
                new String(name, StandardCharsets.UTF_8),
                procedure == 14 ? Optional.of("attached") : Optional.empty());
        ByteBuffer out = ByteBuffer.allocate(44);
        out.putInt(0x80000000 | 40)
                .putInt(xid)
                .putInt(1)
                .putInt(0)
                .putInt(0)
                .putInt(0)
                .putInt(0);
        out.putInt(0).putInt(0).putInt(0).putInt(0).flip();
        return Optional.of(Bytes.of(out));
    }
}
