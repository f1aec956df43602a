/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.testkit.host;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.gluster.gcs.block.host.Bytes;
import org.gluster.gcs.block.host.HostCall;
import org.gluster.gcs.block.host.HostCall.FileType;
import org.gluster.gcs.block.host.HostException;
import org.gluster.gcs.gluster.rpc.Volfile;

/**
 * What a GlusterFS 10 brick process does that its manager asks on its socket. Observed and kept: a brick that is attached
 * twice is served twice, and is detached as often; taking away one that is not there is fine; a brick that cannot be
 * attached is refused with errno 0 and changes nothing; without descriptors for its directories it cannot be; asked for the
 * state of one that is not there, the process answers with nothing at all. Not modelled: that a detached brick lets go of its
 * directory some milliseconds after the answer.
 */
final class GlusterBricks {
    /** Descriptors that one brick takes: its 256 directories and two more. */
    private static final int DESCRIPTORS = 258;

    /** Those that a process takes before it has bricks. */
    private static final int OWN_DESCRIPTORS = 11;

    private static final int TERMINATE = 1;
    private static final int STATUS = 4;
    private static final int ATTACH = 12;
    private static final int PROGRAM = 4_867_634;
    private static final String ATTACHED = "attached ";

    private GlusterBricks() {}

    /** How often a process serves a brick. */
    static int served(FakeMachine machine, long pid, String brick) {
        return Integer.parseInt(machine.state(pid).getOrDefault(ATTACHED + brick, "0"));
    }

    static Optional<Bytes> respond(FakeMachine machine, long pid, Bytes request) {
        ByteBuffer in = request.toBuffer();
        in.getInt(); // record mark
        int xid = in.getInt();
        in.position(in.position() + 8); // call, RPC version
        int program = in.getInt();
        in.getInt(); // its version
        int procedure = in.getInt();
        for (int i = 0; i < 2; i++) { // credential and verifier
            in.getInt();
            int length = in.getInt();
            in.position(in.position() + (length + 3) / 4 * 4);
        }
        if (program != PROGRAM) {
            throw new AssertionError("the modelled brick process knows no program " + program);
        }
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        String name = new String(bytes, StandardCharsets.UTF_8);
        return Optional.of(
                switch (procedure) {
                    case ATTACH -> answer(xid, attach(machine, pid, Path.of(name)) ? 0 : -1);
                    case TERMINATE -> {
                        detach(machine, pid, name);
                        yield answer(xid, 0);
                    }
                    case STATUS -> served(machine, pid, name) > 0 ? answer(xid, -1) : reply(xid, new int[0]);
                    default -> throw new AssertionError("the modelled brick process knows no operation " + procedure);
                });
    }

    private static boolean attach(FakeMachine machine, long pid, Path file) {
        Optional<String> text = machine.apply(new HostCall.ReadFile(file, 1 << 24));
        if (text.isEmpty()) {
            return false;
        }
        String graph =
                text.get().startsWith("#") ? text.get().substring(text.get().indexOf('\n') + 1) : text.get();
        Optional<String> directory = GlusterPrograms.option(graph, "directory");
        if (directory.isEmpty()) {
            throw new AssertionError("not modelled: a brick without storage/posix in " + file);
        }
        int there = machine.state(pid).entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(ATTACHED))
                .mapToInt(entry -> Integer.parseInt(entry.getValue()))
                .sum();
        Path root = Path.of(directory.get());
        if (OWN_DESCRIPTORS + (there + 1) * DESCRIPTORS > machine.descriptors()
                || machine.apply(new HostCall.StatFile(root.resolve(".glusterfs")))
                        .filter(status -> status.type() == FileType.DIRECTORY)
                        .isEmpty()) {
            return false;
        }
        try {
            GlusterPrograms.brickDirectory(machine, root, graph);
            machine.hold(pid, root);
        } catch (HostException failure) {
            machine.log(String.valueOf(failure.getMessage()));
            return false;
        }
        String brick = directory.get();
        String fileName = String.valueOf(file.getFileName());
        String key = fileName.substring(0, fileName.length() - ".vol".length());
        machine.remember(pid, ATTACHED + brick, Optional.of(Integer.toString(served(machine, pid, brick) + 1)));
        machine.remember(pid, FakeMachine.BRICK_KEY + brick, Optional.of(key));
        machine.remember(pid, FakeMachine.BRICK_VOLFILE + brick, Optional.of(Volfile.checksum(graph)));
        return true;
    }

    private static void detach(FakeMachine machine, long pid, String brick) {
        int served = served(machine, pid, brick);
        if (served == 0) {
            return;
        }
        machine.release(pid, Path.of(brick));
        machine.remember(
                pid, ATTACHED + brick, served == 1 ? Optional.empty() : Optional.of(Integer.toString(served - 1)));
        if (served == 1) {
            machine.remember(pid, FakeMachine.BRICK_KEY + brick, Optional.empty());
            machine.remember(pid, FakeMachine.BRICK_VOLFILE + brick, Optional.empty());
        }
    }

    private static Bytes answer(int xid, int result) {
        return reply(xid, new int[] {result, 0, 0, 0});
    }

    private static Bytes reply(int xid, int[] results) {
        ByteBuffer out = ByteBuffer.allocate(28 + 4 * results.length);
        out.putInt(0x80000000 | (24 + 4 * results.length)).putInt(xid);
        for (int word : new int[] {1, 0, 0, 0, 0}) {
            out.putInt(word);
        }
        for (int word : results) {
            out.putInt(word);
        }
        return Bytes.of(out.flip());
    }
}
