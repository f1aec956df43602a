/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.gluster.gcs.block.host.Bytes;

/** Tells clients which programs are served; they look for the port mapper in its answer. */
final class DumpProgram implements RpcProgram {
    static final int PROGRAM = 123_451_501;
    private static final int DUMP = 1;
    private static final int PING = 2;
    private static final SortedSet<Integer> PROCEDURES =
            Collections.unmodifiableSortedSet(new TreeSet<>(List.of(DUMP, PING)));

    private final List<RpcProgram> programs;

    DumpProgram(List<RpcProgram> programs) {
        this.programs = List.copyOf(programs);
    }

    @Override
    public String name() {
        return "GF-DUMP";
    }

    @Override
    public int number() {
        return PROGRAM;
    }

    @Override
    public int version() {
        return 1;
    }

    @Override
    public SortedSet<Integer> procedures() {
        return PROCEDURES;
    }

    @Override
    public CompletionStage<Bytes> dispatch(int procedure, XdrReader arguments, RpcConnection connection) {
        if (procedure == PING) {
            return CompletableFuture.completedFuture(HandshakeProgram.pong());
        }
        arguments.readLong(); // an id of the caller
        XdrWriter out = new XdrWriter().writeLong(0).writeInt(0).writeInt(0);
        for (RpcProgram program : programs) {
            out.writeInt(1)
                    .writeString(program.name())
                    .writeLong(program.number())
                    .writeLong(program.version());
        }
        return CompletableFuture.completedFuture(out.writeInt(0).toBytes());
    }
}
