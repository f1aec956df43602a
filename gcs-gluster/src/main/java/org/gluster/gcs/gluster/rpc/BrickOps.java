/* SPDX-License-Identifier: Apache-2.0 */
package org.gluster.gcs.gluster.rpc;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.gluster.gcs.block.host.Bytes;

/**
 * What a manager asks of a brick or self-heal process on the Unix socket that was given to it with {@code -S}: pure
 * codecs between values and record-marked bytes. Program 4867634, version 2, in the form of release 6 and later; older
 * processes answer {@code GARBAGE_ARGS}.
 *
 * <p>Every request but {@link #attach} may be repeated.
 */
public final class BrickOps {
    /** Longest reply worth reading, in bytes. */
    public static final int MAX_REPLY = 16 * 1024 * 1024;

    static final int PROGRAM = 4_867_634;
    static final int VERSION = 2;

    private static final int TERMINATE = 1;
    private static final int XLATOR_OP = 3;
    private static final int STATUS = 4;
    private static final int ATTACH = 12;
    private static final int SVC_ATTACH = 14;
    private static final int SVC_DETACH = 15;
    private static final int XID = 1;

    private BrickOps() {}

    /** What a self-heal process can be told about replicated subvolumes. */
    public enum Heal {
        /**
         * Heal what the index lists: {@code <n>-<i>-status} for brick i of subvolume n. The result is -1 when some brick is
         * not connected, though the others are healed all the same.
         */
        INDEX(1),
        /** Crawl everything. */
        FULL(2),
        /**
         * Count what waits: {@code <n>-<i>-hardlinks} for brick i of subvolume n of the request, or
         * {@code <n>-<i>-status} with a text when the brick is not connected. No key at all means that the volume is not
         * attached, or only since a moment ago.
         */
        COUNTS(8);

        private final int code;

        Heal(int code) {
            this.code = code;
        }
    }

    /** Takes one brick out of its process; a process that has no other translator under its server ends. Answers 0 also when there is no such brick. */
    public static Bytes terminate(String brickPath) {
        return request(TERMINATE, brickPath, Bytes.of(new byte[0]), GlusterDict.empty());
    }

    /**
     * Makes a running brick process serve one more brick. The manager registers its port itself afterwards: an attached
     * brick does not sign in. A process that serves the brick already would build its graph once more: observe first.
     *
     * @param volfile local file, {@code <key>.vol}; the name before the suffix becomes its GETSPEC key
     */
    public static Bytes attach(Path volfile) {
        String path = volfile.toString();
        if (!volfile.isAbsolute() || !path.endsWith(".vol")) {
            throw new IllegalArgumentException(
                    "'" + path + "' cannot be attached: give an absolute path that ends with .vol");
        }
        return request(ATTACH, path, Bytes.of(new byte[0]), GlusterDict.empty());
    }

    /**
     * Tells a self-heal process to work on subvolumes.
     *
     * @param heal what to do
     * @param replicates translators' names as in the self-heal graph, e.g. {@code vol-replicate-0}
     */
    public static Bytes heal(Heal heal, List<String> replicates) {
        GlusterDict dict = GlusterDict.empty().with("xl-op", heal.code).with("count", replicates.size());
        for (int i = 0; i < replicates.size(); i++) {
            dict = dict.with("xl-" + i, replicates.get(i)).with(replicates.get(i), i);
        }
        return request(XLATOR_OP, "", dict.encode(), GlusterDict.empty());
    }

    /**
     * Gives a self-heal process the graph of one more volume, or another graph of one that it has; repeating it changes
     * nothing. The process fetches this key, too, whenever it is told to fetch any or connects again.
     *
     * @param key e.g. {@code shd/vol}
     * @param volfile the graph's text
     * @param pidfile the pid file that the process was started with
     */
    public static Bytes serviceAttach(String key, String volfile, Path pidfile) {
        return request(
                SVC_ATTACH,
                key,
                Bytes.of(volfile.getBytes(StandardCharsets.UTF_8)),
                GlusterDict.empty().with("pidfile", pidfile.toString()));
    }

    /**
     * Takes a volume's graph away from a self-heal process. Answers 0 also when it has none of this key; without any graph
     * the process stays and can be given one again.
     */
    public static Bytes serviceDetach(String key, Path pidfile) {
        return request(
                SVC_DETACH, key, Bytes.of(new byte[0]), GlusterDict.empty().with("pidfile", pidfile.toString()));
    }

    /**
     * Asks for a brick's state; changes nothing.
     *
     * @param brickPath which brick
     * @param bits what to tell: 1 memory, 2 clients, 4 inodes, 8 descriptors, 16 calls
     */
    public static Bytes status(String brickPath, int bits) {
        GlusterDict dict = GlusterDict.empty().with("cmd", bits).with("brick-name", brickPath);
        return request(STATUS, brickPath, dict.encode(), GlusterDict.empty());
    }

    /**
     * Asks whether the process serves a brick: for a state that there is none of, which it refuses for a brick that it serves,
     * and answers with nothing at all for one that it does not.
     */
    public static Bytes serves(String brickPath) {
        return status(brickPath, 0);
    }

    /** What the answer to {@link #serves} says. */
    public static boolean isServed(Bytes record) {
        RpcMessage message = RpcMessage.decode(RecordMark.unwrap(record, MAX_REPLY));
        return message instanceof RpcMessage.Reply reply
                && reply.status() == RpcMessage.Status.SUCCESS
                && reply.results().size() > 0;
    }

    /**
     * Reads the reply to any of them.
     *
     * @param record one record-marked reply
     * @throws RpcException when it is no reply, or the process refused the call
     */
    public static Answer answer(Bytes record) {
        RpcMessage message = RpcMessage.decode(RecordMark.unwrap(record, MAX_REPLY));
        if (!(message instanceof RpcMessage.Reply reply)) {
            throw new RpcException("a call came where a reply was awaited");
        }
        if (reply.status() != RpcMessage.Status.SUCCESS) {
            throw new RpcException("the process refused the call: " + reply.status());
        }
        XdrReader in = new XdrReader(reply.results());
        return new Answer(
                in.readInt(),
                in.readInt(),
                in.readOpaque(MAX_REPLY),
                in.remaining() == 0 ? "" : in.readString(64 * 1024));
    }

    /**
     * What a process answered.
     *
     * @param result 0 when it did it, else -1
     * @param errno why not, or 0
     * @param output a dictionary, mostly empty
     * @param error a message, mostly empty
     */
    public record Answer(int result, int errno, Bytes output, String error) {

        /** Whether it did it. */
        public boolean isOk() {
            return result == 0;
        }

        /** The output's pairs. */
        public GlusterDict dict() {
            return GlusterDict.decode(output);
        }
    }

    private static Bytes request(int operation, String name, Bytes input, GlusterDict dict) {
        Bytes arguments = new XdrWriter()
                .writeString(name)
                .writeInt(operation)
                .writeOpaque(input)
                .writeOpaque(dict.encode())
                .toBytes();
        return RecordMark.wrap(
                RpcMessage.Call.of(XID, PROGRAM, VERSION, operation, arguments).encode());
    }
}
