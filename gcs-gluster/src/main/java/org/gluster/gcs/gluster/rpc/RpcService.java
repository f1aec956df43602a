/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A set of ONC-RPC programs, served over whatever connections are brought to it. The DUMP program, by which clients learn what is
 * served, is always there. It has no thread: connections work on those of their carriers. Thread-safe.
 */
public final class RpcService {
    private final SortedMap<Integer, SortedMap<Integer, RpcProgram>> programs = new TreeMap<>();
    private final RpcLimits limits;
    private final LongSupplier nanoTime;
    private final AtomicLong lastId = new AtomicLong();

    /**
     * Serves these programs.
     *
     * @throws IllegalArgumentException when one of them is given twice
     */
    public RpcService(List<RpcProgram> programs, RpcLimits limits) {
        this(programs, limits, System::nanoTime);
    }

    RpcService(List<RpcProgram> programs, RpcLimits limits, LongSupplier nanoTime) {
        this.limits = limits;
        this.nanoTime = nanoTime;
        List<RpcProgram> all = new ArrayList<>(programs);
        all.add(new DumpProgram(all));
        for (RpcProgram program : all) {
            SortedMap<Integer, RpcProgram> versions =
                    this.programs.computeIfAbsent(program.number(), number -> new TreeMap<>());
            if (versions.put(program.version(), program) != null) {
                throw new IllegalArgumentException(
                        "program " + program.number() + " version " + program.version() + " is given twice");
            }
        }
    }

    /**
     * Takes up a connection.
     *
     * @param carrier what carries it; not called before this returns
     * @param remote the peer's address
     * @param isLocal whether only processes of this user on this machine can be behind it
     */
    public RpcConnection connect(RpcCarrier carrier, SocketAddress remote, boolean isLocal) {
        return new RpcConnection(this, lastId.incrementAndGet(), carrier, remote, isLocal);
    }

    RpcLimits limits() {
        return limits;
    }

    /** The time that deadlines are measured in. */
    long now() {
        return nanoTime.getAsLong();
    }

    /** The versions of a program; empty when it is not served. */
    SortedMap<Integer, RpcProgram> versions(int program) {
        return programs.getOrDefault(program, new TreeMap<>());
    }

    List<RpcProgram> programs() {
        List<RpcProgram> all = new ArrayList<>();
        programs.values().forEach(versions -> all.addAll(versions.values()));
        return all;
    }
}
